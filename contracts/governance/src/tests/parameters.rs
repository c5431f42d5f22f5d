//! Parameter sets: what is never added, and what is not touched by those that are.

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IBatchRegistry::{ParameterAboveMaximum, ParameterBelowMinimum},
        IGovernance::{Phase, ProposalKind},
    },
    host::PeerError,
};

use super::world::{limits, parameters, removal, spending, World, ALICE, BOB, SEQUENCERS, START};
use crate::Error;

fn refused(error: impl SolError) -> Error {
    PeerError::Refused(error.abi_encode()).into()
}

#[test]
fn parameters_outside_their_bounds_are_never_added() {
    let mut idle = limits();
    idle.slot.idle = types::Blocks(u32::MAX);
    let too_much = refused(ParameterAboveMaximum {
        field: types::ParameterField::IdleLimit.into(),
        value: U256::from(u32::MAX),
        maximum: U256::from(types::MAX_PAUSE.0),
    });
    // Without a bond nothing could be locked for a proposal, so there would be none ever after.
    let mut bond = limits();
    bond.proposal_bond = 0;
    let too_little = refused(ParameterBelowMinimum {
        field: types::ParameterField::ProposalBond.into(),
        value: U256::ZERO,
        minimum: U256::from(1),
    });
    for (set, expected) in [(idle, too_much), (bond, too_little)] {
        let world = World::new();
        let made = world.passed(ProposalKind::AddParameterSet, parameters(&set));
        assert_eq!(world.execute(&made), Err(expected));
        assert_eq!(world.registry.sender(ALICE).current_parameter_set(), 0);
        // Nothing of a failed execution stays: the bond had been released in it.
        assert_eq!(world.phase(&made), Phase::Executable);
        assert_eq!(world.bond(&made, BOB), limits().proposal_bond);
        world.wait(400);
        world.close(&made).unwrap();
        assert_eq!(world.credit(BOB), limits().proposal_bond);
    }
}

#[test]
fn parameters_that_change_do_not_touch_what_is_open() {
    let world = World::new();
    let mut set = limits();
    set.proposal_bond *= 3;
    set.request.base *= 2;
    let other = world
        .propose(ALICE, ProposalKind::SpendPot, spending(ALICE, 1))
        .unwrap();
    let made = world.passing(ProposalKind::AddParameterSet, parameters(&set));
    world.at(START + 100);
    let batch = world.submit(&world.genesis, &[30, 17]);
    world.request(ALICE, &batch);
    let before = world.data.sender(ALICE).request_of(batch.hash());
    world.at(START + 101);
    world.execute(&made).unwrap();
    assert_eq!(world.registry.sender(ALICE).current_parameter_set(), 1);
    assert_eq!(world.data.sender(ALICE).request_of(batch.hash()), before);
    // The bond of what is open is the old one, of what comes the new one.
    assert_eq!(world.bond(&other, ALICE), limits().proposal_bond);
    world.close(&other).unwrap();
    assert_eq!(world.pot(), limits().proposal_bond);
    let next = world
        .propose(ALICE, ProposalKind::SpendPot, spending(ALICE, 1))
        .unwrap();
    assert_eq!(world.proposal(&next).bond, 3 * limits().proposal_bond);
    world.assert_solvent();
}

/// What the registry refuses when it is executed: padding that is not zero.
#[test]
fn parameters_in_another_encoding_are_never_added() {
    let world = World::new();
    let mut payload = parameters(&limits());
    payload[0] = 1;
    let made = world.passed(ProposalKind::AddParameterSet, payload);
    assert!(world.execute(&made).is_err());
    assert_eq!(world.registry.sender(ALICE).current_parameter_set(), 0);
    world.wait(400);
    world.close(&made).unwrap();
    assert_eq!(world.credit(BOB), limits().proposal_bond);
}

#[test]
fn compensation_is_by_the_parameter_set_of_the_batch_whatever_was_added_since() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let owed = world.fee(&batch) * 4 / 5;
    let mut set = limits();
    set.request.base *= 4;
    set.request.per_byte *= 4;
    set.costs.answer_base *= 3;
    set.costs.answer_per_byte *= 3;
    world.executed(ProposalKind::AddParameterSet, parameters(&set));
    assert_eq!(world.registry.sender(ALICE).current_parameter_set(), 1);
    let made = world.executed(ProposalKind::RemoveVerifier, removal(ALICE, &[&batch]));
    world.compensate(&made, &[&batch]).unwrap();
    let costs = limits().costs;
    let expected = costs.answer_base + costs.answer_per_byte * 247;
    assert!(expected <= owed);
    assert_eq!(world.credit(SEQUENCERS[0]), expected);
}
