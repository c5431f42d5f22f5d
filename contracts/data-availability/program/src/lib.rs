//! DataAvailability as a program: see the crate `data-availability`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use data_availability::*;
