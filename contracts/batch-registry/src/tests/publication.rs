//! `markPublished`.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Header;

use super::world::{hash_of, World, START};
use crate::Error;

/// A world with two batches, submitted at START.
fn two() -> (World, [Header; 2]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    (world, [first, second])
}

fn window() -> u64 {
    World::limits().windows.challenge.0.into()
}

fn grace() -> u64 {
    World::limits().windows.grace.0.into()
}

#[test]
fn mark_published_succeeds_and_extends_nothing_when_it_is_early() {
    let (mut world, [first, _]) = two();
    world.at(U256::from(START + window() - grace()));
    world.mark_published(&first).motsu_unwrap();
    let record = world.record(&first);
    assert_eq!(record.publishedAt, START + window() - grace());
    assert_eq!(record.closesAt, START + window());
    world.registry.assert_emitted(&abi::BatchPublished {
        index: 1,
        headerHash: hash_of(&first),
        publishedAt: record.publishedAt,
        closesAt: record.closesAt,
    });
}

#[test]
fn mark_published_leaves_the_grace_when_it_is_late() {
    let (mut world, [first, _]) = two();
    let last = START + window();
    world.at(U256::from(last));
    world.mark_published(&first).motsu_unwrap();
    assert_eq!(world.record(&first).closesAt, last + grace());
    world.at(U256::from(last + grace()));
    let error = world.finalize(&[first]).motsu_unwrap_err();
    assert!(matches!(error, Error::WindowOpen(open) if open.closesAt == last + grace()));
    world.at(U256::from(last + grace() + 1));
    world.finalize(&[first]).motsu_unwrap();
}

#[test]
fn mark_published_reverts_WindowOver_one_block_after_the_window() {
    let (mut world, [first, _]) = two();
    world.at(U256::from(START + window() + 1));
    let error = world.mark_published(&first).motsu_unwrap_err();
    let expected = abi::WindowOver {
        until: START + window(),
        current: START + window() + 1,
    };
    assert_eq!(error, expected.into());
}

/// DataAvailability keeps the deadline of its request.
#[test]
fn mark_published_succeeds_after_the_window_when_a_request_is_open() {
    let (mut world, [first, _]) = two();
    world.at(U256::from(START + window()));
    world.open_request(&first).motsu_unwrap();
    let late = START + window() + 7;
    world.at(U256::from(late));
    world.mark_published(&first).motsu_unwrap();
    let record = world.record(&first);
    assert_eq!(
        (record.publishedAt, record.closesAt, record.openRequest),
        (late, late + grace(), true)
    );
    world.close_request(&first).motsu_unwrap();
    let error = world.finalize(&[first]).motsu_unwrap_err();
    assert!(matches!(error, Error::WindowOpen(_)));
}

#[test]
fn mark_published_takes_the_grace_of_the_batchs_own_set() {
    let (mut world, [first, second]) = two();
    let mut set = World::limits();
    set.windows.grace.0 += 3;
    set.windows.unbonding.0 += 3;
    let mut registry = world.registry.sender(world.governance);
    registry.add_parameter_set((&set).into()).motsu_unwrap();
    let third = world.append(&second, START);
    let last = START + window();
    world.at(U256::from(last));
    world.mark_published(&first).motsu_unwrap();
    world.mark_published(&third).motsu_unwrap();
    assert_eq!(world.record(&first).closesAt, last + grace());
    assert_eq!(world.record(&third).closesAt, last + grace() + 3);
}

#[test]
fn mark_published_reverts_NotDataAvailability() {
    let (world, [first, _]) = two();
    for caller in [world.stranger, world.sequencer, world.fraud_proof] {
        let mut registry = world.registry.sender(caller);
        let error = registry.mark_published((&first).into()).motsu_unwrap_err();
        let caller = caller.address();
        assert_eq!(error, abi::NotDataAvailability { caller }.into());
    }
}

#[test]
fn mark_published_reverts_AlreadyPublished() {
    let (mut world, [first, _]) = two();
    world.mark_published(&first).motsu_unwrap();
    world.at(U256::from(START + 1));
    let error = world.mark_published(&first).motsu_unwrap_err();
    let expected = abi::AlreadyPublished {
        headerHash: hash_of(&first),
        publishedAt: START,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn mark_published_reverts_AlreadyInvalid_and_NotCanonical() {
    let (world, [first, second]) = two();
    world.open_request(&second).motsu_unwrap();
    world.invalidate(&first).motsu_unwrap();
    let error = world.mark_published(&first).motsu_unwrap_err();
    let invalid = abi::AlreadyInvalid {
        headerHash: hash_of(&first),
    };
    assert_eq!(error, invalid.into());
    let error = world.mark_published(&second).motsu_unwrap_err();
    let cut = abi::NotCanonical {
        headerHash: hash_of(&second),
    };
    assert_eq!(error, cut.into());
}

#[test]
fn mark_published_reverts_AlreadyFinal() {
    let (world, _) = two();
    let genesis = world.genesis();
    let error = world.mark_published(&genesis).motsu_unwrap_err();
    let expected = abi::AlreadyFinal {
        headerHash: hash_of(&genesis),
    };
    assert_eq!(error, expected.into());
}
