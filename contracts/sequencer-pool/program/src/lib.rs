//! SequencerPool as a program: see the crate `sequencer-pool`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use sequencer_pool::*;
