//! Logs and filters.

use alloy::{
    primitives::U256,
    providers::Provider,
    rpc::types::{Filter, Log},
    sol_types::SolEvent,
};
use serde_json::{Value, json};

use crate::world::{Probe, World};

async fn store(probe: &Probe::ProbeInstance<alloy::providers::DynProvider>, values: &[u64]) {
    let values = values.iter().copied().map(U256::from).collect();
    let pending = probe.storeMany(values).send().await.unwrap();
    pending.get_receipt().await.unwrap();
}

fn values(logs: &[Log]) -> Vec<U256> {
    logs.iter().map(|log| log.topics()[2].into()).collect()
}

#[tokio::test]
async fn get_logs_succeeds_by_address_topic_and_range() {
    let world = World::new();
    let (probe, other) = (world.probe(0).await, world.probe(0).await);
    store(&probe, &[1, 2]).await;
    store(&other, &[3]).await;
    store(&probe, &[1]).await;
    let all = Filter::new().from_block(0);
    let logs = world.provider.get_logs(&all).await.unwrap();
    assert_eq!(values(&logs), [1, 2, 3, 1].map(U256::from));
    assert_eq!(logs[1].log_index, Some(1));
    let mine = all.clone().address(*probe.address());
    assert_eq!(world.provider.get_logs(&mine).await.unwrap().len(), 3);
    let ones = mine.clone().topic2(U256::ONE);
    assert_eq!(world.provider.get_logs(&ones).await.unwrap().len(), 2);
    let early = ones.clone().to_block(4);
    assert_eq!(world.provider.get_logs(&early).await.unwrap().len(), 1);
    let named = all.clone().event_signature(Probe::Stored::SIGNATURE_HASH);
    assert_eq!(world.provider.get_logs(&named).await.unwrap().len(), 4);
    let block = logs[2].block_hash.unwrap();
    let in_block = world
        .provider
        .get_logs(&Filter::new().at_block_hash(block))
        .await
        .unwrap();
    assert_eq!(values(&in_block), [U256::from(3)]);
}

#[tokio::test]
async fn get_logs_refuses_a_range_backwards_and_a_missing_block() {
    let world = World::new();
    world.devnet.mine(5).unwrap();
    let backwards = json!([{"fromBlock": "0x4", "toBlock": "0x2"}]);
    let error = world.rpc("eth_getLogs", backwards).await.unwrap_err();
    assert_eq!(error["code"], -32602);
    let missing = json!([{"blockHash": alloy::primitives::B256::repeat_byte(3)}]);
    let error = world.rpc("eth_getLogs", missing).await.unwrap_err();
    assert_eq!(error["message"], "header not found");
}

#[tokio::test]
async fn get_filter_changes_succeeds_with_what_is_new_since_the_last_poll() {
    let world = World::new();
    let probe = world.probe(0).await;
    let filter = json!([{"address": probe.address()}]);
    let logs = world.rpc("eth_newFilter", filter).await.unwrap();
    let blocks = world.rpc("eth_newBlockFilter", json!([])).await.unwrap();
    let transactions = world
        .rpc("eth_newPendingTransactionFilter", json!([]))
        .await
        .unwrap();
    store(&probe, &[5, 6]).await;
    for (id, expected) in [(&logs, 2), (&blocks, 1), (&transactions, 1)] {
        for count in [expected, 0] {
            let changes = world
                .rpc("eth_getFilterChanges", json!([id]))
                .await
                .unwrap();
            assert_eq!(changes.as_array().unwrap().len(), count, "{id}");
        }
    }
    let again = world.rpc("eth_getFilterLogs", json!([logs])).await.unwrap();
    assert_eq!(again.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn uninstall_filter_succeeds_once() {
    let world = World::new();
    let id = world.rpc("eth_newBlockFilter", json!([])).await.unwrap();
    for expected in [true, false] {
        let removed = world.rpc("eth_uninstallFilter", json!([id])).await.unwrap();
        assert_eq!(removed, Value::Bool(expected));
    }
    let error = world
        .rpc("eth_getFilterChanges", json!([id]))
        .await
        .unwrap_err();
    assert_eq!(error["message"], "filter not found");
}
