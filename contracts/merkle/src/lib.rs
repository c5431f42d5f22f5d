//! Merkle tree of RFC 6962 with keccak-256: roots, range proofs, bisection frontiers (spec section 2).
//!
//! An empty tree is keccak-256 of nothing, a leaf that of `0x00 ‖ data`, a node that of
//! `0x01 ‖ left ‖ right`; n > 1 leaves are split at the largest power of two smaller than n. A tree has at
//! most 2^32 − 1 leaves, as many as a header can count.
//!
//! A root does not say how many leaves it stands for: the first leaves of a tree of three have proofs that
//! hold in a tree of four as well. Whoever verifies must know the number from elsewhere; a header names
//! both.
//!
//! What verifies ([`Accumulator`], [`Run`], [`Node`]) allocates nothing, goes at most 32 calls deep, and
//! gives a typed error on every input that is wrong. [`Tree`] holds all nodes and makes the proofs.
#![no_std]

extern crate alloc;

mod accumulator;
mod error;
mod hash;
#[cfg(feature = "tiny-keccak")]
mod keccak;
mod node;
mod run;
mod tree;

pub use accumulator::{Accumulator, root, root_of_data};
pub use error::{FrontierError, NodeError, PeaksError, ProofError, RunError};
pub use hash::{
    EMPTY_ROOT, Hash, Hasher, LEAF_PREFIX, NODE_PREFIX, leaf_hash, leaf_hash_in_frame, node_hash,
};
#[cfg(feature = "tiny-keccak")]
pub use keccak::Keccak;
pub use node::Node;
pub use run::{Run, RunFold};
pub use tree::{TooManyLeaves, Tree};
