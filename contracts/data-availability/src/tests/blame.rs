//! The rule of who is to blame on a halted L2.

use alloy_primitives::{Address, B256};
use interfaces::contracts::{IBatchRegistry::Header, ISequencerPool::Slot};

use super::{
    batch::Sample,
    world::{AUTHOR, PRODUCER, START},
};
use crate::blame::{had_ordered_otherwise, suspect, Attestation};

fn header() -> Header {
    Sample::of(AUTHOR, &[10, 20]).header
}

fn slot(starts_at: u64) -> Slot {
    Slot {
        holder: PRODUCER,
        startsAt: starts_at,
        ..Slot::default()
    }
}

#[test]
fn suspect_gives_the_holder_of_a_slot_that_started_before_the_submission() {
    let header = header();
    assert_eq!(header.submittedAt, START);
    for (starts_at, expected) in [
        (0, Some(PRODUCER)),
        (START - 1, Some(PRODUCER)),
        (START, None),
        (START + 1, None),
        (u64::MAX, None),
    ] {
        assert_eq!(suspect(&header, &slot(starts_at)), expected);
    }
}

#[test]
fn suspect_gives_nobody_when_nobody_is_selected() {
    let vacant = Slot {
        holder: Address::ZERO,
        vacatedBy: PRODUCER,
        ..slot(1)
    };
    assert_eq!(suspect(&header(), &vacant), None);
}

#[test]
fn had_ordered_otherwise_succeeds_with_another_root_in_time() {
    let mut header = header();
    header.fork = 3;
    let other = B256::repeat_byte(0x99);
    let cases = [
        (other, 0, true),
        (other, 3, true),
        // Behind an invalidation, so behind the batch.
        (other, 4, false),
        (other, u32::MAX, false),
        (header.mttbr, 0, false),
        (B256::ZERO, 0, false),
    ];
    for (mttbr, fork, expected) in cases {
        let attestation = Attestation { mttbr, fork };
        assert_eq!(had_ordered_otherwise(&header, &attestation), expected);
    }
}
