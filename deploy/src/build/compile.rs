//! One contract crate through cargo to a raw WASM module.

use std::ffi::OsStr;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::error::BuildError;
use super::toolchain::TARGET;
use super::workspace::{Workspace, cargo};
use crate::progress::{Event, Observer, Phase};
use crate::suite::Contract;

/// Linker settings of every contract (reference: the numbers are gas).
///
/// rustc's default 1 MiB shadow stack makes 17 initial memory pages, which each call pays for;
/// 32 KiB leaves one. Compressed relocations keep the linker from padding table indices, an
/// encoding that the chain's parser refuses.
const LINKER_FLAGS: [&str; 4] = [
    "-C",
    "link-arg=-zstack-size=32768",
    "-C",
    "link-arg=--compress-relocations",
];

/// Settings that a user's environment may hold for host builds and that would change the code.
const FOREIGN_SETTINGS: [&str; 4] = [
    "RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
];

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    target: Option<MessageTarget>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct MessageTarget {
    name: String,
}

/// Compiles `contract` alone, as a cdylib: a crate that is also an rlib would lose LTO.
pub(super) fn compile(
    workspace: &Workspace,
    contract: Contract,
    features: &[&str],
    observer: Observer<'_>,
) -> Result<Vec<u8>, BuildError> {
    let report = |fraction| {
        observer(Event {
            subject: contract.to_string(),
            phase: Phase::Compile,
            fraction,
        });
    };
    report(0.0);
    let mut child = command(workspace, contract, features)
        .spawn()
        .map_err(|source| BuildError::Spawn {
            program: "cargo".into(),
            source,
        })?;
    let stdout = child.stdout.take();
    // Both pipes are read at once: cargo stops when either is full.
    let messages = std::thread::spawn(move || stdout.map_or(Ok(Vec::new()), read_all));
    let output = child
        .stderr
        .take()
        .map(|stderr| follow(stderr, &report))
        .unwrap_or_default();
    let spawn_failed = |source| BuildError::Spawn {
        program: "cargo".into(),
        source,
    };
    let status = child.wait().map_err(spawn_failed)?;
    let messages = messages
        .join()
        .unwrap_or_else(|_| Err(std::io::Error::other("reader stopped")))
        .map_err(spawn_failed)?;
    if !status.success() {
        return Err(BuildError::Compile { contract, output });
    }
    let path = module_path(&messages, contract).ok_or(BuildError::NoModule { contract })?;
    report(1.0);
    std::fs::read(&path).map_err(|source| BuildError::Read { path, source })
}

fn command(workspace: &Workspace, contract: Contract, features: &[&str]) -> Command {
    let mut command = cargo();
    command
        .args(["rustc", "--locked", "--lib", "--crate-type", "cdylib"])
        .args(["--package", contract.package(), "--target", TARGET])
        .args(["--profile", "contract"])
        .args(["--features", &features.join(",")])
        .args(["--message-format", "json-render-diagnostics"])
        .arg("--target-dir")
        .arg(&workspace.target)
        .current_dir(workspace.root.join(contract.workspace()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in FOREIGN_SETTINGS {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        if name
            .to_string_lossy()
            .starts_with("CARGO_PROFILE_CONTRACT_")
        {
            command.env_remove(name);
        }
    }
    command
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&workspace.root))
        .env("CARGO_INCREMENTAL", "0")
        // The bar is where cargo says how far it is; it is parsed, not shown.
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "60");
    command
}

/// Linker flags, and the paths of this machine renamed: they would end up in panic messages and
/// so in the code hash.
fn rust_flags(root: &Path) -> String {
    let mut flags: Vec<String> = LINKER_FLAGS.map(String::from).to_vec();
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    flags.push(format!("--remap-path-prefix={}=/suite", root.display()));
    flags.join("\x1f")
}

fn read_all(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads cargo's messages to the end: progress bars are reported, everything else is returned.
fn follow(stderr: impl Read, report: &dyn Fn(f64)) -> String {
    let mut output = String::new();
    let mut line = Vec::new();
    for byte in BufReader::new(stderr).bytes().map_while(Result::ok) {
        // A bar ends with a carriage return, a message with a line feed.
        if byte != b'\r' && byte != b'\n' {
            line.push(byte);
            continue;
        }
        let text = String::from_utf8_lossy(&line).replace("\x1b[K", "");
        line.clear();
        match bar_fraction(&text) {
            Some(fraction) => report(fraction),
            None if text.trim().is_empty() => {}
            None => {
                output.push_str(text.trim_end());
                output.push('\n');
            }
        }
    }
    output
}

/// How far a line of cargo's progress bar (`Building [==>  ] 3/57: …`) says it is.
pub(super) fn bar_fraction(line: &str) -> Option<f64> {
    let (_, counts) = line.split_once("] ")?;
    let counts = counts.split([':', ' ']).next()?;
    let (done, all) = counts.split_once('/')?;
    let (done, all): (u32, u32) = (done.parse().ok()?, all.parse().ok()?);
    (all > 0).then(|| f64::from(done) / f64::from(all))
}

/// The `.wasm` file that cargo says it made of the contract's own library.
fn module_path(messages: &[u8], contract: Contract) -> Option<PathBuf> {
    let library = contract.package().replace('-', "_");
    String::from_utf8_lossy(messages)
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .filter(|message| message.target.as_ref().is_some_and(|t| t.name == library))
        .flat_map(|message| message.filenames)
        .find(|path| path.extension() == Some(OsStr::new("wasm")))
}
