//! The flows run the deployed WASM: one byte of its logic changed, and they fail.

use crate::support::{small, suite};
use alloy::sol_types::SolCall;
use deploy::{Contract, build::Artifact};
use harness::{FlowReport, Settings, Suite, choose};
use interfaces::client::{IBatchRegistry, IDataAvailability, ISequencerPool};
use wasmparser::{Operator, Parser, Payload};

/// Where in a module's code a constant is loaded: offset of the instruction's first byte and its length.
fn constant(wasm: &[u8], value: i32) -> Option<(usize, usize)> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CodeSectionEntry(body) = payload.expect("the module parses") else {
            continue;
        };
        let mut operators = body.get_operators_reader().expect("the body has operators");
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read().expect("the operator parses");
            if matches!(operator, Operator::I32Const { value: found } if found == value) {
                let length = operators.original_position() - start;
                return Some((start.try_into().ok()?, length.try_into().ok()?));
            }
        }
    }
    None
}

/// The suite with one bit of one byte changed: in the code by which `contract` recognises `selector`.
fn changed(contract: Contract, selector: [u8; 4]) -> Suite {
    let original = suite().artifacts().get(contract).expect("it was built");
    let mut wasm = original.wasm.clone();
    // The selector as the code holds it: big-endian, or little-endian as it lies in memory.
    let (start, length) = constant(&wasm, i32::from_be_bytes(selector))
        .or_else(|| constant(&wasm, i32::from_le_bytes(selector)))
        .expect("the dispatcher compares with the selector");
    // A bit of the middle of the number: the encoding keeps its length.
    wasm[start + length / 2] ^= 1;
    let changed = Artifact::from_wasm(contract, &wasm).expect("it is still a valid module");
    assert_ne!(changed.code_hash(), original.code_hash());
    let artifacts = suite()
        .artifacts()
        .iter()
        .map(|artifact| {
            if artifact.contract == contract {
                changed.clone()
            } else {
                artifact.clone()
            }
        })
        .collect();
    Suite::of(artifacts)
}

async fn main_path(suite: &Suite) -> FlowReport {
    let flow = choose(&["main-path".into()]).expect("the flow is there")[0];
    let Settings {
        users,
        block_size,
        blocks_per_batch,
        ..
    } = small();
    let settings = Settings {
        users,
        block_size,
        blocks_per_batch,
        ..flow.settings()
    };
    flow.play(suite, settings, &mut ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn main_path_fails_when_one_byte_of_the_registry_is_changed() {
    let suite = changed(
        Contract::BatchRegistry,
        IBatchRegistry::submitBatchCall::SELECTOR,
    );
    let report = main_path(&suite).await;
    assert!(!report.passed);
    assert_eq!(
        report.steps.last().map(|step| step.seed),
        Some("6"),
        "{:?}",
        report.error
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn main_path_fails_when_one_byte_of_the_pool_is_changed() {
    let suite = changed(Contract::SequencerPool, ISequencerPool::joinCall::SELECTOR);
    let report = main_path(&suite).await;
    assert!(!report.passed);
    assert!(report.steps.is_empty(), "nobody could join");
    assert!(
        report
            .error
            .is_some_and(|error| error.contains("SequencerPool.join"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn data_withheld_fails_when_one_byte_of_data_availability_is_changed() {
    let suite = changed(
        Contract::DataAvailability,
        IDataAvailability::expireCall::SELECTOR,
    );
    let flow = choose(&["data-withheld".into()]).expect("the flow is there")[0];
    let report = flow.play(&suite, flow.settings(), &mut ()).await;
    assert!(!report.passed);
    assert_eq!(report.steps.last().map(|step| step.seed), Some("11.B.1"));
    let error = report.error.expect("a failed flow says why");
    assert!(error.contains("MalformedCalldata"), "{error}");
}
