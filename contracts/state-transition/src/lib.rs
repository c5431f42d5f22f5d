//! StateTransition: the L2 executed on Layer 1 (spec 4.5).
//!
//! - **Role**: executes elements of a batch on a witness, by the crate `transition` that every node runs.
//! - **Callers**: anyone; FraudProof acts on what it returns.
//! - **Invariants**: read-only once constructed. The same input gives the same claims here and in a node, or an
//!   error: whatever the host does not answer as it should ends the call, never in a claim.
//! - **Dangers**: a caller can choose how much gas the host's precompiles get; a precompile that failed for want
//!   of gas must not be taken for one that refused its input (see `arithmetic`).
//!
//! No stylus-sdk: its lock file cannot hold a current `revm` (see `contracts/Cargo.toml`). So this crate is in the
//! workspace of the off-chain side, and calls the host's functions itself (`vm`); everything else is plain Rust
//! over the trait [`Host`] and runs natively.
//!
//! Functions, events, errors and units: see `IStateTransition`.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod abi;
mod arithmetic;
mod call;
mod construction;
mod contract;
mod elements;
mod execution;
mod heap;
mod host;
mod interface;
#[cfg(feature = "open")]
mod open;
mod staged;
#[cfg(test)]
mod tests;
#[cfg(target_arch = "wasm32")]
mod vm;

pub use arithmetic::HostArithmetic;
pub use contract::dispatch;
pub use heap::Heap;
pub use host::Host;
pub use interface::IStateTransition;
#[cfg(feature = "open")]
pub use open::{OpenCall, OpenOutcome, ScanCall, hash_of_number};
