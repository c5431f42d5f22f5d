//! Contests of the registry on the real WASM, as DataAvailability would bring them: what an invalidation costs, and
//! that nobody can settle past the pool by giving too little gas.

use crate::support::{call_as, call_with_gas, small_world};
use alloy::{
    primitives::{Address, B256, Bytes},
    providers::Provider,
    rpc::types::TransactionReceipt,
    sol_types::{SolCall, SolEvent},
};
use harness::World;
use interfaces::client::{
    IBatchRegistry::{self as Registry, Header},
    ISequencerPool::Role,
};

/// Stands for DataAvailability.
const CALLER: Address = Address::repeat_byte(0xda);

/// Where the registry keeps DataAvailability: see `interfaces/storage/BatchRegistry.md`.
const DATA_AVAILABILITY_SLOT: &str = "0x8";

/// A small world whose registry takes `CALLER` for DataAvailability.
async fn contested_world() -> World {
    let world = small_world().await;
    let registry = world.addresses().registry;
    let set = serde_json::json!([registry, DATA_AVAILABILITY_SLOT, CALLER.into_word()]);
    let provider = world.anybody.provider();
    let _: serde_json::Value = provider
        .raw_request("anvil_setStorageAt".into(), set)
        .await
        .expect("the embedded chain lets one");
    let stored = world.anybody.registry().dataAvailability().call().await;
    assert_eq!(stored.expect("a view"), CALLER);
    world
}

async fn contest<C: SolCall>(world: &World, call: &C) -> TransactionReceipt {
    let registry = world.addresses().registry;
    let receipt = call_as(world, CALLER, registry, call.abi_encode()).await;
    assert!(receipt.status(), "{}", C::SIGNATURE);
    receipt
}

/// Appends a batch; gives its header.
async fn append(world: &World, parent: &Header) -> Header {
    let call = Registry::submitBatchCall {
        parent: parent.clone(),
        mttbr: B256::repeat_byte(1),
        mtsr: B256::repeat_byte(2),
        count: 1,
        dataLength: 1,
        lastL2Block: parent.lastL2Block,
        lastL2Timestamp: parent.lastL2Timestamp,
        parameterSet: parent.parameterSet,
        producerSignature: Bytes::new(),
    };
    let sequencer = world.sequencers[0].layer1().account();
    let registry = world.addresses().registry;
    let receipt = call_as(world, sequencer, registry, call.abi_encode()).await;
    assert!(receipt.status());
    let mut logs = receipt.logs().iter();
    let submitted = logs.find_map(|log| Registry::BatchSubmitted::decode_log(&log.inner).ok());
    submitted.expect("the header is emitted").data.header
}

/// Cuts a first batch with so many after it, a request open on each of them; gives the gas without that of the
/// calldata, which has more or fewer zeros.
async fn invalidation(world: &World, descendants: usize) -> u64 {
    let genesis = world.sequencers[0].parent().header;
    let first = append(world, &(&genesis).into()).await;
    let mut head = first.clone();
    for _ in 0..descendants {
        head = append(world, &head).await;
        let header = head.clone();
        contest(world, &Registry::openRequestCall { header }).await;
    }
    let call = Registry::invalidateCall { header: first };
    let receipt = contest(world, &call).await;
    let bytes = call.abi_encode().into_iter();
    let calldata: u64 = bytes.map(|byte| if byte == 0 { 4 } else { 16 }).sum();
    receipt.gas_used - calldata
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_an_invalidation_does_not_grow_with_what_it_cuts() {
    let world = contested_world().await;
    let one = invalidation(&world, 1).await;
    assert_eq!(invalidation(&world, 300).await, one);
}

/// The attack: whoever triggers a settlement gives it just so much gas that only the call to the pool fails.
#[tokio::test(flavor = "multi_thread")]
async fn close_request_never_passes_over_a_pool_that_was_starved_of_gas() {
    let world = contested_world().await;
    let genesis = world.sequencers[0].parent().header;
    let header = append(&world, &(&genesis).into()).await;
    let open = Registry::openRequestCall {
        header: header.clone(),
    };
    contest(&world, &open).await;
    let registry = world.addresses().registry;
    let input = Registry::closeRequestCall { header }.abi_encode();
    let (mut gas, mut refused) = (30_000, 0);
    while !call_with_gas(&world, CALLER, registry, input.clone(), gas)
        .await
        .status()
    {
        refused += 1;
        gas += 250;
    }
    assert!(refused > 10, "the scan began too high");
    let slot = world.anybody.pool().slot(Role::Sequencer).call().await;
    assert_eq!(slot.expect("a view").contestedSince, 0, "at {gas} gas");
}
