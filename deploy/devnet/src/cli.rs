//! Options and output of the command.

use std::{fmt::Write, num::NonZeroU64, time::Duration};

use clap::Parser;
use devnet::{Config, Devnet, ParentChain};
use serde_json::{Value, json};

/// An Arbitrum Stylus node on 127.0.0.1, with Nitro's dev account and predeploys.
///
/// The state lives in memory and is gone when the node stops (SIGINT or SIGTERM).
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    /// TCP port for HTTP and WebSocket; 0 takes any that is free.
    #[arg(long, default_value_t = 8547)]
    pub(crate) port: u16,

    /// Add an empty block every so many seconds. Transactions are included at once in any case.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) block_time: Option<NonZeroU64>,

    /// Follow a parent chain: contracts see a block number that advances by one per 12 seconds of
    /// chain time, this many blocks late. Without this option they see 0, as with `nitro --dev`.
    #[arg(long, value_name = "BLOCKS")]
    pub(crate) fork_block_number_lag: Option<u64>,

    /// Print nothing but errors.
    #[arg(long, conflicts_with = "json")]
    pub(crate) silent: bool,

    /// Print endpoint and accounts as one line of JSON.
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
            ..Config::default()
        }
    }
}

/// Endpoint and accounts for people.
pub(crate) fn as_text(devnet: &Devnet) -> String {
    let mut text = format!(
        "Stylus devnet, chain {}\n  HTTP       {}\n  WebSocket  {}\n\nFunded accounts\n",
        devnet.chain_id(),
        devnet.url(),
        devnet.ws_url()
    );
    for account in devnet.accounts() {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "  {}\n    key      {}\n    balance  {} wei",
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
        "accounts": accounts,
    })
}
