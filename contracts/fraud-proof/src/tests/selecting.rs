//! `select`, and whose turn it is.

use alloy_primitives::{keccak256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::IFraudProof::*;
use motsu::prelude::*;

use super::world::{clock, World, ALICE, BOB, START};

#[test]
fn select_emits_node_selected_and_counts_both_clocks() {
    let (world, batch) = World::honest(40);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.at(START + 4);
    world.reveal(&batch, &root).motsu_unwrap();
    world.at(START + 11);
    let below = world.select(ALICE, &batch, &root, 21).motsu_unwrap();
    assert_eq!((below.first, below.size), (20, 4));
    world.contract.assert_emitted(&NodeSelected {
        headerHash: batch.hash(),
        challenger: ALICE,
        position: below.clone(),
        authorUsed: 4,
        challengerUsed: 7,
    });
    let dispute = world.dispute_of(&batch, ALICE);
    assert_eq!((dispute.authorUsed, dispute.challengerUsed), (4, 7));
    assert_eq!((dispute.reveals, dispute.turnSince), (1, START + 11));
    let state = (batch.hash(), ALICE, below.first, below.size, below.node);
    assert_eq!(dispute.state, keccak256(state.abi_encode_packed()));
}

#[test]
fn select_leaves_the_turn_with_the_challenger_when_the_node_is_revealed_already() {
    let (world, batch) = World::honest(40);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &root).motsu_unwrap();
    world.reveal(&batch, &batch.position(20, 4)).motsu_unwrap();
    world.at(START + 5);
    let below = world.select(ALICE, &batch, &root, 21).motsu_unwrap();
    let contract = world.contract.sender(ALICE);
    let turn = contract.turn(batch.hash(), ALICE, below.clone());
    assert_eq!(turn.motsu_unwrap(), (false, START + 5 + clock() - 5));
    world.at(START + 6);
    let leaf = world.select(ALICE, &batch, &below, 21).motsu_unwrap();
    assert_eq!((leaf.first, leaf.size), (21, 1));
    assert_eq!(world.dispute_of(&batch, ALICE).authorUsed, 0);
}

#[test]
fn select_succeeds_at_the_deadline_and_reverts_TooLate_behind_it() {
    let (world, batch) = World::honest(5);
    let root = batch.root();
    for who in [ALICE, BOB] {
        world.open(who, &batch).motsu_unwrap();
    }
    world.at(START + 2);
    world.reveal(&batch, &root).motsu_unwrap();
    let deadline = START + 2 + clock();
    world.at(deadline);
    world.select(ALICE, &batch, &root, 0).motsu_unwrap();
    let current = deadline + 1;
    world.at(current);
    let error = world.select(BOB, &batch, &root, 0).motsu_unwrap_err();
    assert_eq!(error, TooLate { deadline, current }.into());
}

#[test]
fn select_reverts_TooLate_when_the_reveal_was_too_late() {
    let (world, batch) = World::honest(5);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    let (deadline, current) = (START + clock(), START + clock() + 1);
    world.at(current);
    world.reveal(&batch, &root).motsu_unwrap();
    let error = world.select(ALICE, &batch, &root, 0).motsu_unwrap_err();
    assert_eq!(error, TooLate { deadline, current }.into());
    world.timeout(ALICE, &batch, &root).motsu_unwrap();
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn select_reverts_NotRevealed() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    let error = world.select(ALICE, &batch, &batch.root(), 0);
    let node = batch.header.mtsr;
    assert_eq!(error.motsu_unwrap_err(), NotRevealed { node }.into());
}

#[test]
fn select_reverts_StaleMove_after_another_and_for_any_other_position() {
    let (world, batch) = World::honest(40);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &root).motsu_unwrap();
    world.select(ALICE, &batch, &root, 21).motsu_unwrap();
    let current = world.dispute_of(&batch, ALICE).state;
    for stale in [root.clone(), batch.position(24, 4)] {
        let error = world.select(ALICE, &batch, &stale, 22).motsu_unwrap_err();
        let state = (batch.hash(), ALICE, stale.first, stale.size, stale.node);
        let given = keccak256(state.abi_encode_packed());
        assert_eq!(error, StaleMove { given, current }.into());
    }
}

#[test]
fn select_reverts_AtLeaf() {
    let (world, batch) = World::honest(5);
    let leaf = world.dispute(ALICE, &batch, 3);
    let mut contract = world.contract.sender(ALICE);
    let error = contract.select(batch.hash(), leaf, vec![], 0);
    assert_eq!(error.motsu_unwrap_err(), AtLeaf { leaf: 3 }.into());
}

#[test]
fn select_reverts_NoOpenDispute_for_whoever_has_none() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    let error = world.select(BOB, &batch, &batch.root(), 0);
    let expected = NoOpenDispute {
        headerHash: batch.hash(),
        challenger: BOB,
        status: DisputeStatus::None,
    };
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}

#[test]
fn select_reverts_WrongFrontier_and_WrongFrontierLength() {
    let (world, batch) = World::honest(5);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &root).motsu_unwrap();
    let mut wrong = batch.frontier(&root);
    wrong.swap(1, 2);
    let mut contract = world.contract.sender(ALICE);
    let error = contract.select(batch.hash(), root.clone(), wrong.clone(), 1);
    let node = root.node;
    assert_eq!(error.motsu_unwrap_err(), WrongFrontier { node }.into());
    wrong.pop();
    let error = contract.select(batch.hash(), root, wrong, 1);
    let (given, expected) = (U256::from(4), U256::from(5));
    let expected = WrongFrontierLength { given, expected };
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}

#[test]
fn select_reverts_EntryOutOfRange() {
    let (world, batch) = World::honest(5);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &root).motsu_unwrap();
    for entry in [5, u32::MAX] {
        let mut contract = world.contract.sender(ALICE);
        let frontier = batch.frontier(&root);
        let error = contract.select(batch.hash(), root.clone(), frontier, entry);
        let expected = EntryOutOfRange { entry, count: 5 };
        assert_eq!(error.motsu_unwrap_err(), expected.into());
    }
}

#[test]
fn select_asks_no_peer_and_succeeds_whatever_the_verdict() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    world.rule(&batch, Verdict::Orphaned);
    let before = world.calls().len();
    world.select(ALICE, &batch, &batch.root(), 0).motsu_unwrap();
    assert!(world.calls_since(before).is_empty());
}

#[test]
fn turn_reverts_NoOpenDispute_and_StaleMove() {
    let (world, batch) = World::honest(5);
    let contract = world.contract.sender(ALICE);
    let error = contract.turn(batch.hash(), ALICE, batch.root());
    assert!(matches!(
        error.motsu_unwrap_err(),
        crate::Error::NoOpenDispute(_)
    ));
    world.open(ALICE, &batch).motsu_unwrap();
    let error = contract.turn(batch.hash(), ALICE, batch.position(0, 4));
    assert!(matches!(
        error.motsu_unwrap_err(),
        crate::Error::StaleMove(_)
    ));
}
