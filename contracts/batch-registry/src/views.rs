//! Views, but for those that check a proof.

use alloy_primitives::B256;
use interfaces::contracts::IBatchRegistry as abi;
use types::{BatchIndex, Verdict};

use crate::{
    error::Error,
    state::{hash_of, read},
    BatchRegistry,
};

/// The chain and its verdicts.
impl BatchRegistry {
    /// Index and header hash of the newest canonical batch.
    pub fn head(&self) -> (u64, B256) {
        let index = self.head_index();
        (index.0, self.slot(index))
    }

    /// Index and header hash of the newest final batch.
    pub fn final_head(&self) -> (u64, B256) {
        let index = self.final_head_index();
        (index.0, self.slot(index))
    }

    /// Hash of the canonical header at an index.
    ///
    /// # Errors
    ///
    /// `UnknownIndex`.
    pub fn header_hash(&self, index: u64) -> Result<B256, Error> {
        self.canonical_hash(BatchIndex(index))
    }

    /// Hash of any header.
    pub fn hash_header(&self, header: abi::Header) -> B256 {
        hash_of(&read(&header))
    }

    /// Number of invalidations so far.
    pub fn fork(&self) -> u32 {
        self.fork_number().0
    }

    /// Verdict of a header, and whether it is contested.
    pub fn verdict(&self, header: abi::Header) -> (abi::Verdict, bool) {
        let Ok(batch) = self.batch(&header) else {
            return (abi::Verdict::Unknown, false);
        };
        let undecided = matches!(batch.verdict, Verdict::Pending | Verdict::Proven);
        let held = || batch.record.is_contested() || self.is_insecure(batch.header.index);
        (batch.verdict.into(), undecided && held())
    }

    /// The record of a header; all zero if it was never accepted.
    pub fn record_of(&self, header_hash: B256) -> abi::Record {
        self.record(header_hash).as_ref().into()
    }

    /// Whether no canonical batch has an open data request, and the lowest that has one.
    pub fn system_state(&self) -> (bool, u64) {
        match self.lowest_insecure() {
            None => (true, u64::MAX),
            Some(index) => (false, index.0),
        }
    }
}

/// Parameters and set-up.
impl BatchRegistry {
    /// A parameter set.
    ///
    /// # Errors
    ///
    /// `UnknownParameterSet`.
    pub fn parameters(&self, set: u32) -> Result<abi::Parameters, Error> {
        Ok(abi::Parameters::from(&self.parameter_set(set)?))
    }

    /// Number of the set that holds for new headers.
    pub fn current_parameter_set(&self) -> u32 {
        self.current_set().0
    }

    /// Instance id.
    pub fn instance(&self) -> B256 {
        self.instance_id().0.into()
    }

    /// Which clock all blocks are of.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// The clock's block now.
    ///
    /// # Errors
    ///
    /// `PeerFailed` if `ArbSys` does not answer.
    pub fn current_block(&self) -> Result<u64, Error> {
        Ok(self.now()?.0)
    }
}

interfaces::addresses!(
    BatchRegistry: deployer, pool, treasury, data_availability, fraud_proof, governance
);
