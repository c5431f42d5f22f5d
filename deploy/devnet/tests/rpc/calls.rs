//! Calls and estimates.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, U256},
    providers::Provider,
    rpc::types::TransactionRequest,
};
use serde_json::{Value, json};

use crate::world::{World, transfer};

/// A call as the wire has it.
fn call(to: Address, data: impl AsRef<[u8]>) -> Value {
    json!({"to": to, "input": alloy::hex::encode_prefixed(data)})
}

#[tokio::test]
async fn call_fails_with_code_3_and_data_when_it_reverts() {
    let world = World::new();
    let probe = world.probe(1).await;
    let request = call(*probe.address(), probe.refuse(U256::from(7)).calldata());
    let error = world
        .rpc("eth_call", json!([request, "latest"]))
        .await
        .unwrap_err();
    assert_eq!(error["code"], 3);
    assert_eq!(error["message"], "execution reverted");
    let data = error["data"].as_str().unwrap();
    assert_eq!(data.len(), 2 + 2 * 36);
    assert!(data.ends_with("07"), "{data}");
}

#[tokio::test]
async fn call_fails_naming_the_reason_when_there_is_one() {
    let world = World::new();
    let probe = world.probe(1).await;
    let request = call(
        *probe.address(),
        probe.refuseWith("because".into()).calldata(),
    );
    let error = world.rpc("eth_call", json!([request])).await.unwrap_err();
    assert_eq!(error["message"], "execution reverted: because");
    let request = call(
        *probe.address(),
        probe.divide(U256::ONE, U256::ZERO).calldata(),
    );
    let error = world.rpc("eth_call", json!([request])).await.unwrap_err();
    assert_eq!(error["code"], 3);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("division"), "{message}");
}

#[tokio::test]
async fn call_fails_with_a_server_error_when_gas_runs_out() {
    let world = World::new();
    let probe = world.probe(1).await;
    let mut request = call(*probe.address(), probe.burn().calldata());
    request["gas"] = json!("0x186a0");
    let error = world.rpc("eth_call", json!([request])).await.unwrap_err();
    assert_eq!(error["code"], -32000);
    assert_eq!(error["message"], "out of gas");
}

#[tokio::test]
async fn call_fails_when_the_sender_cannot_pay_the_value() {
    let world = World::new();
    let request =
        json!({"from": Address::repeat_byte(1), "to": Address::repeat_byte(2), "value": "0x1"});
    let error = world.rpc("eth_call", json!([request])).await.unwrap_err();
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("insufficient funds"), "{message}");
}

#[tokio::test]
async fn call_succeeds_on_the_state_of_an_earlier_block() {
    let world = World::new();
    let probe = world.probe(1).await;
    for value in 2..5 {
        let pending = probe.store(U256::from(value)).send().await.unwrap();
        pending.get_receipt().await.unwrap();
    }
    for (block, expected) in [(1_u64, 1), (2, 2), (3, 3), (4, 4)] {
        let stored = probe.stored().block(block.into()).call().await.unwrap();
        assert_eq!(stored, U256::from(expected));
    }
    let none = probe.stored().block(9.into()).call().await.unwrap_err();
    assert!(none.to_string().contains("header not found"), "{none}");
}

#[tokio::test]
async fn call_succeeds_with_overridden_accounts() {
    let world = World::new();
    let probe = world.probe(1).await;
    let target = Address::repeat_byte(0x77);
    let code = world.provider.get_code_at(*probe.address()).await.unwrap();
    let request = call(target, probe.stored().calldata());
    let slot = U256::ZERO.to_be_bytes::<32>();
    let ninety_nine = U256::from(99).to_be_bytes::<32>();
    for field in ["state", "stateDiff"] {
        let overrides = json!({target.to_string(): {
            "code": code,
            field: {alloy::hex::encode_prefixed(slot): alloy::hex::encode_prefixed(ninety_nine)},
        }});
        let result = world
            .rpc("eth_call", json!([request, "latest", overrides]))
            .await;
        assert_eq!(
            result.unwrap(),
            json!(alloy::hex::encode_prefixed(ninety_nine))
        );
    }
    let rich = json!({Address::repeat_byte(1).to_string(): {"balance": "0x5"}});
    let request = json!({"from": Address::repeat_byte(1), "to": target, "value": "0x5"});
    world
        .rpc("eth_call", json!([request, "latest", rich]))
        .await
        .expect("can pay");
    // Nothing of it stays.
    assert_eq!(world.provider.get_code_at(target).await.unwrap().len(), 0);
}

#[tokio::test]
async fn call_refuses_contradictory_overrides() {
    let world = World::new();
    let target = Address::repeat_byte(0x77);
    let overrides = json!({target.to_string(): {"state": {}, "stateDiff": {}}});
    let error = world
        .rpc("eth_call", json!([call(target, []), "latest", overrides]))
        .await;
    assert_eq!(error.unwrap_err()["code"], -32602);
}

#[tokio::test]
async fn estimate_gas_succeeds_with_21000_for_a_transfer() {
    let world = World::new();
    let request = transfer(Address::repeat_byte(5), 1).with_from(world.account.address);
    let gas = world.provider.estimate_gas(request).await.unwrap();
    assert_eq!(gas, 21_000);
}

#[tokio::test]
async fn estimate_gas_succeeds_close_to_what_is_needed() {
    let world = World::new();
    let probe = world.probe(0).await;
    let estimate = probe.store(U256::from(9)).estimate_gas().await.unwrap();
    let pending = probe
        .store(U256::from(9))
        .gas(estimate)
        .send()
        .await
        .unwrap();
    let used = pending.get_receipt().await.unwrap().gas_used;
    assert!(
        used <= estimate && estimate <= used + used / 50,
        "{used} {estimate}"
    );
}

#[tokio::test]
async fn estimate_gas_succeeds_when_more_is_needed_than_is_used() {
    let world = World::new();
    let probe = world.probe(0).await;
    let hold = U256::from(2_000_000);
    let estimate = probe.hold(hold).estimate_gas().await.unwrap();
    assert!((2_000_000..2_100_000).contains(&estimate), "{estimate}");
    let pending = probe.hold(hold).gas(estimate).send().await.unwrap();
    assert!(pending.get_receipt().await.unwrap().status());
}

#[tokio::test]
async fn estimate_gas_fails_with_the_revert_of_the_call() {
    let world = World::new();
    let probe = world.probe(0).await;
    let request = TransactionRequest::default()
        .with_to(*probe.address())
        .with_input(probe.refuse(U256::from(3)).calldata().clone());
    let error = world.provider.estimate_gas(request).await.unwrap_err();
    let payload = error.as_error_resp().expect("an error object");
    assert_eq!(payload.code, 3);
    let burn = call(*probe.address(), probe.burn().calldata());
    let error = world
        .rpc("eth_estimateGas", json!([burn]))
        .await
        .unwrap_err();
    assert_eq!(
        error["message"],
        "gas required exceeds allowance (50000000)"
    );
}

#[tokio::test]
async fn fee_history_succeeds_with_a_constant_base_fee() {
    let world = World::new();
    world.devnet.mine(3).unwrap();
    let history = world
        .rpc("eth_feeHistory", json!(["0x2", "latest", [50.0]]))
        .await
        .unwrap();
    assert_eq!(history["oldestBlock"], "0x2");
    assert_eq!(
        history["baseFeePerGas"],
        json!(["0x5f5e100", "0x5f5e100", "0x5f5e100"])
    );
    assert_eq!(history["reward"], json!([["0x0"], ["0x0"]]));
}

#[tokio::test]
async fn create_access_list_succeeds_with_what_is_touched_and_the_gas_that_it_then_takes() {
    let world = World::new();
    let probe = world.probe(7).await;
    let mut request = call(*probe.address(), probe.store(U256::from(9)).calldata());
    request["from"] = json!(world.account.address);
    let created = world
        .rpc("eth_createAccessList", json!([request]))
        .await
        .unwrap();
    let slot = alloy::primitives::B256::ZERO;
    let expected = json!([{"address": probe.address(), "storageKeys": [slot]}]);
    assert_eq!(created["accessList"], expected);
    assert!(created.get("error").is_none(), "{created}");
    request["accessList"] = created["accessList"].clone();
    let hash = world
        .rpc("eth_sendTransaction", json!([request]))
        .await
        .unwrap();
    let receipt = world
        .rpc("eth_getTransactionReceipt", json!([hash]))
        .await
        .unwrap();
    assert_eq!(receipt["gasUsed"], created["gasUsed"]);
}

#[tokio::test]
async fn create_access_list_succeeds_telling_how_the_call_failed() {
    let world = World::new();
    let probe = world.probe(7).await;
    let request = call(*probe.address(), probe.refuse(U256::from(7)).calldata());
    let created = world
        .rpc("eth_createAccessList", json!([request]))
        .await
        .unwrap();
    assert_eq!(created["error"], "execution reverted");
    assert_eq!(created["accessList"], json!([]));
}
