//! The idle limit while the head is contested.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;

use super::world::{World, ALICE, BOB, DAVE, DEPLOYER, FRAUD_PROOF, GOVERNANCE, START};

/// The block from which the first sequencer is selected.
const FIRST: u64 = START + 5;

fn refusal(world: &World) -> crate::Error {
    world.pool.sender(DAVE).rotate_idle().motsu_unwrap_err()
}

#[test]
fn rotate_idle_reverts_idle_limit_stopped_while_the_head_is_contested() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.submit(ALICE, 1);
    world.at(FIRST + 3);
    world.set_head_contested(true);
    world.pool.assert_emitted(&HeadContested {
        contested: true,
        changedAt: FIRST + 3,
        activeAt: FIRST,
    });
    assert_eq!(world.slot().contestedSince, FIRST + 3);
    world.at(FIRST + 1_000);
    let stopped: crate::Error = IdleLimitStopped {
        contestedSince: FIRST + 3,
    }
    .into();
    assert_eq!(refusal(&world), stopped);
    let deadline = world.pool.sender(DAVE).idle_deadline();
    assert_eq!(deadline.motsu_unwrap_err(), stopped);
    assert_eq!(world.selected(), ALICE);
}

#[test]
fn set_head_contested_lets_what_is_left_of_the_limit_count_afterwards() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.submit(ALICE, 1);
    world.at(FIRST + 3);
    world.set_head_contested(true);
    world.at(FIRST + 103);
    world.set_head_contested(false);
    world.pool.assert_emitted(&HeadContested {
        contested: false,
        changedAt: FIRST + 103,
        activeAt: FIRST + 100,
    });
    // 3 of the 7 blocks had passed before the contest.
    let until = FIRST + 107;
    world.at(until);
    let expected = NotIdle {
        until,
        current: until,
    };
    assert_eq!(refusal(&world), expected.into());
    world.at(until + 1);
    world.pool.sender(DAVE).rotate_idle().motsu_unwrap();
    assert_eq!(world.selected(), BOB);
}

#[test]
fn set_head_contested_gives_a_slot_that_started_meanwhile_the_whole_limit() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.set_head_contested(true);
    world.at(FIRST + 50);
    world.pool.sender(ALICE).end_slot().motsu_unwrap();
    assert_eq!(world.slot().contestedSince, FIRST);
    world.at(FIRST + 60);
    world.set_head_contested(false);
    assert_eq!(world.slot().activeAt, FIRST + 60);
}

#[test]
fn record_submission_lets_the_limit_count_again_because_the_head_is_new() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.set_head_contested(true);
    world.at(FIRST + 20);
    world.submit(ALICE, 1);
    let slot = world.slot();
    assert_eq!((slot.contestedSince, slot.activeAt), (0, FIRST + 20));
    let deadline = world.pool.sender(DAVE).idle_deadline().motsu_unwrap();
    assert_eq!(deadline, FIRST + 27);
}

#[test]
fn set_head_contested_changes_and_emits_nothing_when_it_is_so_already() {
    let world = World::with_sequencers(&[ALICE]);
    world.set_head_contested(false);
    world.set_head_contested(true);
    let (slot, events) = (world.slot(), world.pool.all_events().len());
    world.at(FIRST + 2);
    world.set_head_contested(true);
    assert_eq!(world.slot(), slot);
    assert_eq!(world.pool.all_events().len(), events);
}

#[test]
fn set_head_contested_outlasts_an_empty_pool_and_a_vacant_seat() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.set_head_contested(true);
    world.punish(ALICE, Offence::Fraud, 1, DAVE).unwrap();
    assert_eq!(world.slot().contestedSince, FIRST);
    // A vacant seat waits for no limit.
    world.pool.sender(DAVE).rotate_idle().motsu_unwrap();
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    assert_eq!(world.slot().contestedSince, FIRST);
    world.at(FIRST + 9);
    world.set_head_contested(false);
    let slot = world.slot();
    assert_eq!((slot.contestedSince, slot.activeAt), (0, 0));
    assert_eq!(refusal(&world), NoSequencer {}.into());
}

#[test]
fn set_head_contested_reverts_not_registry_for_everybody_else() {
    let world = World::with_sequencers(&[ALICE]);
    for caller in [ALICE, DEPLOYER, FRAUD_PROOF, GOVERNANCE, Address::ZERO] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.set_head_contested(true).motsu_unwrap_err();
        assert_eq!(refused, NotRegistry { caller }.into());
    }
}
