//! What moves the chain: appending a batch, making batches final.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use interfaces::{
    contracts::{IBatchRegistry as abi, ISequencerPool},
    host::{self, HostKeccak},
};
use stylus_sdk::{abi::Bytes, prelude::*};
use types::{Attestation, Bounds, Hash};

use crate::{
    chain::{Context, Submission},
    error::Error,
    finality,
    signature::Signature,
    state::read,
    BatchRegistry,
};

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Appends a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NoSequencer`, `NotSelected`, `ParentMoved`, `ParameterSetMoved`, those of `chain::Submission::check` and of
    /// `signature::Signature::read`, `BadProducerSignature`; those of the pool.
    #[expect(clippy::too_many_arguments, reason = "the interface's signature")]
    pub fn submit_batch(
        &mut self,
        parent: abi::Header,
        mttbr: B256,
        mtsr: B256,
        count: u32,
        data_length: u32,
        last_l2_block: u64,
        last_l2_timestamp: u64,
        parameter_set: u32,
        producer_signature: Bytes,
    ) -> Result<B256, Error> {
        let now = self.now_if_wired()?;
        let sequencer = self.authorise_sequencer()?;
        let parent = read(&parent);
        let parent_hash = self.require_head(&parent)?;
        let submission = Submission {
            mttbr: Hash(mttbr.0),
            mtsr: Hash(mtsr.0),
            element_count: count,
            data_length,
            bounds: Bounds {
                last_l2_block: last_l2_block.into(),
                last_l2_timestamp: last_l2_timestamp.into(),
            },
        };
        let parameter_set = self.require_current_set(parameter_set)?;
        let limits = self.parameter_set(parameter_set.0)?;
        submission.check(&parent, &limits.batch, self.vm().block_timestamp())?;
        let attestation = Attestation {
            instance: parent.instance,
            parent: parent_hash,
            mttbr: submission.mttbr,
            bounds: submission.bounds,
        };
        let producer = self.authorise_producer(&attestation, &producer_signature)?;

        let header = submission.header(
            &parent,
            &Context {
                fork: self.fork_number(),
                parent_hash,
                sequencer: types::Address(sequencer.0 .0),
                producer: types::Address(producer.0 .0),
                parameter_set,
                submitted_at: now,
            },
        );
        let hash = self.append_header(&header, limits.windows.closes_at(now, None));
        self.record_submission(sequencer, count)?;
        Ok(hash)
    }

    /// Makes the next batches final, all of the list or none.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NothingToFinalize`, `UnknownIndex`, `NotNextToFinalize`, `BatchContested`,
    /// `WindowOpen`.
    pub fn finalize(&mut self, header_hashes: Vec<B256>) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        if header_hashes.is_empty() {
            return Err(abi::NothingToFinalize {}.into());
        }
        let mut index = self.final_head_index();
        let mut state_changes = false;
        for hash in header_hashes {
            index.0 += 1;
            self.require_canonical(index, hash)?;
            let record = self.known_record(hash)?;
            finality::check(index, &record, now)?;
            // Of a proven batch: it was the lowest that held others back.
            state_changes |= record.open_request;
            self.emit_about(abi::BatchFinalized::SIGNATURE_HASH, index, hash, &[]);
        }
        self.set_final(index);
        if state_changes {
            self.emit_system_state();
        }
        Ok(())
    }
}

/// Who may, and what the pool is told.
impl BatchRegistry {
    /// The caller, if it is the selected sequencer.
    #[inline(never)]
    fn authorise_sequencer(&self) -> Result<Address, Error> {
        let caller = self.vm().msg_sender();
        let call = ISequencerPool::selectedSequencerCall {};
        let selected = host::view(self.vm(), self.pool.get(), &call)?._0;
        if selected.is_zero() {
            return Err(abi::NoSequencer {}.into());
        }
        if caller != selected {
            return Err(abi::NotSelected { caller, selected }.into());
        }
        Ok(caller)
    }

    /// Zero if there is none.
    #[inline(never)]
    pub(crate) fn selected_producer(&self) -> Result<Address, Error> {
        let call = ISequencerPool::selectedProducerCall {};
        Ok(host::view(self.vm(), self.pool.get(), &call)?._0)
    }

    /// The selected block producer if its signature is there, zero if there is none.
    #[inline(never)]
    fn authorise_producer(
        &self,
        attestation: &Attestation,
        signature: &[u8],
    ) -> Result<Address, Error> {
        let Some(Signature { r, s, v }) = Signature::read(signature)? else {
            return Ok(Address::ZERO);
        };
        let digest = attestation.digest::<HostKeccak>().0.into();
        let recovered = host::recover(self.vm(), digest, v, r, s)?;
        let selected = self.selected_producer()?;
        if recovered.is_zero() || recovered != selected {
            return Err(abi::BadProducerSignature {
                recovered,
                selected,
            }
            .into());
        }
        Ok(recovered)
    }

    /// Reports a batch to the pool, which may rotate.
    #[inline(never)]
    fn record_submission(&self, member: Address, elements: u32) -> Result<(), Error> {
        let call = ISequencerPool::recordSubmissionCall { member, elements };
        host::call(self.vm(), self.pool.get(), &call)?;
        Ok(())
    }
}
