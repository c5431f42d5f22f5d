//! `reveal`.

use alloy_primitives::{B256, U256};
use interfaces::contracts::IFraudProof::*;
use motsu::prelude::*;
use types::MAX_BATCH_ELEMENTS;

use super::world::{World, ALICE, CAROL, START};

#[test]
fn reveal_gives_the_node_and_emits_node_revealed() {
    let (world, batch) = World::honest(40);
    let root = batch.root();
    let node = world.reveal(&batch, &root).motsu_unwrap();
    assert_eq!(node, batch.header.mtsr);
    world.contract.assert_emitted(&NodeRevealed {
        node,
        size: 40,
        frontier: batch.frontier(&root),
    });
    let contract = world.contract.sender(ALICE);
    assert_eq!(contract.reveal_of(node, 40), START);
    // The same hash over another number of leaves is another node.
    assert_eq!(contract.reveal_of(node, 41), 0);
}

#[test]
fn reveal_reverts_AlreadyRevealed_and_the_first_time_counts() {
    let (world, batch) = World::honest(5);
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    world.at(START + 3);
    let error = world.reveal(&batch, &batch.root()).motsu_unwrap_err();
    let (node, revealedAt) = (batch.header.mtsr, START);
    assert_eq!(error, AlreadyRevealed { node, revealedAt }.into());
}

#[test]
fn reveal_reverts_BadSize_below_two_and_above_every_batch() {
    let world = World::new();
    for size in [0, 1, MAX_BATCH_ELEMENTS + 1, u32::MAX] {
        let mut contract = world.contract.sender(CAROL);
        let error = contract.reveal(size, vec![B256::ZERO; 16]);
        assert_eq!(error.motsu_unwrap_err(), BadSize { size }.into());
    }
}

#[test]
fn reveal_reverts_WrongFrontierLength() {
    let world = World::new();
    for (size, length) in [(2, 2), (5, 5), (17, 9), (40, 16), (MAX_BATCH_ELEMENTS, 16)] {
        for given in [0, length - 1, length + 1] {
            let mut contract = world.contract.sender(CAROL);
            let error = contract.reveal(size, vec![B256::ZERO; given]);
            let (given, expected) = (U256::from(given), U256::from(length));
            let expected = WrongFrontierLength { given, expected };
            assert_eq!(error.motsu_unwrap_err(), expected.into());
        }
    }
}

#[test]
fn reveal_of_garbage_is_one_of_another_node() {
    let (world, batch) = World::honest(5);
    let mut frontier = batch.frontier(&batch.root());
    frontier[2].0[0] ^= 1;
    let mut contract = world.contract.sender(CAROL);
    let node = contract.reveal(5, frontier).motsu_unwrap();
    assert_ne!(node, batch.header.mtsr);
    assert_eq!(contract.reveal_of(batch.header.mtsr, 5), 0);
}
