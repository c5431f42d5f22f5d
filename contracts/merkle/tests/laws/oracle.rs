//! What the tests compare with: RFC 6962 by its text, and by `ct-merkle` with SHA-3's Keccak-256.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use merkle::{Hash, Keccak, Node, Tree, leaf_hash};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha3::{Digest, Keccak256};

/// The independent implementation, over `u32` leaf data.
pub(crate) type Independent = MemoryBackedTree<Keccak256, [u8; 4]>;

/// The data of leaf `index`: different for every index.
pub(crate) fn data(index: u32) -> [u8; 4] {
    index.to_le_bytes()
}

/// The hash of leaf `index`.
pub(crate) fn leaf(index: u32) -> Hash {
    leaf_hash::<Keccak>(&data(index))
}

/// The hashes of leaves `0..leaves`.
pub(crate) fn leaves(leaves: u32) -> Vec<Hash> {
    (0..leaves).map(leaf).collect()
}

/// Our tree over leaves `0..leaves`.
pub(crate) fn tree(leaves: u32) -> Tree {
    Tree::new::<Keccak>(self::leaves(leaves)).expect("a test tree is small")
}

/// The independent tree over leaves `0..leaves`.
pub(crate) fn independent(leaves: u32) -> Independent {
    let mut tree = Independent::new();
    (0..leaves).for_each(|index| tree.push(data(index)));
    tree
}

/// Root of the independent tree.
pub(crate) fn independent_root(tree: &Independent) -> Hash {
    Hash(
        tree.root()
            .as_bytes()
            .as_slice()
            .try_into()
            .expect("32 bytes"),
    )
}

/// MTH of RFC 6962, section 2.1, by its text, over data and with another Keccak.
pub(crate) fn mth(data: &[[u8; 4]]) -> Hash {
    let hash = |parts: &[&[u8]]| {
        let hasher = parts.iter().fold(Keccak256::new(), Digest::chain_update);
        Hash(hasher.finalize().into())
    };
    match data {
        [] => hash(&[]),
        [only] => hash(&[&[0], only]),
        _ => {
            let k = (1..data.len()).filter(|k| k.is_power_of_two()).max();
            let (left, right) = data.split_at(k.expect("1 is a power of two"));
            hash(&[&[1], &mth(left).0, &mth(right).0])
        }
    }
}

/// Every node of a tree of so many leaves, by walking down from the root.
pub(crate) fn nodes(leaves: u32) -> Vec<Node> {
    let mut nodes: Vec<Node> = Node::root(leaves).into_iter().collect();
    let mut next = 0;
    while let Some(node) = nodes.get(next).copied() {
        if let Some((left, right)) = node.children() {
            nodes.extend([left, right]);
        }
        next += 1;
    }
    nodes
}

/// The same random numbers in every run.
pub(crate) fn random(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A random run in a tree of so many leaves: first leaf and length.
pub(crate) fn random_run(rng: &mut impl Rng, leaves: u32) -> (u32, u32) {
    let first = rng.random_range(0..leaves);
    (first, rng.random_range(1..=leaves - first))
}

/// `hash` with one bit changed.
pub(crate) fn flip(hash: Hash, bit: usize) -> Hash {
    let mut bytes = hash.0;
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash(bytes)
}
