//! What tests may do to the chain, by the library and over the wire.

use alloy::{
    primitives::{Address, U256},
    providers::Provider,
};
use devnet::{Clock, Config, ParentChain};
use serde_json::json;

use crate::world::{NOW, World, transfer};

#[tokio::test]
async fn mine_succeeds_adding_empty_blocks() {
    let world = World::new();
    world.devnet.mine(3).unwrap();
    world.rpc("evm_mine", json!([])).await.unwrap();
    world.rpc("anvil_mine", json!([2])).await.unwrap();
    world.rpc("hardhat_mine", json!(["0x2"])).await.unwrap();
    assert_eq!(world.devnet.block_number(), 8);
    assert_eq!(world.devnet.timestamp(), NOW);
}

#[tokio::test]
async fn mine_succeeds_with_a_withdrawal_window_of_blocks() {
    let world = World::new();
    world.devnet.mine(50_400).unwrap();
    assert_eq!(world.provider.get_block_number().await.unwrap(), 50_400);
}

#[tokio::test]
async fn mine_refuses_what_does_not_fit_in_memory() {
    let world = World::new();
    world.devnet.mine(1_000_001).unwrap_err();
    let error = world
        .rpc("anvil_mine", json!(["0xffffffffffffffff"]))
        .await
        .unwrap_err();
    assert_eq!(error["code"], -32602);
    assert_eq!(world.devnet.block_number(), 0);
}

#[tokio::test]
async fn increase_time_succeeds_showing_in_the_next_block() {
    let world = World::new();
    world.devnet.increase_time(100);
    assert_eq!(world.devnet.timestamp(), NOW);
    let ahead = world.rpc("evm_increaseTime", json!(["0x5"])).await.unwrap();
    assert_eq!(ahead, 105);
    world.devnet.mine(1).unwrap();
    assert_eq!(world.devnet.timestamp(), NOW + 105);
    world
        .rpc("anvil_mine", json!(["0x3", "0xc"]))
        .await
        .unwrap();
    assert_eq!(world.devnet.timestamp(), NOW + 105 + 24);
}

#[tokio::test]
async fn set_next_block_timestamp_succeeds_for_the_block_of_a_transaction() {
    let world = World::new();
    world.devnet.set_next_block_timestamp(NOW + 1_000).unwrap();
    world.send(transfer(Address::repeat_byte(1), 1)).await;
    assert_eq!(world.devnet.timestamp(), NOW + 1_000);
    world.devnet.mine(1).unwrap();
    assert_eq!(world.devnet.timestamp(), NOW + 1_000);
    world.devnet.set_next_block_timestamp(NOW).unwrap_err();
    let error = world.rpc("evm_mine", json!([NOW])).await.unwrap_err();
    assert_eq!(error["code"], -32602);
}

#[tokio::test]
async fn revert_succeeds_going_back_to_the_snapshot() {
    let world = World::new();
    let to = Address::repeat_byte(1);
    world.send(transfer(to, 1)).await;
    let id = world.rpc("evm_snapshot", json!([])).await.unwrap();
    let head = world.provider.get_block(1.into()).await.unwrap().unwrap();
    let receipt = world.send(transfer(to, 1)).await;
    world.devnet.increase_time(50);
    world.devnet.mine(3).unwrap();
    assert_eq!(world.rpc("evm_revert", json!([id])).await.unwrap(), true);
    assert_eq!(world.devnet.block_number(), 1);
    assert_eq!(world.provider.get_balance(to).await.unwrap(), U256::ONE);
    let hash = receipt.transaction_hash;
    let gone = world.provider.get_transaction_receipt(hash).await.unwrap();
    assert!(gone.is_none());
    world.devnet.mine(1).unwrap();
    let next = world.provider.get_block(2.into()).await.unwrap().unwrap();
    assert_eq!(next.header.parent_hash, head.header.hash);
    assert_eq!(next.header.timestamp, NOW);
    assert_eq!(world.rpc("evm_revert", json!([id])).await.unwrap(), false);
}

#[tokio::test]
async fn revert_succeeds_forgetting_later_snapshots() {
    let world = World::new();
    let (first, second) = (world.devnet.snapshot(), world.devnet.snapshot());
    assert!(world.devnet.revert(first));
    assert!(!world.devnet.revert(second));
}

#[tokio::test]
async fn set_methods_succeed_changing_an_account_at_once() {
    let world = World::new();
    let who = Address::repeat_byte(3);
    let slot = U256::from(4);
    for (method, params) in [
        ("anvil_setBalance", json!([who, "0x10"])),
        ("anvil_setNonce", json!([who, "0x11"])),
        ("anvil_setCode", json!([who, "0x6001"])),
        (
            "anvil_setStorageAt",
            json!([who, "0x4", format!("0x{:064x}", 0x12)]),
        ),
    ] {
        world
            .rpc(method, params)
            .await
            .unwrap_or_else(|error| panic!("{method}: {error}"));
    }
    assert_eq!(
        world.provider.get_balance(who).await.unwrap(),
        U256::from(0x10)
    );
    assert_eq!(
        world.provider.get_transaction_count(who).await.unwrap(),
        0x11
    );
    assert_eq!(
        world.provider.get_code_at(who).await.unwrap().to_vec(),
        [0x60, 0x01]
    );
    assert_eq!(
        world.provider.get_storage_at(who, slot).await.unwrap(),
        U256::from(0x12)
    );
    let before = world.provider.get_block(0.into()).await.unwrap().unwrap();
    world.devnet.mine(1).unwrap();
    let after = world.provider.get_block(1.into()).await.unwrap().unwrap();
    assert_ne!(before.header.state_root, after.header.state_root);
}

#[tokio::test]
async fn jump_parent_chain_succeeds_only_where_one_is_followed() {
    let world = World::new();
    assert!(!world.devnet.jump_parent_chain(1));
    world
        .rpc("devnet_jumpParentChain", json!([1]))
        .await
        .unwrap_err();
    let world = World::with(Config {
        clock: Clock::Fixed(NOW),
        parent_chain: ParentChain::Following {
            start: 1_000,
            lag: 10,
        },
        ..Config::default()
    });
    let probe = world.probe(0).await;
    let number = probe.environment().call().await.unwrap().number;
    assert_eq!(number, U256::from(990));
    world.devnet.increase_time(24);
    world
        .rpc("devnet_jumpParentChain", json!([100]))
        .await
        .unwrap();
    world.devnet.mine(1).unwrap();
    let number = probe.environment().call().await.unwrap().number;
    assert_eq!(number, U256::from(1_092));
    let block = world
        .rpc("eth_getBlockByNumber", json!(["latest", false]))
        .await
        .unwrap();
    assert_eq!(block["l1BlockNumber"], "0x444");
}

#[tokio::test]
async fn time_succeeds_up_to_the_last_timestamp_that_there_is() {
    let last = u64::MAX;
    for method in [
        "evm_increaseTime",
        "evm_setTime",
        "evm_setNextBlockTimestamp",
    ] {
        let world = World::new();
        for _ in 0..3 {
            world.rpc(method, json!([last])).await.expect(method);
            world.rpc("evm_mine", json!([])).await.unwrap();
            assert_eq!(world.devnet.timestamp(), last, "{method}");
        }
        world.rpc("anvil_mine", json!([3, last])).await.unwrap();
        world.send(transfer(Address::repeat_byte(1), 1)).await;
        assert_eq!(world.devnet.timestamp(), last);
        // There is no way back, only forward.
        let again = world.rpc(method, json!([NOW])).await;
        assert_eq!(again.is_ok(), method == "evm_increaseTime");
    }
}

#[tokio::test]
async fn set_time_succeeds_with_a_clock_that_goes_on_from_there() {
    let world = World::new();
    let ahead = world.rpc("evm_setTime", json!([NOW + 40])).await.unwrap();
    assert_eq!(ahead, 40);
    world.devnet.mine(1).unwrap();
    world.devnet.increase_time(2);
    world.devnet.mine(1).unwrap();
    assert_eq!(world.devnet.timestamp(), NOW + 42);
    let error = world.rpc("anvil_setTime", json!([NOW])).await.unwrap_err();
    assert_eq!(error["code"], -32602);
}

#[tokio::test]
async fn jump_parent_chain_succeeds_up_to_the_last_number_that_there_is() {
    let world = World::with(Config {
        clock: Clock::Fixed(NOW),
        parent_chain: ParentChain::Following { start: 9, lag: 4 },
        ..Config::default()
    });
    let probe = world.probe(0).await;
    for _ in 0..3 {
        let last = json!([u64::MAX]);
        world.rpc("devnet_jumpParentChain", last).await.unwrap();
        world.rpc("evm_increaseTime", json!([1_000])).await.unwrap();
        world.devnet.mine(2).unwrap();
        let number = probe.environment().call().await.unwrap().number;
        assert_eq!(number, U256::from(u64::MAX - 4));
    }
}

#[tokio::test]
async fn reset_succeeds_with_a_new_chain() {
    let world = World::new();
    let genesis = world.provider.get_block(0.into()).await.unwrap().unwrap();
    let receipt = world.send(transfer(Address::repeat_byte(1), 1)).await;
    let snapshot = world.devnet.snapshot();
    world.devnet.increase_time(7);
    world.rpc("anvil_reset", json!([])).await.unwrap();
    assert_eq!(world.devnet.block_number(), 0);
    let again = world.provider.get_block(0.into()).await.unwrap().unwrap();
    assert_eq!(again.header, genesis.header);
    let hash = receipt.transaction_hash;
    let gone = world.provider.get_transaction_receipt(hash).await.unwrap();
    assert!(gone.is_none());
    assert!(!world.devnet.revert(snapshot));
    world.rpc("hardhat_reset", json!([{}])).await.unwrap();
    let forking = json!([{"forking": {"jsonRpcUrl": "http://localhost:1"}}]);
    let error = world.rpc("anvil_reset", forking).await.unwrap_err();
    assert_eq!(error["code"], -32602);
}

#[tokio::test]
async fn auto_impersonate_account_succeeds_for_everybody_until_it_is_switched_off() {
    let world = World::new();
    let (who, to) = (Address::repeat_byte(3), Address::repeat_byte(4));
    world
        .devnet
        .set_balance(who, U256::from(10).pow(U256::from(18)));
    let request = json!([{"from": who, "to": to, "value": "0x1"}]);
    let switch = async |on: bool| {
        let switched = world.rpc("anvil_autoImpersonateAccount", json!([on])).await;
        switched.unwrap();
        world.rpc("eth_sendTransaction", request.clone()).await
    };
    switch(true).await.expect("sent");
    switch(false).await.unwrap_err();
}

#[tokio::test]
async fn node_info_succeeds_with_the_head() {
    let world = World::new();
    world.devnet.mine(3).unwrap();
    let info = world.rpc("anvil_nodeInfo", json!([])).await.unwrap();
    let head = world.provider.get_block(3.into()).await.unwrap().unwrap();
    assert_eq!(info["currentBlockNumber"], "0x3");
    assert_eq!(info["currentBlockTimestamp"], NOW);
    assert_eq!(info["currentBlockHash"], json!(head.header.hash));
    assert_eq!(info["environment"]["chainId"], 412_346);
}

#[tokio::test]
async fn set_automine_refuses_only_to_switch_it_off() {
    let world = World::new();
    assert_eq!(
        world.rpc("anvil_getAutomine", json!([])).await.unwrap(),
        true
    );
    world.rpc("evm_setAutomine", json!([true])).await.unwrap();
    world
        .rpc("evm_setAutomine", json!([false]))
        .await
        .unwrap_err();
}

#[tokio::test]
async fn block_time_succeeds_adding_empty_blocks_beside_those_of_transactions() {
    let world = World::with(Config {
        clock: Clock::Fixed(NOW),
        block_time: Some(std::time::Duration::from_millis(1)),
        ..Config::default()
    });
    let mut last = 0;
    for _ in 0..3 {
        let receipt = world.send(transfer(Address::repeat_byte(1), 1)).await;
        let number = receipt.block_number.unwrap();
        let before = world.provider.get_block((number - 1).into()).await;
        assert!(number > last && before.unwrap().is_some());
        last = number;
        // Without any transaction it goes on.
        while world.devnet.block_number() < last + 3 {
            tokio::task::yield_now().await;
        }
    }
}
