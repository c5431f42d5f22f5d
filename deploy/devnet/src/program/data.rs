//! What one running program instance owns.

use revm::primitives::{Address, B256, Bytes, U256};
use wasmi::{Global, Memory};

use super::storage_cache::StorageCache;
use crate::{arbos::StylusParams, evm::HostRecord};

/// Facts that do not change while the program runs.
#[derive(Clone, Debug)]
pub(super) struct Environment {
    pub(super) ink_price: u32,
    pub(super) contract: Address,
    pub(super) sender: Address,
    pub(super) value: U256,
    pub(super) origin: Address,
    pub(super) gas_price: U256,
    pub(super) base_fee: U256,
    pub(super) coinbase: Address,
    pub(super) gas_limit: u64,
    pub(super) block_number: u64,
    pub(super) timestamp: u64,
    pub(super) chain_id: u64,
    pub(super) is_static: bool,
    pub(super) is_reentrant: bool,
}

/// Where the instance keeps what the host looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handles {
    pub(super) memory: Memory,
    pub(super) ink_left: Global,
    pub(super) ink_status: Global,
    pub(super) stack_left: Global,
}

/// State of the instance beside its memory and globals.
#[derive(Debug)]
pub(super) struct ProgramData {
    pub(super) env: Environment,
    pub(super) params: StylusParams,
    pub(super) args: Bytes,
    /// Bytes of the last `write_result`.
    pub(super) output: Bytes,
    /// Return data of the last call or creation.
    pub(super) return_data: Bytes,
    pub(super) storage: StorageCache,
    /// Account whose code was asked for last, with it.
    pub(super) last_code: Option<(Address, Bytes)>,
    /// Refund counter of this frame and its successful children.
    pub(super) refund: i64,
    /// Set right after instantiation; no code runs before.
    pub(super) handles: Option<Handles>,
    pub(super) trace: Option<Trace>,
}

/// Completed host calls that the observer has not been told yet.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) records: Vec<HostRecord>,
    /// Bytes that all records of the instance made up, as [`HostRecord::size`] counts them.
    pub(super) size: usize,
    /// Arguments and results of the call that is being served.
    pub(super) noted: (Vec<u8>, Vec<u8>),
}

impl ProgramData {
    pub(super) fn new(
        env: Environment,
        params: StylusParams,
        args: Bytes,
        is_traced: bool,
    ) -> Self {
        Self {
            env,
            params,
            args,
            output: Bytes::new(),
            return_data: Bytes::new(),
            storage: StorageCache::default(),
            last_code: None,
            refund: 0,
            handles: None,
            trace: is_traced.then(Trace::default),
        }
    }
}

/// A 32-byte word, as the chain has it and as WASM memory holds it.
pub(super) fn word(value: U256) -> B256 {
    B256::from(value)
}
