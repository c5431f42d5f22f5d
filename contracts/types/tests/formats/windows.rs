//! The finality formula and the deadlines.

use proptest::prelude::*;
use types::{Address, BlockNumber, MAX_UNBONDING, MAX_WINDOW, Parameters, Record, Windows};

use crate::strategies::{accepted_windows, windows};

const SUBMITTED: BlockNumber = BlockNumber(1_000);

/// The last block at which stake can still be bonded for the longest time: no clock ever shows it.
const LAST_SUBMISSION: u64 = u64::MAX - MAX_UNBONDING.0 as u64;

/// W 50; D, G, R and C 20 each.
fn devnet() -> Windows {
    Parameters::devnet(Address::ZERO).windows
}

#[test]
fn closes_at_is_the_later_of_window_and_grace() {
    let windows = devnet();
    assert_eq!(windows.closes_at(SUBMITTED, None), BlockNumber(1_050));
    for (published, closes) in [
        (1_000, 1_050),
        (1_030, 1_050),
        (1_031, 1_051),
        (1_070, 1_090),
    ] {
        let closes_at = windows.closes_at(SUBMITTED, Some(BlockNumber(published)));
        assert_eq!(closes_at, BlockNumber(closes), "published at {published}");
    }
}

#[test]
fn counts_until_the_window_or_the_open_request_ends() {
    let windows = devnet();
    let counts = |now, request: Option<u64>| {
        windows.counts(BlockNumber(now), SUBMITTED, request.map(BlockNumber))
    };
    assert!(counts(1_050, None));
    assert!(!counts(1_051, None));
    assert!(counts(1_051, Some(1_070)));
    assert!(counts(1_070, Some(1_070)));
    assert!(!counts(1_071, Some(1_070)));
    // A request whose deadline is earlier takes nothing away.
    assert!(counts(1_050, Some(1_040)));
}

#[test]
fn deadlines_are_start_and_window() {
    let windows = devnet();
    assert_eq!(windows.challenge_deadline(SUBMITTED), BlockNumber(1_050));
    assert_eq!(windows.data_deadline(SUBMITTED), BlockNumber(1_020));
    assert_eq!(windows.halted_deadline(SUBMITTED), BlockNumber(1_020));
    assert_eq!(
        windows.decided_by(SUBMITTED),
        BlockNumber(1_000 + 50 + 20 + 20 + 40)
    );
}

proptest! {
    /// What was published can be looked at for at least G blocks, and nothing closes before W.
    #[test]
    fn prop_closes_at_leaves_window_and_grace(
        windows in windows(),
        submitted in 0..u64::MAX / 2,
        published in prop::option::of(0..u64::MAX / 2),
    ) {
        let (submitted, published) = (BlockNumber(submitted), published.map(BlockNumber));
        let closes_at = windows.closes_at(submitted, published).0;
        let challenged = submitted.0 + u64::from(windows.challenge.0);
        prop_assert!(closes_at >= challenged);
        if let Some(published) = published {
            let graced = published.0 + u64::from(windows.grace.0);
            prop_assert!(closes_at >= graced);
            prop_assert!(closes_at == challenged || closes_at == graced);
        } else {
            prop_assert_eq!(closes_at, challenged);
        }
    }

    /// Whatever a set's accepted windows are: at every block but the last few of all numbers, each deadline
    /// is exact, and survives the way into the registry's word.
    #[test]
    fn prop_deadlines_are_exact_for_every_accepted_set(
        windows in accepted_windows(),
        submitted in prop_oneof![0..=LAST_SUBMISSION, LAST_SUBMISSION - 5..=LAST_SUBMISSION],
        published_after in 0u32..=2 * MAX_WINDOW.0,
    ) {
        let mut parameters = Parameters::devnet(Address::ZERO);
        parameters.windows = windows;
        prop_assert_eq!(parameters.validate(), Ok(()));
        let decided = submitted + windows.decision_time();
        prop_assert_eq!(windows.decided_by(BlockNumber(submitted)), BlockNumber(decided));
        let bonded = submitted.checked_add(windows.unbonding.0.into());
        prop_assert!(bonded.is_some_and(|bonded| bonded >= decided));

        let last_published = submitted + u64::from(windows.challenge.0) + u64::from(windows.data_request.0);
        let published = last_published.min(submitted + u64::from(published_after));
        let exact = (submitted + u64::from(windows.challenge.0))
            .max(published + u64::from(windows.grace.0));
        let closes_at = windows.closes_at(BlockNumber(submitted), Some(BlockNumber(published)));
        prop_assert_eq!(closes_at, BlockNumber(exact));
        let mut record = Record::new(closes_at);
        record.published_at = Some(BlockNumber(published));
        prop_assert_eq!(Record::unpack(&record.pack()), Ok(Some(record)));
        prop_assert_eq!(Windows::unpack(&windows.pack()), Ok(windows));
    }

    /// Publishing can only postpone the close.
    #[test]
    fn prop_closes_at_never_moves_back(windows in windows(), [submitted, published, later] in any::<[u64; 3]>()) {
        let submitted = BlockNumber(submitted);
        let first = windows.closes_at(submitted, Some(BlockNumber(published.min(later))));
        let second = windows.closes_at(submitted, Some(BlockNumber(published.max(later))));
        prop_assert!(windows.closes_at(submitted, None) <= first && first <= second);
    }

    /// The worst schedule there is: a request in the last block of the window, answered in its last
    /// block, a dispute or a replay in the last block of what that leaves, both clocks used up. It ends
    /// by the bound.
    #[test]
    fn prop_decided_by_bounds_the_worst_schedule(windows in windows(), submitted in 0..u64::MAX / 2) {
        let submitted = BlockNumber(submitted);
        let requested = windows.challenge_deadline(submitted);
        let published = windows.data_deadline(requested);
        prop_assert!(windows.counts(published, submitted, Some(published)));
        let closes_at = windows.closes_at(submitted, Some(published));
        let disputed = closes_at.after(windows.dispute_clock).after(windows.dispute_clock);
        let replayed = windows.halted_deadline(published);
        let bound = windows.decided_by(submitted);
        prop_assert!(disputed <= bound && replayed <= bound);
    }
}
