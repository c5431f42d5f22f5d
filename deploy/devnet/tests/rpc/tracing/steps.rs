//! The records of `stylusTracer`, read as strictly as cargo-stylus reads them.

use alloy::primitives::{Address, Bytes};
use serde::Deserialize;
use serde_json::Value;

/// A record.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) args: Bytes,
    pub(super) outs: Bytes,
    pub(super) start_ink: u64,
    pub(super) end_ink: u64,
    pub(super) address: Option<Address>,
    pub(super) steps: Option<Vec<Step>>,
}

/// Bytes of arguments or results: these, and perhaps more.
#[derive(Clone, Copy)]
enum Size {
    Exactly(usize),
    AtLeast(usize),
}

use Size::{AtLeast, Exactly};

impl Step {
    /// The records of a trace.
    ///
    /// # Panics
    /// One is not of the form that cargo-stylus can read.
    pub(super) fn read(trace: Value) -> Vec<Self> {
        let steps: Vec<Self> = serde_json::from_value(trace).expect("records");
        steps.iter().for_each(Self::check);
        steps
    }

    /// Name, arguments and results.
    pub(super) fn parts(&self) -> (&str, &[u8], &[u8]) {
        (&self.name, &self.args, &self.outs)
    }

    /// The records within this one.
    pub(super) fn inner(&self) -> &[Self] {
        self.steps.as_deref().expect("it is a call")
    }

    fn check(&self) {
        let (args, outs) = sizes(&self.name);
        assert!(args.fits(self.args.len()), "arguments of {self:?}");
        assert!(outs.fits(self.outs.len()), "results of {self:?}");
        let is_call = self.name.starts_with("evm_") && !self.name.ends_with("_left")
            || self.name.ends_with("call_contract");
        assert_eq!(self.address.is_some(), is_call, "{self:?}");
        assert_eq!(self.steps.is_some(), is_call, "{self:?}");
        self.steps.iter().flatten().for_each(Self::check);
    }
}

impl Size {
    fn fits(self, len: usize) -> bool {
        match self {
            Exactly(size) => len == size,
            AtLeast(size) => len >= size,
        }
    }
}

/// Bytes that cargo-stylus 0.10.10 takes of arguments and results; it ends when any are left.
fn sizes(name: &str) -> (Size, Size) {
    match name {
        "user_entrypoint" | "exit_early" => (Exactly(4), Exactly(0)),
        "user_returned" | "msg_reentrant" | "tx_ink_price" | "return_data_size" => {
            (Exactly(0), Exactly(4))
        }
        "read_args" => (Exactly(0), AtLeast(0)),
        "write_result" | "console_log_text" | "console_log" => (AtLeast(0), Exactly(0)),
        "storage_load_bytes32" | "transient_load_bytes32" => (Exactly(32), Exactly(32)),
        "storage_cache_bytes32" | "transient_store_bytes32" => (Exactly(64), Exactly(0)),
        "storage_flush_cache" => (Exactly(1), Exactly(0)),
        "account_balance" | "account_codehash" => (Exactly(20), Exactly(32)),
        "account_code" => (Exactly(28), AtLeast(0)),
        "account_code_size" => (Exactly(20), Exactly(4)),
        "block_basefee" | "msg_value" | "tx_gas_price" => (Exactly(0), Exactly(32)),
        "block_coinbase" | "contract_address" | "msg_sender" | "tx_origin" => {
            (Exactly(0), Exactly(20))
        }
        "block_gas_limit" | "block_number" | "block_timestamp" | "chainid" | "evm_gas_left"
        | "evm_ink_left" => (Exactly(0), Exactly(8)),
        "math_div" | "math_mod" | "math_pow" => (Exactly(64), Exactly(32)),
        "math_add_mod" | "math_mul_mod" => (Exactly(96), Exactly(32)),
        "native_keccak256" => (AtLeast(0), Exactly(32)),
        "pay_for_memory_grow" => (Exactly(2), Exactly(0)),
        "call_contract" => (AtLeast(60), Exactly(5)),
        "delegate_call_contract" | "static_call_contract" => (AtLeast(28), Exactly(5)),
        "create1" => (AtLeast(32), Exactly(24)),
        "create2" => (AtLeast(64), Exactly(24)),
        "emit_log" => (AtLeast(4), Exactly(0)),
        "read_return_data" => (Exactly(8), AtLeast(0)),
        name if name.starts_with("evm_") => (Exactly(0), Exactly(0)),
        name => panic!("cargo-stylus does not know {name}"),
    }
}
