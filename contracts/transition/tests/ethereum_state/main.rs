//! The Ethereum Foundation's state tests, on the same code that executes the L2.
//!
//! They are not part of the repository. They are looked for in the folder that the environment variable
//! `ETHEREUM_STATE_TESTS` names, else in `../shared/vectors/ethereum-state-tests` beside the workspace;
//! without them this says so and passes. Every case with a Cancun post state runs twice, on the
//! whole state and on the witness that the first run extracted; both must give the root of the vector.

mod case;
mod model;
mod reference;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use case::Verdict;

/// Threads that share the files.
const THREADS: usize = 2;

#[derive(Default)]
struct Totals {
    passed: usize,
    skipped: BTreeMap<&'static str, usize>,
    failed: Vec<String>,
}

/// Has no test harness around it, so that the counts are always shown.
fn main() -> ExitCode {
    let Some(folder) = vectors() else {
        println!("Ethereum state tests skipped: set ETHEREUM_STATE_TESTS to their folder");
        return ExitCode::SUCCESS;
    };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no vectors in {}", folder.display());

    let totals = Mutex::new(Totals::default());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run_file(file, &totals);
                }
            });
        }
    });

    let totals = totals.into_inner().expect("no thread panicked");
    report(files.len(), &totals);
    assert!(totals.passed > 0, "no case ran");
    if totals.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn vectors() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("ETHEREUM_STATE_TESTS") {
        return Some(folder.into());
    }
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/ethereum-state-tests");
    beside.is_dir().then_some(beside)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
}

fn run_file(file: &Path, totals: &Mutex<Totals>) {
    let text = fs::read_to_string(file).expect("a readable file");
    let tests = match serde_json::from_str::<model::File>(&text) {
        Ok(tests) => tests,
        Err(error) => {
            let failure = format!("{}: {error}", file.display());
            totals
                .lock()
                .expect("no thread panicked")
                .failed
                .push(failure);
            return;
        }
    };
    for (name, test) in &tests {
        let verdicts = case::run(test);
        let mut totals = totals.lock().expect("no thread panicked");
        for (index, verdict) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Passed => totals.passed += 1,
                Verdict::Skipped(reason) => *totals.skipped.entry(reason).or_default() += 1,
                Verdict::Failed(why) => {
                    let failure = format!("{}: {name}[{index}]: {why}", file.display());
                    totals.failed.push(failure);
                }
            }
        }
    }
}

fn report(files: usize, totals: &Totals) {
    for failure in &totals.failed {
        println!("FAILED {failure}");
    }
    let skipped: usize = totals.skipped.values().sum();
    println!("Ethereum state tests: {files} files");
    println!(
        "{} passed, {} failed, {skipped} skipped",
        totals.passed,
        totals.failed.len()
    );
    for (reason, count) in &totals.skipped {
        println!("  {count:>5} skipped: {reason}");
    }
}
