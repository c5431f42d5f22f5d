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
    let contracts = options.contracts.iter();
    contracts
        .map(|&contract| build_one(&workspace, contract, &[], observer))
        .collect()
}

/// Builds one contract with cargo features, for tests: it is not what is deployed.
///
/// # Errors
///
/// As [`build`].
pub fn build_variant(
    contract: Contract,
    features: &[&str],
    observer: Observer<'_>,
) -> Result<Artifact, BuildError> {
    let workspace = Workspace::locate(None)?;
    toolchain::require_wasm_target(&workspace, observer)?;
    build_one(&workspace, contract, features, observer)
}

fn build_one(
    workspace: &Workspace,
    contract: Contract,
    features: &[&str],
    observer: Observer<'_>,
) -> Result<Artifact, BuildError> {
    let raw = compile::compile(workspace, contract, features, observer)?;
    let pack = |fraction| {
        observer(Event {
            subject: contract.to_string(),
            phase: Phase::Pack,
            fraction,
        });
    };
    pack(0.0);
    let artifact = Artifact::from_wasm(contract, &raw)?;
    pack(1.0);
    Ok(artifact)
}

#[cfg(test)]
mod tests;
