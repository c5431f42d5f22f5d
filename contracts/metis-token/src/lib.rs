//! ERC-20 with permit for devnets and tests.
#![cfg_attr(target_arch = "wasm32", no_std)]
