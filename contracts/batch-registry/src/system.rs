//! The system's state: which batches are held back by an open request, what was said of it, what the pool is told.

use alloy_primitives::{B256, U256, U32, U64};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{IBatchRegistry as abi, ISequencerPool},
    host,
};
use stylus_sdk::prelude::*;
use types::BatchIndex;

use crate::{
    bitmap::{self, Words, WordsMut},
    contest::Batch,
    error::Error,
    BatchRegistry,
};

/// Open requests, by index.
impl BatchRegistry {
    /// The lowest canonical, unfinal batch with an open request.
    #[inline(never)]
    pub(crate) fn lowest_insecure(&self) -> Option<BatchIndex> {
        let from = self.final_head_index().0 + 1;
        bitmap::lowest(self, from, self.next.get().to()).map(BatchIndex)
    }

    pub(crate) fn is_insecure(&self, index: BatchIndex) -> bool {
        self.lowest_insecure().is_some_and(|lowest| lowest <= index)
    }

    #[inline(never)]
    pub(crate) fn mark_request(&mut self, index: BatchIndex, open: bool) {
        bitmap::mark(self, index.0, open);
    }

    /// Cuts a canonical, unfinal batch and all after it. The bits of their requests stay where they are, and are
    /// cleared one by one when an index is used again.
    pub(crate) fn cut(&mut self, index: BatchIndex) {
        if self.lowest_insecure().is_some_and(|lowest| lowest >= index) {
            self.cut_unsaid.set(true);
        }
        self.next.set(U64::from(index.0));
        self.fork.set(U32::from(self.fork_number().0 + 1));
    }
}

impl Words for BatchRegistry {
    fn word(&self, level: u8, word: u64) -> U256 {
        self.open_requests.getter(level).get(word)
    }
}

impl WordsMut for BatchRegistry {
    fn set_word(&mut self, level: u8, word: u64, bits: U256) {
        self.open_requests.setter(level).insert(word, bits);
    }
}

/// Saying so.
impl BatchRegistry {
    /// Emits an event about a batch: its index and hash are topics, `data` is the rest.
    #[inline(never)]
    pub(crate) fn emit_about(&self, event: B256, index: BatchIndex, hash: B256, data: &[u64]) {
        let mut log = Encoder::default();
        event.write(&mut log);
        index.0.write(&mut log);
        hash.write(&mut log);
        for number in data {
            number.write(&mut log);
        }
        self.vm().emit_log(&log.finish(), 3);
    }

    /// Emits the system's state as it is.
    #[inline(never)]
    pub(crate) fn emit_system_state(&mut self) {
        self.cut_unsaid.set(false);
        let mut log = Encoder::default();
        abi::SystemStateChanged::SIGNATURE_HASH.write(&mut log);
        self.system_state().write(&mut log);
        self.vm().emit_log(&log.finish(), 1);
    }

    /// Tells the pool whether the head is contested, if that may have changed with this batch.
    pub(crate) fn tell_pool_if_head(&self, batch: &Batch) -> Result<(), Error> {
        if self.slot(self.head_index()) == batch.hash {
            self.tell_pool()?;
        }
        Ok(())
    }

    /// Tells the pool whether the head is contested. It refuses the registry nothing; what it fails with for want of
    /// gas, or of memory pages, which a caller can bring about, passes through: a contest that the pool does not
    /// know of would stop its idle limit for ever, or let it run.
    ///
    /// # Errors
    ///
    /// What the pool failed with.
    #[inline(never)]
    pub(crate) fn tell_pool(&self) -> Result<(), Error> {
        let head = self.record(self.slot(self.head_index()));
        let contested = head.is_some_and(|record| record.is_held_back());
        let call = ISequencerPool::setHeadContestedCall { contested };
        host::call(self.vm(), self.pool.get(), &call)?;
        Ok(())
    }
}
