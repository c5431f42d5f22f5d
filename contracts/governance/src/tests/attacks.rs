//! What somebody could try.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IDataAvailability::RequestStatus,
    IGovernance::{
        AttestedTooLate, NoVotes, NotMember, Phase, ProposalKind, WrongEpoch, WrongPhase,
    },
    ISequencerPool::{Role, StakeHeld, Status},
};
use motsu::prelude::*;

use super::{
    proposing::kick,
    world::{
        limits, parameters, removal, spending, World, ALICE, BOB, CAROL, DAVE, FRAUD_PROOF,
        SEQUENCERS, STAKE, START,
    },
};
use crate::Error;

#[test]
fn flash_stake_of_the_same_block_has_no_vote_and_moves_no_quorum() {
    let world = World::new();
    world.join(CAROL, Role::Verifier, 10 * STAKE);
    let made = world
        .propose(CAROL, ProposalKind::SpendPot, spending(CAROL, 1))
        .unwrap();
    let (voter, snapshot) = (CAROL, START - 1);
    let error = world.vote(CAROL, &made, true).unwrap_err();
    assert_eq!(error, NoVotes { voter, snapshot }.into());
    assert!(world.proposal(&made).electorate < 10 * STAKE);
}

#[test]
fn stake_that_moved_to_another_account_votes_once() {
    let world = World::new();
    // She leaves and comes back as another person within a long vote: here the pool lets her wait for it.
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    world.wait(201);
    world.pool.sender(ALICE).release_stake().motsu_unwrap();
    let made = world
        .propose(BOB, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    let stake = limits().stakes.verifier;
    world
        .treasury
        .sender(ALICE)
        .withdraw(CAROL, stake)
        .motsu_unwrap();
    let mut token = world.token.sender(CAROL);
    let treasury = world.treasury.address();
    token.approve(treasury, U256::MAX).motsu_unwrap();
    let mut pool = world.pool.sender(CAROL);
    pool.join(Role::Verifier, stake).motsu_unwrap();
    world.wait(1);
    let snapshot = START + 200;
    for voter in [ALICE, CAROL] {
        let error = world.vote(voter, &made, true).unwrap_err();
        assert_eq!(error, NoVotes { voter, snapshot }.into());
    }
}

#[test]
fn quorum_does_not_count_stake_that_is_leaving() {
    let world = World::new();
    for member in SEQUENCERS {
        world.pool.sender(member).request_exit().motsu_unwrap();
    }
    let [first, second] = world.producers.map(|producer| producer.address());
    world.pool.sender(second).request_exit().motsu_unwrap();
    world.wait(1);
    let made = world
        .propose(ALICE, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    let limits = limits();
    let electorate = limits.stakes.producer + 2 * limits.stakes.verifier;
    assert_eq!(world.proposal(&made).electorate, electorate);
    let (voter, snapshot) = (SEQUENCERS[0], START);
    let error = world.vote(voter, &made, true).unwrap_err();
    assert_eq!(error, NoVotes { voter, snapshot }.into());
    world.vote(first, &made, true).unwrap();
    world.wait(101);
    assert_eq!(world.phase(&made), Phase::Executable);
}

#[test]
fn accused_with_a_second_account_has_no_more_than_that_ones_stake() {
    let world = World::new();
    world.join(CAROL, Role::Verifier, limits().stakes.verifier);
    world.wait(1);
    let made = world.passing(ProposalKind::RemoveSequencer, removal(SEQUENCERS[0], &[]));
    world.vote(CAROL, &made, false).unwrap();
    let against = world.proposal(&made).votesAgainst;
    assert_eq!(against, limits().stakes.verifier);
    world.wait(31);
    world.execute(&made).unwrap();
}

#[test]
fn proposals_without_support_cost_their_bonds() {
    let world = World::new();
    let kinds = [
        (ProposalKind::SpendPot, spending(ALICE, 1)),
        (ProposalKind::AddParameterSet, parameters(&limits())),
        (ProposalKind::RemoveVerifier, removal(BOB, &[])),
        (ProposalKind::RemoveSequencer, removal(SEQUENCERS[0], &[])),
    ];
    for (kind, payload) in kinds.clone() {
        let made = world.propose(ALICE, kind, payload).unwrap();
        world.vote(ALICE, &made, true).unwrap();
    }
    // Not one more of any of them, by nobody.
    for (kind, payload) in kinds.clone() {
        world.propose(ALICE, kind, payload).unwrap_err();
    }
    world.wait(31);
    for (number, (kind, payload)) in (1..).zip(kinds) {
        let mut anyone = world.contract.sender(DAVE);
        anyone.close(number, kind, &payload).motsu_unwrap();
    }
    assert_eq!(world.pot(), 4 * limits().proposal_bond);
    assert_eq!(world.credit(ALICE), 0);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 0);
    world.assert_solvent();
}

#[test]
fn accused_cannot_leave_before_the_end_of_the_proposal() {
    let world = World::new();
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    world.wait(201);
    let made = world
        .propose(ALICE, ProposalKind::RemoveVerifier, removal(BOB, &[]))
        .unwrap();
    let mut bob = world.pool.sender(BOB);
    let (member, holds) = (BOB, 1);
    let error = bob.release_stake().motsu_unwrap_err();
    assert_eq!(error, StakeHeld { member, holds }.into());
    world.wait(31);
    world.close(&made).unwrap();
    bob.release_stake().motsu_unwrap();
}

/// The hold makes this impossible, so it is taken away here as only Governance can.
#[test]
fn execute_reverts_WrongEpoch_and_NotMember_when_the_accused_has_left_and_rejoined() {
    let world = World::new();
    let made = world.passed(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    let mut governance = world.pool.sender(world.contract.address());
    governance.lift_hold(ALICE).motsu_unwrap();
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    world.wait(201);
    alice.release_stake().motsu_unwrap();
    let account = ALICE;
    assert_eq!(world.execute(&made), Err(NotMember { account }.into()));
    world.join(ALICE, Role::Verifier, limits().stakes.verifier);
    let (member, given, current) = (ALICE, 1, 2);
    let expected = WrongEpoch {
        member,
        given,
        current,
    };
    assert_eq!(world.execute(&made), Err(expected.into()));
    assert_eq!(world.member(ALICE).status, Status::Active);
    assert_eq!(world.phase(&made), Phase::Executable);
}

#[test]
fn attestation_made_after_the_batch_is_no_evidence() {
    let world = World::new();
    let batch = world.submit(&world.genesis, &[30, 17]);
    // The batch is false, the chain goes on from its parent, and only now the producer orders.
    world.convict(&batch);
    world.wait(1);
    let mut producer = world.registry.sender(world.producers[0].address());
    let root = B256::repeat_byte(7);
    producer.attest(batch.header.parent, root).motsu_unwrap();
    let payload = kick(&world, &batch.header);
    let error = world
        .propose(ALICE, ProposalKind::KickForOrdering, payload)
        .unwrap_err();
    let expected = AttestedTooLate {
        attestedAt: START + 1,
        submittedAt: START,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn sequencer_that_followed_the_producers_signature_cannot_be_accused_by_its_attestation() {
    let world = World::new();
    let producer = world.producers[0];
    let (_, head) = world.registry.sender(ALICE).head();
    let mut registry = world.registry.sender(producer.address());
    let root = B256::repeat_byte(7);
    registry.attest(head, root).motsu_unwrap();
    let batch = world.submit_with(&world.genesis, &[30, 17], Some(producer));
    let payload = kick(&world, &batch.header);
    let error = world
        .propose(producer.address(), ProposalKind::KickForOrdering, payload)
        .unwrap_err();
    assert!(matches!(error, Error::ProducerSigned(_)));
}

/// Sequencer, verifier and proposer are one: each request is paid by the one hand, and compensated to the other.
#[test]
fn self_made_requests_never_take_more_of_the_pot_than_they_have_paid_in() {
    let kinds = [
        (ProposalKind::RemoveSequencer, SEQUENCERS[0]),
        (ProposalKind::RemoveVerifier, ALICE),
    ];
    for (kind, accused) in kinds {
        let world = World::new();
        let others = 1_000;
        world.fill_pot(others);
        let before = wealth(&world, &[SEQUENCERS[0], ALICE]);
        let mut parent = world.genesis.clone();
        let mut batches = Vec::new();
        for _ in 0..4 {
            let batch = world.answered(&parent, ALICE);
            parent = batch.header.clone();
            batches.push(batch);
        }
        let batches: Vec<_> = batches.iter().collect();
        let made = world.executed(kind, removal(accused, &batches));
        world.compensate(&made, &batches).unwrap();
        for batch in &batches {
            assert_eq!(world.status(batch), RequestStatus::Compensated);
        }
        let after = wealth(&world, &[SEQUENCERS[0], ALICE]);
        assert!(after < before, "{kind:?}");
        assert!(world.pot() >= others, "{kind:?}");
        world.assert_solvent();
    }
}

/// Tokens, credits and stakes.
fn wealth(world: &World, people: &[Address]) -> u128 {
    let of = |who: &Address| {
        let tokens: u128 = world.token.sender(DAVE).balance_of(*who).to();
        tokens + world.credit(*who) + world.member(*who).stake
    };
    people.iter().map(of).sum()
}

#[test]
fn request_is_compensated_by_one_of_two_removals_alone() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    // Once for the sequencer's guilt, once for the verifier's.
    let first = world.propose(
        BOB,
        ProposalKind::RemoveSequencer,
        removal(SEQUENCERS[0], &[&batch]),
    );
    let second = world.propose(BOB, ProposalKind::RemoveVerifier, removal(ALICE, &[&batch]));
    let [first, second] = [first.unwrap(), second.unwrap()];
    for made in [&first, &second] {
        world.vote(SEQUENCERS[1], made, true).unwrap();
    }
    world.wait(31);
    world.execute(&first).unwrap();
    world.execute(&second).unwrap();
    world.compensate(&first, &[&batch]).unwrap();
    world.compensate(&second, &[&batch]).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&batch));
    assert_eq!(world.credit(SEQUENCERS[0]), 0);
    assert_eq!(world.contract.sender(CAROL).reserved(), 0);
    // Nor does a verdict of later give it again.
    world.convict(&batch);
    let mut data = world.data.sender(CAROL);
    assert!(data.claim_fee(batch.header.clone()).motsu_res().is_err());
    world.assert_solvent();
}

#[test]
fn request_whose_fee_came_back_is_not_compensated() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    world.convict(&batch);
    let mut data = world.data.sender(CAROL);
    data.claim_fee(batch.header.clone()).motsu_unwrap();
    let made = world.executed(
        ProposalKind::RemoveSequencer,
        removal(SEQUENCERS[0], &[&batch]),
    );
    assert_eq!(world.proposal(&made).reserved, 0);
    world.compensate(&made, &[&batch]).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&batch));
    assert_eq!(world.member(SEQUENCERS[0]).stake, STAKE);
}

#[test]
fn contest_takes_of_the_stake_before_the_compensation_does() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let made = world.passed(
        ProposalKind::RemoveSequencer,
        removal(SEQUENCERS[0], &[&batch]),
    );
    let mut judge = world.pool.sender(FRAUD_PROOF);
    judge.place_hold(SEQUENCERS[0]).motsu_unwrap();
    world.execute(&made).unwrap();
    assert!(world.compensate(&made, &[&batch]).is_err());
    let offence = interfaces::contracts::ISequencerPool::Offence::Fraud;
    let (reward, _) = judge
        .punish(SEQUENCERS[0], offence, batch.hash(), 0, DAVE)
        .motsu_unwrap();
    assert_eq!(reward, STAKE * 4 / 10);
    judge.lift_hold(SEQUENCERS[0]).motsu_unwrap();
    world.compensate(&made, &[&batch]).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&batch));
    world.assert_solvent();
}

#[test]
fn executed_proposal_is_executed_once_whoever_tries() {
    let world = World::new();
    world.fill_pot(1_000);
    let made = world.executed(ProposalKind::SpendPot, spending(DAVE, 100));
    let (id, phase) = (made.id, Phase::Executed);
    for _ in 0..2 {
        assert_eq!(world.execute(&made), Err(WrongPhase { id, phase }.into()));
        assert_eq!(world.close(&made), Err(WrongPhase { id, phase }.into()));
    }
    assert_eq!(world.credit(DAVE), 100);
}

#[test]
fn clock_that_jumps_over_everything_leaves_the_proposal_to_be_closed() {
    let world = World::new();
    let made = world.passing(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    world.at(START + 1_000_000);
    assert!(world.execute(&made).is_err());
    world.close(&made).unwrap();
    assert_eq!(world.credit(BOB), limits().proposal_bond);
    assert_eq!(world.member(ALICE).proposalHolds, 0);
}

#[test]
fn payload_of_a_kick_is_the_encoding_of_its_parts() {
    let world = World::new();
    let header = world.genesis.clone();
    let producer = world.producers[0].address();
    let parts = (SEQUENCERS[0], 1u32, header.clone(), producer).abi_encode_params();
    assert_eq!(kick(&world, &header), parts);
    assert_eq!(parts.len(), 17 * 32);
}
