//! `prestateTracer`.

use alloy::{
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, U256},
    providers::Provider,
    rpc::types::{TransactionReceipt, TransactionRequest},
};
use serde_json::{Value, json};

use super::{GAS, send, trace};
use crate::{
    program::{creation, deploy_program, register_code},
    world::{World, transfer},
};

const REGISTER: &str = include_str!("../../contracts/register.wat");

async fn prestate(world: &World, receipt: &TransactionReceipt, config: Value) -> Value {
    let options = json!({"tracer": "prestateTracer", "tracerConfig": config});
    trace(world, receipt.transaction_hash, options).await
}

/// Name of an account's field.
fn key(address: Address) -> String {
    hex::encode_prefixed(address)
}

#[tokio::test]
async fn prestate_tracer_succeeds_with_what_the_transaction_met() {
    let world = World::new();
    let register = deploy_program(&world, REGISTER).await;
    let sender = world.account.address;
    send(&world, register, [1; 32]).await;
    let balance = world.provider.get_balance(sender).await.unwrap();
    let nonce = world.provider.get_transaction_count(sender).await.unwrap();
    let receipt = send(&world, register, [2; 32]).await;
    let code = hex::encode_prefixed(register_code());
    let storage = json!({B256::ZERO.to_string(): B256::repeat_byte(1)});
    let met = prestate(&world, &receipt, json!({})).await;
    assert_eq!(
        met[key(sender)],
        json!({"balance": balance, "nonce": nonce})
    );
    let expected = json!({"balance": "0x0", "nonce": 1, "code": code, "storage": storage});
    assert_eq!(met[key(register)], expected);
    let config = json!({"disableCode": true, "disableStorage": true});
    let met = prestate(&world, &receipt, config).await;
    assert_eq!(met[key(register)], json!({"balance": "0x0", "nonce": 1}));
}

#[tokio::test]
async fn prestate_tracer_succeeds_with_the_difference() {
    let world = World::new();
    let register = deploy_program(&world, REGISTER).await;
    let sender = world.account.address;
    let nonce = world.provider.get_transaction_count(sender).await.unwrap();
    let config = json!({"diffMode": true});
    let zero = B256::ZERO.to_string();
    for (old, new) in [(0, 1), (1, 2), (2, 0)] {
        let receipt = send(&world, register, [new; 32]).await;
        let both = prestate(&world, &receipt, config.clone()).await;
        let slot = |byte: u8| match byte {
            0 => Value::Null,
            _ => json!({zero.as_str(): B256::repeat_byte(byte)}),
        };
        assert_eq!(both["pre"][key(register)]["storage"], slot(old));
        let post = match new {
            0 => json!({}),
            _ => json!({"storage": slot(new)}),
        };
        assert_eq!(both["post"][key(register)], post);
        let balance = world.provider.get_balance(sender).await.unwrap();
        let nonce = nonce + u64::from(old) + 1;
        assert_eq!(
            both["post"][key(sender)],
            json!({"balance": balance, "nonce": nonce})
        );
    }
    // A read changes only the accounts of the fee.
    let receipt = send(&world, register, []).await;
    let both = prestate(&world, &receipt, config).await;
    assert_eq!(both["pre"].get(key(register)), None);
    assert_ne!(both["pre"].get(key(sender)), None);
}

#[tokio::test]
async fn prestate_tracer_succeeds_with_accounts_that_come_into_being() {
    let world = World::new();
    let somebody = Address::repeat_byte(0x55);
    let receipt = world.send(transfer(somebody, 5)).await;
    let both = prestate(&world, &receipt, json!({"diffMode": true})).await;
    assert_eq!(both["pre"][key(somebody)], json!({"balance": "0x0"}));
    assert_eq!(both["post"][key(somebody)], json!({"balance": "0x5"}));

    let request = TransactionRequest::default()
        .with_deploy_code(creation(&[0x60, 0x01]))
        .with_value(U256::from(7))
        .with_gas_limit(GAS);
    let receipt = world.send(request).await;
    let made = receipt.contract_address.unwrap();
    let both = prestate(&world, &receipt, json!({"diffMode": true})).await;
    assert_eq!(both["pre"].get(key(made)), None);
    assert_eq!(
        both["post"][key(made)],
        json!({"balance": "0x7", "nonce": 1, "code": "0x6001"})
    );
}
