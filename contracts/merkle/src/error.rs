//! Why a proof, a frontier, or a coordinate is refused.

use crate::{Hash, Node};

/// A run of leaves that a tree does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// A run has at least one leaf.
    #[error("no leaves at {first}")]
    Empty {
        /// Where the run would start.
        first: u32,
    },
    /// The run ends behind the last leaf.
    #[error("leaves {first}..{end} of a tree of {leaves}")]
    OutOfBounds {
        /// The run's first leaf.
        first: u32,
        /// The leaf after the run's last.
        end: u64,
        /// Number of leaves of the tree.
        leaves: u32,
    },
}

/// Why a range proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The proof's length is a function of the run and the tree's size, and this is another.
    #[error("expected a proof of {expected} hashes, got {actual}")]
    ProofLength {
        /// The only possible number of hashes.
        expected: usize,
        /// The number that was given.
        actual: usize,
    },
    /// Fewer leaves than the run has.
    #[error("expected {expected} leaves, got {actual}")]
    MissingLeaves {
        /// Number of leaves of the run.
        expected: u32,
        /// The number that was given.
        actual: u32,
    },
    /// More leaves than the run has.
    #[error("expected {expected} leaves, got more")]
    ExcessLeaf {
        /// Number of leaves of the run.
        expected: u32,
    },
    /// Leaves and proof belong to another tree.
    #[error("expected root {expected}, computed {computed}")]
    Root {
        /// The root to prove against.
        expected: Hash,
        /// The root that leaves and proof give.
        computed: Hash,
    },
}

/// A coordinate that is no node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("leaves {first}.. ({size} of them) are no node of a tree of {leaves} leaves")]
pub struct NodeError {
    /// The first leaf under the supposed node.
    pub first: u32,
    /// The number of leaves under it.
    pub size: u32,
    /// Number of leaves of the tree.
    pub leaves: u32,
}

/// Why a frontier does not stand for its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// The frontier's length is a function of the node and the depth, and this is another.
    #[error("expected {expected} hashes, got {actual}")]
    Length {
        /// The only possible number of hashes.
        expected: u32,
        /// The number that was given.
        actual: usize,
    },
    /// The frontier has no such entry.
    #[error("entry {entry} of a frontier of {length}")]
    Entry {
        /// The entry that was asked for, from 0.
        entry: u32,
        /// The frontier's length.
        length: u32,
    },
    /// The frontier is that of another node.
    #[error("expected {expected} at {node:?}, computed {computed}")]
    Hash {
        /// The node.
        node: Node,
        /// Its hash.
        expected: Hash,
        /// The hash that the frontier folds to.
        computed: Hash,
    },
}

/// Hashes that are not the state of an accumulator of so many leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} peaks for {leaves} leaves, got {actual}")]
pub struct PeaksError {
    /// Number of leaves.
    pub leaves: u32,
    /// The only possible number of peaks.
    pub expected: usize,
    /// The number that was given.
    pub actual: usize,
}
