//! Construction, wiring, storage, and the errors that all contracts share.

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolInterface};
use interfaces::{
    contracts::IFraudProof::*,
    host::{PeerError, SetupError},
};
use motsu::prelude::*;
use stylus_sdk::storage::StorageType;

use super::{
    batch::Sample,
    world::{World, ALICE, AUTHOR, BOB, DEPLOYER, START},
};
use crate::{Error, FraudProof, ROUTES};

#[test]
fn constructor_emits_constructed() {
    let world = World::unwired();
    world.contract.assert_emitted(&Constructed {
        deployer: DEPLOYER,
        clock: 1,
    });
    let contract = world.contract.sender(ALICE);
    assert_eq!((contract.deployer(), contract.clock()), (DEPLOYER, 1));
    assert_eq!(contract.current_block().motsu_unwrap(), START);
    for peer in [contract.registry(), contract.pool(), contract.treasury()] {
        assert_eq!(peer, Address::ZERO);
    }
}

#[test]
fn constructor_reverts_ZeroAddress_and_UnknownClock() {
    let world = World::empty();
    let mut contract = world.contract.sender(DEPLOYER);
    let error = contract.constructor(Address::ZERO, 1).motsu_unwrap_err();
    assert_eq!(error, SetupError::ZeroAddress(0).into());
    let error = contract.constructor(DEPLOYER, 2).motsu_unwrap_err();
    assert_eq!(error, SetupError::UnknownClock(2).into());
}

#[test]
fn wire_emits_wired() {
    let world = World::unwired();
    let peer = world.peers.address();
    let mut contract = world.contract.sender(DEPLOYER);
    contract.wire(peer, peer, peer).motsu_unwrap();
    world.contract.assert_emitted(&Wired {
        registry: peer,
        pool: peer,
        treasury: peer,
    });
    let found = [contract.registry(), contract.pool(), contract.treasury()];
    assert_eq!(found, [peer; 3]);
}

#[test]
fn wire_reverts_NotDeployer_and_AlreadyWired() {
    let world = World::unwired();
    let peer = world.peers.address();
    let mut stranger = world.contract.sender(ALICE);
    let error = stranger.wire(peer, peer, peer).motsu_unwrap_err();
    assert_eq!(error, SetupError::NotDeployer(ALICE).into());
    let mut deployer = world.contract.sender(DEPLOYER);
    deployer.wire(peer, peer, peer).motsu_unwrap();
    let error = deployer.wire(peer, peer, peer).motsu_unwrap_err();
    assert_eq!(error, SetupError::AlreadyWired.into());
}

#[test]
fn wire_reverts_ZeroAddress_and_NotAContract_at_every_position() {
    let world = World::unwired();
    for position in 0..3 {
        let with = |other| {
            let mut peers = [world.peers.address(); 3];
            peers[position] = other;
            let [registry, pool, treasury] = peers;
            let mut deployer = world.contract.sender(DEPLOYER);
            deployer.wire(registry, pool, treasury).motsu_unwrap_err()
        };
        let zero = SetupError::ZeroAddress(u8::try_from(position).unwrap());
        assert_eq!(with(Address::ZERO), zero.into());
        assert_eq!(with(BOB), SetupError::NotAContract(BOB).into());
    }
}

#[test]
fn every_writing_method_reverts_NotWired_before_wiring() {
    let world = World::unwired();
    let batch = Sample::honest(AUTHOR, 5);
    let (root, leaf) = (batch.root(), batch.position(2, 1));
    let contract = || world.contract.sender(ALICE);
    let refusals: [Error; 10] = [
        world.open(ALICE, &batch).motsu_unwrap_err(),
        world.reveal(&batch, &root).motsu_unwrap_err(),
        world.select(ALICE, &batch, &root, 2).motsu_unwrap_err(),
        world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err(),
        world.timeout(ALICE, &batch, &root).motsu_unwrap_err(),
        world.settle(ALICE, &batch, &root).motsu_unwrap_err(),
        world.begin_replay(&batch).motsu_unwrap_err(),
        world.feed(ALICE, &batch, 0, 5).motsu_unwrap_err(),
        contract()
            .claim_share(batch.hash(), ALICE)
            .motsu_unwrap_err(),
        contract().stage(&[1]).motsu_unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, SetupError::NotWired.into());
    }
}

#[test]
fn setup_errors_are_encoded_as_the_interfaces_own() {
    let peer = BOB;
    let cases = [
        (Error::from(SetupError::NotWired), NotWired {}.abi_encode()),
        (
            SetupError::AlreadyWired.into(),
            AlreadyWired {}.abi_encode(),
        ),
        (
            SetupError::UnknownClock(3).into(),
            UnknownClock { clock: 3 }.abi_encode(),
        ),
        (
            PeerError::Failed(peer).into(),
            PeerFailed { peer }.abi_encode(),
        ),
    ];
    for (error, expected) in cases {
        assert_eq!(Vec::from(error), expected);
    }
}

#[test]
fn current_block_reverts_PeerFailed_when_the_clock_is_beyond_64_bits() {
    let world = World::new();
    world.break_clock();
    let error = world.contract.sender(ALICE).current_block();
    let expected = PeerError::Failed(interfaces::host::ARB_SYS);
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, IFraudProofCalls::selectors());
}

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/FraudProof.md");
    testing::assert_slots(layout, FraudProof::REQUIRED_SLOTS);
}
