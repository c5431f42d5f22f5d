//! Why the chain did not do what it was asked.

use alloy::primitives::{Address, B256, U256};
use alloy::transports::{RpcError, TransportErrorKind};

/// A chain that cannot be used or that refused. Each message names the value and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The URL is none.
    #[error("`{url}` is no URL: give one that starts with http:// or https://")]
    Url {
        /// What was given.
        url: String,
    },
    /// An https URL, and the program cannot do TLS.
    #[error(
        "{url} needs TLS: build with `--features tls` (`cargo run -p deploy --features tls -- …`)"
    )]
    NoTls {
        /// What was given.
        url: String,
    },
    /// Nothing answers.
    #[error("no answer from {url}: {reason}. Is the node running? `cargo devnet` starts one")]
    NoAnswer {
        /// The endpoint.
        url: String,
        /// What went wrong.
        reason: String,
    },
    /// Another chain than the network file's.
    #[error(
        "{url} is chain {actual}, the network file is for chain {expected}. Give the right --rpc or --network"
    )]
    WrongChain {
        /// The endpoint.
        url: String,
        /// What it answered.
        actual: u64,
        /// What it should have answered.
        expected: u64,
    },
    /// The node refused a call.
    #[error("{action}: the node refuses: {reason}")]
    Refused {
        /// What was asked for.
        action: String,
        /// What it said, with the contract's error decoded where it is known.
        reason: String,
    },
    /// The account cannot pay.
    #[error(
        "{account} has {balance} wei, what is left to do may take {needed} wei. Send it the difference"
    )]
    Funds {
        /// The paying account.
        account: Address,
        /// What it has.
        balance: U256,
        /// What is needed at most.
        needed: U256,
    },
    /// A transaction was mined and failed.
    #[error("{action}: transaction {transaction} failed: {reason}")]
    Failed {
        /// What it was to do.
        action: String,
        /// Its hash.
        transaction: B256,
        /// Why, as far as replaying it says.
        reason: String,
    },
    /// A transaction is not mined for too long.
    #[error(
        "{action}: transaction {transaction} is not mined after {seconds} s. Run the same command again: it goes on waiting"
    )]
    NotMined {
        /// What it is to do.
        action: String,
        /// Its hash.
        transaction: B256,
        /// How long it was waited for.
        seconds: u64,
    },
    /// A contract of the host is missing.
    #[error("{what} is not at {address} on this chain: {remedy}")]
    Missing {
        /// Which contract.
        what: &'static str,
        /// Where it should be.
        address: Address,
        /// What to do.
        remedy: &'static str,
    },
}

/// An error of alloy's transport.
pub(crate) type Transport = RpcError<TransportErrorKind>;
