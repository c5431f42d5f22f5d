//! Treasury as a program: see the crate `treasury`.
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
pub use treasury::*;
