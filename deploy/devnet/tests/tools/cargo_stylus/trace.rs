//! `cargo stylus trace`, `simulate` and `replay`.

use alloy::{
    hex,
    primitives::U256,
    rpc::types::TransactionReceipt,
    sol_types::{SolCall, SolEvent},
};
use serde_json::Value;

use super::{
    project::{Counter, Deployed, Project},
    tool::said,
};
use crate::skip::skip;

/// The steps of a trace as the tool prints it.
fn steps(said: &str) -> Vec<Value> {
    let line = said.lines().find(|line| line.starts_with('['));
    let line = line.unwrap_or_else(|| panic!("no trace in: {said}"));
    serde_json::from_str(line).expect("JSON")
}

fn names(steps: &[Value]) -> Vec<&str> {
    steps
        .iter()
        .filter_map(|step| step["name"].as_str())
        .collect()
}

/// The first step of this name.
fn step<'a>(steps: &'a [Value], name: &str) -> &'a Value {
    let mut found = steps.iter().filter(|step| step["name"] == name);
    found
        .next()
        .unwrap_or_else(|| panic!("no {name} in {steps:?}"))
}

async fn increase(deployed: &Deployed) -> TransactionReceipt {
    let call = deployed.counter.increase(U256::from(5));
    call.send().await.unwrap().get_receipt().await.unwrap()
}

#[tokio::test]
async fn trace_succeeds_with_every_host_call() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&[]).await;
    let hash = increase(&deployed).await.transaction_hash.to_string();
    let steps = steps(&project.run(&["trace", "--use-native-tracer", "--tx", &hash]));
    let names = names(&steps);
    assert_eq!(names.first(), Some(&"user_entrypoint"));
    assert_eq!(names.last(), Some(&"user_returned"));
    let read = step(&steps, "read_args");
    let call = Counter::increaseCall { by: U256::from(5) };
    assert_eq!(read["outs"], hex::encode_prefixed(call.abi_encode()));
    let log = step(&steps, "emit_log")["args"].as_str().expect("bytes");
    let topic = hex::encode(Counter::Increased::SIGNATURE_HASH);
    assert!(log.contains(&topic), "{log}");
}

#[tokio::test]
async fn trace_succeeds_with_the_host_calls_of_a_called_program() {
    let Some(project) = Project::new() else {
        return;
    };
    let (one, other) = (project.deploy(&[]).await, project.deploy(&[]).await);
    let address = *other.counter.address();
    let call = one.counter.increaseOther(address, U256::from(5));
    let receipt = call.send().await.unwrap().get_receipt().await.unwrap();
    let hash = receipt.transaction_hash.to_string();
    let steps = steps(&project.run(&["trace", "--use-native-tracer", "--tx", &hash]));
    let call = step(&steps, "call_contract");
    assert_eq!(call["address"], hex::encode_prefixed(address));
    let inner = call["steps"].as_array().expect("steps");
    step(inner, "emit_log");
    assert!(!names(&steps).contains(&"emit_log"));
}

#[tokio::test]
async fn simulate_succeeds_without_a_transaction() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&[]).await;
    let to = deployed.counter.address().to_string();
    let call = Counter::increaseCall { by: U256::from(5) };
    let data = hex::encode_prefixed(call.abi_encode());
    let call = ["--to", &to, "--data", &data];
    let said = project.run(&[&["simulate", "--use-native-tracer"], &call[..]].concat());
    step(&steps(&said), "emit_log");
    let number = deployed.counter.number().call().await.unwrap();
    assert_eq!(number, U256::from(7));
}

/// What the tool starts under a debugger: the contract's own machine code, fed with the trace.
#[tokio::test]
async fn replay_succeeds_on_the_host() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&[]).await;
    let hash = increase(&deployed).await.transaction_hash.to_string();
    let replay = ["replay", "--child", "--use-native-tracer", "--tx", &hash];
    match said(&mut project.command(&replay)) {
        Ok(said) => assert!(said.contains("call completed successfully"), "{said}"),
        Err(said) if said.contains("undefined symbol") => {
            skip("this cargo-stylus lacks its host functions: see deploy/devnet/README.md");
        }
        Err(said) => panic!("{said}"),
    }
}
