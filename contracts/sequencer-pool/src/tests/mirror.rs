//! What somebody knows who has only read the events of the pool, and how it compares with the pool.

use std::collections::HashMap;

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;

use super::{
    model::{nobody, Turns},
    world::{World, ALICE, DATA_AVAILABILITY, FRAUD_PROOF},
};

#[derive(Default)]
pub(super) struct Mirror {
    pub(super) members: HashMap<Address, Member>,
    pub(super) sequencers: Turns,
    pub(super) producers: Turns,
    /// How many slots of others may still start before the sequencer's own.
    waits: HashMap<Address, usize>,
}

impl Mirror {
    pub(super) fn of(world: &World) -> Self {
        let mut mirror = Self::default();
        for log in world.pool.all_events() {
            mirror.read(&log);
        }
        mirror
    }

    fn read(&mut self, log: &alloy_primitives::LogData) {
        if let Ok(event) = Joined::decode_log_data(log, true) {
            self.joined(&event);
        } else if let Ok(event) = StakeAdded::decode_log_data(log, true) {
            self.member(event.member).stake = event.stake;
        } else if let Ok(event) = ExitRequested::decode_log_data(log, true) {
            self.left(event.member, event.role, event.requestedAt);
        } else if let Ok(event) = StakeReleased::decode_log_data(log, true) {
            let member = self.member(event.member);
            assert_eq!(member.stake, event.amount);
            *member = nobody(member.epoch, member.banned);
        } else if let Ok(event) = HoldPlaced::decode_log_data(log, true) {
            self.held(event.member, event.by, event.holds);
        } else if let Ok(event) = HoldLifted::decode_log_data(log, true) {
            self.held(event.member, event.by, event.holds);
        } else if let Ok(event) = SubmissionRecorded::decode_log_data(log, true) {
            self.submitted(&event);
        } else if let Ok(event) = Punished::decode_log_data(log, true) {
            let member = self.member(event.member);
            member.stake = event.stake;
            member.banned = true;
        } else if let Ok(event) = Kicked::decode_log_data(log, true) {
            self.left(event.member, event.role, event.kickedAt);
        } else if let Ok(event) = SlotEnded::decode_log_data(log, true) {
            self.ended(&event);
        } else if let Ok(event) = SlotStarted::decode_log_data(log, true) {
            self.started(&event);
        } else if let Ok(event) = HeadContested::decode_log_data(log, true) {
            let slot = &mut self.sequencers.slot;
            slot.contestedSince = if event.contested { event.changedAt } else { 0 };
            slot.activeAt = event.activeAt;
        }
    }

    fn member(&mut self, account: Address) -> &mut Member {
        let unknown = || nobody(0, false);
        self.members.entry(account).or_insert_with(unknown)
    }

    fn turns(&mut self, role: Role) -> Option<&mut Turns> {
        match role {
            Role::Sequencer => Some(&mut self.sequencers),
            Role::Producer => Some(&mut self.producers),
            _ => None,
        }
    }

    fn joined(&mut self, event: &Joined) {
        let joined = Member {
            role: event.role,
            status: Status::Active,
            stake: event.stake,
            joinedAt: event.joinedAt,
            ..nobody(event.epoch, false)
        };
        self.members.insert(event.member, joined);
        let Some(turns) = self.turns(event.role) else {
            return;
        };
        turns.list.push(event.member);
        let vacant = !turns.slot.vacatedBy.is_zero();
        if event.role == Role::Sequencer {
            self.waits_at_the_tail(event.member, vacant);
        }
    }

    fn left(&mut self, account: Address, role: Role, at: u64) {
        let member = self.member(account);
        member.status = Status::Exiting;
        member.exitRequestedAt = at;
        self.waits.remove(&account);
        let Some(turns) = self.turns(role) else {
            return;
        };
        turns.list.retain(|other| *other != account);
        // A vacant seat that nobody is left to fill is an empty one.
        if turns.list.is_empty() && !turns.slot.vacatedBy.is_zero() {
            turns.slot = Slot {
                number: turns.slot.number,
                contestedSince: turns.slot.contestedSince,
                ..Slot::default()
            };
        }
    }

    fn held(&mut self, account: Address, by: Address, holds: u32) {
        let member = self.member(account);
        if by == DATA_AVAILABILITY {
            member.requestHolds = holds;
        } else if by == FRAUD_PROOF {
            member.disputeHolds = holds;
        } else {
            member.proposalHolds = holds;
        }
    }

    fn submitted(&mut self, event: &SubmissionRecorded) {
        self.member(event.member).lastSubmission = event.submittedAt;
        let slot = &mut self.sequencers.slot;
        slot.elements += u64::from(event.elements);
        slot.batches += 1;
        slot.activeAt = event.submittedAt;
        slot.contestedSince = 0;
    }

    fn ended(&mut self, event: &SlotEnded) {
        let turns = self.turns(event.role).expect("a role with a queue");
        assert_eq!(turns.slot.holder, event.holder);
        let ended = Slot {
            number: event.slot,
            contestedSince: turns.slot.contestedSince,
            ..Slot::default()
        };
        let starts_at = turns.slot.startsAt;
        let kicked = matches!(event.reason, SlotEnd::Kick | SlotEnd::Removal);
        let goes_on = !kicked && event.reason != SlotEnd::Exit;
        if goes_on {
            turns.list.rotate_left(1);
        }
        turns.slot = ended;
        if kicked && !turns.list.is_empty() {
            turns.slot.vacatedBy = event.holder;
            turns.slot.startsAt = starts_at;
        }
        if goes_on && event.role == Role::Sequencer {
            self.waits_at_the_tail(event.holder, true);
        }
    }

    fn started(&mut self, event: &SlotStarted) {
        let turns = self.turns(event.role).expect("a role with a queue");
        assert_eq!(turns.list.first(), Some(&event.holder));
        turns.slot = Slot {
            number: event.slot,
            holder: event.holder,
            startsAt: event.startsAt,
            activeAt: event.startsAt,
            contestedSince: turns.slot.contestedSince,
            ..Slot::default()
        };
        if event.role == Role::Sequencer {
            self.waited_for(event.holder);
        }
    }

    /// A sequencer stands at the tail: as many slots as there are members before it may start until its own, and
    /// one more if the start of the first one's is still to come.
    fn waits_at_the_tail(&mut self, member: Address, start_to_come: bool) {
        let before = self.sequencers.list.len() - 1;
        self.waits
            .insert(member, before + usize::from(start_to_come));
    }

    /// A slot has started: nobody has waited for longer than for those that stood before it.
    fn waited_for(&mut self, holder: Address) {
        self.waits.remove(&holder);
        for left in self.waits.values_mut() {
            *left = left.checked_sub(1).expect("nobody is overtaken");
        }
    }

    /// Compares everything that events tell with the pool.
    pub(super) fn assert_equals(&mut self, world: &World) {
        let pool = world.pool.sender(ALICE);
        for (account, member) in &self.members {
            assert_eq!(pool.member(*account), *member);
            if member.role != Role::None {
                assert_eq!(world.locked(*account, member.role), member.stake);
            }
        }
        for (role, turns) in [
            (Role::Sequencer, &self.sequencers),
            (Role::Producer, &self.producers),
        ] {
            let queue = pool.queue(role, Address::ZERO, u32::MAX).motsu_unwrap();
            assert_eq!(queue, turns.list);
            assert_eq!(pool.slot(role), turns.slot);
        }
    }
}
