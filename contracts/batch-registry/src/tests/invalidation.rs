//! `invalidate`, and what becomes of the batches that it cuts.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::{Header, Ruling};

use super::world::{hash_of, Batch, World, START};
use crate::Error;

const SECURE: (bool, u64) = (true, u64::MAX);

/// A world with four batches, submitted at START.
fn four() -> (World, [Header; 4]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    let fourth = world.append(&third, START);
    (world, [first, second, third, fourth])
}

#[test]
fn invalidate_succeeds_and_cuts_all_after_it() {
    let (world, [first, second, third, fourth]) = four();
    world.set_record(&third, |record| record.ruling = Ruling::Proven);
    world.invalidate(&second).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.head(), (1, hash_of(&first)));
    assert_eq!(registry.fork(), 1);
    let verdicts = [first, second, third, fourth].map(|header| world.verdict(&header).0);
    assert_eq!(
        verdicts,
        [
            abi::Verdict::Pending,
            abi::Verdict::Invalid,
            abi::Verdict::Orphaned,
            abi::Verdict::Orphaned,
        ]
    );
    world.registry.assert_emitted(&abi::BatchInvalidated {
        index: 2,
        headerHash: hash_of(&second),
        fork: 1,
        oldHead: 4,
    });
}

#[test]
fn invalidate_succeeds_for_both_that_may() {
    let (world, [first, second, ..]) = four();
    for (caller, header) in [
        (world.data_availability, second),
        (world.fraud_proof, first),
    ] {
        let mut registry = world.registry.sender(caller);
        registry.invalidate((&header).into()).motsu_unwrap();
    }
    assert_eq!(world.registry.sender(world.stranger).fork(), 2);
}

#[test]
fn invalidate_reverts_MayNotInvalidate() {
    let (world, [first, ..]) = four();
    for caller in [
        world.stranger,
        world.sequencer,
        world.deployer,
        world.governance,
    ] {
        let mut registry = world.registry.sender(caller);
        let error = registry.invalidate((&first).into()).motsu_unwrap_err();
        let caller = caller.address();
        assert_eq!(error, abi::MayNotInvalidate { caller }.into());
    }
}

#[test]
fn invalidate_reverts_AlreadyInvalid_when_called_twice() {
    let (mut world, [first, second, ..]) = four();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START + 1);
    let error = world.invalidate(&second).motsu_unwrap_err();
    let expected = abi::AlreadyInvalid {
        headerHash: hash_of(&second),
    };
    assert_eq!(error, expected.into());
    assert_eq!(world.verdict(&again).0, abi::Verdict::Pending);
}

#[test]
fn invalidate_reverts_NotCanonical_when_the_batch_was_cut() {
    let (world, [_, second, third, _]) = four();
    world.invalidate(&second).motsu_unwrap();
    let error = world.invalidate(&third).motsu_unwrap_err();
    let expected = abi::NotCanonical {
        headerHash: hash_of(&third),
    };
    assert_eq!(error, expected.into());
    assert_eq!(world.registry.sender(world.stranger).fork(), 1);
}

#[test]
fn invalidate_reverts_AlreadyFinal() {
    let (mut world, [first, second, ..]) = four();
    world.at(U256::from(START + 1_000));
    world.finalize(&[first, second]).motsu_unwrap();
    for header in [world.genesis(), first, second] {
        let error = world.invalidate(&header).motsu_unwrap_err();
        let expected = abi::AlreadyFinal {
            headerHash: hash_of(&header),
        };
        assert_eq!(error, expected.into());
    }
}

/// The race: a sequencer builds on a batch that is declared false before its own arrives.
#[test]
fn submit_batch_reverts_ParentMoved_when_the_parent_was_invalidated() {
    let (mut world, [.., third, fourth]) = four();
    let late = Batch::on(&fourth);
    world.invalidate(&fourth).motsu_unwrap();
    let error = world.submit(world.sequencer, &late).motsu_unwrap_err();
    let expected = |head: &Header| {
        Error::from(abi::ParentMoved {
            given: hash_of(&fourth),
            head: hash_of(head),
        })
    };
    assert_eq!(error, expected(&third));
    // Nor when another batch has its parent's index.
    let again = world.append(&third, START);
    let error = world.submit(world.sequencer, &late).motsu_unwrap_err();
    assert_eq!(error, expected(&again));
}

#[test]
fn submit_batch_gives_a_new_hash_when_the_same_batch_is_submitted_after_a_cut() {
    let (mut world, [first, second, ..]) = four();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START);
    let mut apart_from_the_fork = again;
    apart_from_the_fork.fork = second.fork;
    assert_eq!(apart_from_the_fork, second);
    assert_ne!(hash_of(&again), hash_of(&second));
    assert_eq!(world.verdict(&second).0, abi::Verdict::Invalid);
    assert_eq!(world.verdict(&again).0, abi::Verdict::Pending);
}

#[test]
fn submit_batch_does_not_inherit_the_request_of_the_batch_that_had_its_index() {
    let (mut world, [first, second, third, _]) = four();
    world.open_request(&third).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START);
    let behind = world.append(&again, START);
    assert_eq!(behind.index, third.index);
    assert_eq!(world.system_state(), SECURE);
    assert_eq!(world.verdict(&behind), (abi::Verdict::Pending, false));
    world.at(U256::from(START + 1_000));
    world.finalize(&[first, again, behind]).motsu_unwrap();
}

#[test]
fn close_request_leaves_the_request_of_the_batch_that_took_the_index() {
    let (mut world, [first, second, third, _]) = four();
    world.open_request(&third).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START);
    let behind = world.append(&again, START);
    world.open_request(&behind).motsu_unwrap();
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.system_state(), (false, 3));
    assert!(world.record(&behind).openRequest);
    assert!(!world.record(&third).openRequest);
    world.close_request(&behind).motsu_unwrap();
    assert_eq!(world.system_state(), SECURE);
}

/// What an expiry does: the invalidation says nothing of the system, so that the rotation comes before it.
#[test]
fn close_request_emits_SystemStateChanged_after_the_invalidation_of_its_batch() {
    let (world, [first, second, ..]) = four();
    world.open_request(&second).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    assert_eq!(world.system_state(), SECURE);
    assert_eq!(world.states_said(), [(false, 2)]);
    world.close_request(&second).motsu_unwrap();
    assert_eq!(world.states_said(), [(false, 2), SECURE]);
    assert_eq!(world.verdict(&first), (abi::Verdict::Pending, false));
}

#[test]
fn close_request_emits_nothing_of_the_system_when_a_lower_request_is_open() {
    let (world, [first, second, ..]) = four();
    world.open_request(&first).motsu_unwrap();
    world.open_request(&second).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    world.close_request(&second).motsu_unwrap();
    assert_eq!(world.system_state(), (false, 1));
    assert_eq!(world.states_said(), [(false, 1)]);
}

/// Fraud on a batch without a request cuts those that have one: the first settlement says it, the others do not.
#[test]
fn close_request_emits_SystemStateChanged_once_after_a_fraud_below() {
    let (world, [first, second, third, fourth]) = four();
    for header in [&second, &third, &fourth] {
        world.open_request(header).motsu_unwrap();
    }
    world.invalidate(&first).motsu_unwrap();
    for header in [&fourth, &second, &third] {
        world.close_request(header).motsu_unwrap();
    }
    assert_eq!(world.states_said(), [(false, 2), SECURE]);
}

#[test]
fn open_request_emits_SystemStateChanged_when_the_same_index_was_said_before_a_cut() {
    let (mut world, [first, second, third, _]) = four();
    world.open_request(&third).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START);
    let behind = world.append(&again, START);
    world.open_request(&behind).motsu_unwrap();
    world.close_request(&third).motsu_unwrap();
    assert_eq!(world.states_said(), [(false, 3), (false, 3)]);
    world.close_request(&behind).motsu_unwrap();
    assert_eq!(world.states_said()[2..], [SECURE]);
}

#[test]
fn invalidate_tells_the_pool_of_the_new_head() {
    let (world, [_, second, third, fourth]) = four();
    world.open_request(&second).motsu_unwrap();
    world.open_request(&fourth).motsu_unwrap();
    assert_eq!(world.told(), (true, 1));
    world.invalidate(&fourth).motsu_unwrap();
    assert_eq!(world.told(), (false, 2));
    world.invalidate(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 3));
    world.close_request(&fourth).motsu_unwrap();
    assert_eq!(world.told(), (true, 3));
    world.invalidate(&second).motsu_unwrap();
    assert_eq!(world.told(), (false, 4));
}

#[test]
fn finalize_succeeds_with_the_chain_that_goes_on_from_the_parent() {
    let (mut world, [first, second, third, _]) = four();
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START + 1);
    world.at(U256::from(START + 1_000));
    let error = world.finalize(&[first, second]).motsu_unwrap_err();
    let expected = abi::NotNextToFinalize {
        index: 2,
        given: hash_of(&second),
        canonical: hash_of(&again),
    };
    assert_eq!(error, expected.into());
    world.finalize(&[first, again]).motsu_unwrap();
    let error = world.finalize(&[third]).motsu_unwrap_err();
    assert_eq!(error, abi::UnknownIndex { index: 3, next: 3 }.into());
}
