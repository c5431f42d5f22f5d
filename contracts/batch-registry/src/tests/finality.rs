//! `finalize`.

use alloy_primitives::{B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::{Header, Ruling};

use super::world::{hash_of, World, START};

/// A world with three batches, submitted at START, START + 10 and START + 20.
fn three() -> (World, [Header; 3]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START + 10);
    let third = world.append(&second, START + 20);
    (world, [first, second, third])
}

fn window() -> u64 {
    World::limits().windows.challenge.0.into()
}

#[test]
fn finalize_succeeds_in_the_block_after_the_window() {
    let (mut world, [first, ..]) = three();
    world.at(U256::from(START + window()));
    let error = world.finalize(&[first]).motsu_unwrap_err();
    let expected = abi::WindowOpen {
        index: 1,
        closesAt: START + window(),
        current: START + window(),
    };
    assert_eq!(error, expected.into());

    world.at(U256::from(START + window() + 1));
    world.finalize(&[first]).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.final_head(), (1, hash_of(&first)));
    assert_eq!(registry.verdict((&first).into()).0, abi::Verdict::Final);
}

#[test]
fn finalize_succeeds_with_many_and_emits_one_event_each() {
    let (mut world, all) = three();
    world.at(U256::from(START + 20 + window() + 1));
    world.finalize(&all).motsu_unwrap();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.final_head(), registry.head());
    for header in all {
        world.registry.assert_emitted(&abi::BatchFinalized {
            index: header.index.0,
            headerHash: hash_of(&header),
        });
    }
}

#[test]
fn finalize_makes_none_final_when_one_is_not_due() {
    let (mut world, all) = three();
    world.at(U256::from(START + 10 + window() + 1));
    let error = world.finalize(&all).motsu_unwrap_err();
    let expected = abi::WindowOpen {
        index: 3,
        closesAt: START + 20 + window(),
        current: START + 10 + window() + 1,
    };
    assert_eq!(error, expected.into());
    assert_eq!(world.registry.sender(world.stranger).final_head().0, 0);
    world.finalize(&all[..2]).motsu_unwrap();
}

#[test]
fn finalize_reverts_NothingToFinalize() {
    let (world, _) = three();
    let error = world.finalize(&[]).motsu_unwrap_err();
    assert_eq!(error, abi::NothingToFinalize {}.into());
}

#[test]
fn finalize_reverts_NotNextToFinalize() {
    let (mut world, [first, second, third]) = three();
    world.at(U256::from(START + 1_000));
    let error = world.finalize(&[second]).motsu_unwrap_err();
    let expected = abi::NotNextToFinalize {
        index: 1,
        given: hash_of(&second),
        canonical: hash_of(&first),
    };
    assert_eq!(error, expected.into());
    let error = world.finalize(&[first, third]).motsu_unwrap_err();
    let expected = abi::NotNextToFinalize {
        index: 2,
        given: hash_of(&third),
        canonical: hash_of(&second),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn finalize_reverts_NotNextToFinalize_when_the_batch_is_final_already() {
    let (mut world, [first, second, _]) = three();
    world.at(U256::from(START + 1_000));
    world.finalize(&[first]).motsu_unwrap();
    let error = world.finalize(&[first]).motsu_unwrap_err();
    let expected = abi::NotNextToFinalize {
        index: 2,
        given: hash_of(&first),
        canonical: hash_of(&second),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn finalize_reverts_UnknownIndex_behind_the_head() {
    let (mut world, all) = three();
    world.at(U256::from(START + 1_000));
    world.finalize(&all).motsu_unwrap();
    let mut registry = world.registry.sender(world.stranger);
    let error = registry.finalize(vec![B256::ZERO]).motsu_unwrap_err();
    assert_eq!(error, abi::UnknownIndex { index: 4, next: 4 }.into());
}

#[test]
fn finalize_reverts_UnknownIndex_when_the_list_is_huge() {
    let (mut world, all) = three();
    world.at(U256::from(START + 1_000));
    let hashes = all
        .iter()
        .map(hash_of)
        .chain(vec![B256::ZERO; 1_000])
        .collect();
    let mut registry = world.registry.sender(world.stranger);
    let error = registry.finalize(hashes).motsu_unwrap_err();
    assert_eq!(error, abi::UnknownIndex { index: 4, next: 4 }.into());
}

#[test]
fn finalize_reverts_BatchContested_while_a_dispute_is_open() {
    let (mut world, [first, ..]) = three();
    world.set_record(&first, |record| record.open_disputes = 1);
    world.at(U256::from(START + 1_000));
    let error = world.finalize(&[first]).motsu_unwrap_err();
    assert_eq!(error, abi::BatchContested { index: 1 }.into());
    world.set_record(&first, |record| record.open_disputes = 0);
    world.finalize(&[first]).motsu_unwrap();
}

#[test]
fn finalize_stops_at_the_lowest_insecure_batch() {
    let (mut world, all) = three();
    world.open_request(&all[1]).motsu_unwrap();
    world.at(U256::from(START + 1_000));
    let error = world.finalize(&all).motsu_unwrap_err();
    assert_eq!(error, abi::BatchContested { index: 2 }.into());
    world.finalize(&all[..1]).motsu_unwrap();
    let error = world.finalize(&all[1..]).motsu_unwrap_err();
    assert_eq!(error, abi::BatchContested { index: 2 }.into());
}

#[test]
fn finalize_succeeds_within_the_window_when_the_batch_is_proven() {
    let (world, all) = three();
    world.set_record(&all[0], |record| record.ruling = Ruling::Proven);
    let error = world.finalize(&all[..2]).motsu_unwrap_err();
    assert!(matches!(error, crate::Error::WindowOpen(open) if open.index == 2));
    world.finalize(&all[..1]).motsu_unwrap();
}

#[test]
fn finalize_reverts_when_only_the_parent_of_a_proven_batch_is_not_due() {
    let (world, all) = three();
    world.set_record(&all[1], |record| record.ruling = Ruling::Proven);
    let error = world.finalize(&all[1..2]).motsu_unwrap_err();
    assert!(matches!(error, crate::Error::NotNextToFinalize(_)));
}
