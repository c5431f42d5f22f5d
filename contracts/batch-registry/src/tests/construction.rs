//! The constructor.

use alloy_primitives::{Address, B256, U256};
use interfaces::{
    contracts::IBatchRegistry as abi,
    host::{PeerError, SetupError, ARB_SYS},
};
use motsu::prelude::*;
use types::{HeaderHash, ParameterField, MAX_GENESIS_L2_BLOCK, MAX_SECONDS_AHEAD};

use super::world::{hash_of, World, HOST_TIMESTAMP, START};
use crate::Error;

fn refused(change: impl FnOnce(&mut abi::Construction)) -> Error {
    let world = World::empty();
    let mut construction = world.construction();
    change(&mut construction);
    world
        .registry
        .sender(world.stranger)
        .constructor(construction)
        .motsu_unwrap_err()
}

#[test]
fn constructor_succeeds_with_a_final_genesis() {
    let world = World::unwired();
    let registry = world.registry.sender(world.stranger);
    let genesis = world.genesis();
    assert_eq!(genesis.parent, HeaderHash::ZERO);
    assert_eq!(genesis.element_count, 1);
    assert_eq!(registry.head(), (0, hash_of(&genesis)));
    assert_eq!(registry.final_head(), (0, hash_of(&genesis)));
    assert_eq!(
        registry.verdict((&genesis).into()),
        (abi::Verdict::Final, false)
    );
    assert_eq!(registry.system_state(), (true, u64::MAX));
    assert_eq!(registry.fork(), 0);
    assert_eq!(registry.instance(), B256::from(world.instance().0));
    assert_eq!(registry.clock(), 1);
    assert_eq!(registry.current_block(), Ok(START));
    assert_eq!(registry.deployer(), world.deployer.address());
    assert_eq!(registry.pool(), Address::ZERO);
    assert_eq!(registry.current_parameter_set(), 0);
    assert_eq!(
        registry.parameters(0),
        Ok(abi::Parameters::from(&World::limits()))
    );
}

#[test]
fn constructor_emits_the_genesis_whole_and_the_set() {
    let world = World::unwired();
    let genesis = world.genesis();
    world.registry.assert_emitted(&abi::ParameterSetAdded {
        set: 0,
        parameters: (&World::limits()).into(),
    });
    world.registry.assert_emitted(&abi::BatchSubmitted {
        index: 0,
        headerHash: hash_of(&genesis),
        header: (&genesis).into(),
    });
    world.registry.assert_emitted(&abi::Constructed {
        instance: world.instance().0.into(),
        deployer: world.deployer.address(),
        clock: 1,
        genesis: (&World::genesis_claim()).into(),
    });
}

#[test]
fn constructor_succeeds_with_the_hosts_clock() {
    let world = World::empty();
    let mut construction = world.construction();
    construction.clock = 0;
    world
        .registry
        .sender(world.stranger)
        .constructor(construction)
        .motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    // motsu's block.number.
    assert_eq!((registry.clock(), registry.current_block()), (0, Ok(0)));
}

#[test]
fn constructor_reverts_ZeroAddress_without_a_deployer() {
    let error = refused(|construction| construction.deployer = Address::ZERO);
    assert_eq!(error, SetupError::ZeroAddress(0).into());
}

#[test]
fn constructor_reverts_UnknownClock() {
    for clock in [2, 255] {
        let error = refused(|construction| construction.clock = clock);
        assert_eq!(error, SetupError::UnknownClock(clock).into());
    }
}

#[test]
fn constructor_reverts_ParameterBelowMinimum() {
    let error = refused(|construction| construction.parameters.slot.batches = 0);
    let expected = abi::ParameterBelowMinimum {
        field: ParameterField::SlotBatches.into(),
        value: U256::ZERO,
        minimum: U256::from(1),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn constructor_reverts_ParameterAboveMaximum_when_a_share_is_above_the_whole() {
    let error = refused(|construction| construction.parameters.slashing.fraudBps = u16::MAX);
    let expected = abi::ParameterAboveMaximum {
        field: ParameterField::FraudSlash.into(),
        value: U256::from(u16::MAX),
        maximum: U256::from(10_000),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn constructor_reverts_L2BlockAhead_when_no_batch_could_follow() {
    let highest = MAX_GENESIS_L2_BLOCK.0;
    let error = refused(|construction| construction.genesis.l2Block = u64::MAX);
    let given = u64::MAX;
    assert_eq!(error, abi::L2BlockAhead { given, highest }.into());
}

#[test]
fn constructor_reverts_L2TimestampAhead_when_no_batch_could_follow() {
    let latest = HOST_TIMESTAMP + MAX_SECONDS_AHEAD;
    let error = refused(|construction| construction.genesis.l2Timestamp = latest + 1);
    let given = latest + 1;
    assert_eq!(error, abi::L2TimestampAhead { given, latest }.into());
}

#[test]
fn constructor_reverts_PeerFailed_when_the_clock_does_not_fit() {
    let mut world = World::empty();
    world.at(U256::from(u64::MAX) + U256::from(1));
    let error = world
        .registry
        .sender(world.stranger)
        .constructor(world.construction())
        .motsu_unwrap_err();
    assert_eq!(error, PeerError::Failed(ARB_SYS).into());
}
