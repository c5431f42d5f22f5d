//! Drift between the interfaces, what is generated from them, and the contracts, is a failing test.
//!
//! `UPDATE=1 cargo test -p interfaces --test drift` (in `contracts/`) writes `abi/*.json` and
//! `storage/*.md` anew.

mod abi;
mod errors;
mod functions;
mod source;
mod storage;

use std::{env, fs, path::PathBuf};

/// The contracts: interface, folder under `contracts/`.
const CONTRACTS: [(&str, &str); 8] = [
    ("IBatchRegistry", "batch-registry"),
    ("IDataAvailability", "data-availability"),
    ("IFraudProof", "fraud-proof"),
    ("IGovernance", "governance"),
    ("IMetisToken", "metis-token"),
    ("ISequencerPool", "sequencer-pool"),
    STATE_TRANSITION,
    ("ITreasury", "treasury"),
];

/// Not built on the SDK: it decodes its calls itself, by the selectors of the interface.
const STATE_TRANSITION: (&str, &str) = ("IStateTransition", "state-transition");

/// A path in the repository.
fn path(relative: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(relative)
}

/// Compares a generated file with what is committed, or writes it when `UPDATE` is set.
fn assert_committed(relative: &str, generated: &str) {
    let file = path(relative);
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, generated).expect("the file can be written");
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == generated,
        "{relative} has drifted: run `UPDATE=1 cargo test -p interfaces --test drift` in contracts/"
    );
}
