//! From contract crates to the bytes that go on chain.

mod artifact;
mod code;
mod compile;
mod error;
mod toolchain;
mod wasm;
mod workspace;

use std::path::PathBuf;

pub use artifact::{Artifact, Artifacts, FACTORY};
pub use code::{
    CODE_LIMIT, DeployedCode, FRAGMENT_LIMIT, PRELUDE_LENGTH, RAW_LIMIT, init_code, pack,
};
pub use error::BuildError;
pub use wasm::{canonical, check};
pub use workspace::Workspace;

use crate::progress::{Event, Observer, Phase};
use crate::suite::Contract;

/// What to build and from where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The workspace's root; `None` finds it (see [`Workspace::locate`]).
    pub root: Option<PathBuf>,
    /// Which contracts, in which order.
    pub contracts: Vec<Contract>,
}

impl Default for Options {
    /// The whole suite of the workspace that this program was built from.
    fn default() -> Self {
        Self {
            root: None,
            contracts: Contract::ALL.to_vec(),
        }
    }
}

/// Builds contracts to what is deployed.
///
/// Each is compiled by itself, in a target directory of its own, so that neither the features
/// of a host build leak into it nor a host build is invalidated or blocked by it. The same
/// source gives the same bytes, wherever the tree lies.
///
/// # Errors
///
/// [`BuildError`]: no workspace, no WASM target and no way to add it, a compile error (cargo's
/// output whole), a module that no chain would activate, a module too large for the chain.
pub fn build(options: &Options, observer: Observer<'_>) -> Result<Artifacts, BuildError> {
    let workspace = Workspace::locate(options.root.as_deref())?;
    toolchain::require_wasm_target(&workspace, observer)?;
    let mut artifacts = Vec::with_capacity(options.contracts.len());
    for &contract in &options.contracts {
        let raw = compile::compile(&workspace, contract, observer)?;
        observer(Event {
            subject: contract.to_string(),
            phase: Phase::Pack,
            fraction: 0.0,
        });
        artifacts.push(Artifact::from_wasm(contract, &raw)?);
        observer(Event {
            subject: contract.to_string(),
            phase: Phase::Pack,
            fraction: 1.0,
        });
    }
    Ok(artifacts.into_iter().collect())
}

#[cfg(test)]
mod tests;
