//! Views.

use alloc::vec::Vec;

use alloy_primitives::Address;
use interfaces::{
    contracts::ISequencerPool::{
        IdleLimitStopped, Member, NoParameters, NoSequencer, Phase, PoolParameters, Role, Slot,
        UnknownParameterSet,
    },
    host::Clock,
};
use stylus_sdk::prelude::*;

use crate::{rules, storage::Seat, Error, SequencerPool};

/// Selection.
impl SequencerPool {
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
        let slot = self.sequencers.read();
        if slot.contestedSince != 0 {
            let stopped = IdleLimitStopped {
                contestedSince: slot.contestedSince,
            };
            return Err(stopped.into());
        }
        Ok(rules::after(slot.activeAt, self.current()?.idleLimit))
    }

    /// See `ISequencerPool.queue`.
    pub fn queue(&self, role: Role, previous: Address, limit: u32) -> Result<Vec<Address>, Error> {
        self.list(role, previous, limit)
    }
}

/// Members and parameters.
impl SequencerPool {
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
}

/// Set-up.
impl SequencerPool {
    /// See `ISequencerPool.clock`.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// See `ISequencerPool.currentBlock`.
    pub fn current_block(&self) -> Result<u64, Error> {
        Ok(Clock::stored(self.clock()).now(self.vm())?)
    }
}

interfaces::addresses!(
    SequencerPool: deployer, treasury, registry, data_availability, fraud_proof, governance
);
