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
        Ok(failed) if failed.is_empty() => ExitCode::SUCCESS,
        Ok(failed) => {
            let failed = failed.join(", ");
            eprintln!("error: failed: {failed}; run them alone: cd contracts && cargo test");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: the contracts' tests did not run: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What has failed: the build, programs, or examples.
fn run(arguments: &[OsString]) -> io::Result<Vec<String>> {
    let Some(programs) = build()? else {
        return Ok(vec!["the build of the contracts' tests".into()]);
    };
    // A cargo whose messages are not understood must not pass for one without a failure.
    if programs.is_empty() {
        return Err(io::Error::other("cargo has named no test program"));
    }
    let mut failed = run_all(programs, arguments)?;
    // Examples in documentation have no program of their own.
    let mut documentation = cargo();
    documentation.arg("--doc");
    if !arguments.is_empty() {
        documentation.arg("--").args(arguments);
    }
    if !documentation.status()?.success() {
        failed.push("examples in documentation".into());
    }
    Ok(failed)
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

/// Runs as many programs at a time as there are processors; those that have failed.
fn run_all(programs: Vec<Program>, arguments: &[OsString]) -> io::Result<Vec<String>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let waiting = Mutex::new(programs);
    let next = || waiting.lock().expect("no worker panics").pop();
    let work = || -> io::Result<Vec<String>> {
        let mut failed = Vec::new();
        while let Some(program) = next() {
            let name = program.path.display().to_string();
            eprintln!("     Running {name}");
            let output = start(&program, arguments)?;
            show(&name, &output)?;
            if !output.status.success() {
                failed.push(format!("{name} ({})", output.status));
            }
        }
        Ok(failed)
    };
    let failed = thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let results = running
            .into_iter()
            .map(|worker| worker.join().expect("no worker panics"));
        results.collect::<io::Result<Vec<_>>>()
    });
    Ok(failed?.concat())
}

fn start(program: &Program, arguments: &[OsString]) -> io::Result<Output> {
    Command::new(&program.path)
        .args(arguments)
        .current_dir(&program.package)
        // As cargo would set them; the second is in `contracts/.cargo/config.toml`.
        .env("CARGO_MANIFEST_DIR", &program.package)
        .env("RUST_TEST_THREADS", "1")
        .output()
}

fn show(name: &str, output: &Output) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "     Results of {name}")?;
    out.write_all(&output.stdout)?;
    out.write_all(&output.stderr)
}
