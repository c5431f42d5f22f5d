//! `addParameterSet` and the sets.

use alloy_primitives::{Address, U256};
use interfaces::{contracts::IBatchRegistry as abi, host::PeerError};
use motsu::prelude::*;
use types::{ParameterField, Parameters};

use super::world::{refusal, Batch, World, START};
use crate::Error;

fn add(world: &World, caller: Account, set: &Parameters) -> Result<u32, Error> {
    let mut registry = world.registry.sender(caller);
    registry.add_parameter_set(set.into())
}

fn other() -> Parameters {
    let mut set = World::limits();
    set.slot.elements = 77;
    set.windows.challenge.0 += 1;
    set.windows.unbonding.0 += 1;
    set
}

#[test]
fn add_parameter_set_succeeds_and_holds_for_later_headers() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    assert_eq!(add(&world, world.governance, &other()), Ok(1));
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.current_parameter_set(), 1);
    assert_eq!(
        registry.parameters(0),
        Ok(abi::Parameters::from(&World::limits()))
    );
    assert_eq!(registry.parameters(1), Ok(abi::Parameters::from(&other())));
    world.registry.assert_emitted(&abi::ParameterSetAdded {
        set: 1,
        parameters: (&other()).into(),
    });
    let pool = world.pool.sender(world.stranger);
    assert_eq!(pool.sets.get().to::<u32>(), 2);
    assert_eq!(pool.slot_elements.get().to::<u32>(), 77);

    let batch = Batch::on(&first);
    let hash = world.submit(world.sequencer, &batch).motsu_unwrap();
    let mut header = batch.header(&world, START);
    header.parameter_set = 1.into();
    assert_eq!(hash, super::world::hash_of(&header));
    let closes_at = world
        .registry
        .sender(world.stranger)
        .record_of(hash)
        .closesAt;
    assert_eq!(closes_at, START + u64::from(other().windows.challenge.0));
}

#[test]
fn add_parameter_set_reverts_NotGovernance() {
    let world = World::new();
    for caller in [world.stranger, world.deployer, world.sequencer] {
        let error = add(&world, caller, &other()).motsu_unwrap_err();
        let caller = caller.address();
        assert_eq!(error, abi::NotGovernance { caller }.into());
    }
}

#[test]
fn add_parameter_set_reverts_ParameterBelowMinimum() {
    let world = World::new();
    let mut set = other();
    set.windows.grace = 9.into();
    let error = add(&world, world.governance, &set).motsu_unwrap_err();
    let expected = abi::ParameterBelowMinimum {
        field: ParameterField::Grace.into(),
        value: U256::from(9),
        minimum: U256::from(2 * set.windows.censorship_bound.0),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn add_parameter_set_reverts_ParameterAboveMaximum() {
    let world = World::new();
    let mut set = other();
    set.stakes.verifier = u128::MAX;
    let error = add(&world, world.governance, &set).motsu_unwrap_err();
    let expected = abi::ParameterAboveMaximum {
        field: ParameterField::VerifierStake.into(),
        value: U256::from(u128::MAX),
        maximum: U256::from(types::MAX_AMOUNT),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn add_parameter_set_passes_on_what_the_pool_refuses_with() {
    let world = World::new();
    world.pool.sender(world.stranger).refuses.set(true);
    let error = add(&world, world.governance, &other()).motsu_unwrap_err();
    assert_eq!(error, Error::Peer(PeerError::Refused(refusal())));
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.current_parameter_set(), 0);
}

#[test]
fn parameters_reverts_UnknownParameterSet() {
    let world = World::new();
    let registry = world.registry.sender(world.stranger);
    for set in [1, u32::MAX] {
        let expected = abi::UnknownParameterSet { set, count: 1 };
        assert_eq!(registry.parameters(set), Err(expected.into()));
    }
}

#[test]
fn add_parameter_set_reverts_NotGovernance_when_governance_is_zero() {
    let world = World::new();
    let caller = Address::ZERO;
    let mut registry = world.registry.sender(caller);
    registry.governance.set(caller);
    assert_eq!(
        registry.add_parameter_set((&other()).into()),
        Err(abi::NotGovernance { caller }.into())
    );
}
