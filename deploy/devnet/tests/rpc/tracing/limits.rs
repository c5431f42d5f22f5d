//! Traces that are deep, or long.

use alloy::{hex, primitives::Address};
use serde_json::{Value, json};

use super::{RELAY, program};
use crate::{
    program::{deploy_code, deploy_program},
    world::World,
};

/// Posts a call's trace and gives the text: it nests deeper than parsers take.
async fn text(world: &World, request: &Value, tracer: &str) -> String {
    let params = json!([request, "latest", {"tracer": tracer}]);
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "debug_traceCall", "params": params});
    let request = reqwest::Client::new()
        .post(world.devnet.url())
        .header("content-type", "application/json")
        .body(body.to_string());
    let response = request.send().await.expect("an answer");
    response.text().await.expect("text")
}

fn error(text: &str) -> String {
    let answer: Value = serde_json::from_str(text).expect("JSON");
    answer["error"]["message"]
        .as_str()
        .expect("an error")
        .to_owned()
}

#[tokio::test]
async fn trace_succeeds_when_calls_nest_as_deep_as_the_gas_goes() {
    let world = World::new();
    // Calls itself with all the gas: CALL(GAS, ADDRESS, 0, 0, 0, 0, 0).
    let code = deploy_code(&world, &hex!("5f5f5f5f5f305af1")).await;
    let request = json!({"to": code});
    for (tracer, own, name) in [
        ("stylusTracer", 0, "evm_call_contract"),
        ("callTracer", 1, "\"CALL\""),
    ] {
        let text = text(&world, &request, tracer).await;
        let calls = text.matches(name).count();
        assert!(calls > 500, "{calls}");
        assert_eq!(text.matches("gasUsed").count(), own * calls);
        for (open, close) in [('[', ']'), ('{', '}')] {
            assert_eq!(text.matches(open).count(), text.matches(close).count());
        }
    }
}

#[tokio::test]
async fn trace_fails_naming_the_limit_when_it_is_too_long() {
    let world = World::new();
    // Calls the zero address with a MiB of zeros, again and again.
    let calls = deploy_code(&world, &hex!("5b5f5f621000005f5f5f5af1505f56")).await;
    // 16 KiB of result, again and again.
    let body = "(loop (call $write_result (i32.const 0) (i32.const 16384)) (br 0)) unreachable";
    let hosts = deploy_program(&world, &program(body)).await;
    for (to, tracer) in [(calls, "callTracer"), (hosts, "stylusTracer")] {
        let error = error(&text(&world, &json!({"to": to}), tracer).await);
        assert!(error.contains("31457280 bytes"), "{error}");
    }
    // Others go on.
    let relay = deploy_program(&world, RELAY).await;
    let request = json!({"to": relay, "gas": "0x186a0"});
    let text = text(&world, &request, "stylusTracer").await;
    assert!(text.contains("user_entrypoint"), "{text}");
    assert_ne!(relay, Address::ZERO);
}
