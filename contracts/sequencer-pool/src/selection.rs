//! Whose turn it is: the queues and slots in storage.

use alloc::vec::Vec;

use alloy_primitives::{Address, U32};
use interfaces::contracts::ISequencerPool::{
    NoQueue, NotQueued, PoolParameters, Role, Slot, SlotEnd, SlotEnded, SlotStarted, Status,
};
use stylus_sdk::prelude::*;

use crate::{
    queue::{self, Links},
    rules,
    storage::{present, Seat},
    Error, SequencerPool,
};

impl SequencerPool {
    /// The seat of a role.
    ///
    /// # Errors
    ///
    /// `NoQueue` if the role has none.
    pub(crate) fn seat(&self, role: Role) -> Result<&Seat, Error> {
        match role {
            Role::Sequencer => Ok(&self.sequencers),
            Role::Producer => Ok(&self.producers),
            _ => Err(NoQueue { role }.into()),
        }
    }

    fn seat_mut(&mut self, role: Role) -> Result<&mut Seat, Error> {
        match role {
            Role::Sequencer => Ok(&mut self.sequencers),
            Role::Producer => Ok(&mut self.producers),
            _ => Err(NoQueue { role }.into()),
        }
    }

    /// Who is selected at a block.
    pub(crate) fn selected_at(&self, role: Role, now: u64) -> Result<Option<Address>, Error> {
        let slot = self.seat(role)?.read();
        Ok(present(slot.holder).filter(|_| now >= slot.startsAt))
    }

    /// Counts an active member in or out.
    pub(crate) fn count(&mut self, role: Role, joining: bool) {
        let counter = match role {
            Role::Sequencer => &mut self.sequencers.length,
            Role::Producer => &mut self.producers.length,
            _ => &mut self.verifiers,
        };
        let one = U32::from(1);
        let count = counter.get();
        counter.set(if joining { count + one } else { count - one });
    }

    /// Puts a new member at the tail of its queue, if its role has one.
    pub(crate) fn enqueue(
        &mut self,
        role: Role,
        member: Address,
        now: u64,
        parameters: &PoolParameters,
    ) -> Result<(), Error> {
        self.count(role, true);
        if role == Role::Verifier {
            return Ok(());
        }
        let earlier = self.seat(role)?.front();
        let front = queue::join(&mut self.members, earlier, member);
        if earlier.is_some() {
            return Ok(());
        }
        let starts_at = rules::first_start(role, now, parameters);
        self.start_slot(role, front, starts_at)
    }

    /// Takes a member out of its queue, if its role has one; its slot ends.
    ///
    /// By its own exit the next one's slot starts at once, by a punishment the seat is left vacant. While nobody is
    /// selected yet, the next one waits for the same block.
    pub(crate) fn dequeue(
        &mut self,
        role: Role,
        member: Address,
        reason: SlotEnd,
        now: u64,
    ) -> Result<(), Error> {
        self.count(role, false);
        if role == Role::Verifier {
            return Ok(());
        }
        let slot = self.seat(role)?.read();
        let earlier = self.seat(role)?.front();
        let front = queue::leave(&mut self.members, earlier, member);
        self.seat_mut(role)?.set_front(front);
        if slot.holder == member {
            self.end_slot_for(role, &slot, reason);
        }
        match front {
            None => self.seat_mut(role)?.write(&Slot {
                number: slot.number,
                contestedSince: slot.contestedSince,
                ..Slot::default()
            }),
            Some(next) if slot.holder == member => match reason {
                SlotEnd::Exit => return self.start_slot(role, next, now.max(slot.startsAt)),
                _ => self.vacate(role, &slot, member)?,
            },
            Some(_) => {}
        }
        Ok(())
    }

    /// Leaves the seat of a role vacant: nobody is selected until it is filled.
    fn vacate(&mut self, role: Role, slot: &Slot, member: Address) -> Result<(), Error> {
        let vacant = Slot {
            number: slot.number,
            startsAt: slot.startsAt,
            vacatedBy: member,
            contestedSince: slot.contestedSince,
            ..Slot::default()
        };
        self.seat_mut(role)?.write(&vacant);
        Ok(())
    }

    /// Starts the slot of the front in a vacant seat.
    pub(crate) fn fill(&mut self, role: Role, now: u64) -> Result<(), Error> {
        let seat = self.seat(role)?;
        // A vacant seat has a queue: see `dequeue`.
        let front = seat.front().unwrap_or_default();
        let starts_at = now.max(seat.starts_at.get().to());
        self.start_slot(role, front, starts_at)
    }

    /// Ends the running slot and starts that of the next in turn, which is the same member in a queue of one.
    pub(crate) fn rotate(
        &mut self,
        role: Role,
        slot: &Slot,
        reason: SlotEnd,
        now: u64,
    ) -> Result<(), Error> {
        self.end_slot_for(role, slot, reason);
        let next = self.members.next(slot.holder).unwrap_or(slot.holder);
        self.start_slot(role, next, now)
    }

    /// A part of a queue, from the one after `previous` on.
    pub(crate) fn list(
        &self,
        role: Role,
        previous: Address,
        limit: u32,
    ) -> Result<Vec<Address>, Error> {
        let front = self.seat(role)?.front();
        let mut at = match present(previous) {
            None => front,
            Some(member) => self.behind(role, member, front)?,
        };
        let mut members = Vec::new();
        while let (Some(member), true) = (at, members.len() < limit as usize) {
            members.push(member);
            at = self
                .members
                .next(member)
                .filter(|next| Some(*next) != front);
        }
        Ok(members)
    }

    fn behind(
        &self,
        role: Role,
        member: Address,
        front: Option<Address>,
    ) -> Result<Option<Address>, Error> {
        let record = self.members.getter(member);
        if record.role() != role || record.status() != Status::Active {
            return Err(NotQueued { member, role }.into());
        }
        Ok(self
            .members
            .next(member)
            .filter(|next| Some(*next) != front))
    }

    fn end_slot_for(&self, role: Role, slot: &Slot, reason: SlotEnd) {
        let event = SlotEnded {
            role,
            slot: slot.number,
            holder: slot.holder,
            reason,
        };
        log(self.vm(), event);
    }

    fn start_slot(&mut self, role: Role, holder: Address, starts_at: u64) -> Result<(), Error> {
        let seat = self.seat_mut(role)?;
        let last = seat.read();
        let slot = Slot {
            number: last.number + 1,
            startsAt: starts_at,
            activeAt: starts_at,
            contestedSince: last.contestedSince,
            ..Slot::default()
        };
        seat.set_front(Some(holder));
        seat.write(&slot);
        let event = SlotStarted {
            role,
            slot: slot.number,
            holder,
            startsAt: starts_at,
        };
        log(self.vm(), event);
        Ok(())
    }
}
