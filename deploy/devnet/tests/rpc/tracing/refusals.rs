//! What is not traced.

use alloy::primitives::{Address, B256};
use serde_json::{Value, json};

use super::send;
use crate::world::World;

const NAMES: &str = "stylusTracer, callTracer, prestateTracer";

/// The calls of all methods with these options, each otherwise in order.
async fn refusals(world: &World, options: &Value) -> Vec<(i64, String)> {
    let receipt = send(world, Address::repeat_byte(5), []).await;
    let mut refusals = Vec::new();
    for (method, params) in [
        (
            "debug_traceTransaction",
            json!([receipt.transaction_hash, options]),
        ),
        ("debug_traceCall", json!([{}, "latest", options])),
        ("debug_traceBlockByNumber", json!(["latest", options])),
        (
            "debug_traceBlockByHash",
            json!([receipt.block_hash, options]),
        ),
    ] {
        let error = world.rpc(method, params).await.expect_err(method);
        let message = error["message"].as_str().expect("a message").to_owned();
        refusals.push((error["code"].as_i64().expect("a code"), message));
    }
    refusals
}

#[tokio::test]
async fn trace_fails_naming_the_tracers_when_there_is_none_of_the_name() {
    let world = World::new();
    let options = json!({"tracer": "flatCallTracer"});
    for (code, message) in refusals(&world, &options).await {
        assert_eq!(code, -32602);
        assert!(message.contains("\"flatCallTracer\""), "{message}");
        assert!(message.ends_with(NAMES), "{message}");
    }
}

#[tokio::test]
async fn trace_fails_naming_the_tracers_when_one_is_given_in_javascript() {
    let world = World::new();
    let script = format!("{{\"hostio\": function(info) {{}}{}}}", " ".repeat(10_000));
    for (code, message) in refusals(&world, &json!({"tracer": script})).await {
        assert_eq!(code, -32602);
        assert!(
            message.contains("hostio") && message.contains("JavaScript"),
            "{message}"
        );
        assert!(message.ends_with(NAMES) && message.len() < 200, "{message}");
    }
}

#[tokio::test]
async fn trace_fails_naming_the_tracers_when_none_is_given() {
    let world = World::new();
    for options in [json!(null), json!({}), json!({"enableMemory": true})] {
        for (code, message) in refusals(&world, &options).await {
            assert_eq!(code, -32602);
            assert!(message.ends_with(NAMES), "{message}");
        }
    }
}

#[tokio::test]
async fn trace_fails_when_transaction_or_block_are_not_there() {
    let world = World::new();
    let options = json!({"tracer": "callTracer"});
    let hash = B256::repeat_byte(1);
    for (method, params, message) in [
        (
            "debug_traceTransaction",
            json!([hash, options]),
            format!("transaction {hash} not found"),
        ),
        (
            "debug_traceCall",
            json!([{}, "0x9", options]),
            "header not found".to_owned(),
        ),
        (
            "debug_traceBlockByNumber",
            json!(["0x9", options]),
            "block not found".to_owned(),
        ),
        (
            "debug_traceBlockByHash",
            json!([hash, options]),
            "block not found".to_owned(),
        ),
        (
            "debug_traceBlockByNumber",
            json!(["earliest", options]),
            "genesis is not traceable".to_owned(),
        ),
    ] {
        let error = world.rpc(method, params).await.expect_err(method);
        assert_eq!(
            error,
            json!({"code": -32000, "message": message}),
            "{method}"
        );
    }
}

#[tokio::test]
async fn trace_fails_with_invalid_params_when_they_are_wrong() {
    let world = World::new();
    let hash = send(&world, Address::repeat_byte(5), [])
        .await
        .transaction_hash;
    let options = json!({"tracer": "callTracer"});
    for (method, params) in [
        ("debug_traceTransaction", json!([])),
        ("debug_traceTransaction", json!(["0x12", options])),
        ("debug_traceTransaction", json!([7, options])),
        ("debug_traceTransaction", json!([hash, "callTracer"])),
        ("debug_traceTransaction", json!([hash, {"tracer": 5}])),
        (
            "debug_traceTransaction",
            json!([hash, {"tracer": "callTracer", "tracerConfig": {"withLog": "yes"}}]),
        ),
        (
            "debug_traceTransaction",
            json!([hash, {"tracer": "prestateTracer", "tracerConfig": 5}]),
        ),
        ("debug_traceCall", json!([])),
        ("debug_traceCall", json!([{"to": "0x1"}, "latest", options])),
        ("debug_traceCall", json!([{}, "newest", options])),
        (
            "debug_traceCall",
            json!([{}, "latest", {"tracer": "callTracer", "stateOverrides": {"0x1": {}}}]),
        ),
        (
            "debug_traceCall",
            json!([{}, "latest", {"tracer": "callTracer", "blockOverrides": {"number": "x"}}]),
        ),
        ("debug_traceBlockByNumber", json!(["0xzz", options])),
        ("debug_traceBlockByHash", json!(["0x1", options])),
    ] {
        let error = world.rpc(method, params.clone()).await.unwrap_err();
        assert_eq!(error["code"], -32602, "{method} {params}: {error}");
    }
}
