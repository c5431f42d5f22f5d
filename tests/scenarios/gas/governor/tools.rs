//! OpenZeppelin's contracts, installed as `package-lock.json` says, and compiled.

use alloy::primitives::Bytes;
use serde::Deserialize;
use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::{Command, Output},
    thread,
};

/// What is installed and compiled, and how.
const SOURCES: [(&str, &str); 4] = [
    ("package.json", include_str!("package.json")),
    ("package-lock.json", include_str!("package-lock.json")),
    ("compile.mjs", include_str!("compile.mjs")),
    ("Governor.sol", include_str!("Governor.sol")),
];

/// Creation code of each contract of `Governor.sol`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Contracts {
    pub(super) voting_token: Bytes,
    pub(super) timelock: Bytes,
    pub(super) metis_governor: Bytes,
}

/// The contracts; nothing, after saying so, where they cannot be made.
///
/// # Panics
///
/// `DEVNET_TOOLS` is `required`, and they cannot; or what was compiled is none of it.
pub(super) fn compiled() -> Option<Contracts> {
    match prepare() {
        Ok(output) => Some(serde_json::from_str(&output).expect("three contracts")),
        Err(reason) => {
            skip(&reason);
            None
        }
    }
}

/// Installs and compiles in the target directory, unless that is done; gives what the compiler's script has printed.
fn prepare() -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("governor");
    let named = |error: io::Error| format!("{}: {error}", folder.display());
    let done = folder.join("compiled.json");
    let is_same = |(name, text): &(&str, &str)| {
        fs::read_to_string(folder.join(name)).is_ok_and(|known| known == *text)
    };
    if done.exists() && SOURCES.iter().all(is_same) {
        return fs::read_to_string(done).map_err(named);
    }
    fs::create_dir_all(&folder).map_err(named)?;
    if done.exists() {
        fs::remove_file(&done).map_err(named)?;
    }
    for (name, text) in SOURCES {
        fs::write(folder.join(name), text).map_err(named)?;
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    output(Command::new("npm").args(install).current_dir(&folder))?;
    let compiled = output(Command::new("node").arg("compile.mjs").current_dir(&folder))?;
    fs::write(done, &compiled.stdout).map_err(named)?;
    String::from_utf8(compiled.stdout).map_err(|error| format!("node: {error}"))
}

/// What a command says, if it succeeds.
fn output(command: &mut Command) -> Result<Output, String> {
    let name = command.get_program().display().to_string();
    let output = command
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} ({}): {}", output.status, said.trim()))
}

/// Says why the current test does not measure the Governor, past the harness, which shows only what failing tests
/// print.
fn skip(reason: &str) {
    let current = thread::current();
    let test = current.name().unwrap_or("a test");
    assert!(
        env::var_os("DEVNET_TOOLS").is_none_or(|wish| wish != "required"),
        "{test} cannot measure OpenZeppelin's Governor: {reason}"
    );
    // If standard error is closed, nobody reads it.
    let _ = writeln!(
        io::stderr(),
        "skipped OpenZeppelin's Governor in {test}: {reason}"
    );
}
