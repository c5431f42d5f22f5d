//! The ends of disputes and replays, as all contracts see them.

use interfaces::contracts::{
    IBatchRegistry::Verdict, IFraudProof::DisputeStatus, ISequencerPool::Status,
};

use super::{
    super::world::{bond, clock, payment},
    world::{Base, World, ALICE, BOB, CAROL, REWARD, SEQUENCERS, STAKE, START},
};

#[test]
fn open_holds_finality_stake_and_bond() {
    let (world, batch) = World::with(20, None);
    world.open(ALICE, &batch).unwrap();
    assert_eq!(world.locked(&batch, ALICE), bond());
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 1);
    world.at(START + 1_000);
    assert!(!world.finalize(&batch));
    world.assert_solvent();
}

#[test]
fn fraud_does_everything_in_one_call() {
    let (world, batch) = World::with(20, Some(7));
    let child = world.submit(&Base::of(&batch), 3, None);
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    world.prove(ALICE, &batch, &leaf).unwrap();
    let author = world.member(SEQUENCERS[0]);
    assert_eq!((author.stake, author.disputeHolds), (0, 0));
    assert_eq!((author.status, author.banned), (Status::Exiting, true));
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    assert_eq!(world.pot(), STAKE - REWARD);
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    assert_eq!(world.verdict(&child), Verdict::Orphaned);
    assert_eq!(world.selected(), SEQUENCERS[1]);
    world.assert_solvent();
    // The chain goes on from the parent.
    let next = world.submit(world.genesis(), 5, None);
    assert_eq!(world.verdict(&next), Verdict::Pending);
}

#[test]
fn author_that_is_right_gets_its_payment_and_the_batch_becomes_final() {
    let (world, batch) = World::with(20, None);
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    world.prove(ALICE, &batch, &leaf).unwrap();
    assert_eq!(world.status(ALICE, &batch), DisputeStatus::Lost);
    assert_eq!(world.credit(SEQUENCERS[0]), 2 * payment());
    assert_eq!(world.pot(), bond() - 2 * payment());
    let author = world.member(SEQUENCERS[0]);
    assert_eq!((author.stake, author.disputeHolds), (STAKE, 0));
    world.at(START + 1_000);
    assert!(world.finalize(&batch));
    world.assert_solvent();
}

#[test]
fn replay_proves_the_batch_and_open_disputes_are_settled_for_the_author() {
    let (world, batch) = World::with(20, None);
    for who in [ALICE, BOB] {
        world.open(who, &batch).unwrap();
    }
    let leaf = world.descend(BOB, &batch, 11);
    world.begin_replay(&batch).unwrap();
    world.feed(CAROL, &batch, 0, 12).unwrap();
    world.feed(CAROL, &batch, 12, 20).unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Proven);
    // Final at once, whatever is open on it.
    assert!(world.finalize(&batch));
    for (who, position) in [(ALICE, batch.root()), (BOB, leaf)] {
        world.settle(who, &batch, &position).unwrap();
        assert_eq!(world.status(who, &batch), DisputeStatus::Lost);
    }
    // Alice has left the reveal of the root unanswered.
    assert_eq!(world.credit(SEQUENCERS[0]), 3 * payment());
    assert_eq!(world.pot(), 2 * bond() - 3 * payment());
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 0);
    world.assert_solvent();
}

#[test]
fn replay_that_finds_fraud_pays_its_feeders_to_the_last_unit() {
    let (world, batch) = World::with(7, Some(6));
    world.begin_replay(&batch).unwrap();
    for (who, first, end) in [(ALICE, 0, 2), (BOB, 2, 5), (CAROL, 5, 7)] {
        world.feed(who, &batch, first, end).unwrap();
    }
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    let own = world.contract.address();
    assert_eq!(world.credit(own), REWARD);
    let mut paid = 0;
    for who in [CAROL, ALICE, BOB] {
        let before = world.balance(who);
        let amount = world.claim_share(who, &batch).unwrap();
        assert_eq!(
            world.balance(who) - before,
            alloy_primitives::U256::from(amount)
        );
        assert!(world.claim_share(who, &batch).is_err());
        paid += amount;
    }
    assert_eq!(paid, REWARD);
    assert_eq!(world.credit(own), 0);
    world.assert_solvent();
}

#[test]
fn settle_of_an_orphan_pays_what_was_earned_and_punishes_nobody() {
    let (world, batch) = World::with(20, None);
    let child = world.submit(&Base::of(&batch), 20, None);
    assert!(world.publish(&child));
    world.open(ALICE, &child).unwrap();
    let leaf = world.descend(ALICE, &child, 4);
    world.open(BOB, &batch).unwrap();
    world.at(START + clock() + 1);
    world.timeout(BOB, &batch, &batch.root()).unwrap();
    assert_eq!(world.verdict(&child), Verdict::Orphaned);
    world.settle(ALICE, &child, &leaf).unwrap();
    assert_eq!(world.status(ALICE, &child), DisputeStatus::Orphaned);
    assert_eq!(world.credit(ALICE), bond() - 2 * payment());
    assert_eq!(world.credit(SEQUENCERS[0]), 2 * payment());
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 0);
    world.assert_solvent();
}

#[test]
fn settle_returns_the_bond_when_data_availability_was_faster() {
    let (world, batch) = World::with(20, None);
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 4);
    assert!(world.cut(&batch));
    world.settle(ALICE, &batch, &leaf).unwrap();
    assert_eq!(world.credit(ALICE), bond());
    assert_eq!(world.member(SEQUENCERS[0]).stake, STAKE);
    world.assert_solvent();
}

#[test]
fn author_of_two_false_batches_is_caught_twice_though_nothing_is_left_of_its_stake() {
    let (world, first) = World::with(4, None);
    let second = world.submit(&Base::of(&first), 4, Some(2));
    assert!(world.publish(&second));
    assert_eq!(first.header.sequencer, second.header.sequencer);
    for batch in [&first, &second] {
        world.open(ALICE, batch).unwrap();
    }
    let leaf = world.descend(ALICE, &second, 2);
    world.prove(ALICE, &second, &leaf).unwrap();
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    // The lower one stands, and is lost by silence now.
    world.at(START + clock() + 1);
    world.timeout(ALICE, &first, &first.root()).unwrap();
    assert_eq!(world.verdict(&first), Verdict::Invalid);
    assert_eq!(world.credit(ALICE), 2 * bond() + REWARD);
    let author = world.member(SEQUENCERS[0]);
    assert_eq!((author.stake, author.disputeHolds), (0, 0));
    world.assert_solvent();
}
