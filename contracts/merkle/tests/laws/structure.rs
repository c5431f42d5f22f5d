//! The shape of the tree and its roots.

use std::collections::BTreeSet;

use merkle::{Accumulator, Keccak, Node, Run, Tree, root, root_of_data};
use rand::Rng;

use crate::oracle::{
    Independent, data, independent, independent_root, leaf, leaves, mth, nodes, random, tree,
};

/// Random sizes that the large trees are compared at.
const LARGE_SIZES: usize = 12;
const LARGEST: u32 = 100_000;

#[test]
fn root_equals_the_independent_one_when_leaves_are_0_to_300() {
    let mut other = Independent::new();
    for count in 0..=300 {
        let expected = independent_root(&other);
        let list: Vec<_> = (0..count).map(data).collect();
        assert_eq!(mth(&list), expected, "{count} leaves");
        assert_eq!(root_of_data::<Keccak, _>(&list), expected, "{count} leaves");
        assert_eq!(root::<Keccak>(leaves(count)), expected, "{count} leaves");
        assert_eq!(tree(count).root(), expected, "{count} leaves");
        other.push(data(count));
    }
}

#[test]
fn root_equals_the_independent_one_when_leaves_are_many() {
    let mut rng = random(1);
    let mut sizes: BTreeSet<u32> = [65_535, 65_536, 65_537, LARGEST].into();
    sizes.extend((0..LARGE_SIZES).map(|_| rng.random_range(301..LARGEST)));
    let mut other = Independent::new();
    let mut accumulator = Accumulator::new();
    for count in 1..=LARGEST {
        other.push(data(count - 1));
        accumulator.push::<Keccak>(leaf(count - 1));
        if sizes.contains(&count) {
            let expected = independent_root(&other);
            assert_eq!(accumulator.root::<Keccak>(), expected, "{count} leaves");
            assert_eq!(tree(count).root(), expected, "{count} leaves");
        }
    }
}

#[test]
fn hash_equals_the_hash_by_the_text_for_every_node() {
    for count in 1..=40 {
        let list: Vec<_> = (0..count).map(data).collect();
        let tree = tree(count);
        for node in nodes(count) {
            let under = node.first() as usize..(node.first() + node.size()) as usize;
            assert_eq!(
                tree.hash(node),
                Ok(mth(&list[under])),
                "{node:?} of {count}"
            );
        }
    }
}

/// The coordinates that are accepted are those of the nodes, and no others.
#[test]
fn node_new_succeeds_for_nodes_only() {
    for count in 0..=40 {
        let nodes: BTreeSet<_> = nodes(count).iter().map(|n| (n.first(), n.size())).collect();
        for first in 0..=count + 1 {
            for size in 0..=count + 1 {
                let is_node = nodes.contains(&(first, size));
                let made = Node::new(count, first, size);
                assert_eq!(
                    made.is_ok(),
                    is_node,
                    "{first}, {size} of {count}: {made:?}"
                );
                if let Err(error) = made {
                    assert_eq!(
                        (error.first, error.size, error.leaves),
                        (first, size, count)
                    );
                }
            }
        }
    }
}

/// A walk from the root to a leaf passes the nodes of RFC 6962's audit path, and the proof of the leaf
/// consists of the same.
#[test]
fn prove_leaf_equals_the_independent_audit_path() {
    let sizes = (1..=40).chain([63, 64, 65, 127, 200]);
    for count in sizes {
        let (tree, other) = (tree(count), independent(count));
        for index in 0..count {
            let mut path = Vec::new();
            let mut node = Node::root(count).unwrap();
            while let Some((left, right)) = node.children() {
                let (next, sibling) = if index < right.first() {
                    (left, right)
                } else {
                    (right, left)
                };
                path.push((sibling.first(), tree.hash(sibling).unwrap()));
                node = next;
            }
            let bottom_up: Vec<u8> = path.iter().rev().flat_map(|(_, hash)| hash.0).collect();
            assert_eq!(bottom_up, other.prove_inclusion(index as usize).as_bytes());

            path.sort_unstable_by_key(|(first, _)| *first);
            let left_to_right: Vec<_> = path.into_iter().map(|(_, hash)| hash).collect();
            assert_eq!(
                tree.prove_leaf(index),
                Ok(left_to_right),
                "{index} of {count}"
            );
        }
    }
}

#[test]
fn tree_reverts_when_the_coordinate_is_of_another_tree() {
    let tree = tree(5);
    let node = Node::new(8, 4, 4).unwrap();
    let error = Node::new(5, 4, 4).unwrap_err();
    assert_eq!(tree.hash(node), Err(error));
    assert_eq!(tree.frontier(node, 1), Err(error));
    assert_eq!(tree.prove(3, 3), Err(Run::new(5, 3, 3).unwrap_err()));
    assert_eq!(tree.prove_leaf(5), Err(Run::leaf(5, 5).unwrap_err()));
}

#[test]
fn tree_gives_back_its_leaves() {
    let tree = Tree::of_data::<Keccak, _>((0..9).map(data)).unwrap();
    assert_eq!(
        (tree.leaves(), tree.leaf_hashes()),
        (9, leaves(9).as_slice())
    );
}
