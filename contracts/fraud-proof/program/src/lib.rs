//! FraudProof as a program: see the crate `fraud-proof`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use fraud_proof::*;
