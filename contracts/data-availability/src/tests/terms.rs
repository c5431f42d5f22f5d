//! The rule of fees and times.

use interfaces::contracts::IBatchRegistry::Parameters;
use types::{BlockNumber, Blocks};

use super::{
    batch::Sample,
    peers::limits,
    world::{fee, halted_fee, AUTHOR},
};
use crate::terms::{expirable, publishable, undecided, Terms};

#[test]
fn of_succeeds_with_what_the_set_says() {
    let batch = Sample::of(AUTHOR, &[10, 20]);
    let terms = Terms::of(&batch.header, &Parameters::from(&limits()));
    assert_eq!(terms.fee, fee(&batch));
    assert_eq!(terms.halted_fee, halted_fee(&batch));
    assert_eq!(terms.answer, Blocks(20));
    assert_eq!(terms.verdict, Blocks(limits().windows.halted.0));
    assert_eq!(terms.window_end, BlockNumber(1_050));
    assert_eq!(terms.element_cap, 200);
}

#[test]
fn publishable_succeeds_exactly_when_expirable_does_not() {
    let deadline = BlockNumber(7);
    for now in 0..20 {
        let now = BlockNumber(now);
        let (act, expire) = (publishable(now, deadline), expirable(now, deadline));
        assert_eq!(act.is_ok(), now <= deadline);
        assert_ne!(act.is_ok(), expire.is_ok());
    }
}

#[test]
fn undecided_succeeds_behind_the_last_block_for_a_verdict() {
    let until = BlockNumber(7);
    for now in 0..20 {
        assert_eq!(undecided(BlockNumber(now), until).is_ok(), now > 7);
    }
}
