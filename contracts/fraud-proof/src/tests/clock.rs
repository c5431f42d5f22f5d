//! The chess clock: at any block, one of move and timeout.

use interfaces::contracts::IFraudProof::{NotTimedOut, TooLate};
use proptest::prelude::*;
use types::{BlockNumber, Blocks};

use crate::clock::{Clocks, Side, Turn};

fn clocks() -> Clocks {
    Clocks {
        since: BlockNumber(100),
        author_used: Blocks(3),
        challenger_used: Blocks(5),
        allowance: Blocks(20),
    }
}

fn assert_turn(turn: Turn, side: Side, since: u64, deadline: u64) {
    let expected = Turn {
        side,
        since: BlockNumber(since),
        deadline: BlockNumber(deadline),
    };
    assert_eq!(turn, expected);
}

#[test]
fn turn_is_the_author_s_until_the_node_is_revealed() {
    let clocks = clocks();
    assert_turn(clocks.turn(false, None), Side::Author, 100, 117);
    for (at, since) in [(7, 100), (100, 100), (101, 101), (117, 117)] {
        let turn = clocks.turn(false, Some(BlockNumber(at)));
        assert_turn(turn, Side::Challenger, since, since + 15);
    }
}

#[test]
fn turn_stays_the_author_s_when_the_reveal_came_too_late() {
    let turn = clocks().turn(false, Some(BlockNumber(118)));
    assert_turn(turn, Side::Author, 100, 117);
}

#[test]
fn turn_is_the_challenger_s_at_a_leaf_whatever_was_revealed() {
    for revealed in [None, Some(BlockNumber(110)), Some(BlockNumber(999))] {
        assert_turn(clocks().turn(true, revealed), Side::Challenger, 100, 115);
    }
}

#[test]
fn require_running_reverts_TooLate_and_require_over_NotTimedOut() {
    let turn = clocks().turn(false, None);
    let (deadline, current) = (117, 118);
    let late = turn.require_running(BlockNumber(current));
    assert_eq!(late, Err(TooLate { deadline, current }));
    let current = 117;
    let early = turn.require_over(BlockNumber(current));
    assert_eq!(early, Err(NotTimedOut { deadline, current }));
}

fn any_clocks() -> impl Strategy<Value = Clocks> {
    let used = 0..30u32;
    (0..60u64, used.clone(), used, 0..30u32).prop_map(|(since, author, challenger, allowance)| {
        Clocks {
            since: BlockNumber(since),
            author_used: Blocks(author.min(allowance)),
            challenger_used: Blocks(challenger.min(allowance)),
            allowance: Blocks(allowance),
        }
    })
}

proptest! {
    #[test]
    fn prop_move_and_timeout_are_complements_at_any_block(
        clocks in any_clocks(),
        is_leaf: bool,
        revealed in proptest::option::of(0..150u64),
        now in 0..200u64,
    ) {
        let revealed = revealed.filter(|at| *at <= now).map(BlockNumber);
        let turn = clocks.turn(is_leaf, revealed);
        let now = BlockNumber(now);
        prop_assert_ne!(turn.require_running(now).is_ok(), turn.require_over(now).is_ok());
    }

    /// Once a side may be timed out, nothing that still happens saves it.
    #[test]
    fn prop_timeout_stays_possible_whatever_is_revealed_later(
        clocks in any_clocks(),
        now in 0..200u64,
        later in 0..50u64,
    ) {
        let turn = clocks.turn(false, None);
        prop_assume!(turn.require_over(BlockNumber(now)).is_ok());
        let revealed = Some(BlockNumber(now + later));
        prop_assert_eq!(clocks.turn(false, revealed), turn);
    }

    /// However moves are timed, each side gets its whole allowance over all of its turns, and not a block more.
    #[test]
    fn prop_sides_have_their_allowance_over_all_moves(
        allowance in 1..40u32,
        waits in proptest::collection::vec((0..20u64, 0..20u64), 1..6),
    ) {
        let mut clocks = Clocks { since: BlockNumber(50), allowance: Blocks(allowance), ..Clocks::default() };
        let (mut author, mut challenger) = (0, 0);
        for (reveal_after, select_after) in waits {
            let revealed = BlockNumber(clocks.since.0 + reveal_after);
            let turn = clocks.turn(false, Some(revealed));
            author += reveal_after;
            if author > u64::from(allowance) {
                prop_assert_eq!(turn.side, Side::Author);
                break;
            }
            prop_assert_eq!(turn.side, Side::Challenger);
            let now = BlockNumber(revealed.0 + select_after);
            challenger += select_after;
            let running = turn.require_running(now).is_ok();
            prop_assert_eq!(running, challenger <= u64::from(allowance));
            if !running {
                break;
            }
            clocks = clocks.after_selection(&turn, now);
            prop_assert_eq!(u64::from(clocks.author_used.0), author);
            prop_assert_eq!(u64::from(clocks.challenger_used.0), challenger);
        }
    }
}
