//! The words that are cut out of a parameter set.

use alloy_sol_types::SolCall;
use interfaces::contracts::IBatchRegistry::{parametersCall, Parameters};
use types::{Blocks, DisputeBonds};

use crate::{dispute::MAX_CLOCK, terms::Terms};

fn set() -> types::Parameters {
    let mut set = types::Parameters::devnet(types::Address([0x5a; 20]));
    // Every word another one.
    set.windows.dispute_clock = Blocks(1_001);
    set.batch.witness_meter = 1_002;
    set.dispute = DisputeBonds {
        bond: u128::MAX - 3,
        payment_per_reveal: u128::MAX - 4,
    };
    set
}

fn answer(set: &types::Parameters) -> Vec<u8> {
    parametersCall::abi_encode_returns(&(Parameters::from(set),))
}

#[test]
fn terms_are_those_of_the_set() {
    let set = set();
    let expected = Terms {
        clock: set.windows.dispute_clock,
        witness_meter: set.batch.witness_meter,
        bonds: set.dispute,
        state_transition: [0x5a; 20].into(),
    };
    assert_eq!(Terms::of(&answer(&set)), Some(expected));
}

#[test]
fn terms_are_none_when_the_answer_has_another_length() {
    let answer = answer(&set());
    for length in [0, 32, answer.len() - 32, answer.len() - 1] {
        assert_eq!(Terms::of(&answer[..length]), None);
    }
    assert_eq!(Terms::of(&[&answer[..], &[0; 32]].concat()), None);
}

#[test]
fn terms_have_no_clock_that_a_dispute_cannot_keep() {
    let mut set = set();
    set.windows.dispute_clock = Blocks(u32::MAX);
    let terms = Terms::of(&answer(&set)).unwrap();
    assert_eq!(terms.clock, Blocks(MAX_CLOCK));
}
