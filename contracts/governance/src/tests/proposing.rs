//! `propose`.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IGovernance::{
        AlreadyProposed, NotAttested, NotMember, Phase, Proposal, ProposalKind, Proposed,
        UnknownHeader, WrongEpoch, WrongRole,
    },
    ISequencerPool::Role,
};
use motsu::prelude::*;

use super::world::{
    limits, parameters, removal, spending, Made, World, ALICE, BOB, CAROL, DAVE, SEQUENCERS, STAKE,
    START,
};
use crate::motion;

/// Everybody's stake but the accused's.
fn everybody_but(stake: u128) -> u128 {
    let others = 2 * limits().stakes.verifier + 2 * limits().stakes.producer;
    2 * STAKE + others - stake
}

#[test]
fn propose_emits_proposed_locks_the_bond_and_holds_the_stake() {
    let world = World::new();
    let payload = removal(SEQUENCERS[0], &[]);
    let kind = ProposalKind::RemoveSequencer;
    let made = world.propose(ALICE, kind, payload.clone()).unwrap();
    let bond = limits().proposal_bond;
    let electorate = everybody_but(STAKE);
    world.contract.assert_emitted(&Proposed {
        id: made.id,
        kind,
        subject: SEQUENCERS[0],
        proposer: ALICE,
        number: 1,
        snapshot: START - 1,
        electorate,
        bond,
        payload: payload.clone().into(),
    });
    assert_eq!(made.id, motion::id_of(1, kind, &payload));
    assert_eq!(world.bond(&made, ALICE), bond);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 1);
    let expected = Proposal {
        kind,
        phase: Phase::Voting,
        proposer: ALICE,
        snapshot: START - 1,
        votingUntil: START + 30,
        executableFrom: START + 31,
        executableUntil: START + 430,
        electorate,
        votesFor: 0,
        votesAgainst: 0,
        bond,
        reserved: 0,
    };
    assert_eq!(world.proposal(&made), expected);
}

#[test]
fn propose_of_what_accuses_nobody_counts_everybody_and_holds_nothing() {
    let world = World::new();
    let kind = ProposalKind::SpendPot;
    let made = world.propose(ALICE, kind, spending(BOB, 1)).unwrap();
    assert_eq!(world.proposal(&made).electorate, everybody_but(0));
    assert_eq!(world.proposal(&made).executableFrom, START + 101);
    assert_eq!(world.member(ALICE).proposalHolds, 0);
    let contract = world.contract.sender(CAROL);
    assert_eq!(contract.open_proposal(kind, ALICE), made.id);
}

#[test]
fn propose_reverts_NotMember_for_strangers_and_for_who_is_leaving() {
    let world = World::new();
    let refused = |who| {
        let kind = ProposalKind::SpendPot;
        world.propose(who, kind, spending(BOB, 1)).unwrap_err()
    };
    assert_eq!(refused(CAROL), NotMember { account: CAROL }.into());
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    assert_eq!(refused(ALICE), NotMember { account: ALICE }.into());
}

#[test]
fn propose_reverts_when_the_accused_is_nobody_of_another_role_or_epoch() {
    let world = World::new();
    let refused = |kind, member: Address, epoch: u32| {
        let payload = (member, epoch, Vec::<B256>::new()).abi_encode_params();
        world.propose(ALICE, kind, payload).unwrap_err()
    };
    let kind = ProposalKind::RemoveVerifier;
    let account = CAROL;
    assert_eq!(refused(kind, CAROL, 1), NotMember { account }.into());
    let (member, role) = (SEQUENCERS[0], Role::Sequencer as u8);
    assert_eq!(refused(kind, member, 1), WrongRole { member, role }.into());
    let kind = ProposalKind::RemoveSequencer;
    for given in [0, 2] {
        let current = 1;
        let expected = WrongEpoch {
            member,
            given,
            current,
        };
        assert_eq!(refused(kind, member, given), expected.into());
    }
    let payload = (BOB, 1u32, true, 0u128).abi_encode_params();
    let kind = ProposalKind::PunishProducer;
    let (member, role) = (BOB, Role::Verifier as u8);
    let error = world.propose(ALICE, kind, payload).unwrap_err();
    assert_eq!(error, WrongRole { member, role }.into());
}

#[test]
fn propose_succeeds_against_a_member_that_is_leaving() {
    let world = World::new();
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    let made = world
        .propose(ALICE, ProposalKind::RemoveVerifier, removal(BOB, &[]))
        .unwrap();
    // At the snapshot it was not leaving, and is the accused all the same.
    let electorate = everybody_but(limits().stakes.verifier);
    assert_eq!(world.proposal(&made).electorate, electorate);
}

#[test]
fn propose_reverts_AlreadyProposed_of_the_same_kind_and_subject() {
    let world = World::new();
    let kind = ProposalKind::RemoveSequencer;
    let propose = |who, kind, payload| world.propose(who, kind, payload);
    let made = propose(ALICE, kind, removal(SEQUENCERS[0], &[])).unwrap();
    let id = made.id;
    let again = propose(BOB, kind, removal(SEQUENCERS[0], &[])).unwrap_err();
    assert_eq!(again, AlreadyProposed { id }.into());
    // Another subject.
    propose(BOB, kind, removal(SEQUENCERS[1], &[])).unwrap();
    // What accuses nobody is counted by who proposes it.
    let kind = ProposalKind::SpendPot;
    let id = propose(ALICE, kind, spending(BOB, 1)).unwrap().id;
    let again = propose(ALICE, kind, spending(DAVE, 1)).unwrap_err();
    assert_eq!(again, AlreadyProposed { id }.into());
    propose(BOB, kind, spending(BOB, 1)).unwrap();
    let set = parameters(&limits());
    propose(ALICE, ProposalKind::AddParameterSet, set).unwrap();
    assert_eq!(world.contract.sender(CAROL).proposals(), 5);
}

#[test]
fn propose_twice_has_two_ids() {
    let world = World::new();
    let kind = ProposalKind::SpendPot;
    let first = world.propose(ALICE, kind, spending(BOB, 1)).unwrap();
    world.wait(31);
    world.close(&first).unwrap();
    let second = world.propose(ALICE, kind, spending(BOB, 1)).unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_ne!(first.id, second.id);
    assert_eq!(world.phase(&first), Phase::Closed);
}

#[test]
fn propose_reverts_without_the_bond_and_leaves_nothing_behind() {
    let world = World::new();
    let mut token = world.token.sender(ALICE);
    let treasury = world.treasury.address();
    token.approve(treasury, U256::ZERO).motsu_unwrap();
    let kind = ProposalKind::RemoveSequencer;
    let payload = removal(SEQUENCERS[0], &[]);
    world.propose(ALICE, kind, payload.clone()).unwrap_err();
    let contract = world.contract.sender(CAROL);
    assert_eq!(contract.proposals(), 0);
    assert!(contract.open_proposal(kind, SEQUENCERS[0]).is_zero());
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 0);
    world.propose(BOB, kind, payload).unwrap();
}

/// A kick of the first sequencer for its batch, by the attestation of the first producer.
pub(super) fn kick(world: &World, header: &super::world::RegistryHeader) -> Vec<u8> {
    let producer = world.producers[0].address();
    (SEQUENCERS[0], 1u32, header.clone(), producer).abi_encode_params()
}

#[test]
fn propose_takes_the_attestation_before_the_submission_as_evidence() {
    let world = World::new();
    let (_, head) = world.registry.sender(ALICE).head();
    let producer = world.producers[0].address();
    let mut registry = world.registry.sender(producer);
    registry.attest(head, B256::repeat_byte(7)).motsu_unwrap();
    let batch = world.submit(&world.genesis, &[30, 17]);
    let kind = ProposalKind::KickForOrdering;
    let made: Made = world
        .propose(producer, kind, kick(&world, &batch.header))
        .unwrap();
    assert_eq!(world.phase(&made), Phase::Voting);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 1);
}

#[test]
fn propose_reverts_UnknownHeader_and_NotAttested() {
    let world = World::new();
    let batch = world.submit(&world.genesis, &[30, 17]);
    let kind = ProposalKind::KickForOrdering;
    let refused = |header: &_| {
        let payload = kick(&world, header);
        world.propose(ALICE, kind, payload).unwrap_err()
    };
    let (parent, producer) = (batch.header.parent, world.producers[0].address());
    let nothing = NotAttested { parent, producer };
    assert_eq!(refused(&batch.header), nothing.into());
    let mut forged = batch.clone();
    forged.header.mttbr = B256::repeat_byte(1);
    let headerHash = forged.hash();
    assert_eq!(refused(&forged.header), UnknownHeader { headerHash }.into());
}
