//! The WASM target of the pinned toolchain.

use std::path::Path;
use std::process::{Command, Output};

use super::error::BuildError;
use super::workspace::Workspace;
use crate::progress::{Event, Observer, Phase};

/// What contracts are compiled for.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Checks that the toolchain of the workspace has the WASM target; adds it if not.
pub(super) fn require_wasm_target(
    workspace: &Workspace,
    observer: Observer<'_>,
) -> Result<(), BuildError> {
    if has_target(workspace)? {
        return Ok(());
    }
    let event = |fraction| Event {
        subject: TARGET.into(),
        phase: Phase::Toolchain,
        fraction,
    };
    observer(event(0.0));
    let missing = |reason: String| BuildError::NoTarget {
        target: TARGET,
        reason,
    };
    let output = Command::new("rustup")
        .args(["target", "add", TARGET])
        .current_dir(&workspace.root)
        .output()
        .map_err(|error| missing(format!("rustup: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(missing(said));
    }
    if !has_target(workspace)? {
        return Err(missing("added, but rustc does not see it".into()));
    }
    observer(event(1.0));
    Ok(())
}

/// Whether the target's standard library is there, asked of rustc itself: not every toolchain
/// is rustup's.
fn has_target(workspace: &Workspace) -> Result<bool, BuildError> {
    let output: Output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(&workspace.root)
        .output()
        .map_err(|source| BuildError::Spawn {
            program: "rustc".into(),
            source,
        })?;
    let directory = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(directory.trim()).is_dir())
}
