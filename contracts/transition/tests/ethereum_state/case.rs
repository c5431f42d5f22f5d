//! One case: the whole state, then the extracted witness.

use alloy_primitives::{B256, keccak256};
use transition::{
    Alloc, Effect, Environment, IndexedWitness, Library, Limits, Recorder, execute_transaction,
    genesis_state,
};

use crate::{
    model::{Post, Test},
    reference::{self, OutOfScope},
};

pub(crate) enum Verdict {
    Passed,
    Skipped(&'static str),
    Failed(String),
}

/// Runs all cases of a test.
pub(crate) fn run(test: &Test) -> Vec<Verdict> {
    let alloc = test.alloc();
    let (root, state) = genesis_state(&alloc);
    let state = IndexedWitness::new(&state);
    let environment = test.environment();
    let verdict = |post: &Post| {
        if let Some(kind) = unsupported_type(&post.txbytes) {
            return Verdict::Skipped(kind);
        }
        match run_case(root, &state, &environment, post) {
            Ok(()) => Verdict::Passed,
            // Only what fails is looked into: does it use what the L2 leaves out?
            Err(why) => match reference::out_of_scope(&alloc, &environment, &post.txbytes) {
                Some(OutOfScope::PointEvaluation) => {
                    without_precompile_10(root, &state, &environment, &alloc, post)
                }
                Some(OutOfScope::LongModexp) => {
                    Verdict::Skipped("modular exponentiation above 1,024 bytes, refused here")
                }
                None => Verdict::Failed(why),
            },
        }
    };
    test.posts().iter().map(verdict).collect()
}

/// The vector's root is out of reach, but what is left of Ethereum without precompile 10 must agree.
fn without_precompile_10(
    root: B256,
    state: &IndexedWitness,
    environment: &Environment,
    alloc: &Alloc,
    post: &Post,
) -> Verdict {
    let expected = reference::without_point_evaluation(alloc, environment, &post.txbytes);
    let executed = execute_transaction(
        root,
        state,
        environment,
        Limits::NONE,
        &post.txbytes,
        &Library,
    );
    let (Some(expected), Ok((Effect::Executed(receipt), _))) = (expected, executed) else {
        return Verdict::Failed("not executed without precompile 10".into());
    };
    let agrees = receipt.gas_used == expected.tx_gas_used()
        && receipt.success == expected.is_success()
        && receipt.logs == expected.logs()
        && expected
            .output()
            .is_none_or(|output| *output == receipt.output);
    if agrees {
        Verdict::Skipped(
            "uses precompile 10, an empty account here (gas and logs agree with an EVM without it)",
        )
    } else {
        Verdict::Failed(format!(
            "without precompile 10: {receipt:?}, expected {expected:?}"
        ))
    }
}

/// Transaction types that the L2 does not have.
fn unsupported_type(transaction: &[u8]) -> Option<&'static str> {
    match transaction.first() {
        Some(3) => Some("transaction type 3 (blobs)"),
        Some(4) => Some("transaction type 4 (set code)"),
        _ => None,
    }
}

fn run_case(
    root: B256,
    state: &IndexedWitness,
    environment: &Environment,
    post: &Post,
) -> Result<(), String> {
    let recorder = Recorder::new(state);
    let (effect, after) = execute_transaction(
        root,
        &recorder,
        environment,
        Limits::NONE,
        &post.txbytes,
        &Library,
    )
    .map_err(|error| format!("whole state: {error}"))?;
    check_effect(&effect, post)?;
    if after != post.hash {
        return Err(format!("root {after}, expected {}: {effect:?}", post.hash));
    }

    let witness = IndexedWitness::new(&recorder.into_witness());
    let proved = execute_transaction(
        root,
        &witness,
        environment,
        Limits::NONE,
        &post.txbytes,
        &Library,
    )
    .map_err(|error| format!("witness: {error}"))?;
    if proved != (effect, after) {
        return Err(format!("witness gives {proved:?}"));
    }
    Ok(())
}

/// An exception is expected exactly where a transaction is not executable; the logs agree.
fn check_effect(effect: &Effect, post: &Post) -> Result<(), String> {
    let logs = match (effect, &post.expect_exception) {
        (Effect::Executed(receipt), None) => receipt.logs.clone(),
        (Effect::NotExecutable(_), Some(_)) => Vec::new(),
        (effect, expected) => return Err(format!("{effect:?}, expected {expected:?}")),
    };
    let hash = keccak256(alloy_rlp::encode(&logs));
    if hash != post.logs {
        return Err(format!("logs {hash}, expected {}", post.logs));
    }
    Ok(())
}
