//! What contests do to batches: requests, publication, invalidation.

use alloy_sol_types::SolEvent;
use interfaces::{contracts::IBatchRegistry as abi, host::require_peer};
use stylus_sdk::prelude::*;

use crate::{error::Error, BatchRegistry};

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Opens a request for the data of a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`; those of `contest::Batch::open_request` and of
    /// `tell_pool`.
    pub fn open_request(&mut self, header: abi::Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        self.authorise_data_availability()?;
        let mut batch = self.batch(&header)?;
        batch.open_request(now)?;
        self.store(&batch);
        let index = batch.header.index;
        self.mark_request(index, true);
        self.emit_about(abi::RequestOpened::SIGNATURE_HASH, index, batch.hash, &[]);
        if self.lowest_insecure() == Some(index) {
            self.emit_system_state();
        }
        self.tell_pool_if_head(&batch)
    }

    /// Closes the request on a batch, whatever has become of it.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotDataAvailability`, `UnknownHeader`, `NoOpenRequest`; those of `tell_pool`.
    pub fn close_request(&mut self, header: abi::Header) -> Result<(), Error> {
        self.require_wired()?;
        self.authorise_data_availability()?;
        let mut batch = self.batch(&header)?;
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
        let now = self.now_if_wired()?;
        self.authorise_data_availability()?;
        let mut batch = self.batch(&header)?;
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

/// Who may.
impl BatchRegistry {
    #[inline(never)]
    fn authorise_data_availability(&self) -> Result<(), Error> {
        require_peer(self.vm(), self.data_availability.get())
            .map_err(|caller| abi::NotDataAvailability { caller })?;
        Ok(())
    }

    fn authorise_invalidation(&self) -> Result<(), Error> {
        require_peer(self.vm(), self.data_availability.get())
            .or_else(|_| require_peer(self.vm(), self.fraud_proof.get()))
            .map_err(|caller| abi::MayNotInvalidate { caller })?;
        Ok(())
    }
}
