//! Submissions, and the ends of slots that they and others bring about.

use alloy_primitives::{Address, U64};
use interfaces::contracts::ISequencerPool::{
    NotIdle, NotMember, Role, SlotEnd, SubmissionRecorded,
};
use stylus_sdk::prelude::*;

use crate::{rules, Error, SequencerPool};

/// What ends a slot.
impl SequencerPool {
    /// See `ISequencerPool.recordSubmission`.
    pub fn record_submission(&mut self, member: Address, elements: u32) -> Result<(), Error> {
        self.only_registry()?;
        let limits = self.current()?;
        let now = self.current_block()?;
        self.only_selected(Role::Sequencer, member, now)?;
        let mut slot = self.sequencers.read();
        slot.elements += u64::from(elements);
        slot.batches += 1;
        slot.activeAt = now;
        self.sequencers.write(&slot);
        let mut record = self.members.setter(member);
        record.last_submission.set(U64::from(now));
        let event = SubmissionRecorded {
            member,
            slot: slot.number,
            elements,
            submittedAt: now,
        };
        log(self.vm(), event);
        match rules::full(slot.elements, slot.batches, &limits) {
            Some(reason) => self.rotate(Role::Sequencer, &slot, reason, now),
            None => Ok(()),
        }
    }

    /// See `ISequencerPool.endSlot`.
    pub fn end_slot(&mut self) -> Result<(), Error> {
        self.only_wired()?;
        let member = self.vm().msg_sender();
        let role = self.members.getter(member).role();
        if role == Role::None {
            return Err(NotMember { member }.into());
        }
        let now = self.current_block()?;
        self.only_selected(role, member, now)?;
        let slot = self.seat(role)?.read();
        self.rotate(role, &slot, SlotEnd::Holder, now)
    }

    /// See `ISequencerPool.rotateIdle`.
    pub fn rotate_idle(&mut self) -> Result<(), Error> {
        self.only_wired()?;
        let until = self.idle_deadline()?;
        let current = self.current_block()?;
        if current <= until {
            return Err(NotIdle { until, current }.into());
        }
        let slot = self.sequencers.read();
        self.rotate(Role::Sequencer, &slot, SlotEnd::Idle, current)
    }
}
