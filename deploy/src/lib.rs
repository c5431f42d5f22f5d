//! Builds, deploys, wires and verifies the contract suite on any Stylus chain.

pub mod build;
mod progress;
mod suite;

pub use progress::{Event, Observer, Phase, silent};
pub use suite::Contract;
