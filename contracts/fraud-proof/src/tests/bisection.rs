//! The way down the tree.

use alloy_primitives::{keccak256, B256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::IFraudProof::*;
use merkle::{Hash, Keccak, Node, Tree};
use proptest::prelude::*;

use super::batch::hashes;
use crate::bisection::{
    dispute_id, fold, require_inner, require_leaf, reveal_key, select, state_of,
};

fn tree(leaves: u32) -> Tree {
    let leaf = |index: u32| Hash(keccak256(index.to_be_bytes()).0);
    Tree::new::<Keccak>((0..leaves).map(leaf).collect()).unwrap()
}

#[test]
fn hashes_are_of_the_packed_fields() {
    let (hash, node) = (B256::repeat_byte(1), B256::repeat_byte(2));
    let who = testing::ALICE;
    let position = Position {
        first: 0x0102_0304,
        size: 0x0506_0708,
        node,
    };
    let state = (hash, who, position.first, position.size, node);
    let expected = keccak256(state.abi_encode_packed());
    assert_eq!(state_of::<Keccak>(hash, who, &position), expected);
    let expected = keccak256((hash, who).abi_encode_packed());
    assert_eq!(dispute_id::<Keccak>(hash, who), expected);
    let expected = keccak256((node, position.size).abi_encode_packed());
    assert_eq!(reveal_key::<Keccak>(node, position.size), expected);
}

#[test]
fn select_reverts_EntryOutOfRange_behind_the_last() {
    let tree = tree(6);
    let root = Position {
        first: 0,
        size: 6,
        node: tree.root().0.into(),
    };
    let frontier = hashes(tree.leaf_hashes());
    let expected = EntryOutOfRange { entry: 6, count: 6 };
    let selected = select::<Keccak>(&root, &frontier, 6);
    assert_eq!(selected, Err(expected.into()));
}

#[test]
fn fold_reverts_BadSize_and_WrongFrontierLength() {
    for size in [0, 1, 65_537] {
        assert_eq!(fold::<Keccak>(size, &[]), Err(BadSize { size }.into()));
    }
    let (given, expected) = (U256::from(3), U256::from(16));
    let wrong = WrongFrontierLength { given, expected };
    let folded = fold::<Keccak>(65_536, &[B256::ZERO; 3]);
    assert_eq!(folded, Err(wrong.into()));
}

#[test]
fn require_leaf_and_require_inner_are_complements() {
    for size in 1..40 {
        let position = Position {
            first: 7,
            size,
            node: B256::ZERO,
        };
        assert_ne!(
            require_leaf(&position).is_ok(),
            require_inner(&position).is_ok()
        );
        assert_eq!(require_leaf(&position).is_ok(), size == 1);
    }
}

proptest! {
    /// Whichever leaf a challenger wants, it comes to it, in no more rounds than the tree has fours of levels.
    #[test]
    fn prop_select_reaches_every_leaf_with_its_own_hash(leaves in 1..3_000u32, wanted: u32) {
        let tree = tree(leaves);
        let wanted = wanted % leaves;
        let mut position = Position { first: 0, size: leaves, node: tree.root().0.into() };
        let mut rounds = 0;
        while position.size > 1 {
            let node = Node::new(leaves, position.first, position.size).unwrap();
            let frontier = hashes(&tree.frontier(node, 4).unwrap());
            prop_assert_eq!(fold::<Keccak>(position.size, &frontier), Ok(position.node));
            let below = (0..frontier.len() as u32)
                .map(|entry| select::<Keccak>(&position, &frontier, entry).unwrap());
            let below: Vec<_> = below.collect();
            // The entries are what is under the node, without a gap.
            let mut next = position.first;
            for entry in &below {
                prop_assert_eq!(entry.first, next);
                next += entry.size;
            }
            prop_assert_eq!(next, position.first + position.size);
            position = below.into_iter().find(|below| below.first + below.size > wanted).unwrap();
            rounds += 1;
        }
        prop_assert_eq!(position.first, wanted);
        prop_assert_eq!(position.node.0, tree.leaf_hashes()[wanted as usize].0);
        prop_assert!(rounds <= 3);
    }

    /// A frontier with any bit turned folds to another node.
    #[test]
    fn prop_fold_tells_every_frontier_apart(size in 2..5_000u32, at: usize, bit in 0..256usize) {
        let tree = tree(size);
        let root = Node::root(size).unwrap();
        let mut frontier = hashes(&tree.frontier(root, 4).unwrap());
        let at = at % frontier.len();
        frontier[at].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(fold::<Keccak>(size, &frontier).unwrap().0, tree.root().0);
    }
}
