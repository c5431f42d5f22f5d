//! Why a step of a story is believed.

use alloy::primitives::{Address, B256, Bytes};
use serde::Serialize;

/// An event as it stands in the receipt.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// The contract that emitted it.
    pub address: Address,
    /// Its Solidity signature.
    pub signature: &'static str,
    /// Its topics, the signature's hash first.
    pub topics: Vec<B256>,
    /// Its data, hex.
    pub data: Bytes,
}

/// Why a step is believed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// A Layer 1 transaction that succeeded, with the events that were asserted.
    Transaction {
        /// Its hash.
        hash: B256,
        /// The block that holds it.
        block: u64,
        /// Gas used.
        gas: u64,
        /// The asserted events.
        events: Vec<Event>,
    },
    /// A call that Layer 1 refused, and the transaction that it reverted.
    Refusal {
        /// The call, with its arguments' types.
        call: &'static str,
        /// The typed error, with its values.
        error: String,
        /// Hash of the transaction.
        hash: B256,
        /// The block that holds it.
        block: u64,
    },
    /// A view of a contract that returned what it had to.
    View {
        /// `Contract.method(arguments)`.
        call: String,
        /// What it returned.
        value: String,
    },
    /// Something an actor checked by itself, off chain.
    Fact {
        /// What holds.
        what: String,
    },
}
