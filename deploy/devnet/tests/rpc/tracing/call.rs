//! `callTracer`.

use alloy::{
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, U256, keccak256},
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol_types::{SolCall, SolError, SolEvent},
};
use serde_json::{Value, json};

use super::{
    CALL, DELEGATE_CALL, EVM_CALL, EVM_CALL_CODE, EVM_DELEGATE_CALL, EVM_STATIC_CALL, GAS, MAKER,
    RELAY, STATIC_CALL, calls, evm_relay, evm_relayed, program, relayed, relayed_with, send,
    send_with_gas, trace,
};
use crate::{
    program::{
        ARB_WASM, ArbWasm, ENOUGH_FOR_ACTIVATION, creation, deploy_code, deploy_program,
        register_code,
    },
    world::{Probe, World},
};

fn number(value: &Value) -> u64 {
    serde_json::from_value::<U256>(value.clone())
        .expect("a quantity")
        .to()
}

/// What every trace's own call shows of the transaction.
fn check(world: &World, call: &Value, receipt: &TransactionReceipt, gas: u64) {
    assert_eq!(call["from"], json!(world.account.address));
    assert_eq!(number(&call["gas"]), gas);
    assert_eq!(number(&call["gasUsed"]), receipt.gas_used);
    assert_eq!(call.get("error").is_none(), receipt.status());
}

#[tokio::test]
async fn call_tracer_succeeds_with_nested_calls_and_the_logs_that_stayed() {
    let world = World::new();
    let relay = deploy_program(&world, RELAY).await;
    let evm = deploy_code(&world, &evm_relay(EVM_CALL)).await;
    let probe = *world.probe(7).await.address();
    let store = Probe::storeCall {
        value: U256::from(9),
    }
    .abi_encode();
    let data = relayed(CALL, probe, &store);
    let receipt = send(&world, evm, evm_relayed(relay, &data)).await;
    let own = calls(&world, &receipt).await;
    check(&world, &own, &receipt, GAS);
    assert_eq!((&own["type"], &own["to"]), (&json!("CALL"), &json!(evm)));
    assert_eq!(
        own["input"],
        hex::encode_prefixed(evm_relayed(relay, &data))
    );
    let program = &own["calls"][0];
    assert_eq!(
        (&program["from"], &program["to"]),
        (&json!(evm), &json!(relay))
    );
    assert_eq!(program["input"], hex::encode_prefixed(&data));
    let inner = &program["calls"][0];
    assert_eq!(
        (&inner["from"], &inner["to"]),
        (&json!(relay), &json!(probe))
    );
    assert_eq!(inner["value"], "0x0");
    assert!(number(&inner["gas"]) < number(&program["gas"]));
    assert!(number(&inner["gasUsed"]) < number(&program["gasUsed"]));
    for absent in ["output", "calls", "error", "revertReason"] {
        assert_eq!(inner.get(absent), None);
    }
    let expected = json!([{
        "address": probe,
        "topics": [
            Probe::Stored::SIGNATURE_HASH,
            relay.into_word(),
            B256::with_last_byte(9),
        ],
        "data": B256::with_last_byte(7),
        "position": "0x0",
    }]);
    assert_eq!(inner["logs"], expected);
    assert_eq!((own.get("logs"), program.get("logs")), (None, None));
}

#[tokio::test]
async fn call_tracer_succeeds_with_error_and_reason_of_what_reverted() {
    let world = World::new();
    let relay = deploy_program(&world, RELAY).await;
    let probe = *world.probe(7).await.address();
    let reason = Probe::refuseWithCall {
        reason: "because".to_owned(),
    }
    .abi_encode();
    let receipt = send(&world, relay, relayed(CALL, probe, &reason)).await;
    let own = calls(&world, &receipt).await;
    check(&world, &own, &receipt, GAS);
    for call in [&own, &own["calls"][0]] {
        assert_eq!(call["error"], "execution reverted");
        assert_eq!(call["revertReason"], "because");
        assert!(call["output"].as_str().unwrap().starts_with("0x08c379a0"));
    }
    let custom = Probe::refuseCall {
        code: U256::from(3),
    }
    .abi_encode();
    let receipt = send(&world, probe, custom).await;
    let own = calls(&world, &receipt).await;
    let data = Probe::Refused {
        code: U256::from(3),
    }
    .abi_encode();
    assert_eq!(own["output"], hex::encode_prefixed(data));
    assert_eq!(own.get("revertReason"), None);
}

#[tokio::test]
async fn call_tracer_succeeds_without_the_logs_of_what_reverted() {
    let world = World::new();
    // Calls the probe with the calldata by CALL, emits an empty log, and calls it again, whatever
    // comes of it.
    let probe = *world.probe(7).await.address();
    let call = [&hex!("5f5f365f5f73")[..], probe.as_slice(), &hex!("5af150")].concat();
    let code = [&hex!("365f5f37")[..], &call, &hex!("5f5fa0"), &call].concat();
    let twice = deploy_code(&world, &code).await;
    // Refuses whatever came back.
    let refusing = [&call_of(twice)[..], &hex!("5f5ffd")].concat();
    let refusing = deploy_code(&world, &refusing).await;
    let store = Probe::storeCall {
        value: U256::from(9),
    }
    .abi_encode();

    let own = calls(&world, &send(&world, twice, store.clone()).await).await;
    assert_eq!(own["logs"].as_array().unwrap().len(), 1);
    assert_eq!(own["logs"][0]["position"], "0x1");
    for call in own["calls"].as_array().unwrap() {
        assert_eq!(call["logs"].as_array().unwrap().len(), 1);
    }

    let own = calls(&world, &send(&world, refusing, store).await).await;
    assert_eq!(own["error"], "execution reverted");
    assert_eq!(own["calls"][0]["calls"].as_array().unwrap().len(), 2);
    assert!(!own.to_string().contains("logs"), "{own}");
}

/// EVM code that copies the calldata to 0 and calls `to` with it.
fn call_of(to: Address) -> Vec<u8> {
    [
        &hex!("365f5f375f5f365f5f73")[..],
        to.as_slice(),
        &hex!("5af150"),
    ]
    .concat()
}

#[tokio::test]
async fn call_tracer_succeeds_with_each_kind_of_call() {
    let world = World::new();
    let wasm = deploy_program(&world, RELAY).await;
    let to = deploy_program(&world, &program("(i32.const 0)")).await;
    let mut cases = Vec::new();
    for (opcode, kind, name) in [
        (EVM_CALL, Some(CALL), "CALL"),
        (EVM_CALL_CODE, None, "CALLCODE"),
        (EVM_DELEGATE_CALL, Some(DELEGATE_CALL), "DELEGATECALL"),
        (EVM_STATIC_CALL, Some(STATIC_CALL), "STATICCALL"),
    ] {
        let evm = deploy_code(&world, &evm_relay(opcode)).await;
        cases.push((evm, evm_relayed(to, &[1]), name));
        if let Some(kind) = kind {
            cases.push((wasm, relayed_with(kind, to, 5, &[1]), name));
        }
    }
    for (relay, data, name) in cases {
        let request = TransactionRequest::default()
            .with_to(relay)
            .with_input(data)
            .with_value(U256::from(5))
            .with_gas_limit(GAS);
        let receipt = world.send(request).await;
        assert!(receipt.status(), "{name}");
        let own = calls(&world, &receipt).await;
        assert_eq!(own["value"], "0x5");
        let inner = &own["calls"][0];
        assert_eq!(inner["type"], name);
        assert_eq!(
            (&inner["from"], &inner["to"]),
            (&json!(relay), &json!(to)),
            "{name}"
        );
        assert_eq!(inner["input"], "0x01");
        let value = (name != "STATICCALL").then_some(json!("0x5"));
        assert_eq!(inner.get("value"), value.as_ref(), "{name}");
    }
}

#[tokio::test]
async fn call_tracer_succeeds_with_creations() {
    let world = World::new();
    let code = [0x60, 0x01];
    let creation = creation(&code);
    let request = TransactionRequest::default()
        .with_deploy_code(creation.clone())
        .with_gas_limit(GAS);
    let receipt = world.send(request).await;
    let own = calls(&world, &receipt).await;
    check(&world, &own, &receipt, GAS);
    assert_eq!(own["type"], "CREATE");
    assert_eq!(own["to"], json!(receipt.contract_address.unwrap()));
    assert_eq!(own["output"], "0x6001");

    let maker = deploy_program(&world, MAKER).await;
    let receipt = send(&world, maker, [&[2], creation.as_ref()].concat()).await;
    let inner = calls(&world, &receipt).await["calls"][0].take();
    let salt = B256::repeat_byte(0x11);
    let address = maker.create2(salt, keccak256(&creation));
    assert_eq!(
        (&inner["type"], &inner["to"]),
        (&json!("CREATE2"), &json!(address))
    );
    assert_eq!(inner["input"], hex::encode_prefixed(&creation));

    let receipt = send(&world, maker, hex!("0160035ffd")).await;
    let inner = calls(&world, &receipt).await["calls"][0].take();
    assert_eq!((&inner["type"], inner.get("to")), (&json!("CREATE"), None));
    assert_eq!(
        (&inner["error"], &inner["output"]),
        (&json!("execution reverted"), &json!("0x000000"))
    );
    // Code that begins with 0xEF: MSTORE8, RETURN.
    let receipt = send(&world, maker, hex!("0160ef5f5360015ff3")).await;
    let inner = calls(&world, &receipt).await["calls"][0].take();
    assert_eq!(inner["error"], "invalid code: must not begin with 0xef");
    assert_eq!((inner.get("to"), inner.get("output")), (None, None));
}

#[tokio::test]
async fn call_tracer_succeeds_with_a_destruction_as_a_call() {
    let world = World::new();
    // An empty log, then CALLER, SELFDESTRUCT.
    let code = deploy_code(&world, &hex!("5f5fa033ff")).await;
    let request = TransactionRequest::default()
        .with_to(code)
        .with_value(U256::from(5))
        .with_gas_limit(GAS);
    let receipt = world.send(request).await;
    let own = calls(&world, &receipt).await;
    let expected = json!([{
        "type": "SELFDESTRUCT", "from": code, "to": world.account.address, "value": "0x5",
        "gas": "0x0", "gasUsed": "0x0", "input": "0x",
    }]);
    assert_eq!(own["calls"], expected);
    assert_eq!(own["logs"][0]["position"], "0x0");
}

#[tokio::test]
async fn call_tracer_succeeds_with_the_ways_in_which_programs_fail() {
    let world = World::new();
    for (body, error) in [
        ("unreachable", "execution reverted"),
        ("(loop (br 0)) unreachable", "out of gas"),
        ("(call $recurse) (i32.const 0)", "max call depth exceeded"),
    ] {
        let address = deploy_program(&world, &program(body)).await;
        let gas = 300_000;
        let receipt = send_with_gas(&world, address, [], gas).await;
        let own = calls(&world, &receipt).await;
        check(&world, &own, &receipt, gas);
        assert_eq!(own["error"], error);
        assert_eq!(own.get("output"), None);
    }
    let idle = deploy_code(&world, &register_code()).await;
    let receipt = send(&world, idle, []).await;
    let own = calls(&world, &receipt).await;
    assert_eq!(
        own["error"],
        "precompile failed, or program cannot be called"
    );
}

#[tokio::test]
async fn call_tracer_succeeds_with_the_logs_of_precompiles() {
    let world = World::new();
    let program = deploy_code(&world, &register_code()).await;
    let request = TransactionRequest::default()
        .with_to(ARB_WASM)
        .with_input(ArbWasm::activateProgramCall { program }.abi_encode())
        .with_value(U256::from(ENOUGH_FOR_ACTIVATION))
        .with_gas_limit(GAS);
    let receipt = world.send(request).await;
    let own = calls(&world, &receipt).await;
    check(&world, &own, &receipt, GAS);
    assert_eq!(own["logs"][0]["address"], json!(ARB_WASM));
    let topic = ArbWasm::ProgramActivated::SIGNATURE_HASH;
    assert_eq!(own["logs"][0]["topics"][0], json!(topic));
}

#[tokio::test]
async fn call_tracer_succeeds_with_what_its_configuration_asks_for() {
    let world = World::new();
    let probe = *world.probe(7).await.address();
    let store = Probe::storeCall {
        value: U256::from(9),
    }
    .abi_encode();
    let evm = deploy_code(&world, &evm_relay(EVM_CALL)).await;
    let receipt = send(&world, evm, evm_relayed(probe, &store)).await;
    let hash = receipt.transaction_hash;
    let show = |config: Value| {
        let options = json!({"tracer": "callTracer", "tracerConfig": config});
        trace(&world, hash, options)
    };
    for config in [json!(null), json!({}), json!({"withLog": false})] {
        let own = show(config).await;
        assert_eq!(own["calls"][0]["to"], json!(probe));
        assert_eq!(own["calls"][0].get("logs"), None);
    }
    let own = show(json!({"onlyTopCall": true, "withLog": true})).await;
    check(&world, &own, &receipt, GAS);
    assert_eq!((own.get("calls"), own.get("logs")), (None, None));
    let receipt = send(&world, probe, store).await;
    let options = json!({
        "tracer": "callTracer", "tracerConfig": {"onlyTopCall": true, "withLog": true},
    });
    let own = trace(&world, receipt.transaction_hash, options).await;
    assert_eq!(own["logs"].as_array().unwrap().len(), 1);
}
