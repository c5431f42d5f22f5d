//! The precompile that a clock reads.

use alloc::vec::Vec;

use alloy_primitives::U256;
use stylus_sdk::{prelude::*, storage::StorageU256};

/// An `ArbSys` whose chain is at the block that it is told.
#[storage]
pub struct ArbSys {
    block: StorageU256,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for ArbSys {}

#[public]
impl ArbSys {
    fn arb_block_number(&self) -> U256 {
        self.block.get()
    }
}

impl ArbSys {
    /// Puts the chain at a block; above 64 bits it is one that no clock can show.
    pub fn set(&mut self, block: U256) {
        self.block.set(block);
    }
}
