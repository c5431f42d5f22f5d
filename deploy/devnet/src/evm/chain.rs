//! What frames of a transaction share beyond `revm`'s own context.

use std::collections::HashMap;

use revm::primitives::{Address, B256};

use super::{
    recents::RecentPrograms,
    rules::Rules,
    trace::{TraceEvent, Tracer},
};
use crate::program::{ModuleCache, PageCounters};

/// How a transaction is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To be included in a block.
    Transaction,
    /// To be included in a block, for an impersonated sender: it may hold code (EIP-3607 is off).
    Impersonated,
    /// `eth_call` or `eth_estimateGas`: nonce and sender's code are not looked at, nor is the
    /// balance when no gas price is given, and the base fee is then 0.
    Call,
}

/// The part of the context that `revm` does not know.
pub(crate) struct ChainContext<'t> {
    pub(crate) rules: Rules,
    pub(crate) mode: Mode,
    /// Height of the block.
    pub(crate) number: u64,
    pub(crate) modules: ModuleCache,
    pub(crate) recents: RecentPrograms,
    /// Open and ever-open memory pages of the transaction. Not journaled.
    pub(crate) pages: PageCounters,
    /// Running frames by acting address, delegate calls not counted.
    pub(crate) open_frames: HashMap<Address, u32>,
    tracer: Option<&'t mut dyn Tracer>,
    /// Logs in the journal that the observer knows of.
    pub(super) told_logs: usize,
}

impl<'t> ChainContext<'t> {
    pub(crate) fn new(
        rules: Rules,
        mode: Mode,
        number: u64,
        modules: ModuleCache,
        recents: RecentPrograms,
        tracer: Option<&'t mut dyn Tracer>,
    ) -> Self {
        Self {
            rules,
            mode,
            number,
            modules,
            recents,
            pages: PageCounters::default(),
            open_frames: HashMap::new(),
            tracer,
            told_logs: 0,
        }
    }

    /// Whether anybody listens.
    pub(crate) fn is_traced(&self) -> bool {
        self.tracer.as_ref().is_some_and(|tracer| !tracer.is_full())
    }

    /// Tells the observer, if there is one.
    pub(crate) fn trace(&mut self, event: impl FnOnce() -> TraceEvent) {
        if let Some(tracer) = self.tracer.as_mut().filter(|tracer| !tracer.is_full()) {
            tracer.event(event());
        }
    }

    /// Notes that a frame with code begins to run as `address`.
    pub(crate) fn push_frame(&mut self, address: Address) {
        *self.open_frames.entry(address).or_default() += 1;
    }

    /// Notes that a frame pushed before ended.
    pub(crate) fn pop_frame(&mut self, address: Address) {
        if let Some(count) = self.open_frames.get_mut(&address) {
            *count = count.saturating_sub(1);
        }
    }

    /// Whether more than one running frame acts as `address`.
    pub(crate) fn is_reentrant(&self, address: Address) -> bool {
        self.open_frames
            .get(&address)
            .is_some_and(|count| *count > 1)
    }

    /// Notes a call of the program `code_hash` in this block; true if it was called before.
    pub(crate) fn touch_program(&mut self, code_hash: B256, capacity: u16) -> bool {
        self.recents.insert(code_hash, capacity)
    }
}
