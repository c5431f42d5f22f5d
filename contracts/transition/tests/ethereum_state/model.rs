//! The parts of a state test's JSON that are used.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U64, U256, keccak256};
use serde::Deserialize;
use transition::{Alloc, Environment, GenesisAccount};

/// The chain id of all state tests.
const CHAIN_ID: u64 = 1;
/// Base fee in wei where a test names none, as its generator has it.
const DEFAULT_BASE_FEE: u64 = 10;

/// Tests of one file by name.
pub(crate) type File = BTreeMap<String, Test>;

#[derive(Deserialize)]
pub(crate) struct Test {
    env: Env,
    pre: BTreeMap<Address, PreAccount>,
    post: BTreeMap<String, Vec<Post>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the vectors")]
struct Env {
    current_coinbase: Address,
    current_difficulty: U256,
    current_gas_limit: U256,
    current_number: U64,
    current_timestamp: U64,
    current_base_fee: Option<U64>,
    current_random: Option<B256>,
    current_excess_blob_gas: Option<U64>,
}

#[derive(Deserialize)]
struct PreAccount {
    balance: U256,
    nonce: U64,
    code: Bytes,
    storage: BTreeMap<U256, U256>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Post {
    pub(crate) hash: B256,
    pub(crate) logs: B256,
    pub(crate) txbytes: Bytes,
    pub(crate) expect_exception: Option<String>,
}

impl Test {
    pub(crate) fn posts(&self) -> &[Post] {
        self.post.get("Cancun").map_or(&[], Vec::as_slice)
    }

    pub(crate) fn alloc(&self) -> Alloc {
        let account = |account: &PreAccount| GenesisAccount {
            nonce: account.nonce.to(),
            balance: account.balance,
            code: account.code.clone(),
            storage: account.storage.clone(),
        };
        self.pre
            .iter()
            .map(|(address, pre)| (*address, account(pre)))
            .collect()
    }

    pub(crate) fn environment(&self) -> Environment {
        let env = &self.env;
        Environment {
            chain_id: CHAIN_ID,
            require_chain_id: false,
            number: env.current_number.to(),
            timestamp: env.current_timestamp.to(),
            coinbase: env.current_coinbase,
            gas_limit: env.current_gas_limit.saturating_to(),
            base_fee: env
                .current_base_fee
                .map_or(DEFAULT_BASE_FEE, |fee| fee.to()),
            prevrandao: env
                .current_random
                .unwrap_or_else(|| env.current_difficulty.into()),
            difficulty: env.current_difficulty,
            excess_blob_gas: env.current_excess_blob_gas.unwrap_or_default().to(),
            // The generator's block hashes: of the number in decimal digits.
            block_hash: |number| keccak256(number.to_string()),
        }
    }
}
