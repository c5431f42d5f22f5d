//! MetisToken as a program: see the crate `metis-token`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use metis_token::*;
