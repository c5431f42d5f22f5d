//! `wire`, and what an unwired registry refuses.

use alloy_primitives::{Address, B256};
use interfaces::{
    contracts::IBatchRegistry as abi,
    host::{PeerError, SetupError},
};
use motsu::prelude::*;

use super::world::{refusal, Batch, World};
use crate::Error;

#[test]
fn wire_succeeds_and_pushes_set_0_down() {
    let world = World::unwired();
    world.wire(world.deployer).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.pool(), world.pool.address());
    assert_eq!(registry.treasury(), world.treasury.address());
    assert_eq!(
        registry.data_availability(),
        world.data_availability.address()
    );
    assert_eq!(registry.fraud_proof(), world.fraud_proof.address());
    assert_eq!(registry.governance(), world.governance.address());
    let pool = world.pool.sender(world.stranger);
    assert_eq!(pool.sets.get().to::<u32>(), 1);
    assert_eq!(
        pool.slot_elements.get().to::<u32>(),
        World::limits().slot.elements
    );
    world.registry.assert_emitted(&abi::Wired {
        pool: world.pool.address(),
        treasury: world.treasury.address(),
        dataAvailability: world.data_availability.address(),
        fraudProof: world.fraud_proof.address(),
        governance: world.governance.address(),
    });
}

#[test]
fn wire_reverts_NotDeployer() {
    let world = World::unwired();
    let error = world.wire(world.stranger).motsu_unwrap_err();
    let caller = world.stranger.address();
    assert_eq!(error, SetupError::NotDeployer(caller).into());
}

#[test]
fn wire_reverts_NotDeployer_when_never_constructed() {
    let world = World::empty();
    let error = world.wire(world.deployer).motsu_unwrap_err();
    let caller = world.deployer.address();
    assert_eq!(error, SetupError::NotDeployer(caller).into());
}

#[test]
fn wire_reverts_AlreadyWired() {
    let world = World::new();
    let error = world.wire(world.deployer).motsu_unwrap_err();
    assert_eq!(error, SetupError::AlreadyWired.into());
}

fn wire_with(world: &World, pool: Address, treasury: Address) -> Error {
    let none = Address::ZERO;
    world
        .registry
        .sender(world.deployer)
        .wire(pool, treasury, none, none, none)
        .motsu_unwrap_err()
}

#[test]
fn wire_reverts_ZeroAddress() {
    let world = World::unwired();
    let error = wire_with(&world, Address::ZERO, world.treasury.address());
    assert_eq!(error, SetupError::ZeroAddress(0).into());
    let error = wire_with(&world, world.pool.address(), Address::ZERO);
    assert_eq!(error, SetupError::ZeroAddress(1).into());
}

#[test]
fn wire_reverts_NotAContract() {
    let world = World::unwired();
    let account = world.stranger.address();
    let error = wire_with(&world, account, world.treasury.address());
    assert_eq!(error, SetupError::NotAContract(account).into());
    let error = wire_with(&world, world.pool.address(), account);
    assert_eq!(error, SetupError::NotAContract(account).into());
}

#[test]
fn wire_passes_on_what_the_pool_refuses_with() {
    let world = World::unwired();
    world.pool.sender(world.stranger).refuses.set(true);
    let error = world.wire(world.deployer).motsu_unwrap_err();
    assert_eq!(error, Error::Peer(PeerError::Refused(refusal())));
    assert_eq!(world.registry.sender(world.stranger).pool(), Address::ZERO);
}

#[test]
fn every_writing_function_reverts_NotWired() {
    let world = World::unwired();
    let batch = Batch::on(&world.genesis());
    let submitted = world.submit(world.sequencer, &batch).motsu_unwrap_err();
    let mut registry = world.registry.sender(world.stranger);
    let finalized = registry.finalize(vec![B256::ZERO]).motsu_unwrap_err();
    let set = (&World::limits()).into();
    let added = registry.add_parameter_set(set).motsu_unwrap_err();
    let genesis = world.genesis();
    let contests = [
        World::open_request,
        World::close_request,
        World::open_halted_request,
        World::open_dispute,
        World::close_dispute,
        World::mark_proven,
        World::mark_published,
        World::invalidate,
    ];
    let contested = contests.map(|contest| contest(&world, &genesis).motsu_unwrap_err());
    for error in [submitted, finalized, added].into_iter().chain(contested) {
        assert_eq!(error, SetupError::NotWired.into());
    }
}
