//! Ethereum's machine with Arbitrum's differences, on `revm`.

mod block;
mod chain;
mod executor;
mod frame;
mod handler;
mod instructions;
mod machine;
mod peek;
mod recents;
mod report;
mod revert;
mod rules;
#[cfg(test)]
mod tests;
mod trace;

pub use block::{BLOCK_GAS_LIMIT, BlockContext, SEQUENCER};
pub use chain::Mode;
pub use machine::{Machine, MachineError, Outcome};
pub use recents::RecentPrograms;
pub use rules::Rules;
pub use trace::{
    FrameEnter, FrameExit, FrameKind, HostRecord, ProgramEnter, ProgramExit, SelfDestruct,
    TRACE_LIMIT, TraceEvent, Tracer,
};

pub(crate) use executor::{ArbContext, Fault};
pub(crate) use peek::{is_destroyed, peek_balance, peek_code};
pub(crate) use revert::revert_reason;
