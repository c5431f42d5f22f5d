//! Runs, claims and peaks of a replay.

use alloy_primitives::U256;
use interfaces::contracts::IFraudProof::*;
use merkle::{Accumulator, Hash, Keccak};
use proptest::prelude::*;

use super::batch::{first_claim, pack};
use crate::{
    packed,
    session::{claims, leaf, levels, resume, run},
};

#[test]
fn run_is_refused_for_what_is_wrong_first() {
    assert_eq!(run(9, 0, 4, 8), Err(NoElements {}.into()));
    let (first, cursor) = (5, 4);
    assert_eq!(run(5, 9, 4, 8), Err(GapBefore { first, cursor }.into()));
    let expected = RunTooLong { end: 9, count: 8 };
    assert_eq!(run(4, 5, 4, 8), Err(expected.into()));
    let end = u64::from(u32::MAX) + 4;
    let expected = RunTooLong { end, count: 8 };
    assert_eq!(run(4, u32::MAX, 4, 8), Err(expected.into()));
    let expected = NothingNew { end: 4, cursor };
    assert_eq!(run(1, 3, 4, 8), Err(expected.into()));
    let run = run(1, 4, 4, 8).unwrap();
    assert_eq!((run.first(), run.end(), run.leaves()), (1, 5, 8));
}

#[test]
fn claims_are_as_many_as_elements() {
    let bytes = [7; 96];
    assert_eq!(claims(&bytes, 2), Ok(&[[7; 48]; 2][..]));
    for (length, elements) in [(96, 1), (96, 3), (95, 1), (95, 2), (0, 1)] {
        let expected = WrongClaimCount {
            bytesGiven: U256::from(length),
            elements,
        };
        assert_eq!(claims(&bytes[..length], elements), Err(expected));
    }
}

#[test]
fn leaf_is_that_of_the_state_tree() {
    let claim = first_claim();
    assert_eq!(leaf::<Keccak>(&claim.encode()), claim.leaf_hash::<Keccak>());
}

#[test]
fn levels_are_the_bits_from_the_left() {
    assert_eq!(levels(0), Vec::<u32>::new());
    assert_eq!(levels(0b1011), [3, 1, 0]);
    assert_eq!(levels(1 << 31), [31]);
}

proptest! {
    #[test]
    fn prop_resume_goes_on_where_the_peaks_were_left(before in 0..300u32, more in 0..300u32) {
        let hash = |index: u32| Hash([index as u8; 32]);
        let mut whole = Accumulator::new();
        whole.extend::<Keccak>((0..before).map(hash));
        let mut resumed = resume(before, whole.peaks());
        prop_assert_eq!(levels(before).len(), whole.peaks().len());
        whole.extend::<Keccak>((0..more).map(hash));
        resumed.extend::<Keccak>((0..more).map(hash));
        prop_assert_eq!(whole.root::<Keccak>(), resumed.root::<Keccak>());
    }

    #[test]
    fn prop_packed_elements_are_counted_and_framed(
        elements in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..20), 0..9),
        known: usize,
    ) {
        let mut bytes = pack(&elements);
        prop_assert_eq!(packed::count(&bytes), Ok(elements.len() as u32));
        let known = known % (elements.len() + 1);
        let expected = pack(&elements[..known]).len();
        prop_assert_eq!(packed::length_of(&bytes, known as u32), expected);
        let framed: Vec<_> = packed::frames(&mut bytes).map(|frame| frame[1..].to_vec()).collect();
        prop_assert_eq!(framed, elements);
    }

    #[test]
    fn prop_count_reverts_MalformedElements_within_an_element(
        elements in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..20), 1..9),
    ) {
        let bytes = pack(&elements);
        let position = U256::from(pack(&elements[..elements.len() - 1]).len());
        let cut = &bytes[..bytes.len() - 1];
        prop_assert_eq!(packed::count(cut), Err(MalformedElements { position }));
    }
}
