//! The whole pool against a plain model that only reads events, over random schedules.

use std::collections::HashMap;

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;
use proptest::prelude::*;

use super::world::{World, ALICE, BOB, CAROL, DAVE, REGISTRY, START};

const PEOPLE: [Address; 4] = [ALICE, BOB, CAROL, DAVE];

/// What somebody knows who has only read the events: members, and sequencers in the order of turns.
#[derive(Default)]
struct Mirror {
    members: HashMap<Address, Member>,
    turns: Vec<Address>,
    slot: Slot,
}

impl Mirror {
    fn of(world: &World) -> Self {
        let mut mirror = Self::default();
        for log in world.pool.all_events() {
            if let Ok(event) = Joined::decode_log_data(&log, true) {
                mirror.join(&event);
            } else if let Ok(event) = StakeAdded::decode_log_data(&log, true) {
                mirror.member(event.member).stake = event.stake;
            } else if let Ok(event) = ExitRequested::decode_log_data(&log, true) {
                mirror.exit(&event);
            } else if let Ok(event) = StakeReleased::decode_log_data(&log, true) {
                let epoch = mirror.member(event.member).epoch;
                mirror.members.insert(event.member, nobody(epoch));
            } else if let Ok(event) = SubmissionRecorded::decode_log_data(&log, true) {
                mirror.member(event.member).lastSubmission = event.submittedAt;
                mirror.slot.elements += u64::from(event.elements);
                mirror.slot.batches += 1;
                mirror.slot.activeAt = event.submittedAt;
            } else if let Ok(event) = SlotEnded::decode_log_data(&log, true) {
                mirror.end(&event);
            } else if let Ok(event) = SlotStarted::decode_log_data(&log, true) {
                if event.role == Role::Sequencer {
                    mirror.slot = Slot {
                        number: event.slot,
                        holder: event.holder,
                        startsAt: event.startsAt,
                        activeAt: event.startsAt,
                        ..Slot::default()
                    };
                }
            }
        }
        mirror
    }

    fn member(&mut self, member: Address) -> &mut Member {
        self.members.entry(member).or_insert_with(|| nobody(0))
    }

    fn join(&mut self, event: &Joined) {
        let joined = Member {
            role: event.role,
            status: Status::Active,
            stake: event.stake,
            joinedAt: event.joinedAt,
            ..nobody(event.epoch)
        };
        self.members.insert(event.member, joined);
        if event.role == Role::Sequencer {
            self.turns.push(event.member);
        }
    }

    fn exit(&mut self, event: &ExitRequested) {
        let member = self.member(event.member);
        member.status = Status::Exiting;
        member.exitRequestedAt = event.requestedAt;
        self.turns.retain(|other| *other != event.member);
    }

    fn end(&mut self, event: &SlotEnded) {
        if event.role != Role::Sequencer {
            return;
        }
        if event.reason != SlotEnd::Exit {
            assert_eq!(self.turns[0], event.holder);
            self.turns.rotate_left(1);
        }
        self.slot = Slot {
            number: event.slot,
            ..Slot::default()
        };
    }

    fn assert_equals(&mut self, world: &World, now: u64) {
        for person in PEOPLE {
            let member = world.pool.sender(ALICE).member(person);
            assert_eq!(member, *self.member(person));
            if member.role != Role::None {
                assert_eq!(world.locked(person, member.role), member.stake);
            }
        }
        assert_eq!(world.queue(), self.turns);
        assert_eq!(world.pool.sender(ALICE).slot(Role::Sequencer), self.slot);
        // Exactly one is selected, or the phase says that nobody is.
        let first = self.turns.first().copied().unwrap_or_default();
        assert_eq!(self.slot.holder, first);
        let expected = if now < self.slot.startsAt {
            Address::ZERO
        } else {
            first
        };
        assert_eq!(world.selected(), expected);
        let phase = world.pool.sender(ALICE).phase().motsu_unwrap();
        assert_eq!(phase == Phase::NoSequencer, expected.is_zero());
    }
}

fn nobody(epoch: u32) -> Member {
    Member {
        role: Role::None,
        status: Status::None,
        epoch,
        requestHolds: 0,
        disputeHolds: 0,
        proposalHolds: 0,
        stake: 0,
        joinedAt: 0,
        exitRequestedAt: 0,
        lastSubmission: 0,
    }
}

#[derive(Clone, Debug)]
enum Step {
    JoinAsSequencer,
    JoinAsProducer,
    AddStake,
    RequestExit,
    ReleaseStake,
    Submit(u32),
    EndSlot,
    RotateIdle,
    Wait(u64),
}

fn schedule() -> impl Strategy<Value = Vec<(Step, usize)>> {
    let step = prop_oneof![
        6 => Just(Step::JoinAsSequencer),
        1 => Just(Step::JoinAsProducer),
        1 => Just(Step::AddStake),
        2 => Just(Step::RequestExit),
        2 => Just(Step::ReleaseStake),
        6 => (0..40u32).prop_map(Step::Submit),
        2 => Just(Step::EndSlot),
        2 => Just(Step::RotateIdle),
        5 => (0..30u64).prop_map(Step::Wait),
    ];
    proptest::collection::vec((step, 0..PEOPLE.len()), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn prop_events_alone_give_the_state_and_one_sequencer_is_selected_or_none(
        schedule in schedule(),
    ) {
        let world = World::new();
        let mut now = START;
        for (step, person) in schedule {
            let mut person = world.pool.sender(PEOPLE[person]);
            // Whether a step is possible is not the point here; the refused ones must change nothing.
            let _outcome = match step {
                Step::JoinAsSequencer => person.join(Role::Sequencer, 100).motsu_res(),
                Step::JoinAsProducer => person.join(Role::Producer, 60).motsu_res(),
                Step::AddStake => person.add_stake(1).motsu_res(),
                Step::RequestExit => person.request_exit().motsu_res(),
                Step::ReleaseStake => person.release_stake().motsu_res(),
                Step::Submit(elements) => {
                    let selected = world.selected();
                    world.pool.sender(REGISTRY).record_submission(selected, elements).motsu_res()
                }
                Step::EndSlot => person.end_slot().motsu_res(),
                Step::RotateIdle => person.rotate_idle().motsu_res(),
                Step::Wait(blocks) => {
                    now += blocks;
                    world.at(now);
                    Ok(())
                }
            };
        }
        Mirror::of(&world).assert_equals(&world, now);
    }
}
