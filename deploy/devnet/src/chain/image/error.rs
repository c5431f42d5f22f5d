//! Why an image is not a chain.

use alloy::primitives::B256;

use crate::chain::{ParentChain, TransactionError, state::ChangeError};

/// Why an image is not a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ImageError {
    /// Not of the right shape.
    #[error("it cannot be decoded: {0}")]
    Shape(#[from] alloy_rlp::Error),
    /// A transaction is none.
    #[error("a transaction cannot be decoded: {0}")]
    Transaction(#[from] TransactionError),
    /// There is not even a genesis block.
    #[error("it has no blocks")]
    NoBlocks,
    /// The blocks do not lead to the head.
    #[error("its blocks lead to the head {actual} instead of {stated}")]
    Head {
        /// Hash of the newest block.
        actual: B256,
        /// Hash that was written.
        stated: B256,
    },
    /// A state does not hold together.
    #[error(transparent)]
    State(#[from] ChangeError),
    /// The chain followed another parent chain, or none.
    #[error("it follows the parent chain {stated:?}, not {asked:?}")]
    ParentChain {
        /// What was written.
        stated: ParentChain,
        /// What the chain is to be started with.
        asked: ParentChain,
    },
}
