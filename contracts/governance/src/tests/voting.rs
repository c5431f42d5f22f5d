//! `vote`.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IGovernance::{Accused, AlreadyVoted, NoVotes, Phase, ProposalKind, Terms, Voted, WrongPhase},
    ISequencerPool::Role,
};
use motsu::prelude::*;

use super::world::{
    limits, removal, spending, World, ALICE, BOB, CAROL, DEPLOYER, SEQUENCERS, STAKE, START, TERMS,
};
use super::{executing::ordered, proposing::kick};

#[test]
fn vote_emits_voted_and_counts_the_stake_of_the_snapshot() {
    let world = World::new();
    let kind = ProposalKind::RemoveSequencer;
    let payload = removal(SEQUENCERS[0], &[]);
    let made = world.propose(ALICE, kind, payload).unwrap();
    // What is added later does not count.
    world.pool.sender(ALICE).add_stake(STAKE).motsu_unwrap();
    world.wait(1);
    world.vote(ALICE, &made, false).unwrap();
    world.vote(SEQUENCERS[1], &made, true).unwrap();
    let votes = limits().stakes.verifier;
    world.contract.assert_emitted(&Voted {
        id: made.id,
        voter: ALICE,
        support: false,
        votes,
    });
    let proposal = world.proposal(&made);
    assert_eq!((proposal.votesFor, proposal.votesAgainst), (STAKE, votes));
    let contract = world.contract.sender(CAROL);
    assert!(contract.has_voted(made.id, ALICE));
    assert!(!contract.has_voted(made.id, BOB));
}

#[test]
fn vote_succeeds_until_the_last_block_and_reverts_WrongPhase_behind_it() {
    let world = World::new();
    let made = world
        .propose(ALICE, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    world.at(START + 30);
    world.vote(BOB, &made, true).unwrap();
    world.at(START + 31);
    let (id, phase) = (made.id, Phase::Defeated);
    let late = world.vote(ALICE, &made, true).unwrap_err();
    assert_eq!(late, WrongPhase { id, phase }.into());
}

#[test]
fn vote_reverts_WrongPhase_on_what_nobody_proposed() {
    let world = World::new();
    let (id, phase) = (B256::repeat_byte(1), Phase::None);
    let mut contract = world.contract.sender(ALICE);
    let error = contract.vote(id, true).motsu_unwrap_err();
    assert_eq!(error, WrongPhase { id, phase }.into());
}

#[test]
fn vote_reverts_AlreadyVoted_whatever_the_side() {
    let world = World::new();
    let made = world.passing(ProposalKind::SpendPot, spending(BOB, 1));
    let (id, voter) = (made.id, SEQUENCERS[1]);
    for support in [true, false] {
        let twice = world.vote(voter, &made, support).unwrap_err();
        assert_eq!(twice, AlreadyVoted { id, voter }.into());
    }
    assert_eq!(world.proposal(&made).votesFor, STAKE);
}

#[test]
fn vote_reverts_Accused_of_every_kind_that_accuses() {
    let (world, batch) = ordered();
    let (sequencer, producer) = (SEQUENCERS[0], world.producers[0].address());
    let punishment = (producer, 1u32, true, 1u128).abi_encode_params();
    for (kind, voter, payload) in [
        (
            ProposalKind::RemoveSequencer,
            sequencer,
            removal(sequencer, &[]),
        ),
        (ProposalKind::RemoveVerifier, ALICE, removal(ALICE, &[])),
        (ProposalKind::PunishProducer, producer, punishment),
        (
            ProposalKind::KickForOrdering,
            sequencer,
            kick(&world, &batch.header),
        ),
    ] {
        let made = world.propose(BOB, kind, payload).unwrap();
        for support in [true, false] {
            let refused = world.vote(voter, &made, support).unwrap_err();
            assert_eq!(refused, Accused { voter }.into());
        }
    }
    // It votes on everything else, and so does the proposer of what accuses nobody on its own.
    let other = world
        .propose(sequencer, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    world.vote(sequencer, &other, true).unwrap();
}

#[test]
fn vote_reverts_NoVotes_for_strangers_and_for_who_is_leaving() {
    let world = World::new();
    let made = world.passing(ProposalKind::SpendPot, spending(BOB, 1));
    let snapshot = START - 1;
    let refused = |voter| {
        let error = world.vote(voter, &made, true).unwrap_err();
        assert_eq!(error, NoVotes { voter, snapshot }.into());
    };
    refused(CAROL);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    refused(ALICE);
}

/// The vote is long enough to vote, leave, and come back as another person, or as the same.
#[test]
fn stake_that_has_voted_and_moved_does_not_vote_again() {
    let world = World::with(Terms {
        voting: 300,
        ..TERMS
    });
    let made = world
        .propose(BOB, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    world.vote(ALICE, &made, true).unwrap();
    let before = world.proposal(&made).votesFor;
    let mut pool = world.pool.sender(ALICE);
    pool.request_exit().motsu_unwrap();
    world.wait(201);
    pool.release_stake().motsu_unwrap();
    let stake = limits().stakes.verifier;
    let mut treasury = world.treasury.sender(ALICE);
    treasury.withdraw(CAROL, stake).motsu_unwrap();
    let mut token = world.token.sender(CAROL);
    let spender = world.treasury.address();
    token.approve(spender, U256::MAX).motsu_unwrap();
    let mut pool = world.pool.sender(CAROL);
    pool.join(Role::Verifier, stake).motsu_unwrap();
    world.join(ALICE, Role::Verifier, stake);
    world.wait(1);
    assert_eq!(world.phase(&made), Phase::Voting);
    let (voter, snapshot) = (CAROL, START - 1);
    let error = world.vote(CAROL, &made, true).unwrap_err();
    assert_eq!(error, NoVotes { voter, snapshot }.into());
    let (id, voter) = (made.id, ALICE);
    let error = world.vote(ALICE, &made, true).unwrap_err();
    assert_eq!(error, AlreadyVoted { id, voter }.into());
    assert_eq!(world.proposal(&made).votesFor, before);
}

/// At the end of the block before there was nobody: no vote counts, and the bond is the price of that.
#[test]
fn proposal_of_the_block_in_which_everybody_has_joined_is_defeated() {
    let world = World::new();
    for who in [ALICE, BOB] {
        world.pool.sender(who).request_exit().motsu_unwrap();
    }
    for who in SEQUENCERS {
        world.pool.sender(who).request_exit().motsu_unwrap();
    }
    for who in world.producers {
        let mut pool = world.pool.sender(who.address());
        pool.request_exit().motsu_unwrap();
    }
    world.wait(1);
    world.join(CAROL, Role::Verifier, STAKE);
    let made = world
        .propose(CAROL, ProposalKind::SpendPot, spending(CAROL, 1))
        .unwrap();
    assert_eq!(world.proposal(&made).electorate, 0);
    world.vote(CAROL, &made, true).unwrap_err();
    world.wait(101);
    assert_eq!(world.phase(&made), Phase::Defeated);
    world.execute(&made).unwrap_err();
    world.close(&made).unwrap();
    assert_eq!(world.pot(), limits().proposal_bond);
}

#[test]
fn votes_of_nearly_all_that_128_bits_hold_are_counted_to_the_last() {
    let world = World::new();
    world.give(CAROL);
    let left: u128 = world.token.sender(CAROL).balance_of(DEPLOYER).to();
    let mut bank = world.token.sender(DEPLOYER);
    bank.transfer(CAROL, U256::from(left)).motsu_unwrap();
    let mut pool = world.pool.sender(CAROL);
    pool.join(Role::Verifier, left).motsu_unwrap();
    world.wait(1);
    let made = world.passing(ProposalKind::RemoveSequencer, removal(SEQUENCERS[0], &[]));
    world.vote(CAROL, &made, false).unwrap();
    let proposal = world.proposal(&made);
    assert!(left > u128::MAX / 2);
    assert_eq!((proposal.votesFor, proposal.votesAgainst), (STAKE, left));
    assert!(proposal.electorate > left);
    world.wait(31);
    assert_eq!(world.phase(&made), Phase::Defeated);
}
