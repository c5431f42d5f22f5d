//! Creating and calling contracts.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, B256, Bytes, U256},
    providers::Provider,
    rpc::types::TransactionRequest,
};

use crate::world::World;

#[tokio::test]
async fn create_succeeds_at_the_address_of_sender_and_nonce() {
    let world = World::new();
    let probe = world.probe(42).await;
    assert_eq!(*probe.address(), world.account.address.create(0));
    assert_eq!(probe.stored().call().await.unwrap(), U256::from(42));
    let slot = world
        .provider
        .get_storage_at(*probe.address(), U256::ZERO)
        .await
        .unwrap();
    assert_eq!(slot, U256::from(42));
}

#[tokio::test]
async fn call_succeeds_writing_storage_and_emitting() {
    let world = World::new();
    let probe = world.probe(1).await;
    let pending = probe
        .store(U256::from(2))
        .value(U256::from(3))
        .send()
        .await
        .unwrap();
    let receipt = pending.get_receipt().await.unwrap();
    assert_eq!(receipt.logs().len(), 1);
    let log = &receipt.logs()[0];
    assert_eq!(log.log_index, Some(0));
    assert_eq!(log.block_number, Some(2));
    assert_eq!(log.topics()[2], B256::from(U256::from(2)));
    assert_eq!(probe.stored().call().await.unwrap(), U256::from(2));
    let balance = world.provider.get_balance(*probe.address()).await.unwrap();
    assert_eq!(balance, U256::from(3));
}

#[tokio::test]
async fn transaction_succeeds_with_status_zero_when_it_reverts() {
    let world = World::new();
    let probe = world.probe(1).await;
    let data = probe.refuse(U256::from(5)).calldata().clone();
    let request = TransactionRequest::default()
        .with_to(*probe.address())
        .with_input(data)
        .with_gas_limit(100_000);
    let receipt = world.send(request).await;
    assert!(!receipt.status());
    assert!(receipt.gas_used < 100_000 && receipt.logs().is_empty());
}

#[tokio::test]
async fn transaction_succeeds_burning_at_most_32_million_gas() {
    let world = World::new();
    let probe = world.probe(1).await;
    let request = TransactionRequest::default()
        .with_to(*probe.address())
        .with_input(probe.burn().calldata().clone())
        .with_gas_limit(40_000_000);
    let receipt = world.send(request).await;
    assert!(!receipt.status());
    assert_eq!(receipt.gas_used, 32_000_000);
}

#[tokio::test]
async fn code_succeeds_empty_for_an_account_without_it() {
    let world = World::new();
    let code = world
        .provider
        .get_code_at(Address::repeat_byte(9))
        .await
        .unwrap();
    assert_eq!(code, Bytes::new());
}

#[tokio::test]
async fn environment_succeeds_with_nitros_values() {
    let world = World::new();
    let probe = world.probe(1).await;
    let seen = probe.environment().call().await.unwrap();
    assert_eq!(seen.number, U256::ZERO);
    assert_eq!(seen.timestamp, U256::from(crate::world::NOW));
    assert_eq!(seen.chain, U256::from(412_346));
    // A call without a gas price runs without a base fee.
    assert_eq!(seen.baseFee, U256::ZERO);
    let coinbase = "0xA4B000000000000000000073657175656e636572";
    assert_eq!(seen.coinbase, coinbase.parse::<Address>().unwrap());
    let paid = probe
        .environment()
        .gas_price(300_000_000)
        .from(world.account.address);
    let paid = paid.call().await.unwrap();
    assert_eq!(paid.baseFee, U256::from(100_000_000));
    assert_eq!(paid.gasPrice, U256::from(100_000_000));
}
