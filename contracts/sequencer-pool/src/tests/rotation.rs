//! Selection, slots and their ends.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;

use super::world::{
    World, ALICE, BOB, CAROL, DAVE, DEPLOYER, GOVERNANCE, NONE, PARAMETERS, REGISTRY, START,
};

/// The block from which the first sequencer is selected.
const FIRST: u64 = START + 5;

#[track_caller]
fn assert_rotated(
    world: &World,
    number: u64,
    reason: SlotEnd,
    from: Address,
    to: Address,
    at: u64,
) {
    let role = Role::Sequencer;
    world.pool.assert_emitted(&SlotEnded {
        role,
        slot: number,
        holder: from,
        reason,
    });
    world.pool.assert_emitted(&SlotStarted {
        role,
        slot: number + 1,
        holder: to,
        startsAt: at,
    });
    let fresh = Slot {
        number: number + 1,
        holder: to,
        startsAt: at,
        activeAt: at,
        ..Slot::default()
    };
    assert_eq!(world.slot(), fresh);
}

#[test]
fn join_selects_the_first_sequencer_after_the_join_delay() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.pool.assert_emitted(&SlotStarted {
        role: Role::Sequencer,
        slot: 1,
        holder: ALICE,
        startsAt: FIRST,
    });
    let pool = world.pool.sender(ALICE);
    for (block, selected, phase) in [
        (FIRST - 1, Address::ZERO, Phase::NoSequencer),
        (FIRST, ALICE, Phase::Running),
    ] {
        world.at(block);
        assert_eq!(world.selected(), selected);
        assert_eq!(pool.phase().motsu_unwrap(), phase);
    }
}

#[test]
fn join_selects_the_first_producer_at_once_and_apart_from_sequencers() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    world.join(BOB, Role::Producer);
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.selected_producer().motsu_unwrap(), ALICE);
    assert_eq!(pool.selected(Role::Producer).motsu_unwrap(), ALICE);
    assert_eq!(world.selected(), Address::ZERO);
    assert_eq!(world.queue(), NONE);
}

#[test]
fn join_selects_no_verifier() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let pool = world.pool.sender(ALICE);
    for role in [Role::Verifier, Role::None] {
        assert_eq!(pool.selected(role).motsu_unwrap(), Address::ZERO);
        assert_eq!(pool.slot(role), Slot::default());
    }
}

#[test]
fn join_leaves_the_start_to_the_first_when_more_join_during_the_delay() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.at(FIRST - 1);
    world.join(BOB, Role::Sequencer);
    world.at(FIRST);
    assert_eq!(world.selected(), ALICE);
    assert_eq!(world.queue(), [ALICE, BOB]);
}

#[test]
fn request_exit_passes_the_start_on_when_the_first_leaves_during_the_delay() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.join(BOB, Role::Sequencer);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    assert_rotated(&world, 1, SlotEnd::Exit, ALICE, BOB, FIRST);
    assert_eq!(world.selected(), Address::ZERO);
    world.at(FIRST);
    assert_eq!(world.selected(), BOB);
}

#[test]
fn record_submission_emits_submission_recorded_and_counts() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.submit(ALICE, 10);
    world.at(FIRST + 2);
    world.submit(ALICE, 20);
    world.pool.assert_emitted(&SubmissionRecorded {
        member: ALICE,
        slot: 1,
        elements: 20,
        submittedAt: FIRST + 2,
    });
    let expected = Slot {
        number: 1,
        holder: ALICE,
        startsAt: FIRST,
        activeAt: FIRST + 2,
        elements: 30,
        batches: 2,
        ..Slot::default()
    };
    assert_eq!(world.slot(), expected);
    let member = world.pool.sender(ALICE).member(ALICE);
    assert_eq!(member.lastSubmission, FIRST + 2);
}

#[test]
fn record_submission_rotates_after_the_submission_that_crosses_the_elements() {
    for crossing in [1, u32::MAX] {
        let world = World::with_sequencers(&[ALICE, BOB]);
        world.submit(ALICE, 30);
        assert_eq!(world.selected(), ALICE);
        world.submit(ALICE, crossing);
        assert_rotated(&world, 1, SlotEnd::Elements, ALICE, BOB, FIRST);
        assert_eq!(world.selected(), BOB);
        assert_eq!(world.queue(), [BOB, ALICE]);
    }
}

#[test]
fn record_submission_rotates_at_the_batches() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    for _ in 0..3 {
        world.submit(ALICE, 1);
    }
    assert_eq!(world.selected(), ALICE);
    world.submit(ALICE, 1);
    assert_rotated(&world, 1, SlotEnd::Batches, ALICE, BOB, FIRST);
}

#[test]
fn record_submission_begins_a_new_slot_of_the_same_member_when_it_is_alone() {
    let world = World::with_sequencers(&[ALICE]);
    world.submit(ALICE, 31);
    assert_rotated(&world, 1, SlotEnd::Elements, ALICE, ALICE, FIRST);
}

#[test]
fn record_submission_uses_the_newest_limits_in_a_running_slot() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.submit(ALICE, 10);
    let tighter = PoolParameters {
        slotElements: 10,
        ..PARAMETERS
    };
    world.push(tighter);
    world.submit(ALICE, 1);
    assert_rotated(&world, 1, SlotEnd::Elements, ALICE, BOB, FIRST);
}

#[test]
fn record_submission_reverts_not_selected_for_anybody_else() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let mut registry = world.pool.sender(REGISTRY);
    for member in [BOB, CAROL, Address::ZERO] {
        let refused = registry.record_submission(member, 1).motsu_unwrap_err();
        let expected = NotSelected {
            member,
            selected: ALICE,
        };
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn record_submission_reverts_not_selected_when_nobody_is() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    let mut registry = world.pool.sender(REGISTRY);
    for member in [ALICE, Address::ZERO] {
        let refused = registry.record_submission(member, 1).motsu_unwrap_err();
        let expected = NotSelected {
            member,
            selected: Address::ZERO,
        };
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn record_submission_reverts_not_registry_for_everybody_else() {
    let world = World::with_sequencers(&[ALICE]);
    for caller in [ALICE, GOVERNANCE, DEPLOYER, Address::ZERO] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.record_submission(ALICE, 1).motsu_unwrap_err();
        assert_eq!(refused, NotRegistry { caller }.into());
    }
}

#[test]
fn every_member_is_selected_in_the_order_of_joining() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    for member in [ALICE, BOB, CAROL, ALICE, BOB, CAROL] {
        assert_eq!(world.selected(), member);
        world.submit(member, 31);
    }
    // Who joins in the middle of a round waits for all that were there.
    world.submit(ALICE, 31);
    world.join(DAVE, Role::Sequencer);
    for member in [BOB, CAROL, ALICE, DAVE, BOB] {
        assert_eq!(world.selected(), member);
        world.submit(member, 31);
    }
}

#[test]
fn end_slot_rotates_for_its_holder() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.at(FIRST + 1);
    world.pool.sender(ALICE).end_slot().motsu_unwrap();
    assert_rotated(&world, 1, SlotEnd::Holder, ALICE, BOB, FIRST + 1);
}

#[test]
fn end_slot_rotates_for_a_producer() {
    let world = World::new();
    world.join(ALICE, Role::Producer);
    world.join(BOB, Role::Producer);
    world.pool.sender(ALICE).end_slot().motsu_unwrap();
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.selected_producer().motsu_unwrap(), BOB);
}

#[test]
fn end_slot_reverts_for_everybody_else() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let refused = world.pool.sender(BOB).end_slot().motsu_unwrap_err();
    let expected = NotSelected {
        member: BOB,
        selected: ALICE,
    };
    assert_eq!(refused, expected.into());
    let refused = world.pool.sender(DAVE).end_slot().motsu_unwrap_err();
    assert_eq!(refused, NotMember { member: DAVE }.into());
    world.join(CAROL, Role::Verifier);
    let refused = world.pool.sender(CAROL).end_slot().motsu_unwrap_err();
    let role = Role::Verifier;
    assert_eq!(refused, NoQueue { role }.into());
}

#[test]
fn rotate_idle_rotates_for_anyone_after_the_idle_limit_and_not_before() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.at(FIRST + 4);
    world.submit(ALICE, 1);
    let until = FIRST + 4 + 7;
    world.at(until);
    let mut stranger = world.pool.sender(DAVE);
    assert_eq!(stranger.idle_deadline().motsu_unwrap(), until);
    let refused = stranger.rotate_idle().motsu_unwrap_err();
    let expected = NotIdle {
        until,
        current: until,
    };
    assert_eq!(refused, expected.into());
    world.at(until + 1);
    stranger.rotate_idle().motsu_unwrap();
    assert_rotated(&world, 1, SlotEnd::Idle, ALICE, BOB, until + 1);
}

#[test]
fn rotate_idle_gives_the_next_the_whole_limit() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.at(1_000);
    let mut stranger = world.pool.sender(DAVE);
    stranger.rotate_idle().motsu_unwrap();
    let refused = stranger.rotate_idle().motsu_unwrap_err();
    let expected = NotIdle {
        until: 1_007,
        current: 1_000,
    };
    assert_eq!(refused, expected.into());
}

#[test]
fn rotate_idle_reverts_no_sequencer_when_nobody_is_selected() {
    let world = World::new();
    let mut stranger = world.pool.sender(DAVE);
    let refused = stranger.rotate_idle().motsu_unwrap_err();
    assert_eq!(refused, NoSequencer {}.into());
    world.join(ALICE, Role::Sequencer);
    let refused = stranger.rotate_idle().motsu_unwrap_err();
    assert_eq!(refused, NoSequencer {}.into());
}

#[test]
fn request_exit_selects_the_next_at_once_when_the_selected_leaves() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    world.submit(ALICE, 1);
    world.at(FIRST + 1);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    assert_rotated(&world, 1, SlotEnd::Exit, ALICE, BOB, FIRST + 1);
    assert_eq!(world.selected(), BOB);
    assert_eq!(world.queue(), [BOB, CAROL]);
}

#[test]
fn request_exit_leaves_the_running_slot_alone_when_another_leaves() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL]);
    world.submit(ALICE, 1);
    let before = world.slot();
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    assert_eq!(world.slot(), before);
    assert_eq!(world.queue(), [ALICE, CAROL]);
}

#[test]
fn request_exit_empties_the_queue_and_the_next_joiner_heals_it_after_the_delay() {
    let world = World::with_sequencers(&[ALICE]);
    world.submit(ALICE, 1);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    let empty = Slot {
        number: 1,
        ..Slot::default()
    };
    assert_eq!(world.slot(), empty);
    assert_eq!(world.selected(), Address::ZERO);
    world.at(500);
    world.join(BOB, Role::Sequencer);
    assert_eq!(world.selected(), Address::ZERO);
    world.at(505);
    assert_eq!(world.selected(), BOB);
    assert_eq!(world.slot().number, 2);
}

#[test]
fn queue_succeeds_in_parts() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL, DAVE]);
    world.submit(ALICE, 31);
    let pool = world.pool.sender(ALICE);
    let part = |previous, limit| pool.queue(Role::Sequencer, previous, limit).motsu_unwrap();
    assert_eq!(part(Address::ZERO, 0), NONE);
    assert_eq!(part(Address::ZERO, 3), [BOB, CAROL, DAVE]);
    assert_eq!(part(CAROL, 1), [DAVE]);
    assert_eq!(part(DAVE, u32::MAX), [ALICE]);
    assert_eq!(part(ALICE, 5), NONE);
}

#[test]
fn queue_reverts_when_there_is_no_such_place() {
    let world = World::with_sequencers(&[ALICE]);
    world.join(BOB, Role::Producer);
    let pool = world.pool.sender(ALICE);
    for role in [Role::None, Role::Verifier] {
        let refused = pool.queue(role, Address::ZERO, 1).motsu_unwrap_err();
        assert_eq!(refused, NoQueue { role }.into());
    }
    let role = Role::Sequencer;
    for member in [BOB, CAROL] {
        let refused = pool.queue(role, member, 1).motsu_unwrap_err();
        assert_eq!(refused, NotQueued { member, role }.into());
    }
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    let refused = pool.queue(role, ALICE, 1).motsu_unwrap_err();
    let member = ALICE;
    assert_eq!(refused, NotQueued { member, role }.into());
}
