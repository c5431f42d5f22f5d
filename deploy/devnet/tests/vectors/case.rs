//! The vectors as data: `README.md` beside this file says what each field means.

use std::collections::BTreeMap;

use revm::primitives::{Address, B256, Bytes, U256};
use serde::Deserialize;

/// One group of cases.
#[derive(Deserialize)]
pub(crate) struct Group {
    pub(crate) env: Env,
    pub(crate) cases: Vec<Case>,
}

/// Block and transaction environment of every step.
#[derive(Deserialize)]
pub(crate) struct Env {
    pub(crate) chain_id: u64,
    pub(crate) block_number: u64,
    pub(crate) timestamp: u64,
    pub(crate) base_fee: u64,
    pub(crate) gas_price: u128,
    pub(crate) coinbase: Address,
    #[serde(with = "decimal")]
    pub(crate) sender_balance_at_least: U256,
}

/// Programs, and calls to them.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) programs: Vec<Program>,
    #[serde(default)]
    pub(crate) evm: Vec<Evm>,
    #[serde(default)]
    pub(crate) accounts: BTreeMap<Address, Account>,
    pub(crate) options: Options,
    pub(crate) steps: Vec<Step>,
}

/// A program and what its activation says.
#[derive(Deserialize)]
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) address: Address,
    pub(crate) wasm: Bytes,
    pub(crate) activation: Activation,
}

/// Expected activation; the figures are there when it is accepted.
#[derive(Deserialize)]
pub(crate) struct Activation {
    pub(crate) ok: bool,
    #[serde(flatten)]
    pub(crate) figures: Option<Figures>,
}

/// Figures of an accepted activation.
#[derive(Deserialize)]
pub(crate) struct Figures {
    pub(crate) footprint_pages: u16,
    pub(crate) asm_estimate_bytes: u32,
    pub(crate) init_cost: u16,
    pub(crate) cached_init_cost: u16,
    pub(crate) init_gas: u64,
    pub(crate) cached_init_gas: u64,
    pub(crate) wasm_gas: u64,
    #[serde(with = "decimal")]
    pub(crate) data_fee_wei: U256,
}

/// EVM code at an address.
#[derive(Deserialize)]
pub(crate) struct Evm {
    pub(crate) address: Address,
    pub(crate) code: Bytes,
}

/// An account without code.
#[derive(Deserialize)]
pub(crate) struct Account {
    #[serde(with = "decimal")]
    pub(crate) balance: U256,
}

/// What the case is run under.
#[derive(Deserialize)]
pub(crate) struct Options {
    pub(crate) arbos: Vec<u64>,
    pub(crate) cached: Vec<String>,
    pub(crate) debug_chain: bool,
}

/// One transaction.
#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) to: Address,
    pub(crate) data: Bytes,
    #[serde(with = "decimal")]
    pub(crate) value: U256,
    pub(crate) gas: u64,
    pub(crate) from: Address,
    pub(crate) expect: Expect,
}

/// What the transaction does.
#[derive(Deserialize)]
pub(crate) struct Expect {
    pub(crate) status: Status,
    #[serde(rename = "return")]
    pub(crate) output: Bytes,
    pub(crate) intrinsic_gas: u64,
    pub(crate) exec_gas: u64,
    pub(crate) refund: u64,
    pub(crate) tx_gas: u64,
    pub(crate) ink: Option<u64>,
    pub(crate) logs: Option<Vec<Log>>,
    pub(crate) frames: Vec<Frame>,
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Success,
    Revert,
    Halt,
}

/// An emitted log.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) address: Address,
    pub(crate) topics: Vec<B256>,
    pub(crate) data: Bytes,
}

/// A program frame.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) depth: usize,
    pub(crate) program: String,
    pub(crate) address: Address,
    pub(crate) outcome: String,
    pub(crate) gas_limit: u64,
    pub(crate) page_gas: u64,
    pub(crate) init_gas: u64,
    pub(crate) cached: bool,
    pub(crate) ink: u64,
    pub(crate) gas: u64,
    #[serde(rename = "static")]
    pub(crate) is_static: bool,
    pub(crate) reentrant: bool,
    pub(crate) hosts: Option<Vec<(String, u64)>>,
    pub(crate) host_count: Option<usize>,
    pub(crate) host_ink: Option<u64>,
}

mod decimal {
    use revm::primitives::U256;
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(value: D) -> Result<U256, D::Error> {
        let text = String::deserialize(value)?;
        U256::from_str_radix(&text, 10).map_err(D::Error::custom)
    }
}
