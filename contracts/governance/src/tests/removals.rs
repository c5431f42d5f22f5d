//! Executed removals: GS, GV.

use interfaces::contracts::{
    IDataAvailability,
    IGovernance::{CompensationReserved, Executed, Phase, ProposalKind},
    ISequencerPool::{Phase as Running, Role, Status},
    ITreasury::CreditForfeited,
};
use motsu::prelude::*;

use super::world::{limits, removal, World, ALICE, BOB, CAROL, FRAUD_PROOF, SEQUENCERS, STAKE};

#[test]
fn execute_removes_a_sequencer_for_ever_rotates_and_leaves_its_stake() {
    let world = World::new();
    let made = world.executed(ProposalKind::RemoveSequencer, removal(SEQUENCERS[0], &[]));
    let member = world.member(SEQUENCERS[0]);
    assert_eq!((member.banned, member.status), (true, Status::Exiting));
    assert_eq!(member.stake, STAKE);
    assert_eq!(world.selected(), SEQUENCERS[1]);
    assert_eq!(world.phase(&made), Phase::Executed);
    // Without requests to compensate, its stake is its own after the time of unbonding.
    world.wait(201);
    let mut pool = world.pool.sender(SEQUENCERS[0]);
    pool.release_stake().motsu_unwrap();
    assert_eq!(world.credit(SEQUENCERS[0]), STAKE);
    assert!(pool.join(Role::Sequencer, STAKE).motsu_res().is_err());
}

#[test]
fn execute_keeps_the_fees_of_the_requests_back_and_the_stake_held() {
    let world = World::new();
    let first = world.answered(&world.genesis, ALICE);
    let second = world.answered(&first.header, BOB);
    let kind = ProposalKind::RemoveSequencer;
    let made = world.executed(kind, removal(SEQUENCERS[0], &[&first, &second]));
    let amount = world.fee(&first) + world.fee(&second);
    let id = made.id;
    world
        .contract
        .assert_emitted(&CompensationReserved { id, amount });
    assert_eq!(world.phase(&made), Phase::Compensating);
    assert_eq!(world.proposal(&made).reserved, amount);
    assert_eq!(world.contract.sender(CAROL).reserved(), amount);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 1);
    // It cannot leave with its stake before that.
    world.wait(1_000);
    let mut pool = world.pool.sender(SEQUENCERS[0]);
    assert!(pool.release_stake().motsu_res().is_err());
    world.compensate(&made, &[&first, &second]).unwrap();
    pool.release_stake().motsu_unwrap();
}

#[test]
fn execute_of_the_last_sequencer_leaves_the_phase_without_one_and_a_joiner_heals_it() {
    let world = World::new();
    world
        .pool
        .sender(SEQUENCERS[1])
        .request_exit()
        .motsu_unwrap();
    world.wait(1);
    let kind = ProposalKind::RemoveSequencer;
    let made = world
        .propose(BOB, kind, removal(SEQUENCERS[0], &[]))
        .unwrap();
    for voter in world.producers {
        world.vote(voter.address(), &made, true).unwrap();
    }
    world.wait(31);
    world.execute(&made).unwrap();
    let pool = world.pool.sender(CAROL);
    assert_eq!(pool.phase().motsu_unwrap(), Running::NoSequencer);
    world.join(CAROL, Role::Sequencer, STAKE);
    world.wait(5);
    assert_eq!(world.selected(), CAROL);
}

#[test]
fn execute_takes_all_that_a_verifier_has_and_rotates_nobody() {
    let world = World::new();
    // Alice has a credit: the bond of an earlier proposal.
    let earlier = world
        .propose(ALICE, ProposalKind::RemoveVerifier, removal(BOB, &[]))
        .unwrap();
    world.vote(SEQUENCERS[1], &earlier, false).unwrap();
    world.wait(31);
    world.close(&earlier).unwrap();
    let credit = world.credit(ALICE);
    assert_eq!(credit, limits().proposal_bond);
    let (kind, subject) = (ProposalKind::RemoveVerifier, ALICE);
    let made = world.executed(kind, removal(ALICE, &[]));
    let id = made.id;
    world
        .contract
        .assert_emitted(&Executed { id, kind, subject });
    world.treasury.assert_emitted(&CreditForfeited {
        owner: ALICE,
        amount: credit,
    });
    let member = world.member(ALICE);
    assert_eq!((member.banned, member.stake), (true, 0));
    assert_eq!(world.credit(ALICE), 0);
    assert_eq!(world.pot(), limits().stakes.verifier + credit);
    assert_eq!(world.selected(), SEQUENCERS[0]);
    assert_eq!(world.pool.sender(CAROL).slot(Role::Sequencer).number, 1);
    world.assert_solvent();
}

#[test]
fn execute_bans_a_verifier_from_requests_but_not_from_what_it_has_begun() {
    let world = World::new();
    let batch = world.submit(&world.genesis, &[30, 17]);
    world.executed(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    let mut data = world.data.sender(ALICE);
    let refused = data.request(batch.header.clone()).motsu_unwrap_err();
    let expected = IDataAvailability::NotVerifier { caller: ALICE };
    assert_eq!(
        Vec::from(refused),
        alloy_sol_types::SolError::abi_encode(&expected)
    );
    // A dispute that it is about to win: the punishment of the author still pays it.
    let mut judge = world.pool.sender(FRAUD_PROOF);
    let offence = interfaces::contracts::ISequencerPool::Offence::Fraud;
    let (reward, _) = judge
        .punish(SEQUENCERS[0], offence, batch.hash(), 0, ALICE)
        .motsu_unwrap();
    assert!(reward > 0);
    assert_eq!(world.credit(ALICE), reward);
    let mut treasury = world.treasury.sender(ALICE);
    treasury.withdraw(ALICE, reward).motsu_unwrap();
    world.assert_solvent();
}

#[test]
fn request_that_was_open_when_its_verifier_was_removed_ends_as_ever() {
    let world = World::new();
    let batch = world.submit(&world.genesis, &[30, 17]);
    let made = world.passed(ProposalKind::RemoveVerifier, removal(ALICE, &[]));
    world.request(ALICE, &batch);
    world.execute(&made).unwrap();
    let fee = world.fee(&batch);
    world.wait(21);
    let mut data = world.data.sender(CAROL);
    data.expire(batch.header.clone()).motsu_unwrap();
    // The fee that was locked then, and the bounty, came later than the removal.
    assert!(world.credit(ALICE) > fee);
    assert!(world.member(SEQUENCERS[0]).banned);
    world.assert_solvent();
}
