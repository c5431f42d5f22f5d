//! The finality formula and the deadlines.

use proptest::prelude::*;
use types::{Address, BlockNumber, Parameters, Windows};

use crate::strategies::windows;

const SUBMITTED: BlockNumber = BlockNumber(1_000);

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
