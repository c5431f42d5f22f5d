//! Submissions, and the ends of slots that they and others bring about.

use alloy_primitives::{Address, U64};
use interfaces::contracts::ISequencerPool::{
    HeadContested, MayNotRotate, NotIdle, NotMember, Role, RotationSkipped, SlotEnd,
    SubmissionRecorded,
};
use stylus_sdk::prelude::*;

use crate::{rules, storage::present, Error, SequencerPool};

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
        slot.contestedSince = 0;
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
        let current = self.current_block()?;
        if !self.sequencers.read().vacatedBy.is_zero() {
            return self.fill(Role::Sequencer, current);
        }
        let until = self.idle_deadline()?;
        if current <= until {
            return Err(NotIdle { until, current }.into());
        }
        let slot = self.sequencers.read();
        self.rotate(Role::Sequencer, &slot, SlotEnd::Idle, current)
    }

    /// See `ISequencerPool.rotateFrom`.
    pub fn rotate_from(&mut self, member: Address) -> Result<(), Error> {
        let caller = self.vm().msg_sender();
        self.judge()?.ok_or(MayNotRotate { caller })?;
        let now = self.current_block()?;
        // By the seats: whoever was punished may have no role any more.
        for role in [Role::Sequencer, Role::Producer] {
            let slot = self.slot(role);
            if present(slot.vacatedBy) == Some(member) {
                return self.fill(role, now);
            }
            if self.selected_at(role, now)? == Some(member) {
                return self.rotate(role, &slot, SlotEnd::Rotation, now);
            }
        }
        let role = self.members.getter(member).role();
        log(self.vm(), RotationSkipped { member, role });
        Ok(())
    }

    /// See `ISequencerPool.setHeadContested`.
    pub fn set_head_contested(&mut self, contested: bool) -> Result<(), Error> {
        self.only_registry()?;
        let mut slot = self.sequencers.read();
        if contested == (slot.contestedSince != 0) {
            return Ok(());
        }
        let now = self.current_block()?;
        if contested {
            // A clock that stands at 0 must not look like none.
            slot.contestedSince = now.max(1);
        } else {
            if !slot.holder.is_zero() {
                slot.activeAt = rules::resumed(slot.activeAt, slot.contestedSince, now);
            }
            slot.contestedSince = 0;
        }
        self.sequencers.write(&slot);
        let event = HeadContested {
            contested,
            changedAt: now,
            activeAt: slot.activeAt,
        };
        log(self.vm(), event);
        Ok(())
    }
}
