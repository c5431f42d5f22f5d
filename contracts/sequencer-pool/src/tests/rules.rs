//! The rules by themselves, at their edges.

use interfaces::contracts::ISequencerPool::{
    BadRole, Member, Offence, PoolParameters, Role, SlotEnd, StakeHeld, StillBonded,
};
use proptest::prelude::*;

use super::world::{ALICE, PARAMETERS};
use crate::{
    rules::{after, first_start, full, minimum, released, resumed, unbonded, Taken},
    storage::nobody,
};

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

#[test]
fn resumed_counts_on_from_where_the_contest_stopped_it() {
    let cases = [
        // 4 of the limit had passed at the contest's beginning.
        (100, 104, 120, 116),
        // The slot started in the middle of the contest: nothing had passed.
        (110, 104, 120, 120),
        // It starts only after the contest.
        (130, 104, 120, 130),
        (100, 100, 100, 100),
        (0, u64::MAX, 5, 0),
    ];
    for (active_at, contested_since, now, expected) in cases {
        assert_eq!(resumed(active_at, contested_since, now), expected);
    }
}

#[test]
fn by_share_takes_fractions_of_what_is_there_and_gives_less_than_half_of_it_away() {
    let cases = [
        (100, Offence::DataWithheld, true, Some((5, 45))),
        (100, Offence::DataWithheld, false, Some((0, 50))),
        (100, Offence::Fraud, true, Some((40, 60))),
        (100, Offence::Fraud, false, Some((0, 100))),
        // Fractions of a unit stay with the member, then with the pot.
        (3, Offence::DataWithheld, true, Some((0, 1))),
        (0, Offence::Fraud, true, Some((0, 0))),
        (100, Offence::Removal, true, None),
    ];
    for (stake, offence, rewarded, expected) in cases {
        let taken = Taken::by_share(stake, offence, rewarded, &PARAMETERS);
        let expected = expected.map(|(to_beneficiary, to_pot)| Taken {
            to_beneficiary,
            to_pot,
        });
        assert_eq!(taken, expected);
    }
}

#[test]
fn by_share_takes_the_whole_at_most_whatever_the_parameters_say() {
    let wild = PoolParameters {
        fraudBps: u16::MAX,
        winnerBps: u16::MAX,
        ..PARAMETERS
    };
    let taken = Taken::by_share(u128::MAX, Offence::Fraud, true, &wild).unwrap();
    assert_eq!(taken.sum(), u128::MAX);
}

#[test]
fn at_most_serves_the_beneficiary_first() {
    for (asked, expected) in [
        ((30, 20), (30, 20)),
        ((30, 90), (30, 70)),
        ((100, 1), (100, 0)),
        ((u128::MAX, u128::MAX), (100, 0)),
        ((0, u128::MAX), (0, 100)),
        ((0, 0), (0, 0)),
    ] {
        let taken = Taken::at_most(100, asked.0, asked.1);
        assert_eq!((taken.to_beneficiary, taken.to_pot), expected);
    }
}

proptest! {
    #[test]
    fn prop_no_offence_takes_more_than_the_stake_or_gives_the_beneficiary_half(
        stake in any::<u128>(),
        taken_bps in 0..=10_000u16,
        reward_bps in 0..5_000u16,
        rewarded in any::<bool>(),
    ) {
        let parameters = PoolParameters {
            fraudBps: taken_bps,
            winnerBps: reward_bps,
            ..PARAMETERS
        };
        let taken = Taken::by_share(stake, Offence::Fraud, rewarded, &parameters).unwrap();
        prop_assert!(taken.to_beneficiary.checked_add(taken.to_pot).is_some_and(|sum| sum <= stake));
        prop_assert!(taken.sum() == 0 || taken.to_beneficiary < taken.to_pot);
    }
}

#[test]
fn released_reverts_stake_held_with_the_number_of_all_holds() {
    let member = ALICE;
    let held = |request, dispute, proposal| Member {
        requestHolds: request,
        disputeHolds: dispute,
        proposalHolds: proposal,
        ..nobody(1, false)
    };
    assert_eq!(released(member, &held(0, 0, 0)), Ok(()));
    for (record, holds) in [
        (held(1, 0, 0), 1),
        (held(0, 2, 0), 2),
        (held(0, 0, 3), 3),
        (held(4, 5, 6), 15),
        (held(u32::MAX, 1, 0), u32::MAX),
    ] {
        let refused = Err(StakeHeld { member, holds });
        assert_eq!(released(member, &record), refused);
    }
}
