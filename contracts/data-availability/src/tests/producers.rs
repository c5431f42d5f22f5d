//! Which block producer a request on a halted L2 blames, and whether it still is the one to rotate.

use alloy_primitives::{Address, B256};
use interfaces::contracts::IDataAvailability::*;
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    halted::{with_producer, SLOT},
    world::{World, ALICE, BOB, CAROL, PRODUCER, START},
};

const OTHER: B256 = B256::repeat_byte(0x99);

/// Makes a request; gives whom it blames.
fn blamed(world: &World, batch: &Sample) -> (Address, u64) {
    world.request_halted(ALICE, batch).motsu_unwrap();
    let Request {
        producer,
        producerSlot,
        ..
    } = world.request_of(batch);
    world.contract.assert_emitted(&HaltedRequestOpened {
        headerHash: batch.hash(),
        producer,
        slot: producerSlot,
    });
    (producer, producerSlot)
}

const NOBODY: (Address, u64) = (Address::ZERO, 0);

#[test]
fn request_halted_blames_nobody_when_no_producer_is_selected() {
    let (world, batch) = World::with_batch();
    assert_eq!(blamed(&world, &batch), NOBODY);
}

#[test]
fn request_halted_blames_nobody_when_the_slot_started_with_the_batch_or_behind_it() {
    for starts_at in [START, START + 5] {
        let (world, batch) = World::with_batch();
        world.set_slot(SLOT, PRODUCER, starts_at);
        world.at(START + 9);
        assert_eq!(blamed(&world, &batch), NOBODY);
    }
}

#[test]
fn request_halted_blames_nobody_when_the_producer_had_ordered_otherwise() {
    let (world, batch) = with_producer();
    world.attest(OTHER, 0);
    assert_eq!(blamed(&world, &batch), NOBODY);
}

#[test]
fn request_halted_blames_a_producer_that_had_attested_the_same_root() {
    let (world, batch) = with_producer();
    world.attest(batch.header.mttbr, 0);
    assert_eq!(blamed(&world, &batch), (PRODUCER, SLOT));
}

#[test]
fn request_halted_blames_a_producer_whose_attestation_came_behind_the_batch() {
    let (world, batch) = with_producer();
    world.attest(OTHER, 1);
    assert_eq!(blamed(&world, &batch), (PRODUCER, SLOT));
}

/// What it attests once it is blamed changes nothing.
#[test]
fn attestation_behind_the_request_saves_no_slot() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.attest(OTHER, 0);
    world.rule(&batch, Verdict::Proven);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    assert!(world.calls().contains(&calls::rotate_producer()));
}

/// Settles a request when another slot runs than the one that it blames; the producer must be left alone.
fn assert_kept(number: u64, holder: Address) {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.set_slot(number, holder, START + 1);
    world.rule(&batch, Verdict::Proven);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    assert!(!world.calls().contains(&calls::rotate_producer()));
    world.contract.assert_emitted(&ProducerKept {
        headerHash: batch.hash(),
        producer: PRODUCER,
        slot: SLOT,
    });
    assert_eq!(world.status(&batch), RequestStatus::Upheld);
}

#[test]
fn settle_halted_leaves_the_producer_when_its_slot_has_ended_meanwhile() {
    // Another one's turn; its own turn again; nobody's.
    assert_kept(SLOT + 1, BOB);
    assert_kept(SLOT + 2, PRODUCER);
    assert_kept(SLOT, Address::ZERO);
}

#[test]
fn settle_halted_emits_ProducerKept_when_nobody_is_to_blame() {
    let (world, batch) = World::with_batch();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.set_slot(SLOT, PRODUCER, START - 1);
    world.rule(&batch, Verdict::Invalid);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    world.contract.assert_emitted(&ProducerKept {
        headerHash: batch.hash(),
        producer: Address::ZERO,
        slot: 0,
    });
    assert!(!world.calls().contains(&calls::rotate_producer()));
}
