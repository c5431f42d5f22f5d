//! `vote`.

use alloy_primitives::B256;
use interfaces::contracts::IGovernance::{
    Accused, AlreadyVoted, NoVotes, Phase, ProposalKind, Voted, WrongPhase,
};
use motsu::prelude::*;

use super::world::{limits, removal, spending, World, ALICE, BOB, CAROL, SEQUENCERS, STAKE, START};

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
    let world = World::new();
    let voter = SEQUENCERS[0];
    let payload = removal(voter, &[]);
    let made = world
        .propose(ALICE, ProposalKind::RemoveSequencer, payload)
        .unwrap();
    for support in [true, false] {
        let refused = world.vote(voter, &made, support).unwrap_err();
        assert_eq!(refused, Accused { voter }.into());
    }
    // It votes on everything else, and so does the proposer of what accuses nobody on its own.
    let other = world
        .propose(voter, ProposalKind::SpendPot, spending(BOB, 1))
        .unwrap();
    world.vote(voter, &other, true).unwrap();
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
