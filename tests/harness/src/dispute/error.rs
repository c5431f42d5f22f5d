//! Why a dispute cannot go on from what one was shown.

use merkle::{FrontierError, Hash, NodeError, RunError};

use super::Position;

/// What is wrong with a move, or with what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DisputeError {
    /// The author's tree has another number of leaves than one's own.
    #[error("the author's tree has {author} leaves, one's own {own}")]
    Leaves {
        /// Of the header.
        author: u32,
        /// Of one's own tree.
        own: u32,
    },
    /// A leaf is not revealed, it is proved.
    #[error("leaf {0} has nothing below it")]
    AtLeaf(u32),
    /// Only a leaf is proved.
    #[error("{0:?} is no leaf")]
    NotAtLeaf(Position),
    /// The frontier is not that of the node in dispute, or has no such entry.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// The tree has no such node.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// The tree has no such leaf.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The author's hash of this node follows from nothing that it has shown.
    #[error("the author has not shown what it has at the node of leaves {first} to {last}")]
    NotShown {
        /// First leaf below the node.
        first: u32,
        /// Last leaf below it.
        last: u32,
    },
    /// A proof that one has put together does not lead to the author's root.
    #[error("the proof leads to {computed}, the author's root is {expected}")]
    NotProven {
        /// Where it leads.
        computed: Hash,
        /// The MTSR.
        expected: Hash,
    },
}
