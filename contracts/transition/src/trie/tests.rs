use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};
use alloy_primitives::{B256, Bytes, keccak256};
use alloy_trie::{HashBuilder, Nibbles};
use core::{cell::RefCell, convert::Infallible};
use proptest::{collection, prelude::*};

use super::{EMPTY_ROOT, Trie};
use crate::{IndexedWitness, NodeSource, Recorder, StateError, Witness};

/// A store that keeps what tries hash.
#[derive(Default)]
struct Nodes(RefCell<BTreeMap<B256, Bytes>>);

impl NodeSource for Nodes {
    type Error = Infallible;

    fn node(&self, hash: &B256) -> Result<Option<Bytes>, Infallible> {
        Ok(self.0.borrow().get(hash).cloned())
    }

    fn code(&self, _: &B256) -> Result<Option<Bytes>, Infallible> {
        Ok(None)
    }
}

impl Nodes {
    /// Hashes the trie and keeps its new nodes.
    fn store(&self, trie: &mut Trie) -> B256 {
        trie.root(&mut |hash, rlp| {
            self.0.borrow_mut().insert(hash, rlp.into());
        })
    }
}

fn root(trie: &mut Trie) -> B256 {
    trie.root(&mut |_, _| {})
}

/// The root by a library that builds tries from all their leaves.
fn expected_root(content: &BTreeMap<B256, Vec<u8>>) -> B256 {
    let mut builder = HashBuilder::default();
    for (key, value) in content {
        builder.add_leaf(Nibbles::unpack(key), value);
    }
    builder.root()
}

/// A change: a value under a key, or the key's removal.
type Change = (B256, Option<Vec<u8>>);

fn apply<S: NodeSource>(
    trie: &mut Trie,
    changes: &[Change],
    source: &S,
) -> Result<(), StateError<S::Error>> {
    for (key, value) in changes {
        match value {
            Some(value) => trie.insert(key, value.clone(), source)?,
            None => {
                trie.remove(key, source)?;
            }
        }
    }
    Ok(())
}

/// Keys that part early, in the middle and at their very end, so that all shapes of nodes come up, those
/// below 32 bytes included.
fn key() -> impl Strategy<Value = B256> {
    (0..4_u8, 0..3_u8, 0..3_u8, any::<bool>()).prop_map(|(first, middle, last, spread)| {
        let mut key = B256::ZERO;
        key[0] = first << 4;
        key[15] = middle;
        key[31] = last;
        if spread { keccak256(key) } else { key }
    })
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        collection::vec(1..0x80_u8, 1),
        collection::vec(any::<u8>(), 1..40),
        collection::vec(any::<u8>(), 70..110),
    ]
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    collection::vec((key(), proptest::option::weighted(0.6, value())), 0..most)
}

proptest! {
    #[test]
    fn prop_root_is_that_of_the_content_after_every_change(changes in changes(40)) {
        let nodes = Nodes::default();
        let mut content = BTreeMap::new();
        let mut trie = Trie::new(EMPTY_ROOT);
        for change in changes {
            apply(&mut trie, core::slice::from_ref(&change), &nodes).unwrap();
            let (key, value) = change;
            match value {
                Some(value) => content.insert(key, value),
                None => content.remove(&key),
            };
            prop_assert_eq!(root(&mut trie), expected_root(&content));
            prop_assert_eq!(trie.get(&key, &nodes).unwrap(), content.get(&key).map(Vec::as_slice));
        }
    }

    #[test]
    fn prop_stored_nodes_give_the_trie_back(before in changes(40), after in changes(20)) {
        let nodes = Nodes::default();
        let mut resident = Trie::new(EMPTY_ROOT);
        apply(&mut resident, &before, &nodes).unwrap();
        let stored = nodes.store(&mut resident);

        let mut reopened = Trie::new(stored);
        prop_assert_eq!(root(&mut reopened), stored);
        apply(&mut resident, &after, &nodes).unwrap();
        apply(&mut reopened, &after, &nodes).unwrap();
        prop_assert_eq!(root(&mut reopened), root(&mut resident));
    }

    #[test]
    fn prop_recorded_nodes_suffice_and_none_is_dispensable(
        before in changes(40),
        after in changes(8),
    ) {
        let nodes = Nodes::default();
        let mut trie = Trie::new(EMPTY_ROOT);
        apply(&mut trie, &before, &nodes).unwrap();
        let start = nodes.store(&mut trie);

        let recorder = Recorder::new(&nodes);
        let mut trie = Trie::new(start);
        apply(&mut trie, &after, &recorder).unwrap();
        let end = root(&mut trie);
        let witness = recorder.into_witness();

        let mut trie = Trie::new(start);
        apply(&mut trie, &after, &IndexedWitness::new(&witness)).unwrap();
        prop_assert_eq!(root(&mut trie), end);

        for missing in 0..witness.nodes.len() {
            let mut partial = witness.clone();
            let hash = keccak256(partial.nodes.remove(missing));
            let refused = apply(&mut Trie::new(start), &after, &IndexedWitness::new(&partial));
            prop_assert_eq!(refused, Err(StateError::MissingNode(hash)));
        }
    }

    #[test]
    fn prop_arbitrary_nodes_are_refused_or_read_without_a_panic(
        rlp in collection::vec(any::<u8>(), 0..120),
        key in key(),
    ) {
        let witness = Witness { nodes: vec![rlp.clone().into()], codes: Vec::new() };
        let source = IndexedWitness::new(&witness);
        let start = keccak256(&rlp);
        for change in [Some(vec![1]), None] {
            let mut trie = Trie::new(start);
            let _ = apply(&mut trie, &[(key, change)], &source);
            let _ = root(&mut trie);
        }
    }
}

fn key_of(first: u8, last: u8) -> B256 {
    let mut key = B256::ZERO;
    key[0] = first;
    key[31] = last;
    key
}

/// A stored trie with two long leaves below its root branch: its root and nodes.
fn two_leaves() -> (B256, Nodes) {
    let nodes = Nodes::default();
    let mut trie = Trie::new(EMPTY_ROOT);
    for first in [0x10, 0x20] {
        trie.insert(&key_of(first, 0), vec![7; 40], &nodes).unwrap();
    }
    (nodes.store(&mut trie), nodes)
}

#[test]
fn empty_root_is_the_hash_of_the_empty_string_in_rlp() {
    assert_eq!(EMPTY_ROOT, keccak256([0x80]));
    assert_eq!(root(&mut Trie::new(EMPTY_ROOT)), EMPTY_ROOT);
}

#[test]
fn remove_needs_the_sibling_when_a_branch_is_left_with_one_child() {
    let (start, nodes) = two_leaves();
    let recorder = Recorder::new(&nodes);
    Trie::new(start)
        .remove(&key_of(0x10, 0), &recorder)
        .unwrap();
    let read: BTreeSet<B256> = recorder
        .into_witness()
        .nodes
        .iter()
        .map(keccak256)
        .collect();
    assert_eq!(read, nodes.0.borrow().keys().copied().collect());

    let sibling = {
        let read = Recorder::new(&nodes);
        Trie::new(start).get(&key_of(0x20, 0), &read).unwrap();
        read.into_witness()
            .nodes
            .iter()
            .map(keccak256)
            .find(|hash| *hash != start)
            .unwrap()
    };
    nodes.0.borrow_mut().remove(&sibling);
    let refused = Trie::new(start).remove(&key_of(0x10, 0), &nodes);
    assert_eq!(refused, Err(StateError::MissingNode(sibling)));
}

#[test]
fn remove_returns_false_when_the_key_is_absent() {
    let (start, nodes) = two_leaves();
    let mut trie = Trie::new(start);
    assert_eq!(trie.remove(&key_of(0x30, 0), &nodes), Ok(false));
    assert_eq!(trie.remove(&key_of(0x10, 1), &nodes), Ok(false));
    assert_eq!(root(&mut trie), start);
}

#[test]
fn get_refuses_bytes_that_are_no_node() {
    for rlp in [
        // No list; one item; three items; a branch with a value; a path with a bad flag.
        &[0x83, 1, 2, 3][..],
        &[0xc1, 0x80],
        &[0xc3, 0x20, 1, 1],
        &[
            0xd1, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1,
        ],
        &[0xc2, 0x40, 1],
        // A leaf with an empty value; an extension to nothing; padding that is not zero.
        &[0xc2, 0x20, 0x80],
        &[0xc2, 0x11, 0x80],
        &[0xc2, 0x21, 1],
        // Bytes after the list.
        &[0xc2, 0x20, 1, 0],
    ] {
        let nodes = Nodes::default();
        let hash = keccak256(rlp);
        nodes
            .0
            .borrow_mut()
            .insert(hash, Bytes::copy_from_slice(rlp));
        let refused = Trie::new(hash).get(&B256::ZERO, &nodes).map(|_| ());
        assert_eq!(refused, Err(StateError::MalformedNode(hash)), "{rlp:x?}");
    }
}

#[test]
fn insert_refuses_a_path_that_ends_early() {
    // A leaf at the root whose path is empty, where a key of 32 bytes has 64 half bytes left.
    let rlp = [0xc2, 0x20, 1];
    let nodes = Nodes::default();
    let hash = keccak256(rlp);
    nodes
        .0
        .borrow_mut()
        .insert(hash, Bytes::copy_from_slice(&rlp));
    let refused = Trie::new(hash).insert(&B256::ZERO, vec![1], &nodes);
    assert_eq!(refused, Err(StateError::BadPath(B256::ZERO)));
}
