//! Every malformed move at every stage of a dispute and of a replay, by both sides and by strangers.

use alloy_primitives::Address;
use interfaces::contracts::IFraudProof::Position;

use super::{
    super::{batch::Sample, world::clock},
    attempt::Attempt,
    malformed::{all, Malformed},
    snapshot::Snapshot,
    world::{World, ALICE, BOB, CAROL, SEQUENCERS, START},
};

/// Sends a malformed move, and checks that it is refused for its fault and that nothing has changed in these batches.
pub(super) fn assert_refused(
    attempt: Attempt<'_>,
    sender: Address,
    malformed: Malformed,
    batches: &[&Sample],
) {
    let world = attempt.world;
    let before = Snapshot::of(world, batches);
    let (expected, done) = attempt.send(sender, malformed);
    let error: Vec<u8> = done.expect_err("a malformed move").into();
    let given: [u8; 4] = *error.first_chunk().expect("a typed error");
    if let Some(expected) = expected {
        assert_eq!(given, expected, "{malformed:?} by {sender}");
    }
    assert_eq!(Snapshot::of(world, batches), before);
}

/// Sends all of them against Alice's dispute.
fn assert_all_refused(world: &World, batch: &Sample, position: &Position) {
    for malformed in all() {
        for sender in [ALICE, SEQUENCERS[0], BOB, CAROL] {
            let attempt = Attempt::new(world, batch, ALICE, position.clone());
            assert_refused(attempt, sender, malformed, &[batch]);
        }
    }
}

/// Alice's dispute on a batch that is false at its eighth leaf; Bob has one too, and Carol has none.
fn disputed(count: u32) -> (World, Sample) {
    let (world, batch) = World::with(count, Some(7));
    for who in [ALICE, BOB] {
        world.open(who, &batch).unwrap();
    }
    (world, batch)
}

#[test]
fn malformed_moves_are_refused_for_their_fault_and_change_nothing_before_and_after_a_reveal() {
    let (world, batch) = disputed(40);
    let root = batch.root();
    assert_all_refused(&world, &batch, &root);
    world.reveal(40, batch.frontier(&root)).unwrap();
    assert_all_refused(&world, &batch, &root);
    let (entry, below) = batch.entry(&root, 7);
    world.select(ALICE, &batch, &root, entry).unwrap();
    assert_all_refused(&world, &batch, &below);
}

#[test]
fn malformed_moves_are_refused_for_their_fault_and_change_nothing_at_a_leaf() {
    let (world, batch) = disputed(40);
    let leaf = world.descend(ALICE, &batch, 7);
    assert_all_refused(&world, &batch, &leaf);
    world.prove(ALICE, &batch, &leaf).unwrap();
    assert_all_refused(&world, &batch, &leaf);
}

#[test]
fn malformed_moves_are_refused_for_their_fault_and_change_nothing_in_a_batch_of_one_element() {
    let (world, batch) = World::with(1, Some(0));
    world.open(ALICE, &batch).unwrap();
    assert_all_refused(&world, &batch, &batch.root());
}

#[test]
fn malformed_moves_are_refused_for_their_fault_and_change_nothing_when_time_is_over() {
    let (world, batch) = disputed(40);
    let root = batch.root();
    world.at(START + clock() + 1);
    assert_all_refused(&world, &batch, &root);
    // Too late, and yet a reveal.
    world.reveal(40, batch.frontier(&root)).unwrap();
    assert_all_refused(&world, &batch, &root);
}

#[test]
fn malformed_moves_are_refused_for_their_fault_and_change_nothing_during_and_after_a_replay() {
    let (world, batch) = disputed(20);
    world.begin_replay(&batch).unwrap();
    assert_all_refused(&world, &batch, &batch.root());
    world.feed(CAROL, &batch, 0, 12).unwrap();
    assert_all_refused(&world, &batch, &batch.root());
    world.feed(CAROL, &batch, 12, 20).unwrap();
    assert_all_refused(&world, &batch, &batch.root());
}
