//! What a transaction sees of its block, and the constants of one L2 chain.

use alloy_primitives::{Address, B256, U256};
use types::MAX_ELEMENT_LEN;

use crate::{Limits, weights};

/// Gas limit of one L2 transaction: the most that Ethereum allows one (EIP-7825). What may be executed on Layer 1 is
/// bounded by the meters, not by gas.
pub const GAS_LIMIT: u64 = 1 << 24;

/// The constants of one L2 chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Chain id of the L2.
    pub chain_id: u64,
    /// Receives all fees; `COINBASE` of every block.
    pub fee_vault: Address,
    /// Most gas that one transaction may ask for; `GASLIMIT` of every block.
    pub gas_limit: u64,
    /// Longest element in bytes.
    pub element_cap: usize,
    /// Limits of both meters.
    pub limits: Limits,
}

impl Rules {
    /// The protocol's constants for this chain and fee vault.
    pub fn new(chain_id: u64, fee_vault: Address) -> Self {
        Self {
            chain_id,
            fee_vault,
            gas_limit: GAS_LIMIT,
            element_cap: MAX_ELEMENT_LEN,
            limits: Limits {
                witness: weights::WITNESS_LIMIT,
                work: weights::WORK_LIMIT,
            },
        }
    }

    /// The environment of an element with this block number and timestamp (seconds).
    pub fn environment(&self, number: u64, timestamp: u64) -> Environment {
        Environment {
            chain_id: self.chain_id,
            require_chain_id: true,
            number,
            timestamp,
            coinbase: self.fee_vault,
            gas_limit: self.gas_limit,
            base_fee: 0,
            prevrandao: B256::ZERO,
            difficulty: U256::ZERO,
            excess_blob_gas: 0,
            block_hash: |_| B256::ZERO,
        }
    }
}

/// All that a transaction sees beside the state.
#[derive(Clone, Debug)]
pub struct Environment {
    /// `CHAINID`, and the chain id that transactions must name.
    pub chain_id: u64,
    /// Whether a legacy transaction without a chain id is refused.
    pub require_chain_id: bool,
    /// `NUMBER`.
    pub number: u64,
    /// `TIMESTAMP` in seconds.
    pub timestamp: u64,
    /// `COINBASE`: receives the fees above the base fee.
    pub coinbase: Address,
    /// `GASLIMIT`, and the most gas a transaction may ask for.
    pub gas_limit: u64,
    /// `BASEFEE` in wei per gas: burnt.
    pub base_fee: u64,
    /// `PREVRANDAO`.
    pub prevrandao: B256,
    /// Difficulty, which nothing reads since the merge.
    pub difficulty: U256,
    /// Excess blob gas of the block, from which `BLOBBASEFEE` follows; 0 gives a fee of 1.
    pub excess_blob_gas: u64,
    /// `BLOCKHASH` of a block number within the last 256.
    pub block_hash: fn(u64) -> B256,
}
