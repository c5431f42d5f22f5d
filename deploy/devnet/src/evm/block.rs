//! The block that a transaction runs in.

use revm::{
    context::BlockEnv,
    primitives::{Address, B256, U256, address},
};

use super::recents::RecentPrograms;

/// Block gas limit that Nitro reports: 2^50.
pub const BLOCK_GAS_LIMIT: u64 = 1 << 50;

/// Coinbase of every block: the address of the sequencer's batch poster.
pub const SEQUENCER: Address = address!("A4B000000000000000000073657175656e636572");

/// Environment of one block, and what its transactions share.
#[derive(Clone, Debug)]
pub struct BlockContext {
    /// Height of the block: what `ArbSys.arbBlockNumber` answers.
    pub number: u64,
    /// Parent-chain block number: what NUMBER and `block_number` answer.
    pub l1_number: u64,
    /// Seconds since the Unix epoch.
    pub timestamp: u64,
    /// Base fee, wei per gas.
    pub base_fee: u64,
    /// Receives nothing (fees go to the network fee account), but COINBASE answers it.
    pub coinbase: Address,
    /// Programs called so far in this block. A new block starts with an empty list.
    pub recents: RecentPrograms,
}

impl BlockContext {
    /// A block in which nothing has run yet, with the sequencer as coinbase.
    pub fn new(number: u64, l1_number: u64, timestamp: u64, base_fee: u64) -> Self {
        Self {
            number,
            l1_number,
            timestamp,
            base_fee,
            coinbase: SEQUENCER,
            recents: RecentPrograms::default(),
        }
    }

    /// The same as `revm` wants it. Difficulty and PREVRANDAO are 1, as in Nitro.
    pub(super) fn env(&self, base_fee: u64) -> BlockEnv {
        BlockEnv {
            number: U256::from(self.l1_number),
            beneficiary: self.coinbase,
            timestamp: U256::from(self.timestamp),
            gas_limit: BLOCK_GAS_LIMIT,
            basefee: base_fee,
            difficulty: U256::ONE,
            prevrandao: Some(B256::with_last_byte(1)),
            ..BlockEnv::default()
        }
    }
}
