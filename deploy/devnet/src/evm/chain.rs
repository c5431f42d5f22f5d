//! What frames of a transaction share beyond `revm`'s own context.

use revm::primitives::{Address, B256};

use super::{
    block::BlockContext,
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
    /// Base fee of the block, also where a call sees none, wei per gas.
    pub(crate) base_fee: u64,
    pub(crate) modules: ModuleCache,
    pub(crate) recents: RecentPrograms,
    /// Open and ever-open memory pages of the transaction. Not journaled.
    pub(crate) pages: PageCounters,
    /// Running frames, innermost last. Precompiles have none.
    frames: Vec<OpenFrame>,
    tracer: Option<&'t mut dyn Tracer>,
    /// Logs in the journal that the observer knows of.
    pub(super) told_logs: usize,
}

/// A frame with code that is running.
struct OpenFrame {
    caller: Address,
    /// The address that it counts under for re-entrancy.
    counted: Option<Address>,
}

impl<'t> ChainContext<'t> {
    pub(crate) fn new(
        rules: Rules,
        mode: Mode,
        block: &BlockContext,
        modules: ModuleCache,
        recents: RecentPrograms,
        tracer: Option<&'t mut dyn Tracer>,
    ) -> Self {
        Self {
            rules,
            mode,
            number: block.number,
            base_fee: block.base_fee,
            modules,
            recents,
            pages: PageCounters::default(),
            frames: Vec::new(),
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

    /// Notes that a frame with code begins to run; `counted` is its address for re-entrancy.
    pub(crate) fn push_frame(&mut self, caller: Address, counted: Option<Address>) {
        self.frames.push(OpenFrame { caller, counted });
    }

    /// Notes that the innermost frame ended.
    pub(crate) fn pop_frame(&mut self) {
        self.frames.pop();
    }

    /// Who called the innermost frame.
    pub(crate) fn caller(&self) -> Option<Address> {
        self.frames.last().map(|frame| frame.caller)
    }

    /// Whether more than one running frame acts as `address`.
    pub(crate) fn is_reentrant(&self, address: Address) -> bool {
        let acting = |frame: &&OpenFrame| frame.counted == Some(address);
        self.frames.iter().filter(acting).nth(1).is_some()
    }

    /// Notes a call of the program `code_hash` in this block; true if it was called before.
    pub(crate) fn touch_program(&mut self, code_hash: B256, capacity: u16) -> bool {
        self.recents.insert(code_hash, capacity)
    }
}
