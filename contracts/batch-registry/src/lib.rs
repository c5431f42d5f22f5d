//! Headers, finality and verdicts of the batches.
#![cfg_attr(target_arch = "wasm32", no_std)]
