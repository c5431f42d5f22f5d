//! The predeployed cache manager.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, B256, U256, keccak256},
    providers::DynProvider,
    rpc::types::TransactionRequest,
    sol,
};
use devnet::{ARB_WASM_CACHE, CACHE_MANAGER};

use crate::{
    program::{ARB_WASM, ArbWasm, ENOUGH_FOR_ACTIVATION, creation, register_code},
    world::World,
};

sol! {
    #[sol(rpc)]
    contract CacheManager {
        struct Entry { bytes32 code; uint64 size; uint192 bid; }
        event InsertBid(bytes32 indexed codehash, address program, uint192 bid, uint64 size);
        error AlreadyCached(bytes32 codehash);
        function isPaused() external view returns (bool);
        function cacheSize() external view returns (uint64);
        function queueSize() external view returns (uint64);
        function placeBid(address program) external payable;
        function getMinBid(address program) external view returns (uint192);
        function getEntries() external view returns (Entry[]);
    }

    #[sol(rpc)]
    contract ArbWasmCache {
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }
}

fn manager(world: &World) -> CacheManager::CacheManagerInstance<DynProvider> {
    CacheManager::new(CACHE_MANAGER, world.provider.clone())
}

async fn deploy(world: &World) -> Address {
    let code = creation(&register_code());
    let deployment = TransactionRequest::default().with_deploy_code(code);
    let receipt = world.send(deployment).await;
    receipt.contract_address.expect("a contract")
}

async fn activate(world: &World, program: Address) {
    let wasm = ArbWasm::new(ARB_WASM, world.provider.clone());
    let call = wasm
        .activateProgram(program)
        .value(U256::from(ENOUGH_FOR_ACTIVATION));
    call.send().await.unwrap().get_receipt().await.unwrap();
}

async fn is_cached(world: &World, hash: B256) -> bool {
    let cache = ArbWasmCache::new(ARB_WASM_CACHE, world.provider.clone());
    cache.codehashIsCached(hash).call().await.unwrap()
}

#[tokio::test]
async fn place_bid_succeeds_caching_an_active_program() {
    let world = World::new();
    let (manager, program) = (manager(&world), deploy(&world).await);
    activate(&world, program).await;
    let hash = keccak256(register_code());
    assert!(!is_cached(&world, hash).await);
    let least = manager.getMinBid(program).call().await.unwrap();
    assert!(least.is_zero());

    let bid = manager.placeBid(program).value(U256::from(5));
    let receipt = bid.send().await.unwrap().get_receipt().await.unwrap();
    assert!(receipt.status());
    assert!(is_cached(&world, hash).await);
    let entries = manager.getEntries().call().await.unwrap();
    let size = manager.queueSize().call().await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].code, entries[0].size), (hash, size));

    let again = manager.placeBid(program).call().await.err().unwrap();
    let refusal = again.as_decoded_error::<CacheManager::AlreadyCached>();
    assert_eq!(refusal.expect("typed").codehash, hash);
}

#[tokio::test]
async fn place_bid_reverts_program_not_activated_when_it_is_not() {
    let world = World::new();
    let (manager, program) = (manager(&world), deploy(&world).await);
    let error = manager.placeBid(program).call().await.err().unwrap();
    let refusal = error.as_decoded_error::<ArbWasm::ProgramNotActivated>();
    refusal.expect("typed");
}

#[tokio::test]
async fn cache_manager_succeeds_answering_what_tools_ask() {
    let world = World::new();
    let manager = manager(&world);
    assert!(!manager.isPaused().call().await.unwrap());
    assert_eq!(manager.queueSize().call().await.unwrap(), 0);
    assert_eq!(manager.cacheSize().call().await.unwrap(), 512 << 20);
}
