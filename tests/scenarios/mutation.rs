//! The flows run the deployed WASM: one byte of its logic changed, and they fail.

use crate::support::{small, suite};
use alloy::sol_types::SolCall;
use deploy::{Contract, build::Artifact};
use harness::{FlowError, FlowReport, Motion, Settings, Suite, World, choose};
use interfaces::client::{
    IBatchRegistry, IDataAvailability, IFraudProof, IGovernance, ISequencerPool,
};
use wasmparser::{Operator, Parser, Payload};

/// Where in a module's code a constant is loaded: offset of each instruction's first byte and its length.
fn loads(wasm: &[u8], value: i64) -> Vec<(usize, usize)> {
    let mut loads = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CodeSectionEntry(body) = payload.expect("the module parses") else {
            continue;
        };
        let mut operators = body.get_operators_reader().expect("the body has operators");
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read().expect("the operator parses");
            let found = match operator {
                Operator::I32Const { value } => Some(value.into()),
                Operator::I64Const { value } => Some(value),
                _ => None,
            };
            if found == Some(value) {
                let length = operators.original_position() - start;
                let [start, length] = [start, length].map(|it| it.try_into().ok());
                loads.extend(start.zip(length));
            }
        }
    }
    loads
}

/// The suite with one bit of one byte changed: in the code by which `contract` recognises `selector`.
fn changed(contract: Contract, selector: [u8; 4]) -> Suite {
    // The selector as the code holds it: big-endian, or little-endian as it lies in memory.
    let held = [i32::from_be_bytes(selector), i32::from_le_bytes(selector)];
    let wasm = wasm_of(contract);
    let mut found = held.iter().flat_map(|value| loads(wasm, (*value).into()));
    let load = found.next();
    with_other_constant(
        contract,
        load.expect("the dispatcher compares with the selector"),
    )
}

fn wasm_of(contract: Contract) -> &'static [u8] {
    let artifact = suite().artifacts().get(contract);
    &artifact.expect("it was built").wasm
}

/// The suite with one bit changed in a constant of `contract`, where this instruction loads it.
fn with_other_constant(contract: Contract, (start, length): (usize, usize)) -> Suite {
    let original = suite().artifacts().get(contract).expect("it was built");
    let mut wasm = original.wasm.clone();
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

async fn play(suite: &Suite, name: &str) -> FlowReport {
    let flow = choose(&[name.into()]).expect("the flow is there")[0];
    flow.play(suite, flow.settings(), &mut ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sham_beside_honest_fails_when_one_bit_of_fraud_proof_is_changed() {
    let suite = changed(Contract::FraudProof, IFraudProof::proveCall::SELECTOR);
    let report = play(&suite, "sham-beside-honest").await;
    assert!(!report.passed);
    let error = report.error.expect("a failed flow says why");
    assert!(error.contains("FraudProof.prove"), "{error}");
    assert!(error.contains("MalformedCalldata"), "{error}");
}

/// The only sequencer proposes to remove the verifier, and votes for it.
async fn decide(suite: &Suite) -> Result<(), FlowError> {
    let world = World::build(suite, small()).await?;
    let accused = world.verifier.layer1().account();
    let epoch = world.anybody.member(accused).await?.epoch;
    let member = world.sequencer_as_member(0)?;
    world.give_bond(&member).await?;
    let motion = Motion::remove_verifier((accused, epoch), &[]);
    let (proposal, _) = member.propose(motion).await?;
    member.vote(&proposal, true).await?;
    let passes = world.anybody.proposal(proposal.id).await?.executableFrom;
    world.wait_for_block(passes, "it is executed").await?;
    world.anybody.execute(&proposal).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_fails_when_one_bit_of_governance_is_changed() {
    let decided = decide(suite()).await;
    decided.expect("as it is, they decide");
    for (method, selector) in [
        ("propose", IGovernance::proposeCall::SELECTOR),
        ("vote", IGovernance::voteCall::SELECTOR),
        ("execute", IGovernance::executeCall::SELECTOR),
    ] {
        let suite = changed(Contract::Governance, selector);
        let error = decide(&suite).await.expect_err("it knows no such call");
        let error = error.to_string();
        assert!(error.contains(&format!("Governance.{method}")), "{error}");
        assert!(error.contains("MalformedCalldata"), "{error}");
    }
}

/// The gas of any transaction: with another number Layer 1 comes to another state than whoever is right.
#[tokio::test(flavor = "multi_thread")]
async fn honest_defended_fails_when_one_bit_of_state_transition_is_changed() {
    let contract = Contract::StateTransition;
    let mut errors = Vec::new();
    for load in loads(wasm_of(contract), 21_000) {
        let suite = with_other_constant(contract, load);
        let report = play(&suite, "honest-defended").await;
        errors.extend(report.error);
    }
    // Where the number does not count in the flow's transactions, nothing is seen of it.
    let mut errors = errors.iter();
    let is_convicted = errors.any(|error| error.contains("no matching event ElementProven"));
    assert!(is_convicted, "Layer 1 comes to the same state");
}
