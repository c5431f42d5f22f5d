//! An embedded Arbitrum Stylus chain: a library value and a JSON-RPC node.

mod arbos;
mod chain;
mod evm;
mod node;
mod persistence;
mod program;
mod rpc;
mod trace;
mod wasm;

pub use arbos::{
    ARB_DEBUG, ARB_GAS_INFO, ARB_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_STATISTICS, ARB_SYS,
    ARB_WASM, ARB_WASM_CACHE, ARBOS_STATE, ArbosGenesis, ArbosVersion, GenesisAccount,
    StylusParams, UnsupportedArbosVersion, Unusable,
};
pub use chain::{
    BASE_FEE, CACHE_MANAGER, CHAIN_ID, CREATE2_FACTORY, Clock, Config, DevAccount, MineError,
    ParentChain, Persistence, STYLUS_DEPLOYER,
};
pub use evm::{
    BLOCK_GAS_LIMIT, BlockContext, FrameEnter, FrameExit, FrameKind, HostRecord, Machine,
    MachineError, Mode, Outcome, ProgramEnter, ProgramExit, RecentPrograms, Rules, SEQUENCER,
    SelfDestruct, TRACE_LIMIT, TraceEvent, Tracer,
};
pub use node::{Devnet, Process, StartError};
pub use persistence::StateError;
pub use program::{CodeError, ProgramOutcome};
pub use wasm::{CompileConfig, Program, ProgramCosts, WasmError, compile};
