//! Why a flow did not reach its end.

use crate::story::Actor;

/// A failure while a world is built or a flow is played.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// A step's event, view or fact was not seen.
    #[error("step {seed} ({actor}): {what}")]
    Unmet {
        /// The seed's number of the step.
        seed: &'static str,
        /// Who acted.
        actor: Actor,
        /// What was expected and what was seen.
        what: String,
    },
    /// The flow ended without having told all its steps, in order.
    #[error("the flow told the steps {told:?}, it has to tell {declared:?}")]
    Steps {
        /// What it told.
        told: Vec<&'static str>,
        /// What it declares.
        declared: Vec<&'static str>,
    },
    /// Tokens were lost or made, or the Treasury owes more than it holds.
    #[error("{what}: {seen} base units, expected {expected}")]
    Unaccounted {
        /// What was counted.
        what: &'static str,
        /// What it came to.
        seen: i128,
        /// What it must be.
        expected: i128,
    },
    /// No flow has this name.
    #[error("no flow is named {name:?}; the flows are: {known} (see --list)")]
    UnknownFlow {
        /// The name that was asked for.
        name: String,
        /// All names, comma-separated.
        known: String,
    },
    /// Layer 1 refused a transaction or a call.
    #[error("Layer 1 refused {what}: {reason}")]
    Refused {
        /// The call.
        what: String,
        /// The decoded error, or the node's own words.
        reason: String,
    },
    /// Layer 1 took what it has to refuse.
    #[error("Layer 1 did not refuse {call} by {caller}")]
    NotRefused {
        /// The call, with its arguments' types.
        call: &'static str,
        /// Who called.
        caller: alloy::primitives::Address,
    },
    /// A batch on Layer 1 is not what one's own execution gives: nothing of one's own stands on it.
    #[error("batch {index} on Layer 1 is not followed: {difference}")]
    NotFollowed {
        /// The batch's index.
        index: u64,
        /// What differs.
        difference: crate::actors::Difference,
    },
    /// Something can be done only later, and this chain cannot be told to mine.
    #[error(
        "{what} from block {block} on (now {now}), and this chain cannot be told to mine; run again then"
    )]
    TooEarly {
        /// What.
        what: String,
        /// From which block on.
        block: u64,
        /// Block now.
        now: u64,
    },
    /// A dispute cannot go on from what one was shown.
    #[error(transparent)]
    Dispute(#[from] crate::dispute::DisputeError),
    /// The data of a batch could not be had from a source.
    #[error(transparent)]
    Data(#[from] crate::actors::memolabs::DataError),
    /// The block producer did not take a transaction.
    #[error("the block producer refused transaction {hash}: {reason}")]
    NotTaken {
        /// The transaction.
        hash: alloy::primitives::B256,
        /// Why.
        reason: String,
    },
    /// Anything below the protocol: the node, the deployer, the state database.
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}
