//! `openHaltedRequest`.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Header;

use super::world::{hash_of, Batch, World, START};

fn window() -> u64 {
    World::limits().windows.challenge.0.into()
}

/// A world with two batches without a producer's signature, submitted at START.
fn two() -> (World, [Header; 2]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    (world, [first, second])
}

#[test]
fn open_halted_request_succeeds_before_and_behind_the_publication() {
    let (world, [first, second]) = two();
    world.mark_published(&second).motsu_unwrap();
    for header in [&second, &first] {
        world.open_halted_request(header).motsu_unwrap();
        assert!(world.record(header).openRequest);
        world.registry.assert_emitted(&abi::RequestOpened {
            index: header.index.0,
            headerHash: hash_of(header),
        });
    }
    assert_eq!(world.system_state(), (false, 1));
    assert_eq!(world.states_said(), [(false, 2), (false, 1)]);
    // The head was asked about first.
    assert_eq!(world.told(), (true, 1));
}

#[test]
fn finalize_reverts_BatchContested_until_a_halted_request_is_closed() {
    let (mut world, [first, _]) = two();
    world.mark_published(&first).motsu_unwrap();
    world.open_halted_request(&first).motsu_unwrap();
    world.at(U256::from(START + 10_000));
    let error = world.finalize(&[first]).motsu_unwrap_err();
    assert_eq!(error, abi::BatchContested { index: 1 }.into());
    world.close_request(&first).motsu_unwrap();
    world.finalize(&[first]).motsu_unwrap();
}

#[test]
fn open_halted_request_reverts_ProducerSigned() {
    let _precompiles = deploy_precompiles();
    let world = World::new();
    let batch = Batch::on(&world.genesis()).signed_by(world.producer);
    let header = batch.header(&world, START);
    world.submit(world.sequencer, &batch).motsu_unwrap();
    let error = world.open_halted_request(&header).motsu_unwrap_err();
    let expected = abi::ProducerSigned {
        headerHash: hash_of(&header),
        producer: world.producer.address(),
    };
    assert_eq!(error, expected.into());
    world.open_request(&header).motsu_unwrap();
}

#[test]
fn open_halted_request_reverts_RequestAlreadyOpen_beside_any_other() {
    let (world, [first, second]) = two();
    world.open_request(&first).motsu_unwrap();
    world.open_halted_request(&second).motsu_unwrap();
    let refusals = [
        world.open_halted_request(&first).motsu_unwrap_err(),
        world.open_request(&second).motsu_unwrap_err(),
    ];
    for (error, header) in refusals.into_iter().zip([first, second]) {
        let headerHash = hash_of(&header);
        assert_eq!(error, abi::RequestAlreadyOpen { headerHash }.into());
    }
}

/// Data that is published late moves `closesAt`, but not the end of the window for questions.
#[test]
fn open_halted_request_reverts_WindowOver_although_the_batch_can_be_disputed() {
    let (mut world, [first, second]) = two();
    let last = START + window();
    world.at(U256::from(last));
    world.mark_published(&first).motsu_unwrap();
    world.open_halted_request(&first).motsu_unwrap();
    world.mark_published(&second).motsu_unwrap();
    world.at(U256::from(last + 1));
    world.open_dispute(&second).motsu_unwrap();
    let error = world.open_halted_request(&second).motsu_unwrap_err();
    let expected = abi::WindowOver {
        until: last,
        current: last + 1,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn open_halted_request_reverts_by_the_verdict_when_the_batch_is_decided() {
    let (mut world, [first, second]) = two();
    let third = world.append(&second, START);
    world.invalidate(&second).motsu_unwrap();
    world.at(U256::from(START + window() + 1));
    world.finalize(&[first]).motsu_unwrap();
    let [first, second, third] = [first, second, third].map(|header| {
        let error = world.open_halted_request(&header).motsu_unwrap_err();
        (error, hash_of(&header))
    });
    let (error, headerHash) = first;
    assert_eq!(error, abi::AlreadyFinal { headerHash }.into());
    let (error, headerHash) = second;
    assert_eq!(error, abi::AlreadyInvalid { headerHash }.into());
    let (error, headerHash) = third;
    assert_eq!(error, abi::NotCanonical { headerHash }.into());
}

#[test]
fn open_halted_request_reverts_NotDataAvailability() {
    let (world, [first, _]) = two();
    for caller in [world.stranger, world.fraud_proof, world.governance] {
        let mut registry = world.registry.sender(caller);
        let error = registry
            .open_halted_request((&first).into())
            .motsu_unwrap_err();
        let caller = caller.address();
        assert_eq!(error, abi::NotDataAvailability { caller }.into());
    }
}

#[test]
fn open_halted_request_reverts_UnknownHeader() {
    let (world, [first, _]) = two();
    let mut unknown = first;
    unknown.fork = 1.into();
    let error = world.open_halted_request(&unknown).motsu_unwrap_err();
    let expected = abi::UnknownHeader {
        headerHash: hash_of(&unknown),
    };
    assert_eq!(error, expected.into());
}
