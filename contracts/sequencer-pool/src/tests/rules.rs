//! The rules by themselves, at their edges.

use interfaces::contracts::ISequencerPool::{BadRole, PoolParameters, Role, SlotEnd, StillBonded};

use super::world::PARAMETERS;
use crate::rules::{after, first_start, full, minimum, unbonded};

#[test]
fn full_ends_a_slot_above_its_elements_or_at_its_batches() {
    let cases = [
        (0, 1, None),
        (30, 3, None),
        (31, 1, Some(SlotEnd::Elements)),
        (31, 4, Some(SlotEnd::Elements)),
        (30, 4, Some(SlotEnd::Batches)),
        (u64::MAX, u32::MAX, Some(SlotEnd::Elements)),
    ];
    for (elements, batches, expected) in cases {
        assert_eq!(full(elements, batches, &PARAMETERS), expected);
    }
}

#[test]
fn full_ends_a_slot_after_3000_elements_as_the_seed_says() {
    let seed = PoolParameters {
        slotElements: 3_000,
        slotBatches: 16,
        ..PARAMETERS
    };
    assert_eq!(full(3_000, 15, &seed), None);
    assert_eq!(full(3_001, 1, &seed), Some(SlotEnd::Elements));
    assert_eq!(full(16, 16, &seed), Some(SlotEnd::Batches));
}

#[test]
fn first_start_delays_sequencers_only() {
    assert_eq!(first_start(Role::Sequencer, 100, &PARAMETERS), 105);
    assert_eq!(first_start(Role::Producer, 100, &PARAMETERS), 100);
}

#[test]
fn after_stops_at_the_last_block() {
    assert_eq!(after(u64::MAX - 1, 5), u64::MAX);
}

#[test]
fn minimum_succeeds_for_each_role_and_reverts_bad_role_for_none() {
    assert_eq!(minimum(Role::Sequencer, &PARAMETERS), Ok(100));
    assert_eq!(minimum(Role::Producer, &PARAMETERS), Ok(60));
    assert_eq!(minimum(Role::Verifier, &PARAMETERS), Ok(20));
    let role = Role::None;
    assert_eq!(minimum(role, &PARAMETERS), Err(BadRole { role }));
}

#[test]
fn unbonded_counts_from_the_later_of_exit_and_last_submission() {
    for (exit, submission) in [(100, 90), (90, 100)] {
        let until = 150;
        let refused = Err(StillBonded {
            until,
            current: until,
        });
        assert_eq!(unbonded(exit, submission, 50, until), refused);
        assert_eq!(unbonded(exit, submission, 50, until + 1), Ok(()));
    }
}
