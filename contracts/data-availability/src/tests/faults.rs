//! Published elements that show a fault of their author.

use alloy_primitives::Address;
use interfaces::contracts::IDataAvailability::*;
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    peers::BOUNTY,
    world::{fee, window_end, World, ALICE, AUTHOR, BOB, CAROL, NOT_ASKED},
};

/// A pending batch of three elements of 40 bytes, whose header says something else of their length.
fn world(declared: u32) -> (World, Sample) {
    let world = World::new();
    let mut batch = Sample::of(AUTHOR, &[40, 40, 40]);
    batch.header.dataLength = declared;
    world.rule(&batch, Verdict::Pending);
    (world, batch)
}

fn assert_shown(world: &World, batch: &Sample, fault: Fault, found: u32, expected: u32) {
    world.contract.assert_emitted(&FaultShown {
        headerHash: batch.hash(),
        author: AUTHOR,
        fault,
        found,
        expected,
    });
}

#[test]
fn publish_punishes_the_author_when_the_declared_length_is_above_the_real_one() {
    let (world, batch) = world(121);
    world.publish(BOB, &batch, batch.call(0, 2)).motsu_unwrap();
    assert!(world.calls().is_empty());
    world.publish(BOB, &batch, batch.call(2, 3)).motsu_unwrap();
    assert_shown(&world, &batch, Fault::TooFewBytes, 120, 121);
    // Nobody has asked: the pot gets it all, and there is nothing to close.
    let expected = [
        calls::punish(&batch, Address::ZERO),
        calls::invalidate(&batch),
        calls::rotate_from(),
    ];
    assert_eq!(world.calls(), expected);
    assert!(!world.publication(&batch).complete);
    assert_eq!(world.request_of(&batch), NOT_ASKED);
}

#[test]
fn publish_punishes_the_author_as_soon_as_more_bytes_are_there_than_declared() {
    let (world, batch) = world(79);
    world
        .publish(CAROL, &batch, batch.call(0, 1))
        .motsu_unwrap();
    assert!(world.calls().is_empty());
    world
        .publish(CAROL, &batch, batch.call(0, 2))
        .motsu_unwrap();
    assert_shown(&world, &batch, Fault::TooManyBytes, 80, 79);
    assert_eq!(world.calls().len(), 3);
}

#[test]
fn publish_punishes_the_author_when_an_element_is_above_the_cap() {
    let world = World::new();
    for (length, faulty) in [(200, false), (201, true)] {
        let batch = Sample::of(AUTHOR, &[1, length, 3]);
        world.rule(&batch, Verdict::Pending);
        let before = world.calls().len();
        world.publish(BOB, &batch, batch.call(0, 2)).motsu_unwrap();
        assert_eq!(world.calls().len() > before, faulty);
        if faulty {
            assert_shown(&world, &batch, Fault::ElementTooLong, 201, 200);
        }
    }
}

#[test]
fn publish_by_the_author_itself_punishes_it_all_the_same() {
    let (world, batch) = world(100);
    world.publish(AUTHOR, &batch, batch.whole()).motsu_unwrap();
    assert_eq!(world.calls()[0], calls::punish(&batch, Address::ZERO));
}

#[test]
fn publish_ends_an_open_request_with_fee_and_bounty_when_it_shows_a_fault() {
    let (world, batch) = world(119);
    world.request(ALICE, &batch).motsu_unwrap();
    let before = world.calls().len();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    assert_shown(&world, &batch, Fault::TooManyBytes, 120, 119);
    world.contract.assert_emitted(&RequestDefaulted {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: fee(&batch),
        bounty: BOUNTY,
    });
    let expected = [
        calls::punish(&batch, ALICE),
        calls::invalidate(&batch),
        calls::rotate_from(),
        calls::close_request(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE),
    ];
    assert_eq!(world.calls_since(before), expected);
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
}

#[test]
fn publish_shows_no_fault_behind_the_challenge_window() {
    let (world, batch) = world(119);
    world.at(window_end() + 1);
    let error = world.publish(BOB, &batch, batch.whole()).motsu_unwrap_err();
    let expected = TooLate {
        until: window_end(),
        current: window_end() + 1,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn publish_shows_no_fault_with_elements_that_are_not_the_batchs() {
    let (world, batch) = world(120);
    let mut longer = batch.elements.clone();
    longer[2].push(0);
    let forged = Sample::with(AUTHOR, longer);
    let error = world
        .publish(BOB, &batch, forged.whole())
        .motsu_unwrap_err();
    assert!(matches!(error, crate::Error::ElementsNotProven(_)));
    assert!(world.calls().is_empty());
}
