//! Joining, adding to a stake, leaving.

use alloy_primitives::{U128, U64, U8};
use interfaces::contracts::ISequencerPool::{
    AlreadyMember, ExitRequested, Joined, Member, MemberBanned, NotExiting, NotMember, Role,
    SlotEnd, StakeAdded, StakeOverflow, StakeReleased, StakeTooSmall, Status, ZeroAmount,
};
use stylus_sdk::prelude::*;

use crate::{rules, storage::nobody, Error, SequencerPool};

/// What members do for themselves.
impl SequencerPool {
    /// See `ISequencerPool.join`.
    pub fn join(&mut self, role: Role, stake: u128) -> Result<(), Error> {
        self.only_wired()?;
        let parameters = self.current()?;
        let member = self.vm().msg_sender();
        let earlier = self.members.getter(member).read();
        if earlier.banned {
            return Err(MemberBanned { member }.into());
        }
        if earlier.status != Status::None {
            let role = earlier.role;
            return Err(AlreadyMember { member, role }.into());
        }
        let minimum = rules::minimum(role, &parameters)?;
        if stake < minimum {
            return Err(StakeTooSmall { stake, minimum }.into());
        }
        let now = self.current_block()?;
        let joined = Member {
            role,
            status: Status::Active,
            stake,
            joinedAt: now,
            ..nobody(earlier.epoch + 1, false)
        };
        self.members.setter(member).write(&joined);
        let event = Joined {
            member,
            role,
            stake,
            epoch: joined.epoch,
            joinedAt: now,
        };
        log(self.vm(), event);
        self.count_votes(member, 0, stake, now);
        self.enqueue(role, member, now, &parameters)?;
        self.lock(member, role, stake)
    }

    /// See `ISequencerPool.addStake`.
    pub fn add_stake(&mut self, amount: u128) -> Result<(), Error> {
        self.only_wired()?;
        let member = self.vm().msg_sender();
        let role = self.active_role(member)?;
        if amount == 0 {
            return Err(ZeroAmount {}.into());
        }
        let now = self.current_block()?;
        let mut record = self.members.setter(member);
        let before: u128 = record.stake.get().to();
        let stake = before.checked_add(amount).ok_or(StakeOverflow {
            stake: before,
            added: amount,
        })?;
        record.stake.set(U128::from(stake));
        let event = StakeAdded {
            member,
            amount,
            stake,
        };
        log(self.vm(), event);
        self.count_votes(member, before, stake, now);
        self.lock(member, role, amount)
    }

    /// See `ISequencerPool.requestExit`.
    pub fn request_exit(&mut self) -> Result<(), Error> {
        self.only_wired()?;
        let member = self.vm().msg_sender();
        let role = self.active_role(member)?;
        let now = self.current_block()?;
        let mut record = self.members.setter(member);
        record.status.set(U8::from(Status::Exiting as u8));
        record.exit_requested_at.set(U64::from(now));
        let stake = record.stake.get().to();
        let event = ExitRequested {
            member,
            role,
            requestedAt: now,
        };
        log(self.vm(), event);
        self.count_total(stake, 0, now);
        self.dequeue(role, member, SlotEnd::Exit, now)
    }

    /// See `ISequencerPool.releaseStake`.
    pub fn release_stake(&mut self) -> Result<(), Error> {
        self.only_wired()?;
        let caller = self.vm().msg_sender();
        let leaving = self.members.getter(caller).read();
        match leaving.status {
            Status::Exiting => {}
            Status::Active => return Err(NotExiting { member: caller }.into()),
            _ => return Err(NotMember { member: caller }.into()),
        }
        rules::released(caller, &leaving)?;
        rules::unbonded(
            leaving.exitRequestedAt,
            leaving.lastSubmission,
            self.unbonding.get().to(),
            self.current_block()?,
        )?;
        self.set_votes(caller, 0, leaving.exitRequestedAt);
        self.members
            .setter(caller)
            .write(&nobody(leaving.epoch, leaving.banned));
        let event = StakeReleased {
            member: caller,
            amount: leaving.stake,
        };
        log(self.vm(), event);
        self.release(caller, leaving.role, leaving.stake)
    }
}
