//! Deterministic keys: one seed gives every actor the same key in every run.

use alloy::{primitives::keccak256, signers::local::PrivateKeySigner};

/// The key of actor number `index` of a `role` under `seed`.
///
/// # Panics
///
/// Never in practice: a hash outside the curve's order has probability 2^-128.
pub(crate) fn key(seed: u64, role: &str, index: usize) -> PrivateKeySigner {
    let secret = keccak256(format!("smart-l2/{seed}/{role}/{index}"));
    PrivateKeySigner::from_bytes(&secret).expect("a hash is a valid secp256k1 key")
}
