//! Blocks and their roots.

use alloy::{
    consensus::{
        ReceiptEnvelope,
        proofs::{calculate_receipt_root, calculate_transaction_root},
    },
    primitives::{Address, B256, Bloom, U256, keccak256},
    providers::Provider,
    rlp::Encodable,
};
use serde_json::{Value, json};

use crate::world::{World, transfer};

#[tokio::test]
async fn get_block_succeeds_with_a_hash_over_its_header() {
    let world = World::new();
    world.probe(7).await;
    world.send(transfer(Address::repeat_byte(1), 1)).await;
    let mut parent = B256::ZERO;
    for number in 0..=2_u64 {
        let block = world
            .provider
            .get_block(number.into())
            .await
            .unwrap()
            .unwrap();
        let mut rlp = Vec::new();
        block.header.inner.encode(&mut rlp);
        assert_eq!(block.header.hash, keccak256(rlp));
        assert_eq!(block.header.parent_hash, parent);
        parent = block.header.hash;
        let same = world
            .provider
            .get_block(parent.into())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(same.header.number, number);
    }
}

#[tokio::test]
async fn get_block_succeeds_with_roots_over_its_transactions_and_receipts() {
    let world = World::new();
    let probe = world.probe(7).await;
    probe
        .store(U256::from(1))
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    let block = world
        .provider
        .get_block(2.into())
        .full()
        .await
        .unwrap()
        .unwrap();
    let transactions: Vec<_> = block
        .transactions
        .txns()
        .map(|tx| tx.inner.inner().clone())
        .collect();
    assert_eq!(
        block.header.transactions_root,
        calculate_transaction_root(&transactions)
    );
    let receipts = world
        .provider
        .get_block_receipts(2.into())
        .await
        .unwrap()
        .unwrap();
    let receipts: Vec<ReceiptEnvelope> = receipts
        .into_iter()
        .map(|receipt| receipt.inner.map_logs(|log| log.inner))
        .collect();
    assert_eq!(
        block.header.receipts_root,
        calculate_receipt_root(&receipts)
    );
    assert_eq!(block.header.logs_bloom, *receipts[0].logs_bloom());
    assert_ne!(block.header.logs_bloom, Bloom::ZERO);
}

#[tokio::test]
async fn get_block_succeeds_with_the_same_hash_on_every_run() {
    let mut hashes = Vec::new();
    for _ in 0..2 {
        let world = World::new();
        world.probe(7).await;
        world.devnet.mine(2).unwrap();
        let block = world.provider.get_block(3.into()).await.unwrap().unwrap();
        hashes.push(block.header.hash);
    }
    assert_eq!(hashes[0], hashes[1]);
}

#[tokio::test]
async fn get_block_succeeds_with_nitros_fields() {
    let world = World::new();
    let block = world
        .rpc("eth_getBlockByNumber", json!(["latest", false]))
        .await
        .unwrap();
    assert_eq!(block["l1BlockNumber"], "0x0");
    assert_eq!(block["sendCount"], "0x0");
    assert_eq!(block["sendRoot"], json!(B256::ZERO));
    assert_eq!(block["difficulty"], "0x1");
    assert_eq!(block["gasLimit"], "0x4000000000000");
    assert_eq!(block["baseFeePerGas"], "0x5f5e100");
}

#[tokio::test]
async fn get_block_succeeds_with_null_when_there_is_none() {
    let world = World::new();
    for (method, id) in [
        ("eth_getBlockByNumber", json!("0x99")),
        ("eth_getBlockByHash", json!(B256::ZERO)),
    ] {
        let none = world.rpc(method, json!([id, true])).await.unwrap();
        assert_eq!(none, Value::Null, "{method}");
    }
}

#[tokio::test]
async fn get_balance_succeeds_at_tags_numbers_and_hashes() {
    let world = World::new();
    let to = Address::repeat_byte(1);
    world.send(transfer(to, 1)).await;
    world.send(transfer(to, 1)).await;
    let first = world.provider.get_block(1.into()).await.unwrap().unwrap();
    for (id, expected) in [
        (json!("earliest"), "0x0"),
        (json!("0x1"), "0x1"),
        (json!(first.header.hash), "0x1"),
        (json!({"blockHash": first.header.hash}), "0x1"),
        (json!({"blockNumber": "0x1"}), "0x1"),
        (json!("latest"), "0x2"),
        (json!("pending"), "0x2"),
        (json!("safe"), "0x2"),
        (json!("finalized"), "0x2"),
        (Value::Null, "0x2"),
    ] {
        let balance = world.rpc("eth_getBalance", json!([to, id])).await.unwrap();
        assert_eq!(balance, expected, "{id}");
    }
    let error = world
        .rpc("eth_getBalance", json!([to, "0x9"]))
        .await
        .unwrap_err();
    assert_eq!(error["message"], "header not found");
}

#[tokio::test]
async fn get_proof_succeeds_under_the_state_root_of_the_block() {
    let world = World::new();
    let probe = world.probe(7).await;
    let pending = probe.store(U256::from(8)).send().await.unwrap();
    pending.get_receipt().await.unwrap();
    for (number, stored) in [(1_u64, 7_u64), (2, 8)] {
        let proof = world
            .provider
            .get_proof(*probe.address(), vec![B256::ZERO])
            .block_id(number.into())
            .await
            .unwrap();
        assert_eq!(proof.storage_proof[0].value, U256::from(stored));
        let block = world
            .provider
            .get_block(number.into())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(keccak256(&proof.account_proof[0]), block.header.state_root);
        assert_eq!(
            keccak256(&proof.storage_proof[0].proof[0]),
            proof.storage_hash
        );
    }
    let many = vec![B256::ZERO; 1_025];
    let error = world
        .rpc("eth_getProof", json!([probe.address(), many, "latest"]))
        .await
        .unwrap_err();
    assert_eq!(error["code"], -32602);
}
