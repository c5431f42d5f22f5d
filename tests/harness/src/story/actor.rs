//! Who acts in a story.

use serde::Serialize;
use std::fmt::{self, Display};

/// Who acts in a step (the seed's actors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Actor {
    /// Sends transactions.
    User,
    /// Orders transactions into blocks.
    BlockProducer,
    /// Passes blocks on.
    PeerNetwork,
    /// Keeps batches off chain.
    Memolabs,
    /// Posts the two roots of each batch.
    Sequencer,
    /// Recomputes what the sequencer posted.
    Verifier,
    /// The members of the pool together, who propose and vote (the seed's Governance Protocol).
    Governance,
    /// The contracts.
    #[serde(rename = "Layer 1")]
    Layer1,
}

impl Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::User => "User",
            Self::BlockProducer => "Block Producer",
            Self::PeerNetwork => "Peer Network",
            Self::Memolabs => "Memolabs",
            Self::Sequencer => "Sequencer",
            Self::Verifier => "Verifier",
            Self::Governance => "Governance",
            Self::Layer1 => "Layer 1",
        })
    }
}
