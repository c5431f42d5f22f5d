//! The L2 state transition (spec section 3): one Ethereum transaction on a witness.
//!
//! [`execute`] is what sequencer, verifier and Layer 1 agree on. It is total (every element gives a claim),
//! deterministic, and takes nothing on trust: trie nodes and bytecodes are found by the hash of their
//! content, so a witness can be incomplete but not wrong.
//!
//! | layer | where | what it decides |
//! |---|---|---|
//! | element | `execute` | length, block number, timestamp against claim and bounds |
//! | transaction | `transaction`, `transact` | types, signature, chain, gas limit; then the EVM's own validation |
//! | machine | `machine`, `precompiles` | Cancun's rules by `revm`, the closed precompile set, both meters |
//! | state | `world`, `trie` | accounts, storage and code by their hashes; the root afterwards |
//!
//! Features: without any, what a contract compiles (`no_std`); `library`, the arithmetic by Rust libraries;
//! `db` (default), the state database of a node, [`StateDb`].
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
mod arithmetic;
#[cfg(feature = "db")]
mod db;
mod environment;
mod error;
mod execute;
mod genesis;
#[cfg(feature = "library")]
mod library;
mod machine;
mod meter;
mod precompiles;
mod recorder;
mod source;
#[cfg(test)]
mod testing;
mod transact;
mod transaction;
mod trie;
pub mod weights;
mod witness;
mod world;

pub use account::Account;
pub use arithmetic::Arithmetic;
#[cfg(feature = "db")]
pub use db::{Call, DbError, Snapshot, StateDb, StoreError};
pub use environment::{Environment, GAS_LIMIT, Rules};
pub use error::{NotExecutable, StateError, WitnessError};
pub use execute::{Executor, Outcome, execute};
pub use genesis::{Alloc, GenesisAccount, genesis_state};
#[cfg(feature = "library")]
pub use library::Library;
pub use meter::Limits;
pub use recorder::Recorder;
pub use source::NodeSource;
pub use transact::{Effect, Receipt, execute_transaction};
pub use trie::EMPTY_ROOT;
pub use witness::{IndexedWitness, Witness};
