//! Options and output of the command.

use std::{fmt::Write, num::NonZeroU64, path::PathBuf, time::Duration};

use clap::Parser;
use devnet::{Config, Devnet, ParentChain, Persistence};
use serde_json::{Value, json};

const EXAMPLES: &str = "\
Examples:
  devnet                          http://127.0.0.1:8547, where cargo-stylus looks by default
  devnet --port 0 --json          any free port; the first line says which, and the keys
  devnet --state chain.state      go on where the last run stopped
  devnet --block-time 2           an empty block every 2 seconds
  devnet --fork-block-number-lag 3 --block-time 12
                                  contracts see a parent chain that advances
  curl -s localhost:8547 -H 'content-type: application/json' \\
    -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_mine\",\"params\":[100]}'

SIGINT (Ctrl-C), SIGTERM and SIGHUP stop the node cleanly. The exit code is 0 then, 1 if it could
not start or not write its state, 2 if an option is wrong.";

/// An Arbitrum Stylus node on 127.0.0.1, with the chain id, the dev account and the predeploys of
/// `nitro --dev`.
///
/// Every transaction is included at once, in a block of its own. Tests can mine blocks, move the
/// time, take snapshots, set balances and impersonate accounts by the methods of anvil and hardhat.
/// Without --state the chain lives in memory only.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Options {
    /// TCP port for HTTP and WebSocket; 0 takes any that is free.
    #[arg(long, default_value_t = 8547)]
    pub(crate) port: u16,

    /// Add an empty block every so many seconds.
    ///
    /// Transactions do not wait for it: they are included at once in any case.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) block_time: Option<NonZeroU64>,

    /// Follow a parent chain, and see its block number this many blocks late.
    ///
    /// Contracts then see, as block.number, a number that is 0 at genesis, advances by one per 12
    /// seconds of the chain's time and never decreases; the RPC method devnet_jumpParentChain lets
    /// it jump ahead by a number of blocks, as contracts see from the next block on. Without this
    /// option they see 0, as with `nitro --dev`. ArbSys.arbBlockNumber is the height in both cases.
    #[arg(long, value_name = "BLOCKS")]
    pub(crate) fork_block_number_lag: Option<u64>,

    /// Keep the chain in this file: go on from it if it exists, write it at the end and meanwhile.
    ///
    /// It holds blocks, receipts, the state after every block, the clock and the position of the
    /// parent chain; not snapshots, filters and impersonated accounts. It is replaced as a whole,
    /// so that a killed node leaves the last one that was written. FILE.lock beside it keeps a
    /// second node out.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// How often the state file is written while the chain changes: what a killed node may lose.
    #[arg(long, value_name = "SECONDS", default_value = "10", requires = "state")]
    pub(crate) state_interval: NonZeroU64,

    /// Print nothing but errors.
    #[arg(long, conflicts_with = "json")]
    pub(crate) silent: bool,

    /// Print endpoint and accounts as one line of JSON, and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Options {
    /// What the chain is started with.
    pub(crate) fn config(&self) -> Config {
        let parent_chain = match self.fork_block_number_lag {
            // Begins at the lag, so that contracts see 0 at genesis and then count up.
            Some(lag) => ParentChain::Following { start: lag, lag },
            None => ParentChain::Absent,
        };
        Config {
            port: self.port,
            block_time: self
                .block_time
                .map(|seconds| Duration::from_secs(seconds.get())),
            parent_chain,
            state: self.state.clone().map(|file| Persistence {
                file,
                interval: Duration::from_secs(self.state_interval.get()),
            }),
            ..Config::default()
        }
    }
}

/// Endpoint and accounts for people.
pub(crate) fn as_text(devnet: &Devnet) -> String {
    let mut text = format!(
        "Stylus devnet, chain {}, block {}\n  HTTP       {}\n  WebSocket  {}\n\nFunded accounts\n",
        devnet.chain_id(),
        devnet.block_number(),
        devnet.url(),
        devnet.ws_url()
    );
    for account in devnet.accounts() {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "  {}\n    key      {}\n    balance  {} wei at genesis",
            account.address, account.key, account.balance
        );
    }
    text
}

/// The same for programs.
pub(crate) fn as_json(devnet: &Devnet) -> Value {
    let accounts: Vec<Value> = devnet
        .accounts()
        .iter()
        .map(|account| {
            json!({
                "address": account.address,
                "key": account.key,
                "balance": account.balance.to_string(),
            })
        })
        .collect();
    json!({
        "url": devnet.url(),
        "wsUrl": devnet.ws_url(),
        "chainId": devnet.chain_id(),
        "blockNumber": devnet.block_number(),
        "accounts": accounts,
    })
}
