//! A trace shows the transaction as it was, and a call as it would be.

use alloy::{
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, U256},
    providers::Provider,
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol_types::SolCall,
};
use devnet::{Clock, Config, ParentChain};
use serde_json::{Value, json};

use super::{CALL, GAS, RELAY, Step, calls, relayed, send, steps, trace};
use crate::{
    program::{deploy_program, register_code},
    world::{NOW, Probe, World},
};

const REGISTER: &str = include_str!("../../contracts/register.wat");

fn gas_used(own: &Value) -> U256 {
    serde_json::from_value(own["gasUsed"].clone()).expect("a quantity")
}

async fn check_gas(world: &World, receipt: &TransactionReceipt) {
    let own = calls(world, receipt).await;
    assert_eq!(gas_used(&own), U256::from(receipt.gas_used));
}

#[tokio::test]
async fn trace_block_succeeds_with_the_gas_of_every_receipt() {
    let world = World::new();
    let relay = deploy_program(&world, RELAY).await;
    let register = deploy_program(&world, REGISTER).await;
    let probe = *world.probe(1).await.address();
    // Twice the same program in a block of its own, which is cheaper only within a block.
    for byte in [1, 2] {
        let content = B256::repeat_byte(byte).to_vec();
        send(&world, register, content.clone()).await;
        send(&world, relay, relayed(CALL, register, &content)).await;
    }
    send(
        &world,
        relay,
        relayed(CALL, relay, &relayed(CALL, register, &[])),
    )
    .await;
    send(
        &world,
        probe,
        Probe::storeCall {
            value: U256::from(3),
        }
        .abi_encode(),
    )
    .await;
    send(
        &world,
        probe,
        Probe::storeCall { value: U256::ZERO }.abi_encode(),
    )
    .await;
    send(&world, probe, []).await;
    let head = world.devnet.block_number();
    assert_eq!(head, 13);
    let options = json!({"tracer": "callTracer"});
    for number in 1..=head {
        let block = world
            .provider
            .get_block(number.into())
            .await
            .unwrap()
            .unwrap();
        let hash = block.transactions.hashes().next().unwrap();
        let receipt = world
            .provider
            .get_transaction_receipt(hash)
            .await
            .unwrap()
            .unwrap();
        let tag = format!("{number:#x}");
        let by_number = world
            .rpc("debug_traceBlockByNumber", json!([tag, options]))
            .await
            .unwrap();
        let own = &by_number[0]["result"];
        assert_eq!(by_number[0]["txHash"], json!(hash));
        assert_eq!(gas_used(own), U256::from(receipt.gas_used), "{own}");
        let by_hash = json!([block.header.hash, options]);
        assert_eq!(
            world.rpc("debug_traceBlockByHash", by_hash).await.unwrap(),
            by_number
        );
    }
    world.devnet.mine(1).unwrap();
    let empty = world
        .rpc("debug_traceBlockByNumber", json!(["latest", options]))
        .await;
    assert_eq!(empty.unwrap(), json!([]));
}

#[tokio::test]
async fn trace_transaction_succeeds_with_the_state_that_tests_had_set_before_it() {
    let world = World::new();
    let register = deploy_program(&world, REGISTER).await;
    let set = |byte: u8| {
        let content = B256::repeat_byte(byte);
        world.rpc("anvil_setStorageAt", json!([register, "0x0", content]))
    };
    let balance = |wei: u64| {
        let sender = world.account.address;
        world.rpc("anvil_setBalance", json!([sender, U256::from(wei)]))
    };
    set(1).await.unwrap();
    balance(1_000_000_000_000_000_000).await.unwrap();
    let first = send(&world, register, []).await;
    set(2).await.unwrap();
    let second = send(&world, register, []).await;
    // Later changes, which must not show: not even that the sender could not pay any more.
    set(3).await.unwrap();
    balance(0).await.unwrap();
    world
        .rpc("anvil_setCode", json!([register, "0x"]))
        .await
        .unwrap();
    world.devnet.mine(2).unwrap();
    for (receipt, byte) in [(first, 1), (second, 2)] {
        let steps = steps(&world, &receipt).await;
        assert_eq!(steps[1].name, "storage_load_bytes32");
        assert_eq!(steps[1].outs[..], [byte; 32]);
        check_gas(&world, &receipt).await;
    }
}

#[tokio::test]
async fn trace_transaction_succeeds_with_the_environment_of_its_block() {
    let world = World::with(Config {
        clock: Clock::Fixed(NOW),
        parent_chain: ParentChain::Following {
            start: 1_000,
            lag: 10,
        },
        ..Config::default()
    });
    let probe = *world.probe(1).await.address();
    world.devnet.increase_time(120);
    let data = Probe::environmentCall {}.abi_encode();
    let receipt = send(&world, probe, data).await;
    world.devnet.increase_time(1_200);
    world.devnet.jump_parent_chain(77);
    world.devnet.mine(1).unwrap();
    let own = calls(&world, &receipt).await;
    let output = hex::decode(own["output"].as_str().unwrap()).unwrap();
    let seen = Probe::environmentCall::abi_decode_returns(&output).unwrap();
    assert_eq!(seen.number, U256::from(1_000));
    assert_eq!(seen.timestamp, U256::from(NOW + 120));
    check_gas(&world, &receipt).await;
}

#[tokio::test]
async fn trace_transaction_succeeds_for_an_impersonated_contract() {
    let world = World::new();
    let register = deploy_program(&world, REGISTER).await;
    let sender = *world.probe(1).await.address();
    let rich = U256::from(10_u64.pow(18));
    for (method, params) in [
        ("anvil_setBalance", json!([sender, rich])),
        ("anvil_impersonateAccount", json!([sender])),
    ] {
        world.rpc(method, params).await.unwrap();
    }
    let request = json!({"from": sender, "to": register, "gas": "0x4c4b40"});
    let hash = world
        .rpc("eth_sendTransaction", json!([request]))
        .await
        .unwrap();
    world
        .rpc("anvil_stopImpersonatingAccount", json!([sender]))
        .await
        .unwrap();
    let hash = serde_json::from_value(hash).unwrap();
    let receipt = world
        .provider
        .get_transaction_receipt(hash)
        .await
        .unwrap()
        .unwrap();
    assert!(receipt.status());
    let own = calls(&world, &receipt).await;
    assert_eq!(own["from"], json!(sender));
    assert_eq!(gas_used(&own), U256::from(receipt.gas_used));
    assert_eq!(steps(&world, &receipt).await.len(), 4);
}

#[tokio::test]
async fn trace_transaction_fails_when_the_block_was_reverted() {
    let world = World::new();
    let snapshot = world.devnet.snapshot();
    let receipt = send(&world, Address::repeat_byte(5), []).await;
    let hash = receipt.transaction_hash;
    let options = json!({"tracer": "callTracer"});
    trace(&world, hash, options.clone()).await;
    assert!(world.devnet.revert(snapshot));
    let error = world
        .rpc("debug_traceTransaction", json!([hash, options]))
        .await
        .unwrap_err();
    assert_eq!(error["message"], format!("transaction {hash} not found"));
}

#[tokio::test]
async fn trace_call_succeeds_on_the_state_of_the_block() {
    let world = World::new();
    let register = deploy_program(&world, REGISTER).await;
    let mut blocks = Vec::new();
    for byte in [1, 2] {
        let receipt = send(&world, register, B256::repeat_byte(byte).to_vec()).await;
        blocks.push((receipt.block_number.unwrap(), byte));
    }
    for (number, byte) in blocks {
        let params = json!([
            {"to": register}, format!("{number:#x}"), {"tracer": "stylusTracer"},
        ]);
        let steps = Step::read(world.rpc("debug_traceCall", params).await.unwrap());
        assert_eq!(steps[1].outs[..], [byte; 32]);
    }
    let stored = world
        .provider
        .get_storage_at(register, U256::ZERO)
        .await
        .unwrap();
    assert_eq!(stored, U256::from_be_bytes([2; 32]));
}

#[tokio::test]
async fn trace_call_succeeds_with_overridden_accounts_and_block() {
    let world = World::new();
    // The register is activated at another address: activation is by code.
    deploy_program(&world, REGISTER).await;
    let target = Address::repeat_byte(0x77);
    let content = B256::repeat_byte(9);
    let request = json!({"to": target});
    let options = json!({
        "tracer": "stylusTracer",
        "stateOverrides": {target.to_string(): {
            "code": hex::encode_prefixed(register_code()), "stateDiff": {B256::ZERO.to_string(): content},
        }},
    });
    let params = json!([request, "latest", options]);
    let steps = Step::read(world.rpc("debug_traceCall", params).await.unwrap());
    assert_eq!(steps[1].outs[..], content[..]);

    let probe = *world.probe(1).await.address();
    let data = hex::encode_prefixed(Probe::environmentCall {}.abi_encode());
    let request = json!({"to": probe, "input": data, "gas": "0x186a0"});
    let options = json!({
        "tracer": "callTracer", "blockOverrides": {"number": "0x1234", "time": "0x5678"},
    });
    let params = json!([request, "latest", options]);
    let own = world.rpc("debug_traceCall", params).await.unwrap();
    let output = hex::decode(own["output"].as_str().unwrap()).unwrap();
    let seen = Probe::environmentCall::abi_decode_returns(&output).unwrap();
    assert_eq!(
        (seen.number, seen.timestamp),
        (U256::from(0x1234), U256::from(0x5678))
    );
    assert_eq!(own["gas"], "0x186a0");
}

#[tokio::test]
async fn trace_call_succeeds_when_the_call_fails() {
    let world = World::new();
    let probe = *world.probe(1).await.address();
    let data = hex::encode_prefixed(
        Probe::refuseCall {
            code: U256::from(1),
        }
        .abi_encode(),
    );
    let request = json!({"to": probe, "input": data});
    let params = json!([request, "latest", {"tracer": "callTracer"}]);
    let own = world.rpc("debug_traceCall", params).await.unwrap();
    assert_eq!(own["error"], "execution reverted");
    // One that is refused never runs.
    let request = TransactionRequest::default()
        .with_from(Address::repeat_byte(1))
        .with_to(probe)
        .with_value(U256::from(1))
        .with_gas_limit(GAS);
    let params = json!([request, "latest", {"tracer": "callTracer"}]);
    let error = world.rpc("debug_traceCall", params).await.unwrap_err();
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("insufficient funds"),
        "{error}"
    );
}
