//! What is fixed for a chain.

use crate::arbos::ArbosVersion;

/// Rules that hold for every block of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// The operating system's version.
    pub arbos: ArbosVersion,
    /// A debug chain: programs may import `console`, and ArbDebug answers.
    pub debug: bool,
    /// Execution gas of one transaction, intrinsic gas included. What a transaction offers above is
    /// held back and returned. Calls that are not included have no such cap. The owner can set
    /// another.
    pub max_transaction_gas: u64,
}

impl Rules {
    /// Nitro's dev mode: chain 412346, a debug chain, here at ArbOS 60.
    pub const DEV: Self = Self {
        chain_id: 412_346,
        arbos: ArbosVersion::V60,
        debug: true,
        max_transaction_gas: 32_000_000,
    };
}
