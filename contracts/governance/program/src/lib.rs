//! Governance as a program: see the crate `governance`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use governance::*;
