//! `cargo stylus cache`.

use alloy::{primitives::keccak256, providers::Provider, sol};
use devnet::ARB_WASM_CACHE;

use super::project::Project;

sol! {
    #[sol(rpc)]
    contract ArbWasmCache {
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }
}

#[tokio::test]
async fn cache_succeeds_with_a_bid_for_an_active_program() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&[]).await;
    let address = deployed.counter.address().to_string();
    let status = ["cache", "status", "--address", &address];
    let said = project.run(&status);
    assert!(said.contains("is not yet cached"), "{said}");
    let said = project.run(&["cache", "suggest-bid", &address]);
    assert!(said.contains(": 0 wei"), "{said}");

    let bid = [
        "cache",
        "bid",
        &address,
        "1000",
        "--private-key",
        &project.key(),
    ];
    project.run(&bid);
    let said = project.run(&status);
    assert!(said.contains("is cached"), "{said}");
    let provider = project.world.provider.clone();
    let code = provider.get_code_at(*deployed.counter.address()).await;
    let cache = ArbWasmCache::new(ARB_WASM_CACHE, provider);
    let cached = cache.codehashIsCached(keccak256(code.unwrap()));
    assert!(cached.call().await.unwrap());
    let said = project.fails(&bid);
    assert!(said.contains("already cached"), "{said}");
}
