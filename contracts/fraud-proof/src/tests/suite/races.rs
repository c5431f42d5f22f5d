//! Calls that come too late, twice, or before one another.

use interfaces::contracts::{IBatchRegistry::Verdict, IFraudProof::*};

use super::{
    super::world::{bond, clock},
    world::{World, ALICE, BOB, REWARD, SEQUENCERS, STAKE, START},
};

#[test]
fn two_disputes_that_race_slash_once_and_the_earliest_has_the_share() {
    let (world, batch) = World::with(20, Some(7));
    for who in [ALICE, BOB] {
        world.open(who, &batch).unwrap();
    }
    let leaves = [ALICE, BOB].map(|who| world.descend(who, &batch, 7));
    world.prove(BOB, &batch, &leaves[1]).unwrap();
    let headerHash = batch.hash();
    let expected = NotPending {
        headerHash,
        verdict: super::super::super::IFraudProof::Verdict::Invalid,
    };
    let second = world.prove(ALICE, &batch, &leaves[0]);
    assert_eq!(second, Err(expected.into()));
    world.settle(ALICE, &batch, &leaves[0]).unwrap();
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    assert_eq!(world.credit(BOB), bond());
    assert_eq!(world.pot(), STAKE - REWARD);
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 0);
    world.assert_solvent();
}

#[test]
fn moves_on_a_resolved_dispute_are_refused() {
    let (world, batch) = World::with(20, None);
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    world.prove(ALICE, &batch, &leaf).unwrap();
    let expected = NoOpenDispute {
        headerHash: batch.hash(),
        challenger: ALICE,
        status: DisputeStatus::Lost,
    };
    world.at(START + 1_000);
    let refusals = [
        world.prove(ALICE, &batch, &leaf),
        world.timeout(ALICE, &batch, &leaf),
        world.settle(ALICE, &batch, &leaf),
        world.select(ALICE, &batch, &batch.root(), 0),
    ];
    for refusal in refusals {
        assert_eq!(refusal, Err(expected.clone().into()));
    }
}

#[test]
fn move_and_timeout_in_one_block_exclude_each_other() {
    let (world, batch) = World::with(20, Some(7));
    let root = batch.root();
    world.open(ALICE, &batch).unwrap();
    let deadline = START + clock();
    world.at(deadline);
    assert!(world.timeout(ALICE, &batch, &root).is_err());
    world.reveal(20, batch.frontier(&root)).unwrap();
    // The reveal stands: at no later block is the author late.
    world.at(deadline + 5);
    assert!(world.timeout(ALICE, &batch, &root).is_err());
    world.select(ALICE, &batch, &root, 0).unwrap();
    assert!(world.timeout(ALICE, &batch, &root).is_err());
}

#[test]
fn timeout_that_comes_first_leaves_nothing_to_a_move_in_the_same_block() {
    let (world, batch) = World::with(20, None);
    let root = batch.root();
    world.open(ALICE, &batch).unwrap();
    world.at(START + clock() + 1);
    // Too late: it stands as a reveal, and does not help.
    world.reveal(20, batch.frontier(&root)).unwrap();
    assert!(world.select(ALICE, &batch, &root, 0).is_err());
    world.timeout(ALICE, &batch, &root).unwrap();
    assert_eq!(world.status(ALICE, &batch), DisputeStatus::Won);
    assert!(world.select(ALICE, &batch, &root, 0).is_err());
}

#[test]
fn replay_by_one_element_at_a_time_stops_nobody_who_feeds_more() {
    let (world, batch) = World::with(9, None);
    world.begin_replay(&batch).unwrap();
    for cursor in 0..4 {
        // Bob comes before each of Alice's calls.
        world.feed(BOB, &batch, cursor, cursor + 1).unwrap();
    }
    world.feed(ALICE, &batch, 0, 9).unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Proven);
    let contract = world.contract.sender(ALICE);
    let fed = [ALICE, BOB].map(|who| contract.share_of(batch.hash(), who).0);
    assert_eq!(fed, [5, 4]);
}
