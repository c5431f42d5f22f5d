//! Where a proposal stands at a block.

use interfaces::contracts::IGovernance::{Phase, ProposalKind, Terms};

use crate::timetable::{Status, Timetable};

const TERMS: Terms = Terms {
    voting: 10,
    timelock: 7,
    expiry: 5,
    spendingPeriod: 1,
    spendingBps: 1,
};

const LOCKED: [ProposalKind; 2] = [ProposalKind::AddParameterSet, ProposalKind::SpendPot];
const UNLOCKED: [ProposalKind; 4] = [
    ProposalKind::RemoveSequencer,
    ProposalKind::RemoveVerifier,
    ProposalKind::PunishProducer,
    ProposalKind::KickForOrdering,
];

#[test]
fn of_counts_from_the_block_behind_the_snapshot() {
    let expected = Timetable {
        voting_until: 110,
        executable_from: 111,
        executable_until: 115,
    };
    for kind in UNLOCKED {
        assert_eq!(Timetable::of(99, kind, &TERMS), expected);
    }
}

#[test]
fn of_waits_for_the_timelock_of_parameters_and_spending() {
    let expected = Timetable {
        voting_until: 110,
        executable_from: 118,
        executable_until: 122,
    };
    for kind in LOCKED {
        assert_eq!(Timetable::of(99, kind, &TERMS), expected);
    }
}

#[test]
fn of_ends_at_the_last_block_there_is() {
    let timetable = Timetable::of(u64::MAX - 3, ProposalKind::SpendPot, &TERMS);
    let (until, last) = (timetable.voting_until, timetable.executable_until);
    assert_eq!((until, last), (u64::MAX, u64::MAX));
}

#[test]
fn phase_changes_behind_each_last_block() {
    let timetable = Timetable::of(99, ProposalKind::SpendPot, &TERMS);
    let at = |now| {
        let [failed, passed] = [false, true].map(|it| timetable.phase(Status::Open, it, now));
        (failed, passed)
    };
    assert_eq!(at(100), (Phase::Voting, Phase::Voting));
    assert_eq!(at(110), (Phase::Voting, Phase::Voting));
    assert_eq!(at(111), (Phase::Defeated, Phase::Queued));
    assert_eq!(at(117), (Phase::Defeated, Phase::Queued));
    assert_eq!(at(118), (Phase::Defeated, Phase::Executable));
    assert_eq!(at(122), (Phase::Defeated, Phase::Executable));
    assert_eq!(at(123), (Phase::Defeated, Phase::Expired));
}

#[test]
fn phase_is_never_queued_without_a_timelock() {
    let timetable = Timetable::of(99, ProposalKind::RemoveVerifier, &TERMS);
    let at = |now| timetable.phase(Status::Open, true, now);
    assert_eq!([at(110), at(111)], [Phase::Voting, Phase::Executable]);
    assert_eq!([at(115), at(116)], [Phase::Executable, Phase::Expired]);
}

#[test]
fn phase_of_what_has_ended_is_the_same_at_every_block() {
    let timetable = Timetable::of(99, ProposalKind::SpendPot, &TERMS);
    for now in [0, 110, 120, u64::MAX] {
        let of = |status| timetable.phase(status, true, now);
        assert_eq!(of(Status::None), Phase::None);
        assert_eq!(of(Status::Compensating), Phase::Compensating);
        assert_eq!(of(Status::Executed), Phase::Executed);
        assert_eq!(of(Status::Closed), Phase::Closed);
    }
}

#[test]
fn status_is_read_as_it_was_written() {
    let all = [
        Status::None,
        Status::Open,
        Status::Compensating,
        Status::Executed,
        Status::Closed,
    ];
    for status in all {
        assert_eq!(Status::from(status as u8), status);
    }
}
