//! The documented Solidity interfaces as Rust: one source of the ABI for contracts and clients.
//!
//! The `I*.sol` files beside this crate are written by hand and read by `sol!` twice, because the
//! contracts' SDK pins an older alloy than the clients use:
//!
//! | module | feature | alloy | for |
//! |---|---|---|---|
//! | `contracts` | `contracts` | sol-types 0.8.20, `no_std` | errors, events, structs and calls to peers |
//! | `host` | `contracts` | | what every contract needs from its host |
//! | `abi` | `contracts` | | decoding of calls and encoding of answers in little code |
//! | `export` | `export-abi` | | what cargo-stylus asks a contract for |
//! | `purpose` | | | what the Treasury's locks are keyed by |
//! | `client` | `client` | 2.5 | the same interfaces with RPC bindings |
#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(feature = "contracts")]
extern crate alloc;

#[cfg(feature = "contracts")]
pub mod abi;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "contracts")]
pub mod contracts;
#[cfg(any(feature = "client", feature = "contracts"))]
mod convert;
#[cfg(feature = "export-abi")]
pub mod export;
#[cfg(feature = "contracts")]
pub mod host;
pub mod purpose;
#[cfg(feature = "contracts")]
mod signature;
