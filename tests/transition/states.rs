//! The Ethereum Foundation's state tests, on the WASM: every case gives what the crate gives.
//!
//! The crate itself is held to the vectors by its own test (`cargo test --test ethereum_state`). The contract is
//! built with the feature `open`, which adds one call to what is deployed: the inner function with every parameter
//! open. Host layer, heap, entry point, arithmetic and all of `transition` are the same.
//!
//! By default every 25th case; `STATE_TESTS=all` runs all of them.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use transition::{Limits, weights};

use crate::{
    bench::assert_committed,
    chain::{Chain, Failure},
    l2::{Run, State},
    model,
};

/// Of how many cases one is run by default.
const SHARE: usize = 25;

fn vectors() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("ETHEREUM_STATE_TESTS") {
        return Some(folder.into());
    }
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors/ethereum-state-tests");
    beside.is_dir().then_some(beside)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
}

/// How the cases went.
#[derive(Default)]
struct Totals {
    cases: usize,
    ran: usize,
    agreed: usize,
    /// Agreed under the protocol's meters: without them they need more than a program or a block may have. Why each.
    metered: BTreeMap<String, usize>,
    most: (u64, String),
    failed: Vec<String>,
}

impl Totals {
    fn figures(&self) -> BTreeMap<String, u64> {
        let count = |count: usize| count as u64;
        let mut figures = BTreeMap::from([
            ("cases".into(), count(self.cases)),
            ("agreed".into(), count(self.agreed)),
        ]);
        for (why, cases) in &self.metered {
            figures.insert(
                format!("agreed under the meters only, {why}"),
                count(*cases),
            );
        }
        figures
    }
}

#[test]
fn contract_agrees_with_the_crate_on_the_state_tests() {
    let Some(folder) = vectors() else {
        println!("state tests skipped: set ETHEREUM_STATE_TESTS to their folder");
        return;
    };
    let share = match env::var("STATE_TESTS").as_deref() {
        Ok("all") => 1,
        _ => SHARE,
    };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let mut chain = Chain::open();
    let mut totals = Totals::default();
    for file in &files {
        let text = fs::read_to_string(file).expect("a readable file");
        let tests: BTreeMap<String, model::Test> = serde_json::from_str(&text).expect("vectors");
        for (name, test) in &tests {
            run_test(&mut chain, name, test, share, &mut totals);
        }
    }
    println!(
        "{} of {} cases, {} agreed, some only under the meters: {:?}; most gas {} in {}",
        totals.ran, totals.cases, totals.agreed, totals.metered, totals.most.0, totals.most.1
    );
    assert!(totals.ran > 0, "no vectors in {}", folder.display());
    assert!(totals.failed.is_empty(), "{:#?}", totals.failed);
    if share == 1 {
        assert_committed("state-transition-states", &totals.figures());
    }
}

fn run_test(chain: &mut Chain, name: &str, test: &model::Test, share: usize, totals: &mut Totals) {
    let mut state = None;
    for (index, post) in test.posts().iter().enumerate() {
        totals.cases += 1;
        if !totals.cases.is_multiple_of(share) {
            continue;
        }
        totals.ran += 1;
        let state = state.get_or_insert_with(|| State::new(&test.alloc()));
        let run = |limits| {
            let mut run = state.run(&test.environment(), limits, &post.txbytes);
            run.call.hash_numbers = true;
            run
        };
        let limits = Limits {
            witness: weights::WITNESS_LIMIT,
            work: weights::WORK_LIMIT,
        };
        let verdict = match compare(chain, &run(Limits::NONE)) {
            // Out of memory or gas, as nothing within the meters may be.
            Err(Failed::Halted(why)) => {
                *totals.metered.entry(why).or_default() += 1;
                compare(chain, &run(limits))
            }
            verdict => verdict,
        };
        match verdict {
            Ok(gas) => {
                totals.agreed += 1;
                if gas > totals.most.0 {
                    totals.most = (gas, format!("{name}[{index}]"));
                }
            }
            Err(failed) => totals.failed.push(format!("{name}[{index}]: {failed:?}")),
        }
    }
}

/// Why contract and crate do not agree.
#[derive(Debug)]
#[expect(dead_code, reason = "shown by Debug")]
enum Failed {
    Halted(String),
    Differs(String),
}

/// Gas of the contract, if it gives what the crate gave.
fn compare(chain: &mut Chain, run: &Run) -> Result<u64, Failed> {
    match chain.call_open(&run.call) {
        (Ok(outcome), gas) if outcome == run.outcome => Ok(gas),
        (Ok(outcome), _) => Err(Failed::Differs(format!(
            "{outcome:?}, crate: {:?}",
            run.effect
        ))),
        (Err(Failure::Halted(reason)), _) => Err(Failed::Halted(reason)),
        (Err(Failure::Reverted(data)), _) => Err(Failed::Differs(format!("reverted {data}"))),
    }
}
