//! Sending transactions.

use alloy::{
    consensus::{SignableTransaction, TxEnvelope, TxLegacy},
    eips::eip2718::Encodable2718,
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, Bytes, TxKind, U256, address},
    providers::Provider,
    rpc::types::TransactionRequest,
    signers::SignerSync,
};
use devnet::{BASE_FEE, CHAIN_ID, CREATE2_FACTORY};
use serde_json::{Value, json};

use crate::world::{NOW, World, transfer};

const SOMEBODY: Address = address!("00000000000000000000000000000000000000aa");

/// A legacy transaction signed by the account.
fn signed(world: &World, tx: TxLegacy) -> Bytes {
    let hash = tx.signature_hash();
    let signature = world.account.signer().sign_hash_sync(&hash).expect("signs");
    TxEnvelope::from(tx.into_signed(signature))
        .encoded_2718()
        .into()
}

fn plain(nonce: u64) -> TxLegacy {
    TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce,
        gas_price: u128::from(BASE_FEE),
        gas_limit: 21_000,
        to: TxKind::Call(SOMEBODY),
        value: U256::from(1),
        input: Bytes::new(),
    }
}

async fn refusal(world: &World, tx: TxLegacy) -> Value {
    let raw = signed(world, tx);
    world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .expect_err("refused")
}

#[tokio::test]
async fn send_raw_transaction_succeeds_with_a_transfer_in_its_own_block() {
    let world = World::new();
    let receipt = world.send(transfer(SOMEBODY, 5)).await;
    assert!(receipt.status());
    assert_eq!(receipt.block_number, Some(1));
    assert_eq!(receipt.gas_used, 21_000);
    assert_eq!(receipt.effective_gas_price, u128::from(BASE_FEE));
    let balance = world.provider.get_balance(SOMEBODY).await.unwrap();
    assert_eq!(balance, U256::from(5));
    let block = world
        .provider
        .get_block(1.into())
        .full()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(block.header.timestamp, NOW);
    assert_eq!(
        block.transactions.hashes().collect::<Vec<_>>(),
        [receipt.transaction_hash]
    );
}

#[tokio::test]
async fn send_raw_transaction_succeeds_paying_the_base_fee_when_a_tip_is_offered() {
    let world = World::new();
    let before = world
        .provider
        .get_balance(world.account.address)
        .await
        .unwrap();
    let request = transfer(SOMEBODY, 0)
        .with_max_fee_per_gas(u128::from(BASE_FEE) * 10)
        .with_max_priority_fee_per_gas(u128::from(BASE_FEE) * 5);
    world.send(request).await;
    let after = world
        .provider
        .get_balance(world.account.address)
        .await
        .unwrap();
    assert_eq!(before - after, U256::from(21_000 * BASE_FEE));
}

#[tokio::test]
async fn send_raw_transaction_succeeds_when_legacy_has_no_chain_id() {
    let world = World::new();
    let raw = signed(
        &world,
        TxLegacy {
            chain_id: None,
            ..plain(0)
        },
    );
    world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .expect("accepted");
}

#[tokio::test]
async fn send_raw_transaction_refuses_nonces_that_do_not_fit() {
    let world = World::new();
    world.send(transfer(SOMEBODY, 1)).await;
    let low = refusal(
        &world,
        TxLegacy {
            value: U256::from(2),
            ..plain(0)
        },
    )
    .await;
    assert_eq!(low["code"], -32000);
    let sender = world.account.address;
    assert_eq!(
        low["message"],
        format!("nonce too low: address {sender}, tx: 0 state: 1")
    );
    let high = refusal(&world, plain(9)).await;
    assert_eq!(
        high["message"],
        format!("nonce too high: address {sender}, tx: 9 state: 1")
    );
    assert_eq!(world.devnet.block_number(), 1);
}

#[tokio::test]
async fn send_raw_transaction_refuses_what_cannot_be_paid() {
    let world = World::new();
    let error = refusal(
        &world,
        TxLegacy {
            value: U256::MAX >> 8,
            ..plain(0)
        },
    )
    .await;
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("insufficient funds for gas * price + value"),
        "{message}"
    );
    let cheap = refusal(
        &world,
        TxLegacy {
            gas_price: 1,
            ..plain(0)
        },
    )
    .await;
    let message = cheap["message"].as_str().unwrap();
    assert!(
        message.contains("maxFeePerGas: 1, baseFee: 100000000"),
        "{message}"
    );
    let short = refusal(
        &world,
        TxLegacy {
            gas_limit: 20_999,
            ..plain(0)
        },
    )
    .await;
    assert_eq!(
        short["message"],
        "intrinsic gas too low: have 20999, want 21000"
    );
}

#[tokio::test]
async fn send_raw_transaction_refuses_another_chain() {
    let world = World::new();
    let error = refusal(
        &world,
        TxLegacy {
            chain_id: Some(1),
            ..plain(0)
        },
    )
    .await;
    assert_eq!(
        error["message"],
        "invalid chain id for signer: have 1 want 412346"
    );
}

#[tokio::test]
async fn send_raw_transaction_refuses_the_same_twice() {
    let world = World::new();
    let raw = signed(&world, plain(0));
    world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .expect("accepted");
    let error = world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .unwrap_err();
    assert_eq!(error["message"], "already known");
}

#[tokio::test]
async fn send_raw_transaction_refuses_what_is_not_a_transaction() {
    let world = World::new();
    for raw in [
        "0x",
        "0x00",
        "0x02c0",
        "0xc0",
        "0x7f",
        "0x03c0",
        "0xdeadbeef",
    ] {
        let error = world
            .rpc("eth_sendRawTransaction", json!([raw]))
            .await
            .unwrap_err();
        assert_eq!(error["code"], -32000, "{raw}: {error}");
    }
    let error = world
        .rpc("eth_sendRawTransaction", json!(["0xzz"]))
        .await
        .unwrap_err();
    assert_eq!(error["code"], -32602);
    assert_eq!(world.devnet.block_number(), 0);
}

#[tokio::test]
async fn send_raw_transaction_refuses_more_than_95_000_bytes() {
    let world = World::new();
    let long = TxLegacy {
        input: vec![0; 95_000].into(),
        gas_limit: 10_000_000,
        ..plain(0)
    };
    let error = refusal(&world, long.clone()).await;
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("oversized data"), "{message}");
    // The envelope around the data takes 116 bytes.
    let fits = TxLegacy {
        input: vec![0; 94_880].into(),
        ..long
    };
    let raw = signed(&world, fits);
    assert!(raw.len() <= 95_000 && raw.len() > 94_950, "{}", raw.len());
    world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .expect("accepted");
}

#[tokio::test]
async fn send_raw_transaction_sync_succeeds_with_the_receipt() {
    let world = World::new();
    let raw = signed(&world, plain(0));
    let receipt = world
        .rpc("eth_sendRawTransactionSync", json!([raw]))
        .await
        .unwrap();
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(receipt["gasUsedForL1"], "0x0");
    assert_eq!(receipt["l1BlockNumber"], "0x0");
}

#[tokio::test]
async fn get_raw_transaction_succeeds_with_the_bytes_that_were_sent() {
    let world = World::new();
    let raw = signed(&world, plain(0));
    let hash = world
        .rpc("eth_sendRawTransaction", json!([raw]))
        .await
        .unwrap();
    let stored = world
        .rpc("eth_getRawTransactionByHash", json!([hash]))
        .await
        .unwrap();
    assert_eq!(stored, json!(raw));
    let tx = world
        .rpc("eth_getTransactionByHash", json!([hash]))
        .await
        .unwrap();
    assert_eq!(tx["from"], json!(world.account.address));
    assert_eq!(tx["gasPrice"], "0x5f5e100");
    assert_eq!(tx["blockNumber"], "0x1");
}

#[tokio::test]
async fn get_transaction_succeeds_with_null_when_unknown() {
    let world = World::new();
    for method in ["eth_getTransactionByHash", "eth_getTransactionReceipt"] {
        let none = world.rpc(method, json!([B256::ZERO])).await.unwrap();
        assert_eq!(none, Value::Null, "{method}");
    }
}

#[tokio::test]
async fn create2_factory_succeeds_deploying_at_the_computed_address() {
    let world = World::new();
    // Init code that returns one byte of code: STOP.
    let init = hex!("60005f5360015ff3");
    let salt = B256::repeat_byte(7);
    let data = [salt.as_slice(), &init].concat();
    let request = TransactionRequest::default()
        .with_to(CREATE2_FACTORY)
        .with_input(data);
    assert!(world.send(request).await.status());
    let created = CREATE2_FACTORY.create2_from_code(salt, init);
    let code = world.provider.get_code_at(created).await.unwrap();
    assert_eq!(code, Bytes::from([0x00]));
}

#[tokio::test]
async fn send_transaction_succeeds_for_a_dev_account() {
    let world = World::new();
    let from = world.account.address;
    let request = json!([{"from": from, "to": SOMEBODY, "value": "0x7"}]);
    let hash = world
        .rpc("eth_sendTransaction", request)
        .await
        .expect("accepted");
    let receipt = world
        .rpc("eth_getTransactionReceipt", json!([hash]))
        .await
        .unwrap();
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(
        world.provider.get_balance(SOMEBODY).await.unwrap(),
        U256::from(7)
    );
}

#[tokio::test]
async fn send_transaction_refuses_a_stranger_until_it_is_impersonated() {
    let world = World::new();
    world
        .devnet
        .set_balance(SOMEBODY, U256::from(10).pow(U256::from(18)));
    let request = json!([{"from": SOMEBODY, "to": CREATE2_FACTORY, "data": "0x", "value": "0x0", "gas": "0x186a0"}]);
    let error = world
        .rpc("eth_sendTransaction", request.clone())
        .await
        .unwrap_err();
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("unknown account"),
        "{error}"
    );
    world
        .rpc("anvil_impersonateAccount", json!([SOMEBODY]))
        .await
        .unwrap();
    let hash = world
        .rpc("eth_sendTransaction", request.clone())
        .await
        .unwrap();
    let tx = world
        .rpc("eth_getTransactionByHash", json!([hash]))
        .await
        .unwrap();
    assert_eq!(tx["from"], json!(SOMEBODY));
    world
        .rpc("anvil_stopImpersonatingAccount", json!([SOMEBODY]))
        .await
        .unwrap();
    world.rpc("eth_sendTransaction", request).await.unwrap_err();
}

#[tokio::test]
async fn send_transaction_succeeds_for_an_impersonated_contract() {
    let world = World::new();
    world
        .devnet
        .set_balance(CREATE2_FACTORY, U256::from(10).pow(U256::from(18)));
    world
        .rpc("anvil_impersonateAccount", json!([CREATE2_FACTORY]))
        .await
        .unwrap();
    let request = json!([{"from": CREATE2_FACTORY, "to": SOMEBODY, "value": "0x7"}]);
    world.rpc("eth_sendTransaction", request).await.unwrap();
    assert_eq!(
        world.provider.get_balance(SOMEBODY).await.unwrap(),
        U256::from(7)
    );
}
