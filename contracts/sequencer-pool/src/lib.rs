//! SequencerPool: stake, selection and rotation (spec 4.2).
//!
//! - **Role**: who may act for the L2, with what stake, and whose turn it is.
//! - **Callers**: members for themselves; the registry for parameters and submissions; contests and
//!   Governance for holds; anyone for an idle sequencer.
//! - **Invariants**: an address has one role; the members of a queue are the active ones of its role, in the
//!   order of joining; one of them is selected, or the queue is empty, or the join delay runs; each is
//!   selected within as many rotations as there are members; a member's stake is its lock in the Treasury.
//! - **Dangers**: `join` and `addStake` run the token's code, at their very end.
//!
//! | caller | may |
//! |---|---|
//! | deployer | `wire`, once |
//! | anyone | `join`, `rotateIdle` |
//! | member | `addStake`, `requestExit`, `releaseStake`; if selected, `endSlot` |
//! | registry | `setParameters`, `recordSubmission` |
//! | DataAvailability, FraudProof, Governance | `placeHold`, `liftHold` |
//!
//! Functions, events, errors and units: see `ISequencerPool`.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod deposit;
mod error;
mod guard;
mod queue;
mod rules;
mod selection;
mod storage;

#[cfg(test)]
mod tests;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, U128, U32, U64, U8};
use interfaces::{
    contracts::ISequencerPool::{
        self, AlreadyMember, AlreadyWired, Constructed, ExitRequested, HoldLifted, HoldPlaced,
        Joined, Member, NoHold, NoParameters, NoSequencer, NotAContract, NotDeployer, NotExiting,
        NotIdle, NotMember, ParametersSet, Phase, PoolParameters, Role, Slot, SlotEnd, StakeAdded,
        StakeHeld, StakeOverflow, StakeReleased, StakeTooSmall, Status, SubmissionRecorded,
        UnknownClock, UnknownParameterSet, Wired, ZeroAddress, ZeroAmount,
    },
    host::{has_code, Clock},
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageU32, StorageU8, StorageVec},
};

pub use error::{Error, PeerRefusal};
use storage::{nobody, Members, ParameterSet};
pub use storage::{MemberRecord, Seat};

/// See `ISequencerPool`.
#[storage]
pub struct SequencerPool {
    deployer: StorageAddress,
    clock: StorageU8,
    wired: StorageBool,
    /// The longest time of unbonding of all sets, blocks.
    unbonding: StorageU32,
    /// Active verifiers.
    verifiers: StorageU32,
    treasury: StorageAddress,
    registry: StorageAddress,
    data_availability: StorageAddress,
    fraud_proof: StorageAddress,
    governance: StorageAddress,
    sequencers: Seat,
    producers: Seat,
    members: Members,
    sets: StorageVec<ParameterSet>,
}

interfaces::entrypoint!(SequencerPool, ISequencerPool);

#[public]
impl SequencerPool {
    /// Names who may wire, and the clock.
    ///
    /// # Errors
    ///
    /// `ZeroAddress`, `UnknownClock`.
    #[constructor]
    pub fn constructor(&mut self, deployer: Address, clock: u8) -> Result<(), Error> {
        if deployer.is_zero() {
            return Err(ZeroAddress { position: 0 }.into());
        }
        if Clock::from_u8(clock).is_none() {
            return Err(UnknownClock { clock }.into());
        }
        self.deployer.set(deployer);
        self.clock.set(U8::from(clock));
        log(self.vm(), Constructed { deployer, clock });
        Ok(())
    }

    /// See `ISequencerPool.wire`.
    pub fn wire(
        &mut self,
        treasury: Address,
        registry: Address,
        data_availability: Address,
        fraud_proof: Address,
        governance: Address,
    ) -> Result<(), Error> {
        let caller = self.vm().msg_sender();
        if caller != self.deployer.get() {
            return Err(NotDeployer { caller }.into());
        }
        if self.wired.get() {
            return Err(AlreadyWired {}.into());
        }
        if treasury.is_zero() {
            return Err(ZeroAddress { position: 0 }.into());
        }
        if !has_code(self.vm(), treasury) {
            return Err(NotAContract { account: treasury }.into());
        }
        self.wired.set(true);
        self.treasury.set(treasury);
        self.registry.set(registry);
        self.data_availability.set(data_availability);
        self.fraud_proof.set(fraud_proof);
        self.governance.set(governance);
        let event = Wired {
            treasury,
            registry,
            dataAvailability: data_availability,
            fraudProof: fraud_proof,
            governance,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ISequencerPool.setParameters`.
    pub fn set_parameters(&mut self, parameters: PoolParameters) -> Result<(), Error> {
        self.only_registry()?;
        let set = self.set_count();
        self.sets.grow().write(&parameters);
        let longest = self.unbonding.get().max(U32::from(parameters.unbonding));
        self.unbonding.set(longest);
        log(self.vm(), ParametersSet { set, parameters });
        Ok(())
    }

    /// See `ISequencerPool.join`.
    pub fn join(&mut self, role: Role, stake: u128) -> Result<(), Error> {
        self.only_wired()?;
        let parameters = self.current()?;
        let member = self.vm().msg_sender();
        let earlier = self.members.getter(member).read();
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
            ..nobody(earlier.epoch + 1)
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
        let event = ExitRequested {
            member,
            role,
            requestedAt: now,
        };
        log(self.vm(), event);
        self.dequeue(role, member, now)
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
        if leaving.holds != 0 {
            let refusal = StakeHeld {
                member: caller,
                holds: leaving.holds,
            };
            return Err(refusal.into());
        }
        rules::unbonded(
            leaving.exitRequestedAt,
            leaving.lastSubmission,
            self.unbonding.get().to(),
            self.current_block()?,
        )?;
        self.members.setter(caller).write(&nobody(leaving.epoch));
        let event = StakeReleased {
            member: caller,
            amount: leaving.stake,
        };
        log(self.vm(), event);
        self.release(caller, leaving.role, leaving.stake)
    }

    /// See `ISequencerPool.placeHold`.
    pub fn place_hold(&mut self, member: Address) -> Result<(), Error> {
        let by = self.only_contests()?;
        let mut record = self.members.setter(member);
        if record.status() == Status::None {
            return Err(NotMember { member }.into());
        }
        // One per open contest or proposal: 32 bits are never used up.
        let holds = record.holds.get() + U32::from(1);
        record.holds.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldPlaced { member, by, holds });
        Ok(())
    }

    /// See `ISequencerPool.liftHold`.
    pub fn lift_hold(&mut self, member: Address) -> Result<(), Error> {
        let by = self.only_contests()?;
        let mut record = self.members.setter(member);
        let before = record.holds.get();
        let holds = before.checked_sub(U32::from(1)).ok_or(NoHold { member })?;
        record.holds.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldLifted { member, by, holds });
        Ok(())
    }

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

    /// See `ISequencerPool.selected`.
    pub fn selected(&self, role: Role) -> Result<Address, Error> {
        if self.seat(role).is_err() {
            return Ok(Address::ZERO);
        }
        let selected = self.selected_at(role, self.current_block()?)?;
        Ok(selected.unwrap_or_default())
    }

    /// See `ISequencerPool.selectedSequencer`.
    pub fn selected_sequencer(&self) -> Result<Address, Error> {
        self.selected(Role::Sequencer)
    }

    /// See `ISequencerPool.selectedProducer`.
    pub fn selected_producer(&self) -> Result<Address, Error> {
        self.selected(Role::Producer)
    }

    /// See `ISequencerPool.phase`.
    pub fn phase(&self) -> Result<Phase, Error> {
        if self.selected_sequencer()?.is_zero() {
            Ok(Phase::NoSequencer)
        } else {
            Ok(Phase::Running)
        }
    }

    /// See `ISequencerPool.slot`.
    pub fn slot(&self, role: Role) -> Slot {
        self.seat(role).map(Seat::read).unwrap_or_default()
    }

    /// See `ISequencerPool.idleDeadline`.
    pub fn idle_deadline(&self) -> Result<u64, Error> {
        let now = self.current_block()?;
        if self.selected_at(Role::Sequencer, now)?.is_none() {
            return Err(NoSequencer {}.into());
        }
        let active_at = self.sequencers.active_at.get().to();
        Ok(rules::after(active_at, self.current()?.idleLimit))
    }

    /// See `ISequencerPool.queue`.
    pub fn queue(&self, role: Role, previous: Address, limit: u32) -> Result<Vec<Address>, Error> {
        self.list(role, previous, limit)
    }

    /// See `ISequencerPool.member`.
    pub fn member(&self, account: Address) -> Member {
        self.members.getter(account).read()
    }

    /// See `ISequencerPool.activeMembers`.
    pub fn active_members(&self, role: Role) -> u32 {
        match role {
            Role::Sequencer => self.sequencers.length.get().to(),
            Role::Producer => self.producers.length.get().to(),
            Role::Verifier => self.verifiers.get().to(),
            _ => 0,
        }
    }

    /// See `ISequencerPool.parameters`.
    pub fn parameters(&self, set: u32) -> Result<PoolParameters, Error> {
        let count = self.set_count();
        let stored = self.sets.getter(set as usize);
        Ok(stored.ok_or(UnknownParameterSet { set, count })?.read())
    }

    /// See `ISequencerPool.currentParameterSet`.
    pub fn current_parameter_set(&self) -> Result<u32, Error> {
        let newest = self.set_count().checked_sub(1);
        Ok(newest.ok_or(NoParameters {})?)
    }

    /// See `ISequencerPool.clock`.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// See `ISequencerPool.currentBlock`.
    pub fn current_block(&self) -> Result<u64, Error> {
        let clock = Clock::from_u8(self.clock()).unwrap_or(Clock::Host);
        Ok(clock.now(self.vm())?)
    }

    /// See `ISequencerPool.deployer`.
    pub fn deployer(&self) -> Address {
        self.deployer.get()
    }

    /// See `ISequencerPool.treasury`.
    pub fn treasury(&self) -> Address {
        self.treasury.get()
    }

    /// See `ISequencerPool.registry`.
    pub fn registry(&self) -> Address {
        self.registry.get()
    }

    /// See `ISequencerPool.dataAvailability`.
    pub fn data_availability(&self) -> Address {
        self.data_availability.get()
    }

    /// See `ISequencerPool.fraudProof`.
    pub fn fraud_proof(&self) -> Address {
        self.fraud_proof.get()
    }

    /// See `ISequencerPool.governance`.
    pub fn governance(&self) -> Address {
        self.governance.get()
    }
}
