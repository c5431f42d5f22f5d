//! The three hashes, and the buffers that they are made from.

use merkle::{
    EMPTY_ROOT, Hash, Hasher, Keccak, leaf_hash, leaf_hash_in_frame, node_hash, root_of_data,
};
use proptest::prelude::*;
use sha3::{Digest, Keccak256};

fn other_keccak(bytes: &[u8]) -> Hash {
    Hash(Keccak256::digest(bytes).into())
}

#[test]
fn empty_root_is_the_hash_of_nothing() {
    assert_eq!(EMPTY_ROOT, other_keccak(&[]));
    assert_eq!(EMPTY_ROOT, Keccak::hash(&[]));
    assert_eq!(root_of_data::<Keccak, [u8; 0]>([]), EMPTY_ROOT);
}

#[test]
fn leaf_hash_in_frame_is_none_when_the_frame_is_empty() {
    assert_eq!(leaf_hash_in_frame::<Keccak>(&mut []), None);
}

#[test]
fn leaf_hash_differs_from_node_hash_when_the_bytes_are_the_same() {
    let (left, right) = (Hash([1; 32]), Hash([2; 32]));
    let data = [left.0, right.0].concat();
    assert_ne!(
        leaf_hash::<Keccak>(&data),
        node_hash::<Keccak>(&left, &right)
    );
}

#[test]
fn display_succeeds_as_hex() {
    let mut hash = Hash::ZERO;
    hash.0[0] = 0x0a;
    hash.0[31] = 0xf0;
    let hex = format!("0x0a{}f0", "00".repeat(30));
    assert_eq!((hash.to_string(), format!("{hash:?}")), (hex.clone(), hex));
}

proptest! {
    #[test]
    fn prop_hashes_are_those_of_the_other_keccak(
        data: Vec<u8>,
        left: [u8; 32],
        right: [u8; 32],
        spare: u8,
    ) {
        let leaf = other_keccak(&[&[0], data.as_slice()].concat());
        prop_assert_eq!(leaf_hash::<Keccak>(&data), leaf);

        let mut frame = [&[spare], data.as_slice()].concat();
        prop_assert_eq!(leaf_hash_in_frame::<Keccak>(&mut frame), Some(leaf));
        prop_assert_eq!((frame[0], &frame[1..]), (spare, data.as_slice()));

        let node = other_keccak(&[&[1], left.as_slice(), right.as_slice()].concat());
        prop_assert_eq!(node_hash::<Keccak>(&Hash(left), &Hash(right)), node);
    }
}
