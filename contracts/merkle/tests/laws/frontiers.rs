//! Bisection frontiers: what they hold, and that nothing else folds to the node.

use merkle::{FrontierError, Hash, Keccak, Node, Tree};
use proptest::prelude::*;
use rand::Rng;

use crate::oracle::{data, flip, mth, nodes, random, tree};

/// The frontier by its definition: the leaves under each of its nodes, from left to right.
fn by_definition(leaves: &[[u8; 4]], depth: u32) -> Vec<&[[u8; 4]]> {
    if leaves.len() == 1 || depth == 0 {
        return vec![leaves];
    }
    let split = (1..leaves.len()).filter(|k| k.is_power_of_two()).max();
    let (left, right) = leaves.split_at(split.unwrap());
    let mut frontier = by_definition(left, depth - 1);
    frontier.extend(by_definition(right, depth - 1));
    frontier
}

/// Checks one frontier against its definition.
fn check(tree: &Tree, list: &[[u8; 4]], node: Node, depth: u32) {
    let under = &list[node.first() as usize..][..node.size() as usize];
    let expected = by_definition(under, depth);
    let frontier = tree.frontier(node, depth).unwrap();
    let hashes: Vec<Hash> = expected.iter().map(|leaves| mth(leaves)).collect();
    assert_eq!(
        frontier,
        hashes,
        "{depth} below {node:?} of {}",
        tree.leaves()
    );
    assert_eq!(node.frontier_len(depth) as usize, expected.len());

    let hash = tree.hash(node).unwrap();
    assert_eq!(node.fold_frontier::<Keccak>(depth, &frontier), Ok(hash));
    assert_eq!(
        node.verify_frontier::<Keccak>(&hash, depth, &frontier),
        Ok(())
    );

    let mut first = node.first();
    for (entry, leaves) in (0..).zip(&expected) {
        let below = node.frontier_entry(depth, entry).unwrap();
        assert_eq!(
            (below.first(), below.size() as usize),
            (first, leaves.len())
        );
        assert_eq!(tree.hash(below), Ok(frontier[entry as usize]));
        first += below.size();
    }
}

#[test]
fn frontier_equals_its_definition_for_every_node_of_every_size_to_40() {
    for count in 1..=40 {
        let (tree, list) = (tree(count), (0..count).map(data).collect::<Vec<_>>());
        for node in nodes(count) {
            for depth in 0..=7 {
                check(&tree, &list, node, depth);
            }
        }
    }
}

#[test]
fn frontier_equals_its_definition_for_random_nodes_of_large_trees() {
    let mut rng = random(3);
    for _ in 0..10 {
        let count = rng.random_range(41..=5_000);
        let (tree, list) = (tree(count), (0..count).map(data).collect::<Vec<_>>());
        let nodes = nodes(count);
        for depth in 1..=5 {
            for _ in 0..5 {
                check(&tree, &list, nodes[rng.random_range(0..nodes.len())], depth);
            }
            check(&tree, &list, nodes[0], depth);
        }
    }
}

#[test]
fn frontier_is_the_leaves_when_the_depth_is_beyond_them() {
    let tree = tree(37);
    let root = Node::root(37).unwrap();
    for depth in [6, 32, 64, u32::MAX] {
        assert_eq!(tree.frontier(root, depth).unwrap(), tree.leaf_hashes());
        let leaf = root.frontier_entry(depth, 36).unwrap();
        assert_eq!((leaf.first(), leaf.is_leaf()), (36, true));
    }
}

#[test]
fn verify_frontier_reverts_hash_when_any_bit_is_changed() {
    for count in [2, 3, 7, 16, 21] {
        let tree = tree(count);
        for node in nodes(count) {
            let hash = tree.hash(node).unwrap();
            let frontier = tree.frontier(node, 4).unwrap();
            for entry in 0..frontier.len() {
                for bit in 0..256 {
                    let mut changed = frontier.clone();
                    changed[entry] = flip(changed[entry], bit);
                    let refused = node.verify_frontier::<Keccak>(&hash, 4, &changed);
                    let computed = node.fold_frontier::<Keccak>(4, &changed).unwrap();
                    let error = FrontierError::Hash {
                        node,
                        expected: hash,
                        computed,
                    };
                    assert_eq!(refused, Err(error));
                }
            }
        }
    }
}

#[test]
fn fold_frontier_reverts_length_when_it_is_any_other() {
    for count in 1..=40 {
        for node in nodes(count) {
            for depth in 0..=5 {
                let expected = node.frontier_len(depth);
                for actual in (0..70).filter(|actual| *actual != expected as usize) {
                    let error = FrontierError::Length { expected, actual };
                    let frontier = vec![Hash::ZERO; actual];
                    assert_eq!(node.fold_frontier::<Keccak>(depth, &frontier), Err(error));
                }
            }
        }
    }
}

#[test]
fn frontier_entry_reverts_when_there_is_none() {
    for count in 1..=40 {
        for node in nodes(count) {
            for depth in 0..=5 {
                let length = node.frontier_len(depth);
                for entry in [length, length + 1, u32::MAX] {
                    let error = FrontierError::Entry { entry, length };
                    assert_eq!(node.frontier_entry(depth, entry), Err(error));
                }
            }
        }
    }
}

/// Going down four levels at a time, as a dispute does, ends at every leaf.
#[test]
fn frontier_entry_reaches_every_leaf() {
    for count in [1, 2, 15, 16, 17, 100, 3_000, 4_096] {
        for index in (0..count).step_by(7).chain([count - 1]) {
            let mut node = Node::root(count).unwrap();
            let mut moves = 0;
            while !node.is_leaf() {
                let next = (0..node.frontier_len(4))
                    .map(|entry| node.frontier_entry(4, entry).unwrap())
                    .find(|below| index < below.first() + below.size())
                    .unwrap();
                node = next;
                moves += 1;
            }
            assert_eq!(node.first(), index);
            assert!(moves <= 3, "{moves} moves for {count} leaves");
        }
    }
}

proptest! {
    #[test]
    fn prop_node_methods_never_panic(leaves: u32, first: u32, size: u32, depth: u32, entry: u32) {
        let aligned = first & !(size.checked_next_power_of_two().unwrap_or(u32::MAX) - 1);
        for first in [first, aligned, 0] {
            if let Ok(node) = Node::new(leaves, first, size) {
                let length = node.frontier_len(depth);
                prop_assert!(1 <= length && length <= size);
                prop_assert_eq!(node.frontier_entry(depth, entry).is_ok(), entry < length);
                prop_assert!(length > 64 || node.fold_frontier::<Keccak>(depth, &[Hash::ZERO; 65]).is_err());
            }
        }
    }

    /// The entries of a frontier are neighbours, and lie inside the node from end to end.
    #[test]
    fn prop_frontier_entries_partition_the_node(leaves in 1u32.., depth in 0u32..8) {
        let root = Node::root(leaves).unwrap();
        let mut first = 0;
        for entry in 0..root.frontier_len(depth) {
            let below = root.frontier_entry(depth, entry).unwrap();
            prop_assert_eq!(Node::new(leaves, below.first(), below.size()), Ok(below));
            prop_assert_eq!(below.first(), first);
            first += below.size();
        }
        prop_assert_eq!(first, leaves);
    }
}
