//! Runs the tests of the contracts' workspace, so that one `cargo test` covers the whole repository.
//!
//! The contracts have a lock file of their own (`contracts/Cargo.toml` says why), which only a cargo of their
//! own can read. Its output is passed through. Arguments are passed on: `cargo test --test contracts -- NAME`.

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

fn main() -> ExitCode {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
    // Beside the host build's directories, where the lint of the contracts goes, too.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../contracts-tests");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--locked", "--target-dir"])
        .arg(target)
        .current_dir(contracts);
    // `--list` and filters of the outer test run mean the inner tests.
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if !arguments.is_empty() {
        cargo.arg("--").args(arguments);
    }
    match cargo.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            eprintln!(
                "error: the contracts' tests failed ({status}); run them alone: cd contracts && cargo test"
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: cargo did not start: {error}");
            ExitCode::FAILURE
        }
    }
}
