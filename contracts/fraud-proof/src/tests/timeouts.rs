//! `timeout`.

use interfaces::contracts::IFraudProof::*;
use motsu::prelude::*;

use super::{
    calls,
    world::{bond, clock, payment, World, ALICE, AUTHOR, BOB, START},
};
use crate::Error;

#[test]
fn timeout_convicts_an_author_that_reveals_nothing() {
    let (world, batch) = World::honest(40);
    world.open(ALICE, &batch).motsu_unwrap();
    world.at(START + clock() + 1);
    let before = world.calls().len();
    world.timeout(ALICE, &batch, &batch.root()).motsu_unwrap();
    let expected = [
        calls::punish(&batch, ALICE),
        calls::invalidate(&batch),
        calls::rotate_from(),
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE, bond()),
    ];
    assert_eq!(world.calls_since(before), expected);
    let (headerHash, challenger) = (batch.hash(), ALICE);
    world.contract.assert_emitted(&TimedOut {
        headerHash,
        challenger,
        author: true,
    });
    world.contract.assert_emitted(&FraudProven {
        headerHash,
        author: AUTHOR,
        winner: ALICE,
        reward: 8_000,
    });
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn timeout_takes_the_bond_of_a_challenger_that_does_not_go_on_and_pays_that_reveal() {
    let (world, batch) = World::lying(40, 21);
    world.open(ALICE, &batch).motsu_unwrap();
    world.at(START + 3);
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    world.at(START + 3 + clock() + 1);
    let before = world.calls().len();
    world.timeout(ALICE, &batch, &batch.root()).motsu_unwrap();
    let expected = [
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::seize(&batch, ALICE, payment(), bond() - payment()),
    ];
    assert_eq!(world.calls_since(before), expected);
    world.contract.assert_emitted(&TimedOut {
        headerHash: batch.hash(),
        challenger: ALICE,
        author: false,
    });
    let dispute = world.dispute_of(&batch, ALICE);
    assert_eq!((dispute.status, dispute.reveals), (DisputeStatus::Lost, 1));
}

#[test]
fn timeout_takes_the_bond_of_a_challenger_that_does_not_prove() {
    let (world, batch) = World::lying(40, 21);
    let leaf = world.dispute(ALICE, &batch, 21);
    world.at(START + clock() + 1);
    world.timeout(ALICE, &batch, &leaf).motsu_unwrap();
    let dispute = world.dispute_of(&batch, ALICE);
    assert_eq!((dispute.status, dispute.reveals), (DisputeStatus::Lost, 2));
}

#[test]
fn timeout_reverts_NotTimedOut_up_to_the_deadline_of_either_side() {
    let (world, batch) = World::lying(40, 21);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    let refused = |at: u64, position: &Position, deadline: u64| {
        world.at(at);
        let error = world.timeout(ALICE, &batch, position).motsu_unwrap_err();
        let current = at;
        assert_eq!(error, NotTimedOut { deadline, current }.into());
    };
    refused(START + clock(), &root, START + clock());
    world.at(START + 2);
    world.reveal(&batch, &root).motsu_unwrap();
    // In time: the author is safe however late it is.
    let deadline = START + 2 + clock();
    refused(deadline, &root, deadline);
    world.at(START + 6);
    let below = world.select(ALICE, &batch, &root, 21).motsu_unwrap();
    let deadline = START + 6 + clock() - 2;
    refused(deadline, &below, deadline);
    world.at(deadline + 1);
    world.timeout(ALICE, &batch, &below).motsu_unwrap();
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn timeout_counts_each_side_over_all_its_moves() {
    let (world, batch) = World::lying(300, 21);
    let root = batch.root();
    world.open(ALICE, &batch).motsu_unwrap();
    world.at(START + 15);
    world.reveal(&batch, &root).motsu_unwrap();
    world.at(START + 20);
    let below = world.select(ALICE, &batch, &root, 21).motsu_unwrap();
    // The author has five blocks left of twenty.
    let deadline = START + 20 + clock() - 15;
    world.at(deadline);
    world.reveal(&batch, &below).motsu_unwrap();
    world.at(deadline + 1);
    let below = world.select(ALICE, &batch, &below, 21).motsu_unwrap();
    let contract = world.contract.sender(ALICE);
    let turn = contract.turn(batch.hash(), ALICE, below.clone());
    // None left: it must reveal in the block of the selection.
    assert_eq!(turn.motsu_unwrap(), (true, deadline + 1));
    world.at(deadline + 2);
    world.timeout(ALICE, &batch, &below).motsu_unwrap();
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn timeout_reverts_NoOpenDispute_StaleMove_and_NotPending() {
    let (world, batch) = World::honest(40);
    world.open(ALICE, &batch).motsu_unwrap();
    world.at(START + clock() + 1);
    let error = world.timeout(BOB, &batch, &batch.root());
    assert!(matches!(error.motsu_unwrap_err(), Error::NoOpenDispute(_)));
    let error = world.timeout(ALICE, &batch, &batch.position(0, 8));
    assert!(matches!(error.motsu_unwrap_err(), Error::StaleMove(_)));
    world.rule(&batch, Verdict::Orphaned);
    let error = world.timeout(ALICE, &batch, &batch.root());
    let expected = NotPending {
        headerHash: batch.hash(),
        verdict: Verdict::Orphaned,
    };
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}
