//! Builds, deploys, wires and verifies the contract suite on any Stylus chain.

mod apply;
mod blueprint;
pub mod build;
mod chain;
mod deployment;
mod error;
mod manifest;
mod network;
mod plan;
mod progress;
mod snapshot;
mod suite;
mod verify;

pub use apply::apply;
pub use chain::{Chain, ChainError, explain};
pub use deployment::Deployment;
pub use error::DeployError;
pub use manifest::{Deployed, L2, Manifest, Mined, Pending, Piece, Step};
pub use network::{
    Clock, GovernanceTerms, Network, NetworkError, Preset, Token, describe_parameters,
};
pub use plan::{Plan, PlannedStep, plan};
pub use progress::{Event, Observer, Phase, silent};
pub use snapshot::{Measure, Snapshot};
pub use suite::{Contract, UnknownContract};
pub use verify::{Check, Report, verify};
