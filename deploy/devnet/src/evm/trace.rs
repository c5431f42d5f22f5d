//! What an observer of a transaction is told.

use revm::{
    interpreter::{CallScheme, InstructionResult},
    primitives::{Address, B256, Bytes, Log, U256},
};

use crate::program::ProgramOutcome;

/// Most bytes of call data, results and logs that an observer should keep of one transaction: a
/// response of the RPC has room for twice as many, which is what hexadecimal makes of them. Host
/// calls beyond it may be missing.
pub const TRACE_LIMIT: usize = 30 << 20;

/// Receives the events of one transaction in the order in which they happen.
pub trait Tracer {
    /// One event.
    fn event(&mut self, event: TraceEvent);

    /// Whether it has all that it can take. Nothing more is then told.
    fn is_full(&self) -> bool {
        false
    }
}

/// Something that happened in a transaction.
#[derive(Clone, Debug)]
pub enum TraceEvent {
    /// A call or creation begins: EVM code, a program, a precompile or no code at all.
    FrameEnter(FrameEnter),
    /// The innermost open call or creation ended.
    FrameExit(FrameExit),
    /// The innermost open call or creation emitted a log. Told late: before the next event about a
    /// frame. A log that was reverted before it was told is left out; one told is not taken back.
    Log(Log),
    /// The innermost open call or creation ran SELFDESTRUCT.
    SelfDestruct(SelfDestruct),
    /// The innermost open call runs a Stylus program, and the entry cost was asked for.
    ProgramEnter(ProgramEnter),
    /// A host function of the innermost running program completed.
    Host(HostRecord),
    /// The innermost running program ended.
    ProgramExit(ProgramExit),
}

/// How a frame came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// One of the four kinds of calls.
    Call(CallScheme),
    /// CREATE, `create1` or a creating transaction.
    Create,
    /// CREATE2 or `create2`.
    Create2,
}

/// Beginning of a call or creation.
#[derive(Clone, Debug)]
pub struct FrameEnter {
    /// The kind.
    pub kind: FrameKind,
    /// Frames around it; 0 is the transaction's own.
    pub depth: usize,
    /// The caller.
    pub from: Address,
    /// Acting address: of a creation, the contract's if it will succeed.
    pub to: Address,
    /// Where the code lies; for creations, where it will.
    pub code: Address,
    /// Wei sent, or shown under a delegate call.
    pub value: U256,
    /// Gas limit.
    pub gas: u64,
    /// Call data or initialisation code.
    pub input: Bytes,
    /// Whether state may not change.
    pub is_static: bool,
}

impl FrameEnter {
    /// The account that made the call: under a delegate call the one that acts on, not the sender
    /// that it shows.
    pub fn caller(&self) -> Address {
        if self.is_borrowed() {
            self.to
        } else {
            self.from
        }
    }

    /// The account that was called; for creations the new one.
    pub fn callee(&self) -> Address {
        if self.is_borrowed() {
            self.code
        } else {
            self.to
        }
    }

    /// Whether the caller runs foreign code as itself.
    fn is_borrowed(&self) -> bool {
        matches!(
            self.kind,
            FrameKind::Call(CallScheme::DelegateCall | CallScheme::CallCode)
        )
    }
}

/// End of a call or creation.
#[derive(Clone, Debug)]
pub struct FrameExit {
    /// How it ended.
    pub result: InstructionResult,
    /// Gas used, out of the limit.
    pub gas_used: u64,
    /// Return or revert data.
    pub output: Bytes,
    /// The created address.
    pub created: Option<Address>,
}

/// A SELFDESTRUCT, which since EIP-6780 may only move the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfDestruct {
    /// Acting address.
    pub address: Address,
    /// Receives the balance.
    pub beneficiary: Address,
    /// The balance, in wei.
    pub balance: U256,
}

/// Entry of a Stylus program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramEnter {
    /// Acting address.
    pub address: Address,
    /// Hash of the code.
    pub code_hash: B256,
    /// Gas of the frame before the entry cost.
    pub gas_limit: u64,
    /// Entry cost for memory pages.
    pub page_gas: u64,
    /// Entry cost for initialisation.
    pub init_gas: u64,
    /// Whether the cached price applied.
    pub cached: bool,
    /// Whether state may not change.
    pub is_static: bool,
    /// What `msg_reentrant` answers.
    pub reentrant: bool,
    /// Ink at the first instruction; 0 when the entry could not be paid.
    pub ink: u64,
    /// Length of the call data in bytes.
    pub args_len: u32,
}

/// A completed host call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostRecord {
    /// The function's name.
    pub name: &'static str,
    /// Arguments in the encoding of Nitro's `stylusTracer` (sheet of the VM, section 8.1).
    pub args: Vec<u8>,
    /// Results in that encoding.
    pub outs: Vec<u8>,
    /// Ink before the function's first charge.
    pub start_ink: u64,
    /// Ink after its last charge.
    pub end_ink: u64,
}

impl HostRecord {
    /// What it counts towards [`TRACE_LIMIT`]: the data, and the rest of its text in a response.
    pub fn size(&self) -> usize {
        const REST: usize = 128;
        self.args.len() + self.outs.len() + REST
    }
}

/// End of a Stylus program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramExit {
    /// How it ended.
    pub outcome: ProgramOutcome,
    /// Status that the program returned, if it returned one.
    pub status: Option<u32>,
    /// Ink used after entry, nested calls included.
    pub ink_used: u64,
    /// Gas used by the frame, entry cost included.
    pub gas_used: u64,
}
