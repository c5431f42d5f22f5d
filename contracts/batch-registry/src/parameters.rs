//! Parameter sets.

use alloy_primitives::U32;
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{IBatchRegistry as abi, ISequencerPool},
    host::{self, require_peer},
};
use stylus_sdk::prelude::*;
use types::{ParameterSetId, Parameters, Windows, PARAMETER_WORDS};

use crate::{error::Error, BatchRegistry};

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Adds a parameter set and pushes the pool's part down.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotGovernance`, `ParameterBelowMinimum`, `ParameterAboveMaximum`; those of the pool.
    pub fn add_parameter_set(&mut self, parameters: abi::Parameters) -> Result<u32, Error> {
        self.require_wired()?;
        require_peer(self.vm(), self.governance.get())
            .map_err(|caller| abi::NotGovernance { caller })?;
        let set = self.append_parameters(&parameters)?;
        self.push_parameters(&set)?;
        Ok(self.current_set().0)
    }
}

/// Loading, storing, emitting, telling the pool.
impl BatchRegistry {
    pub(crate) fn current_set(&self) -> ParameterSetId {
        ParameterSetId(self.parameter_sets.get().to::<u32>() - 1)
    }

    /// The set that holds, if it is the one that is meant.
    pub(crate) fn require_current_set(&self, given: u32) -> Result<ParameterSetId, Error> {
        let current = self.current_set();
        if given != current.0 {
            let current = current.0;
            return Err(abi::ParameterSetMoved { given, current }.into());
        }
        Ok(current)
    }

    /// A parameter set. Only words that `Parameters::pack` gave are ever stored.
    #[inline(never)]
    pub(crate) fn parameter_set(&self, set: u32) -> Result<Parameters, Error> {
        let stored = self.parameters.getter(set);
        let mut words = [[0; 32]; PARAMETER_WORDS];
        for (index, word) in words.iter_mut().enumerate() {
            *word = stored.get(index).unwrap_or_default().0;
        }
        let count = self.parameter_sets.get().to();
        let unknown = abi::UnknownParameterSet { set, count };
        if set >= count {
            return Err(unknown.into());
        }
        Parameters::unpack(&words).map_err(|_| unknown.into())
    }

    /// The windows of a parameter set that exists: one word.
    #[inline(never)]
    pub(crate) fn windows(&self, set: u32) -> Result<Windows, Error> {
        let word = self.parameters.getter(set).get(0).unwrap_or_default();
        let count = self.parameter_sets.get().to();
        Windows::unpack(&word.0).map_err(|_| abi::UnknownParameterSet { set, count }.into())
    }

    /// Checks, stores and emits a set, which then holds.
    #[inline(never)]
    pub(crate) fn append_parameters(
        &mut self,
        given: &abi::Parameters,
    ) -> Result<Parameters, Error> {
        let set = Parameters::try_from(given)?;
        set.validate()?;
        let number: u32 = self.parameter_sets.get().to();
        let mut stored = self.parameters.setter(number);
        for (index, word) in set.pack().into_iter().enumerate() {
            if let Some(mut slot) = stored.setter(index) {
                slot.set(word.into());
            }
        }
        self.parameter_sets.set(U32::from(number + 1));
        let mut log = Encoder::default();
        abi::ParameterSetAdded::SIGNATURE_HASH.write(&mut log);
        number.write(&mut log);
        given.write(&mut log);
        self.vm().emit_log(&log.finish(), 2);
        Ok(set)
    }

    /// Pushes the pool's part of a set down to it.
    #[inline(never)]
    pub(crate) fn push_parameters(&self, set: &Parameters) -> Result<(), Error> {
        let parameters = ISequencerPool::PoolParameters {
            slotElements: set.slot.elements,
            slotBatches: set.slot.batches,
            idleLimit: set.slot.idle.0,
            joinDelay: set.slot.join_delay.0,
            unbonding: set.windows.unbonding.0,
            dataWithheldBps: set.slashing.data_withheld.get(),
            fraudBps: set.slashing.fraud.get(),
            bountyBps: set.slashing.bounty.get(),
            winnerBps: set.slashing.winner.get(),
            minSequencerStake: set.stakes.sequencer,
            minProducerStake: set.stakes.producer,
            minVerifierStake: set.stakes.verifier,
        };
        let call = ISequencerPool::setParametersCall { parameters };
        host::call(self.vm(), self.pool.get(), &call)?;
        Ok(())
    }
}
