//! `execute`, `close`: when, and what of the bond.

use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IGovernance::{Closed, Executed, KickSkipped, Phase, ProposalKind, WrongPhase},
    ISequencerPool::{Role, Status},
};
use motsu::prelude::*;

use super::{
    proposing::kick,
    world::{limits, parameters, removal, spending, World, ALICE, BOB, SEQUENCERS, START},
};
use alloy_primitives::B256;

fn bond() -> u128 {
    limits().proposal_bond
}

#[test]
fn execute_emits_executed_returns_the_bond_and_frees_the_subject() {
    let world = World::new();
    let (kind, subject) = (ProposalKind::RemoveSequencer, SEQUENCERS[0]);
    let made = world.executed(kind, removal(subject, &[]));
    let id = made.id;
    world
        .contract
        .assert_emitted(&Executed { id, kind, subject });
    assert_eq!(world.phase(&made), Phase::Executed);
    assert_eq!((world.bond(&made, BOB), world.credit(BOB)), (0, bond()));
    let contract = world.contract.sender(ALICE);
    assert!(contract.open_proposal(kind, subject).is_zero());
    assert_eq!(world.member(subject).proposalHolds, 0);
    world.assert_solvent();
}

#[test]
fn execute_reverts_WrongPhase_early_late_and_twice() {
    let world = World::new();
    let made = world.passing(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    let id = made.id;
    let refused = |phase| {
        let error = world.execute(&made).unwrap_err();
        assert_eq!(error, WrongPhase { id, phase }.into());
    };
    refused(Phase::Voting);
    world.at(START + 30);
    refused(Phase::Voting);
    world.at(START + 431);
    refused(Phase::Expired);
    world.at(START + 430);
    world.execute(&made).unwrap();
    refused(Phase::Executed);
}

#[test]
fn execute_reverts_WrongPhase_in_the_timelock() {
    let world = World::new();
    let made = world.passing(ProposalKind::AddParameterSet, parameters(&limits()));
    let (id, phase) = (made.id, Phase::Queued);
    for block in [START + 31, START + 100] {
        world.at(block);
        let error = world.execute(&made).unwrap_err();
        assert_eq!(error, WrongPhase { id, phase }.into());
    }
    world.at(START + 101);
    world.execute(&made).unwrap();
    assert_eq!(world.registry.sender(ALICE).current_parameter_set(), 1);
}

#[test]
fn execute_reverts_WrongPhase_for_another_payload_kind_or_number() {
    let world = World::new();
    let made = world.passed(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    let mut contract = world.contract.sender(ALICE);
    let others = [
        (2, made.kind, made.payload.clone()),
        (1, ProposalKind::RemoveSequencer, made.payload.clone()),
        (1, made.kind, removal(BOB, &[])),
    ];
    for (number, kind, payload) in others {
        let id = contract.id_of(number, kind, &payload);
        let phase = Phase::None;
        let error = contract.execute(number, kind, &payload).motsu_unwrap_err();
        assert_eq!(error, WrongPhase { id, phase }.into());
    }
}

#[test]
fn close_of_a_defeated_proposal_without_the_quorum_moves_the_bond_to_the_pot() {
    let world = World::new();
    let (kind, subject) = (ProposalKind::RemoveSequencer, SEQUENCERS[0]);
    let made = world.propose(BOB, kind, removal(subject, &[])).unwrap();
    world.vote(ALICE, &made, true).unwrap();
    let (id, phase) = (made.id, Phase::Voting);
    let early = world.close(&made).unwrap_err();
    assert_eq!(early, WrongPhase { id, phase }.into());
    world.wait(31);
    assert_eq!(world.phase(&made), Phase::Defeated);
    world.close(&made).unwrap();
    let quorum = false;
    world.contract.assert_emitted(&Closed {
        id,
        kind,
        subject,
        quorum,
    });
    assert_eq!((world.credit(BOB), world.pot()), (0, bond()));
    assert_eq!(world.member(subject).proposalHolds, 0);
    let phase = Phase::Closed;
    let twice = world.close(&made).unwrap_err();
    assert_eq!(twice, WrongPhase { id, phase }.into());
    world.propose(ALICE, kind, removal(subject, &[])).unwrap();
}

#[test]
fn close_returns_the_bond_when_the_quorum_was_reached_or_it_has_expired() {
    for support in [false, true] {
        let world = World::new();
        let kind = ProposalKind::RemoveSequencer;
        let payload = removal(SEQUENCERS[0], &[]);
        let made = world.propose(BOB, kind, payload).unwrap();
        world.vote(SEQUENCERS[1], &made, support).unwrap();
        world.at(START + 431);
        world.close(&made).unwrap();
        assert_eq!((world.credit(BOB), world.pot()), (bond(), 0));
        assert_eq!(world.member(SEQUENCERS[0]).status, Status::Active);
        world.assert_solvent();
    }
}

#[test]
fn close_reverts_WrongPhase_while_it_can_be_executed() {
    let world = World::new();
    let made = world.passed(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    let (id, phase) = (made.id, Phase::Executable);
    let error = world.close(&made).unwrap_err();
    assert_eq!(error, WrongPhase { id, phase }.into());
}

#[test]
fn execute_of_a_punishment_rotates_and_with_a_kick_removes_and_slashes() {
    for (is_kicked, slash) in [(false, 5u128), (true, 0), (true, 7)] {
        let world = World::new();
        let [first, second] = world.producers.map(|producer| producer.address());
        let payload = (first, 1u32, is_kicked, slash).abi_encode_params();
        world.executed(ProposalKind::PunishProducer, payload);
        let pool = world.pool.sender(ALICE);
        assert_eq!(pool.selected_producer().motsu_unwrap(), second);
        let member = world.member(first);
        assert_eq!(member.banned, is_kicked);
        let taken = if is_kicked { slash } else { 0 };
        assert_eq!(member.stake, limits().stakes.producer - taken);
        assert_eq!(world.pot(), taken);
        world.assert_solvent();
    }
}

#[test]
fn execute_of_a_kick_for_ordering_rotates_the_selected_sequencer_and_bans_nobody() {
    let (world, batch) = ordered();
    let made = world.executed(ProposalKind::KickForOrdering, kick(&world, &batch.header));
    assert_eq!(world.selected(), SEQUENCERS[1]);
    assert_eq!(world.phase(&made), Phase::Executed);
    let member = world.member(SEQUENCERS[0]);
    assert_eq!((member.banned, member.status), (false, Status::Active));
    assert_eq!(member.proposalHolds, 0);
}

#[test]
fn execute_of_a_kick_for_ordering_emits_kick_skipped_when_another_is_selected() {
    let (world, batch) = ordered();
    let made = world.passed(ProposalKind::KickForOrdering, kick(&world, &batch.header));
    world.pool.sender(SEQUENCERS[0]).end_slot().motsu_unwrap();
    world.execute(&made).unwrap();
    let (id, member) = (made.id, SEQUENCERS[0]);
    world.contract.assert_emitted(&KickSkipped { id, member });
    assert_eq!(world.selected(), SEQUENCERS[1]);
    let slot = world.pool.sender(ALICE).slot(Role::Sequencer);
    assert_eq!(slot.number, 2);
}

/// A batch of the first sequencer in another order than the first producer had attested.
pub(super) fn ordered() -> (World, super::batch::Sample) {
    let world = World::new();
    let (_, head) = world.registry.sender(ALICE).head();
    let mut producer = world.registry.sender(world.producers[0].address());
    let root = B256::repeat_byte(7);
    producer.attest(head, root).motsu_unwrap();
    let batch = world.submit(&world.genesis, &[30, 17]);
    (world, batch)
}

#[test]
fn execute_of_a_spending_moves_it_from_the_pot_to_a_credit() {
    let world = World::new();
    world.fill_pot(1_000);
    let made = world.executed(ProposalKind::SpendPot, spending(SEQUENCERS[0], 250));
    assert_eq!(world.phase(&made), Phase::Executed);
    assert_eq!((world.credit(SEQUENCERS[0]), world.pot()), (250, 750));
    world.assert_solvent();
}
