//! Merkle tree of RFC 6962 with keccak-256: roots, range proofs, bisection frontiers.
#![no_std]

mod hash;
#[cfg(feature = "tiny-keccak")]
mod keccak;

pub use hash::{
    EMPTY_ROOT, Hash, Hasher, LEAF_PREFIX, NODE_PREFIX, leaf_hash, leaf_hash_in_frame, node_hash,
};
#[cfg(feature = "tiny-keccak")]
pub use keccak::Keccak;
