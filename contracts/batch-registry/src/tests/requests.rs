//! `openRequest`.

use alloy_primitives::{Address, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Header;

use super::world::{hash_of, Batch, World, START};
use crate::Error;

const SECURE: (bool, u64) = (true, u64::MAX);

/// A world with three batches, submitted at START.
fn three() -> (World, [Header; 3]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    (world, [first, second, third])
}

fn window() -> u64 {
    World::limits().windows.challenge.0.into()
}

#[test]
fn open_request_succeeds_and_holds_back_what_is_above() {
    let (world, [first, second, third]) = three();
    world.open_request(&second).motsu_unwrap();
    assert!(world.record(&second).openRequest);
    assert_eq!(world.system_state(), (false, 2));
    let contested = [first, second, third].map(|header| world.verdict(&header).1);
    assert_eq!(contested, [false, true, true]);
    world.registry.assert_emitted(&abi::RequestOpened {
        index: 2,
        headerHash: hash_of(&second),
    });
    assert_eq!(world.states_said(), [(false, 2)]);
}

#[test]
fn open_request_emits_SystemStateChanged_only_when_it_is_the_lowest() {
    let (world, [first, second, third]) = three();
    for header in [&second, &third, &first] {
        world.open_request(header).motsu_unwrap();
    }
    assert_eq!(world.states_said(), [(false, 2), (false, 1)]);
}

#[test]
fn open_request_tells_the_pool_when_it_is_on_the_head() {
    let (world, [first, second, third]) = three();
    world.open_request(&first).motsu_unwrap();
    world.open_request(&second).motsu_unwrap();
    assert_eq!(world.told(), (false, 0));
    world.open_request(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 1));
}

#[test]
fn open_request_reverts_NotDataAvailability() {
    let (world, [first, ..]) = three();
    for caller in [
        world.stranger,
        world.sequencer,
        world.deployer,
        world.governance,
        world.fraud_proof,
    ] {
        let mut registry = world.registry.sender(caller);
        let opened = registry.open_request((&first).into()).motsu_unwrap_err();
        let mut registry = world.registry.sender(caller);
        let closed = registry.close_request((&first).into()).motsu_unwrap_err();
        let caller = caller.address();
        let expected = || Error::from(abi::NotDataAvailability { caller });
        assert_eq!([opened, closed], [expected(), expected()]);
    }
}

#[test]
fn open_request_reverts_NotDataAvailability_when_there_is_none() {
    let (world, [first, ..]) = three();
    let caller = Address::ZERO;
    let mut registry = world.registry.sender(caller);
    registry.data_availability.set(caller);
    let error = registry.open_request((&first).into()).motsu_unwrap_err();
    assert_eq!(error, abi::NotDataAvailability { caller }.into());
}

#[test]
fn open_request_reverts_UnknownHeader() {
    let (world, [first, ..]) = three();
    let mut unknown = first;
    unknown.data_length += 1;
    for contest in [
        World::open_request,
        World::close_request,
        World::mark_published,
        World::invalidate,
    ] {
        let error = contest(&world, &unknown).motsu_unwrap_err();
        let expected = abi::UnknownHeader {
            headerHash: hash_of(&unknown),
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn open_request_reverts_AlreadyInvalid() {
    let (world, [_, second, _]) = three();
    world.invalidate(&second).motsu_unwrap();
    let error = world.open_request(&second).motsu_unwrap_err();
    let expected = abi::AlreadyInvalid {
        headerHash: hash_of(&second),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn open_request_reverts_NotCanonical_when_the_batch_was_cut() {
    let (mut world, [first, second, third]) = three();
    world.invalidate(&second).motsu_unwrap();
    let refused = |world: &World| world.open_request(&third).motsu_unwrap_err();
    let expected = || {
        Error::from(abi::NotCanonical {
            headerHash: hash_of(&third),
        })
    };
    assert_eq!(refused(&world), expected());
    // Its index is another's.
    let again = world.append(&first, START + 1);
    world.append(&again, START + 1);
    assert_eq!(refused(&world), expected());
}

#[test]
fn open_request_reverts_AlreadyFinal() {
    let (mut world, [first, ..]) = three();
    world.at(U256::from(START + window() + 1));
    world.finalize(&[first]).motsu_unwrap();
    for header in [world.genesis(), first] {
        let error = world.open_request(&header).motsu_unwrap_err();
        let expected = abi::AlreadyFinal {
            headerHash: hash_of(&header),
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn open_request_reverts_AlreadyPublished() {
    let (mut world, [first, ..]) = three();
    world.at(U256::from(START + 3));
    world.mark_published(&first).motsu_unwrap();
    let error = world.open_request(&first).motsu_unwrap_err();
    let expected = abi::AlreadyPublished {
        headerHash: hash_of(&first),
        publishedAt: START + 3,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn open_request_reverts_RequestAlreadyOpen() {
    let (world, [first, ..]) = three();
    world.open_request(&first).motsu_unwrap();
    let error = world.open_request(&first).motsu_unwrap_err();
    let expected = abi::RequestAlreadyOpen {
        headerHash: hash_of(&first),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn open_request_succeeds_again_after_it_was_closed() {
    let (world, [first, ..]) = three();
    world.open_request(&first).motsu_unwrap();
    world.close_request(&first).motsu_unwrap();
    world.open_request(&first).motsu_unwrap();
    assert_eq!(world.states_said(), [(false, 1), SECURE, (false, 1)]);
}

#[test]
fn open_request_succeeds_at_the_last_block_of_the_window() {
    let (mut world, [first, second, _]) = three();
    world.at(U256::from(START + window()));
    world.open_request(&first).motsu_unwrap();
    world.at(U256::from(START + window() + 1));
    let error = world.open_request(&second).motsu_unwrap_err();
    let expected = abi::WindowOver {
        until: START + window(),
        current: START + window() + 1,
    };
    assert_eq!(error, expected.into());
}

/// The host's block number jumps: from the last block but one of the window to far behind all windows.
#[test]
fn open_request_reverts_WindowOver_when_the_clock_jumps_over_the_deadline() {
    let (mut world, [first, ..]) = three();
    world.at(U256::from(START + window() - 1));
    world.at(U256::from(START + window() + 10_000));
    let error = world.open_request(&first).motsu_unwrap_err();
    assert!(matches!(error, Error::WindowOver(over) if over.until == START + window()));
    world.finalize(&[first]).motsu_unwrap();
}

/// The window is that of the batch's own set, whichever holds now.
#[test]
fn open_request_takes_the_window_of_the_batchs_own_set() {
    for (shift, blocks) in [(30, 0), (-30, 0), (-30, 1)] {
        let (mut world, [first, ..]) = three();
        let mut set = World::limits();
        let challenge = i64::from(set.windows.challenge.0) + shift;
        set.windows.challenge.0 = challenge.try_into().unwrap();
        set.windows.unbonding.0 += 30;
        let mut registry = world.registry.sender(world.governance);
        registry.add_parameter_set((&set).into()).motsu_unwrap();
        world.at(U256::from(START + window() + blocks));
        assert_eq!(world.open_request(&first).is_ok(), blocks == 0);
    }
}

#[test]
fn submit_batch_succeeds_while_the_system_is_insecure() {
    let (mut world, [.., third]) = three();
    world.open_request(&third).motsu_unwrap();
    let batch = Batch::on(&third);
    let fourth = world.append(&batch.parent, START + 1);
    assert_eq!(world.verdict(&fourth), (abi::Verdict::Pending, true));
    assert_eq!(world.system_state(), (false, 3));
    assert_eq!(world.states_said(), [(false, 3)]);
}
