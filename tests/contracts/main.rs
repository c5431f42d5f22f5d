//! Runs the tests of the contracts' workspace, so that one `cargo test` covers the whole repository.
//!
//! The contracts have a lock file of their own (`contracts/Cargo.toml` says why), which only a cargo of their
//! own can read. Each test program runs its tests one after another (`contracts/.cargo/config.toml` says why), so
//! several programs run at once; what one prints is shown when it ends. Arguments are passed on:
//! `cargo test --test contracts -- NAME`.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output, Stdio},
    sync::Mutex,
    thread,
};

use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!(
                "error: the contracts' tests failed; run them alone: cd contracts && cargo test"
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: cargo did not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything was built and passed.
fn run(arguments: &[OsString]) -> io::Result<bool> {
    let Some(programs) = build()? else {
        return Ok(false);
    };
    let passed = run_all(programs, arguments)?;
    // Examples in documentation have no program of their own.
    let mut documentation = cargo();
    documentation.arg("--doc");
    if !arguments.is_empty() {
        documentation.arg("--").args(arguments);
    }
    Ok(passed && documentation.status()?.success())
}

/// `cargo test` of the contracts' workspace.
fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    // Beside the host build's directories, where the lint of the contracts goes, too.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../contracts-tests");
    cargo
        .args(["test", "--locked", "--target-dir"])
        .arg(target)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts"));
    cargo
}

/// A test program and the folder of its package, in which cargo would start it.
struct Program {
    path: PathBuf,
    package: PathBuf,
}

/// Builds all test programs; none if that failed, which cargo has explained.
fn build() -> io::Result<Option<Vec<Program>>> {
    let output = cargo()
        .args(["--no-run", "--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let programs = messages.lines().filter_map(program).collect();
    Ok(output.status.success().then_some(programs))
}

/// The test program that a message of cargo tells of.
fn program(message: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["profile"]["test"] != true {
        return None;
    }
    let manifest = Path::new(message["manifest_path"].as_str()?);
    Some(Program {
        path: message["executable"].as_str()?.into(),
        package: manifest.parent()?.into(),
    })
}

/// Runs as many programs at a time as there are processors; whether all passed.
fn run_all(programs: Vec<Program>, arguments: &[OsString]) -> io::Result<bool> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let waiting = Mutex::new(programs);
    let next = || waiting.lock().expect("no worker panics").pop();
    thread::scope(|scope| {
        let work = || -> io::Result<bool> {
            let mut passed = true;
            while let Some(program) = next() {
                let output = start(&program, arguments)?;
                show(&program, &output)?;
                passed &= output.status.success();
            }
            Ok(passed)
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let results = running
            .into_iter()
            .map(|worker| worker.join().expect("no worker panics"));
        results.collect::<io::Result<Vec<_>>>()
    })
    .map(|passed| passed.into_iter().all(|passed| passed))
}

fn start(program: &Program, arguments: &[OsString]) -> io::Result<Output> {
    Command::new(&program.path)
        .args(arguments)
        .current_dir(&program.package)
        .env("CARGO_MANIFEST_DIR", &program.package)
        .env("RUST_TEST_THREADS", "1")
        .output()
}

fn show(program: &Program, output: &Output) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "     Running {}", program.path.display())?;
    out.write_all(&output.stdout)?;
    out.write_all(&output.stderr)
}
