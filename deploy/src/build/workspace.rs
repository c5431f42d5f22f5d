//! Where the source is and where the build goes.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::error::BuildError;

/// The workspace that holds the contracts.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The directory of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Where WASM builds go: inside cargo's target directory, apart from host builds.
    pub target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Finds the workspace by `cargo metadata`: at `root` if given, else where this crate was
    /// compiled from if that still exists, else from the current directory upwards.
    ///
    /// # Errors
    ///
    /// [`BuildError::Spawn`] without cargo, [`BuildError::NoWorkspace`] if cargo finds none.
    pub fn locate(root: Option<&Path>) -> Result<Self, BuildError> {
        let compiled_from = Path::new(env!("CARGO_MANIFEST_DIR"));
        let start = match root {
            Some(root) => root,
            None if compiled_from.is_dir() => compiled_from,
            None => Path::new("."),
        };
        let mut command = cargo();
        command
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(start);
        let output = command.output().map_err(|source| {
            if start.is_dir() {
                BuildError::Spawn {
                    program: "cargo".into(),
                    source,
                }
            } else {
                BuildError::NoWorkspace {
                    root: start.into(),
                    reason: source.to_string(),
                }
            }
        })?;
        let refused = |reason: String| BuildError::NoWorkspace {
            root: start.into(),
            reason,
        };
        if !output.status.success() {
            return Err(refused(
                String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            ));
        }
        let metadata: Metadata =
            serde_json::from_slice(&output.stdout).map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            target: metadata.target_directory.join("contracts"),
            root: metadata.workspace_root,
        })
    }
}

/// The cargo that runs us, if one does: its toolchain is the pinned one.
pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
