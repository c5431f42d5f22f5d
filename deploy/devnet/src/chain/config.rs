//! What a chain is started with.

use std::{path::PathBuf, time::Duration};

use super::{
    accounts::DevAccount,
    clock::{Clock, ParentChain},
};
use crate::evm::Rules;

/// Chain id of Nitro's dev mode.
pub const CHAIN_ID: u64 = Rules::DEV.chain_id;

/// Base fee of an idle chain, and with a [`Clock::Fixed`] of every block: Nitro's minimum, 0.1 gwei.
pub const BASE_FEE: u64 = 100_000_000;

/// How a [`Devnet`](crate::Devnet) is set up. `Config::default()` is Nitro's dev mode on a free port.
#[derive(Clone, Debug)]
pub struct Config {
    /// TCP port on 127.0.0.1 for HTTP and WebSocket; 0 takes any that is free.
    pub port: u16,
    /// Funded accounts. `eth_accounts` lists them and `eth_sendTransaction` signs for them.
    pub accounts: Vec<DevAccount>,
    /// Source of timestamps.
    pub clock: Clock,
    /// Source of parent-chain block numbers.
    pub parent_chain: ParentChain,
    /// If given, an empty block is added each time this much time has passed. Transactions are
    /// included at once in any case, one block each, as Nitro's sequencer answers only then.
    pub block_time: Option<Duration>,
    /// If given, the chain outlives the node.
    pub state: Option<Persistence>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            accounts: vec![DevAccount::nitro()],
            clock: Clock::System,
            parent_chain: ParentChain::Absent,
            block_time: None,
            state: None,
        }
    }
}

/// Where a chain is kept between two runs, and how much of it may be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persistence {
    /// The state file. It is read at the start if it exists.
    pub file: PathBuf,
    /// The file is written at a clean stop, and each time that this much time has passed and the
    /// chain has changed: what a killed process loses is not older.
    pub interval: Duration,
}

impl Persistence {
    /// Keeps the chain in `file`, written every ten seconds.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            interval: Duration::from_secs(10),
        }
    }
}
