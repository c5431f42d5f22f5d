//! The JavaScript clients, installed as `clients/package-lock.json` says.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use crate::{folder, skip::skip};

/// The folder with the scripts and what they import; nothing, after saying so, where it cannot be made.
pub(crate) fn folder() -> Option<&'static Path> {
    static FOLDER: LazyLock<Result<PathBuf, String>> = LazyLock::new(prepare);
    match &*FOLDER {
        Ok(folder) => Some(folder),
        Err(reason) => {
            skip(reason);
            None
        }
    }
}

/// Copies the scripts and installs what they import, if that is not done.
fn prepare() -> Result<PathBuf, String> {
    let node = Command::new("node").arg("--version").output();
    node.map_err(|error| format!("node: {error}"))?;
    let named = |error: io::Error| format!("the clients' folder: {error}");
    let folder = folder::copied("clients").map_err(named)?;
    let lock = fs::read(folder.join("package-lock.json")).map_err(named)?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).ok() != Some(lock.clone()) {
        install(&folder)?;
        fs::write(&installed, lock).map_err(named)?;
    }
    Ok(folder)
}

fn install(folder: &Path) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder);
    let output = npm.output().map_err(|error| format!("npm: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("npm ci ({}): {}", output.status, said.trim()))
}
