//! What contests do to batches: requests, publication, disputes, proof, invalidation.

use alloy_primitives::B256;
use alloy_sol_types::SolEvent;
use interfaces::{contracts::IBatchRegistry as abi, host::require_peer};
use stylus_sdk::prelude::*;
use types::{BatchIndex, BlockNumber};

use crate::{
    contest::Batch,
    error::Error,
    state::{hash_of, read},
    BatchRegistry,
};

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Opens a request for the data of a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`; those of `contest::Batch::open_request` and of
    /// `tell_pool`.
    pub fn open_request(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.asked_about(&header)?;
        batch.open_request(self.now()?)?;
        self.begin_request(&batch)
    }

    /// Opens a request for the re-execution of a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`; those of `contest::Batch::open_halted_request` and of
    /// `tell_pool`.
    pub fn open_halted_request(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.asked_about(&header)?;
        let windows = self.windows(batch.header.parameter_set.0)?;
        batch.open_halted_request(&windows, self.now()?)?;
        self.begin_request(&batch)
    }

    /// Closes the request on a batch, whatever has become of it.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`, `NoOpenRequest`; those of `tell_pool`.
    pub fn close_request(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.asked_about(&header)?;
        batch.close_request()?;
        self.store(&batch);
        let index = batch.header.index;
        let mut state_changes = self.cut_unsaid.get();
        // The bit of a batch that was cut belongs to the one that took its index, or to nobody.
        if batch.verdict.is_canonical() {
            state_changes |= self.lowest_insecure() == Some(index);
            self.mark_request(index, false);
        }
        self.emit_about(abi::RequestClosed::SIGNATURE_HASH, index, batch.hash, &[]);
        if state_changes {
            self.emit_system_state();
        }
        self.tell_pool_if_head(&batch)
    }

    /// Records that the data of a batch is complete on chain.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`; those of `contest::Batch::publish`.
    pub fn mark_published(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.asked_about(&header)?;
        let now = self.now()?;
        let windows = self.windows(batch.header.parameter_set.0)?;
        batch.publish(&windows, now)?;
        self.store(&batch);
        self.emit_about(
            abi::BatchPublished::SIGNATURE_HASH,
            batch.header.index,
            batch.hash,
            &[now.0, batch.record.closes_at.0],
        );
        Ok(())
    }

    /// Opens a dispute on a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotFraudProof`, `UnknownHeader`; those of `contest::Batch::require_judgeable`, `NotAncestor`,
    /// `DisputeWindowOver`, `TooManyDisputes`; those of `tell_pool`.
    pub fn open_dispute(
        &mut self,
        header: abi::Header,
        ancestor: abi::Header,
    ) -> Result<(), Error> {
        let mut batch = self.judged(&header)?;
        batch.require_judgeable()?;
        let until = self.ancestor_closes_at(batch.header.index, &ancestor)?;
        batch.open_dispute(until, self.now()?)?;
        self.store_disputes(&batch, abi::DisputeOpened::SIGNATURE_HASH)
    }

    /// Closes a dispute on a batch, whatever has become of it.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotFraudProof`, `UnknownHeader`, `NoOpenDispute`; those of `tell_pool`.
    pub fn close_dispute(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.judged(&header)?;
        batch.close_dispute()?;
        self.store_disputes(&batch, abi::DisputeClosed::SIGNATURE_HASH)
    }

    /// Records that Layer 1 has computed the batch itself and found it right.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotFraudProof`, `UnknownHeader`; those of `contest::Batch::prove` and of `tell_pool`.
    pub fn mark_proven(&mut self, header: abi::Header) -> Result<(), Error> {
        let mut batch = self.judged(&header)?;
        batch.prove()?;
        self.store(&batch);
        self.emit_about(
            abi::BatchProven::SIGNATURE_HASH,
            batch.header.index,
            batch.hash,
            &[],
        );
        self.tell_pool_if_head(&batch)
    }

    /// Declares a batch false and cuts it with all batches after it.
    ///
    /// # Errors
    ///
    /// `NotWired`, `MayNotInvalidate`, `UnknownHeader`; those of `contest::Batch::invalidate` and of `tell_pool`.
    pub fn invalidate(&mut self, header: abi::Header) -> Result<(), Error> {
        self.require_wired()?;
        self.authorise_invalidation()?;
        let mut batch = self.batch(&header)?;
        batch.invalidate()?;
        self.store(&batch);
        let old_head = self.head_index().0;
        self.cut(batch.header.index);
        self.emit_about(
            abi::BatchInvalidated::SIGNATURE_HASH,
            batch.header.index,
            batch.hash,
            &[self.fork_number().0.into(), old_head],
        );
        self.tell_pool()
    }
}

/// What several contests have in common.
impl BatchRegistry {
    /// The batch that DataAvailability acts on.
    #[inline(never)]
    fn asked_about(&self, header: &abi::Header) -> Result<Batch, Error> {
        self.require_wired()?;
        require_peer(self.vm(), self.data_availability.get())
            .map_err(|caller| abi::NotDataAvailability { caller })?;
        self.batch(header)
    }

    /// The batch that FraudProof acts on.
    #[inline(never)]
    fn judged(&self, header: &abi::Header) -> Result<Batch, Error> {
        self.require_wired()?;
        require_peer(self.vm(), self.fraud_proof.get())
            .map_err(|caller| abi::NotFraudProof { caller })?;
        self.batch(header)
    }

    fn authorise_invalidation(&self) -> Result<(), Error> {
        require_peer(self.vm(), self.data_availability.get())
            .or_else(|_| require_peer(self.vm(), self.fraud_proof.get()))
            .map_err(|caller| abi::MayNotInvalidate { caller })?;
        Ok(())
    }

    #[inline(never)]
    fn begin_request(&mut self, batch: &Batch) -> Result<(), Error> {
        self.store(batch);
        let index = batch.header.index;
        self.mark_request(index, true);
        self.emit_about(abi::RequestOpened::SIGNATURE_HASH, index, batch.hash, &[]);
        if self.lowest_insecure() == Some(index) {
            self.emit_system_state();
        }
        self.tell_pool_if_head(batch)
    }

    #[inline(never)]
    fn store_disputes(&mut self, batch: &Batch, event: B256) -> Result<(), Error> {
        self.store(batch);
        let open = batch.record.open_disputes.into();
        self.emit_about(event, batch.header.index, batch.hash, &[open]);
        self.tell_pool_if_head(batch)
    }

    /// The last block at which a canonical batch up to `index` may be disputed. Of two canonical batches, the one
    /// with the lower index is below the other.
    fn ancestor_closes_at(
        &self,
        index: BatchIndex,
        ancestor: &abi::Header,
    ) -> Result<BlockNumber, Error> {
        let hash = hash_of(&read(ancestor));
        if ancestor.index > index.0 || self.slot(BatchIndex(ancestor.index)) != hash {
            return Err(abi::NotAncestor { headerHash: hash }.into());
        }
        Ok(self.known_record(hash)?.closes_at)
    }
}
