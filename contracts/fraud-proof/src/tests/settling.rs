//! `settle`.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IBatchRegistry::verdictCall, IFraudProof::*},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    calls,
    world::{bond, clock, payment, World, ALICE, BOB, CAROL, START},
};
use crate::Error;

/// A dispute with one selection, on a batch that comes to a verdict.
fn settled(verdict: Verdict) -> (World, super::batch::Sample, Vec<Vec<u8>>) {
    let (world, batch) = World::honest(40);
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    let below = world.select(ALICE, &batch, &batch.root(), 0).motsu_unwrap();
    world.rule(&batch, verdict);
    let before = world.calls().len();
    world.settle(ALICE, &batch, &below).motsu_unwrap();
    let calls = world.calls_since(before);
    (world, batch, calls)
}

fn assert_ended(
    world: &World,
    batch: &super::batch::Sample,
    status: DisputeStatus,
    [toChallenger, toAuthor, toPot]: [u128; 3],
) {
    assert_eq!(world.status(batch, ALICE), status);
    assert_eq!(toChallenger + toAuthor + toPot, bond());
    world.contract.assert_emitted(&DisputeEnded {
        headerHash: batch.hash(),
        challenger: ALICE,
        status,
        toChallenger,
        toAuthor,
        toPot,
    });
}

#[test]
fn settle_takes_the_bond_when_the_batch_is_proven_or_final() {
    for verdict in [Verdict::Proven, Verdict::Final] {
        let (world, batch, calls) = settled(verdict);
        let expected = [
            calls::close_dispute(&batch),
            calls::lift_hold(),
            calls::seize(&batch, ALICE, payment(), bond() - payment()),
        ];
        assert_eq!(calls, expected);
        let parts = [0, payment(), bond() - payment()];
        assert_ended(&world, &batch, DisputeStatus::Lost, parts);
    }
}

#[test]
fn settle_returns_the_bond_when_the_batch_is_invalid() {
    let (world, batch, calls) = settled(Verdict::Invalid);
    let expected = [
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE, bond()),
    ];
    assert_eq!(calls, expected);
    assert_ended(&world, &batch, DisputeStatus::Won, [bond(), 0, 0]);
}

#[test]
fn settle_pays_the_reveals_and_returns_the_rest_when_the_batch_is_orphaned() {
    let (world, batch, calls) = settled(Verdict::Orphaned);
    let expected = [
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE, bond() - payment()),
        calls::seize(&batch, ALICE, payment(), 0),
    ];
    assert_eq!(calls, expected);
    let parts = [bond() - payment(), payment(), 0];
    assert_ended(&world, &batch, DisputeStatus::Orphaned, parts);
}

#[test]
fn settle_pays_a_reveal_that_was_in_time_and_not_gone_on_from() {
    for (after, reveals) in [(clock(), 1), (clock() + 1, 0)] {
        let (world, batch) = World::honest(40);
        world.open(ALICE, &batch).motsu_unwrap();
        world.at(START + after);
        world.reveal(&batch, &batch.root()).motsu_unwrap();
        world.rule(&batch, Verdict::Orphaned);
        world.settle(ALICE, &batch, &batch.root()).motsu_unwrap();
        assert_eq!(world.dispute_of(&batch, ALICE).reveals, reveals);
        let paid = u128::from(reveals) * payment();
        let parts = [bond() - paid, paid, 0];
        assert_ended(&world, &batch, DisputeStatus::Orphaned, parts);
    }
}

#[test]
fn settle_counts_no_reveal_at_a_leaf() {
    let (world, batch) = World::honest(5);
    let leaf = world.dispute(ALICE, &batch, 3);
    world.rule(&batch, Verdict::Proven);
    world.settle(ALICE, &batch, &leaf).motsu_unwrap();
    assert_eq!(world.dispute_of(&batch, ALICE).reveals, 1);
}

#[test]
fn settle_reverts_StaleMove_for_another_position() {
    let (world, batch) = World::honest(40);
    world.open(ALICE, &batch).motsu_unwrap();
    world.rule(&batch, Verdict::Proven);
    let error = world.settle(ALICE, &batch, &batch.position(0, 8));
    assert!(matches!(error.motsu_unwrap_err(), Error::StaleMove(_)));
}

#[test]
fn settle_reverts_NotDecided_while_the_batch_is_pending() {
    let (world, batch) = World::honest(40);
    world.open(ALICE, &batch).motsu_unwrap();
    let headerHash = batch.hash();
    for verdict in [Verdict::Pending, Verdict::Unknown] {
        world.rule(&batch, verdict);
        let error = world.settle(ALICE, &batch, &batch.root());
        let error = error.motsu_unwrap_err();
        assert_eq!(error, NotDecided { headerHash }.into());
    }
}

#[test]
fn settle_reverts_NoOpenDispute_for_a_second_time_and_a_stranger() {
    let (world, batch, _) = settled(Verdict::Proven);
    for (challenger, status) in [(ALICE, DisputeStatus::Lost), (BOB, DisputeStatus::None)] {
        let error = world.settle(challenger, &batch, &batch.root());
        let error = error.motsu_unwrap_err();
        let expected = NoOpenDispute {
            headerHash: batch.hash(),
            challenger,
            status,
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn settle_ends_disputes_in_any_order_and_keeps_the_earliest() {
    let (world, batch) = World::honest(40);
    for who in [ALICE, BOB, CAROL] {
        world.open(who, &batch).motsu_unwrap();
    }
    world.rule(&batch, Verdict::Proven);
    for (who, earliest) in [(BOB, ALICE), (ALICE, CAROL), (CAROL, Address::ZERO)] {
        world.settle(who, &batch, &batch.root()).motsu_unwrap();
        assert_eq!(world.earliest(&batch), earliest);
    }
    let on = world.contract.sender(ALICE).disputes_on(batch.hash());
    assert_eq!(on.0, 3);
}

#[test]
fn settle_reverts_PeerFailed_when_the_registry_answers_no_verdict() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    world.told(|peers| peers.garble(verdictCall::SELECTOR));
    let error = world.settle(ALICE, &batch, &batch.root());
    let error = error.motsu_unwrap_err();
    let expected = Error::from(PeerError::Failed(world.peers.address()));
    assert_eq!(error, expected);
}
