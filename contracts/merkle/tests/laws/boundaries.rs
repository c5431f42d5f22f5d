//! The largest trees: too large to be built, so made of one leaf over and over, with a few others.

use merkle::{Accumulator, Hash, Keccak, Node, ProofError, Run, RunError, node_hash};

use crate::oracle::{flip, leaf};

/// A tree whose leaves are all the same but for a few.
struct Sparse {
    leaves: u32,
    /// The hash of a perfect subtree of 2^level usual leaves.
    perfect: Vec<Hash>,
    special: Vec<u32>,
}

impl Sparse {
    fn new(leaves: u32, special: &[u32]) -> Self {
        let usual = leaf(u32::MAX);
        let perfect =
            std::iter::successors(Some(usual), |hash| Some(node_hash::<Keccak>(hash, hash)));
        Self {
            leaves,
            perfect: perfect.take(32).collect(),
            special: special.to_vec(),
        }
    }

    fn leaf(&self, index: u32) -> Hash {
        if self.special.contains(&index) {
            leaf(index)
        } else {
            self.perfect[0]
        }
    }

    fn hash(&self, node: Node) -> Hash {
        let under = u64::from(node.first())..u64::from(node.first()) + u64::from(node.size());
        let usual = !self
            .special
            .iter()
            .any(|index| under.contains(&u64::from(*index)));
        if usual && node.size().is_power_of_two() {
            return self.perfect[node.size().ilog2() as usize];
        }
        match node.children() {
            Some((left, right)) => node_hash::<Keccak>(&self.hash(left), &self.hash(right)),
            None => self.leaf(node.first()),
        }
    }

    fn root(&self) -> Hash {
        self.hash(Node::root(self.leaves).unwrap())
    }

    fn proof(&self, run: Run) -> Vec<Hash> {
        run.before()
            .chain(run.behind())
            .map(|node| self.hash(node))
            .collect()
    }
}

const SIZES: [u32; 9] = [
    1,
    2,
    3,
    (1 << 16) + 1,
    (1 << 31) - 1,
    1 << 31,
    (1 << 31) + 1,
    u32::MAX - 1,
    u32::MAX,
];

/// First, last and middle leaves, and those around powers of two.
fn indices(leaves: u32) -> Vec<u32> {
    let last = leaves - 1;
    let mut indices = vec![
        0,
        1,
        2,
        3,
        leaves / 2,
        last / 2,
        last,
        last.saturating_sub(1),
    ];
    indices.extend([
        1 << 16,
        (1 << 16) - 1,
        1 << 31,
        (1 << 31) - 1,
        (1 << 31) - 2,
    ]);
    indices.retain(|index| *index < leaves);
    indices
}

#[test]
fn verify_succeeds_at_the_ends_of_the_largest_trees() {
    for count in SIZES {
        let tree = Sparse::new(count, &indices(count));
        let root = tree.root();
        for first in indices(count) {
            for length in [1, 2, 3, 8]
                .into_iter()
                .filter(|length| *length <= count - first)
            {
                let run = Run::new(count, first, length).unwrap();
                let leaves = (first..=first + (length - 1)).map(|index| tree.leaf(index));
                let proof = tree.proof(run);
                assert_eq!(proof.len(), run.proof_len());
                assert_eq!(
                    run.verify::<Keccak>(&root, leaves.clone(), &proof),
                    Ok(()),
                    "{run:?}"
                );

                let wrong = leaves.map(|leaf| flip(leaf, 255));
                let refused = run.verify::<Keccak>(&root, wrong, &proof);
                assert!(matches!(refused, Err(ProofError::Root { .. })), "{run:?}");
            }
        }
    }
}

#[test]
fn verify_reverts_when_a_leaf_of_the_largest_trees_is_claimed_elsewhere() {
    for count in SIZES {
        let tree = Sparse::new(count, &indices(count));
        let root = tree.root();
        for (index, other) in indices(count)
            .into_iter()
            .zip(indices(count).into_iter().rev())
        {
            if index != other {
                let (run, elsewhere) = (
                    Run::leaf(count, index).unwrap(),
                    Run::leaf(count, other).unwrap(),
                );
                let proof = tree.proof(run);
                assert!(
                    elsewhere
                        .verify::<Keccak>(&root, [tree.leaf(index)], &proof)
                        .is_err()
                );
            }
        }
    }
}

#[test]
fn proof_len_is_at_most_62() {
    let run = Run::new(u32::MAX, (1 << 31) - 1, 2).unwrap();
    assert_eq!(run.proof_len(), 62);
}

#[test]
fn run_new_reverts_when_the_end_does_not_fit_32_bits() {
    let error = RunError::OutOfBounds {
        first: u32::MAX,
        end: 1 << 32,
        leaves: u32::MAX,
    };
    assert_eq!(Run::leaf(u32::MAX, u32::MAX), Err(error));
    assert!(Run::leaf(u32::MAX, u32::MAX - 1).is_ok());
}

#[test]
fn accumulator_equals_the_tree_when_it_is_almost_full() {
    let start = u32::MAX - 20;
    let special: Vec<u32> = (start..u32::MAX).collect();
    let tree = Sparse::new(u32::MAX, &special);
    let peaks: Vec<Hash> = Run::leaf(u32::MAX, start)
        .unwrap()
        .before()
        .map(|node| tree.hash(node))
        .collect();
    let mut accumulator = Accumulator::resume(start, &peaks).unwrap();
    accumulator.extend::<Keccak>(special.iter().map(|index| tree.leaf(*index)));
    assert_eq!(accumulator.count(), u64::from(u32::MAX));
    assert_eq!(accumulator.root::<Keccak>(), tree.root());
}

#[test]
fn frontier_folds_and_leads_to_every_end_of_the_largest_trees() {
    for count in SIZES {
        let tree = Sparse::new(count, &indices(count));
        for index in indices(count) {
            let mut node = Node::root(count).unwrap();
            while !node.is_leaf() {
                let below: Vec<Node> = (0..node.frontier_len(4))
                    .map(|entry| node.frontier_entry(4, entry).unwrap())
                    .collect();
                let frontier: Vec<Hash> = below.iter().map(|node| tree.hash(*node)).collect();
                assert_eq!(
                    node.verify_frontier::<Keccak>(&tree.hash(node), 4, &frontier),
                    Ok(())
                );
                node = *below.iter().rfind(|below| below.first() <= index).unwrap();
            }
            assert_eq!((node.first(), tree.hash(node)), (index, leaf(index)));
        }
    }
}

#[test]
fn node_new_reverts_when_it_ends_behind_the_largest_tree() {
    assert!(Node::new(u32::MAX, 1 << 31, (1 << 31) - 1).is_ok());
    assert!(Node::new(u32::MAX, 1 << 31, 1 << 31).is_err());
    assert!(Node::new(u32::MAX, u32::MAX, u32::MAX).is_err());
    assert!(Node::new(u32::MAX, 0, u32::MAX).is_ok());
    assert!(Node::root(0).is_err());
}
