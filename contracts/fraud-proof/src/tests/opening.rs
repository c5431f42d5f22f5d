//! `open`.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{
        IBatchRegistry::{openDisputeCall, parametersCall},
        IFraudProof::*,
        ITreasury::lockCall,
    },
    host::{PeerError, SetupError},
};
use motsu::prelude::*;

use super::{
    calls,
    peers::REFUSAL,
    world::{bond, clock, World, ALICE, AUTHOR, BOB, CAROL, START},
};
use crate::Error;

#[test]
fn open_tells_registry_and_pool_and_locks_the_bond_last() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    let expected = [
        calls::open_dispute(&batch),
        calls::place_hold(),
        calls::lock(&batch, ALICE, bond()),
    ];
    assert_eq!(world.calls(), expected);
}

#[test]
fn open_emits_dispute_opened_and_starts_the_author_s_clock() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    world.contract.assert_emitted(&DisputeOpened {
        headerHash: batch.hash(),
        challenger: ALICE,
        author: AUTHOR,
        number: 1,
        size: 5,
        bond: bond(),
        allowance: clock() as u32,
    });
    let dispute = world.dispute_of(&batch, ALICE);
    assert_eq!(dispute.status, DisputeStatus::Open);
    assert_eq!((dispute.number, dispute.turnSince), (1, START));
    assert_eq!((dispute.authorUsed, dispute.challengerUsed), (0, 0));
    assert_eq!((dispute.reveals, dispute.allowance), (0, clock() as u32));
    let contract = world.contract.sender(ALICE);
    let turn = contract.turn(batch.hash(), ALICE, batch.root());
    assert_eq!(turn.motsu_unwrap(), (true, START + clock()));
}

#[test]
fn open_gives_the_challenger_the_turn_when_the_tree_is_one_leaf() {
    let (world, batch) = World::honest(1);
    world.open(ALICE, &batch).motsu_unwrap();
    let contract = world.contract.sender(ALICE);
    let turn = contract.turn(batch.hash(), ALICE, batch.root());
    assert_eq!(turn.motsu_unwrap(), (false, START + clock()));
}

#[test]
fn open_numbers_the_disputes_of_a_batch_in_their_order() {
    let (world, batch) = World::honest(5);
    for (number, who) in [(1, BOB), (2, ALICE), (3, CAROL)] {
        world.open(who, &batch).motsu_unwrap();
        assert_eq!(world.dispute_of(&batch, who).number, number);
        let on = world.contract.sender(ALICE).disputes_on(batch.hash());
        assert_eq!(on, (number, BOB));
    }
}

#[test]
fn open_reverts_AlreadyDisputed_while_open_and_ever_after() {
    let (world, batch) = World::honest(5);
    let (headerHash, challenger) = (batch.hash(), ALICE);
    world.open(ALICE, &batch).motsu_unwrap();
    let expected = AlreadyDisputed {
        headerHash,
        challenger,
    };
    let error = world.open(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, expected.clone().into());
    world.rule(&batch, Verdict::Invalid);
    world.settle(ALICE, &batch, &batch.root()).motsu_unwrap();
    world.rule(&batch, Verdict::Pending);
    let error = world.open(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, expected.into());
}

#[test]
fn open_passes_on_what_a_peer_refuses_with_and_leaves_nothing() {
    for selector in [openDisputeCall::SELECTOR, lockCall::SELECTOR] {
        let (world, batch) = World::honest(5);
        world.told(|peers| peers.refuse(selector));
        let error = world.open(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
        assert_eq!(world.status(&batch, ALICE), DisputeStatus::None);
        let on = world.contract.sender(ALICE).disputes_on(batch.hash());
        assert_eq!(on.0, 0);
        assert!(world.calls().is_empty());
    }
}

#[test]
fn open_and_begin_replay_revert_NotAContract_when_the_set_has_no_state_transition() {
    let (world, batch) = World::honest(5);
    for nobody in [Address::ZERO, BOB] {
        world.told(|peers| peers.set_transition(nobody));
        let expected = Error::from(SetupError::NotAContract(nobody));
        let error = world.open(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, expected);
        let error = world.begin_replay(&batch).motsu_unwrap_err();
        assert_eq!(error, SetupError::NotAContract(nobody).into());
    }
    assert!(world.calls().is_empty());
}

#[test]
fn open_reverts_PeerFailed_when_the_registry_answers_no_parameter_set() {
    let (world, batch) = World::honest(5);
    world.told(|peers| peers.garble(parametersCall::SELECTOR));
    let error = world.open(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, PeerError::Failed(world.peers.address()).into());
}
