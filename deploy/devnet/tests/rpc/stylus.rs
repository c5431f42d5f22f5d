//! Stylus programs by the route that every tool takes.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, B256, U256, keccak256},
    providers::Provider,
    rpc::types::TransactionRequest,
    sol_types::{SolCall, SolError},
};
use serde_json::json;

use crate::{
    program::{ARB_WASM, ArbWasm, ENOUGH_FOR_ACTIVATION, deploy_code, register_code},
    world::World,
};

async fn deploy(world: &World) -> Address {
    deploy_code(world, &register_code()).await
}

#[tokio::test]
async fn program_succeeds_only_after_activation() {
    let world = World::new();
    let program = deploy(&world).await;
    let stored = world.provider.get_code_at(program).await.unwrap();
    assert_eq!(stored, register_code());
    let read = TransactionRequest::default().with_to(program);
    world.provider.call(read.clone()).await.unwrap_err();

    let wasm = ArbWasm::new(ARB_WASM, world.provider.clone());
    let hash = keccak256(&stored);
    let error = wasm.codehashVersion(hash).call().await.unwrap_err();
    let data = error.as_revert_data().expect("a revert");
    assert_eq!(data.to_vec(), ArbWasm::ProgramNotActivated::SELECTOR);

    let call = wasm
        .activateProgram(program)
        .value(U256::from(ENOUGH_FOR_ACTIVATION));
    let receipt = call.send().await.unwrap().get_receipt().await.unwrap();
    assert!(receipt.status());
    assert!(receipt.gas_used > 1_659_168, "{}", receipt.gas_used);
    assert_eq!(wasm.codehashVersion(hash).call().await.unwrap(), 3);

    let content = B256::repeat_byte(0x42);
    let write = read.clone().with_input(content.to_vec());
    assert!(world.send(write).await.status());
    assert_eq!(world.provider.call(read).await.unwrap(), content.to_vec());
    let slot = world
        .provider
        .get_storage_at(program, U256::ZERO)
        .await
        .unwrap();
    assert_eq!(slot, U256::from_be_bytes(content.0));
}

#[tokio::test]
async fn program_succeeds_reading_the_state_of_an_earlier_block() {
    let world = World::new();
    let program = deploy(&world).await;
    let wasm = ArbWasm::new(ARB_WASM, world.provider.clone());
    let call = wasm
        .activateProgram(program)
        .value(U256::from(ENOUGH_FOR_ACTIVATION));
    call.send().await.unwrap().get_receipt().await.unwrap();
    let read = TransactionRequest::default().with_to(program);
    let mut blocks = Vec::new();
    for byte in [1, 2] {
        let write = read.clone().with_input(B256::repeat_byte(byte).to_vec());
        blocks.push(world.send(write).await.block_number.unwrap());
    }
    for (block, byte) in blocks.into_iter().zip([1, 2]) {
        let content = world
            .provider
            .call(read.clone())
            .block(block.into())
            .await
            .unwrap();
        assert_eq!(content.to_vec(), [byte; 32]);
    }
    // Before its activation it is not callable, nor after a revert to then.
    world.provider.call(read).block(1.into()).await.unwrap_err();
}

#[tokio::test]
async fn activation_succeeds_in_a_call_with_overridden_code() {
    let world = World::new();
    let (from, program) = (Address::repeat_byte(0x31), Address::repeat_byte(0x32));
    let data = ArbWasm::activateProgramCall { program }.abi_encode();
    let request = json!({
        "from": from, "to": ARB_WASM, "value": "0xde0b6b3a7640000",
        "input": alloy::hex::encode_prefixed(data),
    });
    let overrides = json!({
        from.to_string(): {"balance": U256::MAX},
        program.to_string(): {"code": alloy::hex::encode_prefixed(register_code())},
    });
    let result = world
        .rpc("eth_call", json!([request, "latest", overrides]))
        .await
        .unwrap();
    let output = alloy::hex::decode(result.as_str().unwrap()).unwrap();
    let returned = ArbWasm::activateProgramCall::abi_decode_returns(&output).unwrap();
    assert_eq!(returned.version, 3);
    assert!(returned.dataFee > U256::ZERO);
}

#[tokio::test]
async fn revert_succeeds_undoing_an_activation() {
    let world = World::new();
    let program = deploy(&world).await;
    let snapshot = world.devnet.snapshot();
    let wasm = ArbWasm::new(ARB_WASM, world.provider.clone());
    let call = wasm
        .activateProgram(program)
        .value(U256::from(ENOUGH_FOR_ACTIVATION));
    call.send().await.unwrap().get_receipt().await.unwrap();
    let read = TransactionRequest::default().with_to(program);
    world.provider.call(read.clone()).await.unwrap();
    assert!(world.devnet.revert(snapshot));
    world.provider.call(read).await.unwrap_err();
}
