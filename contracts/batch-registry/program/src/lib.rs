//! BatchRegistry as a program: see the crate `batch-registry`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use batch_registry::*;
