//! The L2 state transition: one Ethereum transaction on a witness.
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
pub use execute::{Outcome, execute};
pub use genesis::{Alloc, GenesisAccount, genesis_state};
#[cfg(feature = "library")]
pub use library::Library;
pub use meter::Limits;
pub use recorder::Recorder;
pub use source::NodeSource;
pub use transact::{Effect, Receipt, execute_transaction};
pub use trie::EMPTY_ROOT;
pub use witness::{IndexedWitness, Witness};
