//! The seat that a punishment leaves vacant, and how it is filled.

use alloy_primitives::{Address, B256};
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;

use super::world::{
    World, ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, FRAUD_PROOF, GOVERNANCE, REGISTRY,
    START,
};

/// The block from which the first sequencer is selected.
const FIRST: u64 = START + 5;

#[track_caller]
fn assert_started(world: &World, role: Role, slot: u64, holder: Address, starts_at: u64) {
    world.pool.assert_emitted(&SlotStarted {
        role,
        slot,
        holder,
        startsAt: starts_at,
    });
}

#[track_caller]
fn assert_skipped(world: &World, member: Address, role: Role) {
    world.pool.assert_emitted(&RotationSkipped { member, role });
}

/// A world in whose first slot Alice was punished; Bob and Carol are next.
fn vacant() -> World {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    world.submit(ALICE, 1);
    world.at(FIRST + 1);
    world.punish(ALICE, Offence::Fraud, 1, DAVE).unwrap();
    world
}

#[test]
fn punish_leaves_the_seat_vacant_until_rotate_from_fills_it() {
    let world = vacant();
    world.pool.assert_emitted(&SlotEnded {
        role: Role::Sequencer,
        slot: 1,
        holder: ALICE,
        reason: SlotEnd::Kick,
    });
    let empty = Slot {
        number: 1,
        startsAt: FIRST,
        vacatedBy: ALICE,
        ..Slot::default()
    };
    assert_eq!(world.slot(), empty);
    assert_eq!(world.selected(), Address::ZERO);
    let phase = world.pool.sender(ALICE).phase().motsu_unwrap();
    assert_eq!(phase, Phase::NoSequencer);
    assert_eq!(world.queue(), [BOB, CAROL]);
    let mut registry = world.pool.sender(REGISTRY);
    let refused = registry.record_submission(BOB, 1).motsu_unwrap_err();
    let expected = NotSelected {
        member: BOB,
        selected: Address::ZERO,
    };
    assert_eq!(refused, expected.into());

    world.rotate_from(ALICE);
    assert_started(&world, Role::Sequencer, 2, BOB, FIRST + 1);
    let filled = Slot {
        number: 2,
        holder: BOB,
        startsAt: FIRST + 1,
        activeAt: FIRST + 1,
        ..Slot::default()
    };
    assert_eq!(world.slot(), filled);
    assert_eq!(world.selected(), BOB);
}

#[test]
fn rotate_from_emits_rotation_skipped_the_second_time_and_changes_nothing() {
    let world = vacant();
    world.rotate_from(ALICE);
    let slot = world.slot();
    world.rotate_from(ALICE);
    assert_skipped(&world, ALICE, Role::Sequencer);
    assert_eq!(world.slot(), slot);
}

#[test]
fn rotate_from_emits_rotation_skipped_when_another_was_punished() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    world.submit(ALICE, 1);
    let slot = world.slot();
    world.punish(BOB, Offence::Fraud, 1, DAVE).unwrap();
    world.rotate_from(BOB);
    assert_skipped(&world, BOB, Role::Sequencer);
    assert_eq!(world.slot(), slot);
    assert_eq!(world.queue(), [ALICE, CAROL]);
}

#[test]
fn rotate_from_fills_no_seat_that_another_has_left_vacant() {
    let world = vacant();
    for other in [BOB, CAROL, DAVE, Address::ZERO] {
        world.rotate_from(other);
        let role = world.member(other).role;
        assert_skipped(&world, other, role);
        assert_eq!(world.slot().vacatedBy, ALICE);
    }
}

#[test]
fn rotate_from_ends_the_slot_of_the_selected_without_a_punishment() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.join(CAROL, Role::Producer);
    world.join(DAVE, Role::Producer);
    for (member, role, next) in [(ALICE, Role::Sequencer, BOB), (CAROL, Role::Producer, DAVE)] {
        world.rotate_from(member);
        world.pool.assert_emitted(&SlotEnded {
            role,
            slot: 1,
            holder: member,
            reason: SlotEnd::Rotation,
        });
        assert_started(&world, role, 2, next, FIRST);
        let selected = world.pool.sender(ALICE).selected(role).motsu_unwrap();
        assert_eq!(selected, next);
        assert!(!world.member(member).banned);
    }
    assert_eq!(world.queue(), [BOB, ALICE]);
}

#[test]
fn rotate_from_emits_rotation_skipped_for_a_member_that_waits_or_is_none() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.join(BOB, Role::Verifier);
    // In the join delay nobody is selected yet.
    for member in [ALICE, BOB, CAROL] {
        let slot = world.slot();
        world.rotate_from(member);
        assert_skipped(&world, member, world.member(member).role);
        assert_eq!(world.slot(), slot);
    }
}

#[test]
fn rotate_from_reverts_may_not_rotate_for_everybody_else() {
    let world = vacant();
    for caller in [ALICE, BOB, REGISTRY, DEPLOYER, Address::ZERO] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.rotate_from(ALICE).motsu_unwrap_err();
        assert_eq!(refused, MayNotRotate { caller }.into());
    }
    for caller in [DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE] {
        let mut pool = world.pool.sender(caller);
        pool.rotate_from(ALICE).motsu_unwrap();
    }
}

#[test]
fn punish_of_the_first_in_the_join_delay_passes_its_block_on() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.join(BOB, Role::Sequencer);
    world.punish(ALICE, Offence::Fraud, 1, DAVE).unwrap();
    world.rotate_from(ALICE);
    assert_started(&world, Role::Sequencer, 2, BOB, FIRST);
    assert_eq!(world.selected(), Address::ZERO);
    world.at(FIRST);
    assert_eq!(world.selected(), BOB);
}

#[test]
fn punish_of_the_last_empties_the_pool_and_a_joiner_heals_it_after_the_delay() {
    let world = World::with_sequencers(&[ALICE]);
    world.punish(ALICE, Offence::Fraud, 1, DAVE).unwrap();
    let empty = Slot {
        number: 1,
        ..Slot::default()
    };
    assert_eq!(world.slot(), empty);
    world.rotate_from(ALICE);
    assert_skipped(&world, ALICE, Role::Sequencer);
    assert_eq!(world.slot(), empty);
    // Contests go on: somebody that is gone from the queue can be punished for more.
    assert_eq!(
        world.punish(ALICE, Offence::DataWithheld, 2, DAVE),
        Ok((0, 0))
    );
    world.at(500);
    world.join(BOB, Role::Sequencer);
    world.at(504);
    assert_eq!(world.selected(), Address::ZERO);
    world.at(505);
    assert_eq!(world.selected(), BOB);
}

#[test]
fn join_takes_its_place_at_the_tail_of_a_vacant_seats_queue() {
    let world = vacant();
    world.join(DAVE, Role::Sequencer);
    assert_eq!(world.selected(), Address::ZERO);
    assert_eq!(world.queue(), [BOB, CAROL, DAVE]);
    world.rotate_from(ALICE);
    assert_eq!(world.selected(), BOB);
}

#[test]
fn the_seat_stays_vacant_when_the_next_in_turn_goes_as_well() {
    let world = vacant();
    world.punish(BOB, Offence::Fraud, 2, DAVE).unwrap();
    assert_eq!(world.slot().vacatedBy, ALICE);
    assert_eq!(world.queue(), [CAROL]);
    world.rotate_from(BOB);
    assert_skipped(&world, BOB, Role::Sequencer);
    world.rotate_from(ALICE);
    assert_eq!(world.selected(), CAROL);
}

#[test]
fn a_vacant_seat_is_an_empty_one_when_nobody_is_left_to_fill_it() {
    let world = vacant();
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    world.pool.sender(CAROL).request_exit().motsu_unwrap();
    let empty = Slot {
        number: 1,
        ..Slot::default()
    };
    assert_eq!(world.slot(), empty);
    world.rotate_from(ALICE);
    assert_skipped(&world, ALICE, Role::Sequencer);
}

#[test]
fn rotate_idle_fills_a_vacant_seat_for_anyone() {
    let world = vacant();
    let mut stranger = world.pool.sender(DAVE);
    stranger.rotate_idle().motsu_unwrap();
    assert_eq!(world.selected(), BOB);
    assert_eq!(world.slot().vacatedBy, Address::ZERO);
    let refused = stranger.rotate_idle().motsu_unwrap_err();
    let expected = NotIdle {
        until: FIRST + 8,
        current: FIRST + 1,
    };
    assert_eq!(refused, expected.into());
}

#[test]
fn a_producers_seat_is_vacated_and_filled_apart_from_the_sequencers() {
    let world = World::with_sequencers(&[ALICE]);
    for producer in [BOB, CAROL] {
        world.join(producer, Role::Producer);
    }
    let mut governance = world.pool.sender(GOVERNANCE);
    let removal = governance.remove(BOB, B256::ZERO, Address::ZERO, 0, 7);
    assert_eq!(removal.motsu_unwrap(), (0, 7));
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.selected_producer().motsu_unwrap(), Address::ZERO);
    assert_eq!(world.selected(), ALICE);
    // Nobody but the judges fills a producer's seat.
    let refused = world.pool.sender(DAVE).rotate_idle().motsu_unwrap_err();
    let expected = NotIdle {
        until: FIRST + 7,
        current: FIRST,
    };
    assert_eq!(refused, expected.into());
    governance.rotate_from(BOB).motsu_unwrap();
    assert_eq!(pool.selected_producer().motsu_unwrap(), CAROL);
}
