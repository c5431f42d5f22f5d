//! `closeRequest`, and what a contest does when the pool refuses.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::{Header, Ruling};

use super::world::{hash_of, World, START};

const SECURE: (bool, u64) = (true, u64::MAX);

/// A world with three batches, submitted at START.
fn three() -> (World, [Header; 3]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    (world, [first, second, third])
}

#[test]
fn close_request_succeeds_and_makes_the_system_secure() {
    let (world, [first, ..]) = three();
    world.open_request(&first).motsu_unwrap();
    world.close_request(&first).motsu_unwrap();
    assert!(!world.record(&first).openRequest);
    assert_eq!(world.system_state(), SECURE);
    world.registry.assert_emitted(&abi::RequestClosed {
        index: 1,
        headerHash: hash_of(&first),
    });
    assert_eq!(world.states_said(), [(false, 1), SECURE]);
}

#[test]
fn close_request_emits_SystemStateChanged_only_when_it_was_the_lowest() {
    let (world, [first, second, third]) = three();
    for header in [&third, &second, &first] {
        world.open_request(header).motsu_unwrap();
    }
    let opened = world.states_said();
    world.close_request(&second).motsu_unwrap();
    assert_eq!(world.states_said(), opened);
    world.close_request(&first).motsu_unwrap();
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.states_said()[opened.len()..], [(false, 3), SECURE]);
}

#[test]
fn close_request_tells_the_pool_when_it_was_on_the_head() {
    let (world, [first, _, third]) = three();
    world.open_request(&third).motsu_unwrap();
    world.open_request(&first).motsu_unwrap();
    world.close_request(&first).motsu_unwrap();
    assert_eq!(world.told(), (true, 1));
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.told(), (false, 2));
}

#[test]
fn close_request_tells_the_pool_that_the_head_is_still_disputed() {
    let (world, [.., third]) = three();
    world.open_request(&third).motsu_unwrap();
    world.set_record(&third, |record| record.open_disputes = 1);
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 2));
    assert_eq!(world.verdict(&third), (abi::Verdict::Pending, true));
}

#[test]
fn close_request_reverts_NoOpenRequest() {
    let (world, [first, ..]) = three();
    let refused = |header: &Header| {
        let expected = abi::NoOpenRequest {
            headerHash: hash_of(header),
        };
        let error = world.close_request(header).motsu_unwrap_err();
        assert_eq!(error, expected.into());
    };
    refused(&world.genesis());
    refused(&first);
    world.open_request(&first).motsu_unwrap();
    world.close_request(&first).motsu_unwrap();
    refused(&first);
}

/// A settlement must not hang on the clock: windows are over, and it is closed as before.
#[test]
fn close_request_succeeds_however_late() {
    let (mut world, [first, ..]) = three();
    world.open_request(&first).motsu_unwrap();
    world.at(U256::from(u64::MAX));
    world.close_request(&first).motsu_unwrap();
    world.finalize(&[first]).motsu_unwrap();
}

/// A pool that was not told would keep its idle limit stopped, or running, for ever.
#[test]
fn contests_revert_and_change_nothing_when_the_pool_is_not_told() {
    let (world, [_, second, third]) = three();
    let pool_refuses = |refuses| world.pool.sender(world.stranger).refuses.set(refuses);
    pool_refuses(true);
    world.open_request(&third).motsu_unwrap_err();
    world.invalidate(&third).motsu_unwrap_err();
    pool_refuses(false);
    assert!(!world.record(&third).openRequest);
    world.open_request(&third).motsu_unwrap();
    pool_refuses(true);
    world.close_request(&third).motsu_unwrap_err();
    assert!(world.record(&third).openRequest);
    // What is not about the head needs no pool.
    world.open_request(&second).motsu_unwrap();
    world.close_request(&second).motsu_unwrap();
    pool_refuses(false);
    world.close_request(&third).motsu_unwrap();
    world.invalidate(&third).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.head(), (2, hash_of(&second)));
}

/// A proven batch waits for nothing, so the lowest open request may be final before it is closed.
#[test]
fn finalize_emits_SystemStateChanged_when_a_proven_batch_has_an_open_request() {
    let (world, [first, _, third]) = three();
    world.open_request(&first).motsu_unwrap();
    world.open_request(&third).motsu_unwrap();
    world.set_record(&first, |record| record.ruling = Ruling::Proven);
    world.finalize(&[first]).motsu_unwrap();
    assert_eq!(world.states_said(), [(false, 1), (false, 3)]);
    world.close_request(&first).motsu_unwrap();
    assert_eq!(world.states_said(), [(false, 1), (false, 3)]);
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.states_said()[2..], [SECURE]);
}
