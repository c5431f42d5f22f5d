//! The streaming accumulator.

use merkle::{Accumulator, EMPTY_ROOT, Hash, Keccak, PeaksError, Run, root};
use proptest::prelude::*;

use crate::oracle::{leaves, tree};

#[test]
fn root_succeeds_at_any_moment() {
    let mut accumulator = Accumulator::default();
    assert_eq!(accumulator.root::<Keccak>(), EMPTY_ROOT);
    for (count, leaf) in (1..).zip(leaves(200)) {
        accumulator.push::<Keccak>(leaf);
        assert_eq!(accumulator.count(), u64::from(count));
        assert_eq!(accumulator.root::<Keccak>(), tree(count).root());
    }
}

#[test]
fn peaks_are_the_nodes_before_the_next_leaf() {
    let tree = tree(129);
    let mut accumulator = Accumulator::new();
    for index in 0..129 {
        let before: Result<Vec<_>, _> = Run::leaf(129, index)
            .unwrap()
            .before()
            .map(|node| tree.hash(node))
            .collect();
        assert_eq!(Ok(accumulator.peaks().to_vec()), before);
        accumulator.push::<Keccak>(tree.leaf_hashes()[index as usize]);
    }
}

#[test]
fn resume_reverts_when_the_number_of_peaks_is_wrong() {
    let hashes = [Hash::ZERO; 40];
    for count in [0, 1, 2, 3, 7, 8, 1 << 31, u32::MAX] {
        let expected = count.count_ones() as usize;
        for actual in (0..hashes.len()).filter(|actual| *actual != expected) {
            let error = PeaksError {
                leaves: count,
                expected,
                actual,
            };
            assert_eq!(Accumulator::resume(count, &hashes[..actual]), Err(error));
        }
        assert!(Accumulator::resume(count, &hashes[..expected]).is_ok());
    }
}

#[test]
fn eq_tells_counts_apart_when_the_peaks_are_the_same() {
    let resume = |count| Accumulator::resume(count, &[Hash::ZERO]).unwrap();
    assert_eq!(resume(4), resume(4));
    assert_ne!(resume(4), resume(8));
}

#[test]
fn push_succeeds_beyond_the_largest_tree() {
    let mut accumulator = Accumulator::resume(u32::MAX, &[Hash::ZERO; 32]).unwrap();
    accumulator.push::<Keccak>(Hash::ZERO);
    assert_eq!(
        (accumulator.count(), accumulator.peaks().len()),
        (1 << 32, 1)
    );
    accumulator.push::<Keccak>(Hash::ZERO);
    assert_eq!(accumulator.peaks().len(), 2);
}

proptest! {
    #[test]
    fn prop_resume_goes_on_where_it_stopped(before in 0u32..600, behind in 0u32..600) {
        let leaves = leaves(before + behind);
        let (first, rest) = leaves.split_at(before as usize);
        let mut accumulator = Accumulator::new();
        accumulator.extend::<Keccak>(first.iter().copied());
        let mut resumed = Accumulator::resume(before, accumulator.peaks()).unwrap();
        prop_assert_eq!(&resumed, &accumulator);
        resumed.extend::<Keccak>(rest.iter().copied());
        prop_assert_eq!(resumed == accumulator, rest.is_empty());
        prop_assert_eq!(resumed.root::<Keccak>(), root::<Keccak>(leaves));
    }
}
