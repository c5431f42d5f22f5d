//! WebSocket.

use alloy::{
    primitives::{Address, U256},
    transports::http::reqwest::Url,
};
use jsonrpsee::{
    client_transport::ws::WsTransportClientBuilder,
    core::{
        client::{Client, ClientBuilder, ClientT, Subscription, SubscriptionClientT},
        params::ArrayParams,
    },
    rpc_params,
};
use serde_json::{Value, json};

use crate::world::{World, transfer};

/// Longest message that the client sends: more than the server takes.
const MAX_REQUEST: u32 = 64 << 20;

pub(crate) async fn connect(world: &World) -> Client {
    let url: Url = world.devnet.ws_url().parse().unwrap();
    let (sender, receiver) = WsTransportClientBuilder::default()
        .max_request_size(MAX_REQUEST)
        .build(url)
        .await
        .unwrap();
    ClientBuilder::default().build_with_tokio(sender, receiver)
}

pub(crate) async fn subscribe(client: &Client, params: ArrayParams) -> Subscription<Value> {
    client
        .subscribe("eth_subscribe", params, "eth_unsubscribe")
        .await
        .unwrap()
}

#[tokio::test]
async fn request_succeeds_over_websocket() {
    let world = World::new();
    let client = connect(&world).await;
    let chain: String = client.request("eth_chainId", rpc_params![]).await.unwrap();
    assert_eq!(chain, "0x64aba");
}

#[tokio::test]
async fn subscribe_succeeds_with_every_new_head_in_order() {
    let world = World::new();
    let client = connect(&world).await;
    let mut heads = subscribe(&client, rpc_params!["newHeads"]).await;
    world.devnet.mine(3).unwrap();
    world.send(transfer(Address::repeat_byte(1), 1)).await;
    for number in ["0x1", "0x2", "0x3", "0x4"] {
        let head = heads.next().await.unwrap().unwrap();
        assert_eq!(head["number"], number);
        assert_eq!(head["l1BlockNumber"], "0x0");
    }
}

#[tokio::test]
async fn subscribe_succeeds_with_logs_that_match() {
    let world = World::new();
    let (probe, other) = (world.probe(0).await, world.probe(0).await);
    let client = connect(&world).await;
    let filter = json!({"address": probe.address()});
    let mut logs = subscribe(&client, rpc_params!["logs", filter]).await;
    for (contract, value) in [(&other, 1), (&probe, 2), (&probe, 3)] {
        let pending = contract.store(U256::from(value)).send().await.unwrap();
        pending.get_receipt().await.unwrap();
    }
    for value in [2_u64, 3] {
        let log = logs.next().await.unwrap().unwrap();
        assert_eq!(log["topics"][2], format!("0x{value:064x}"));
    }
}

#[tokio::test]
async fn subscribe_fails_when_the_kind_is_unknown() {
    let world = World::new();
    let client = connect(&world).await;
    let result: Result<Subscription<Value>, _> = client
        .subscribe(
            "eth_subscribe",
            rpc_params!["everything"],
            "eth_unsubscribe",
        )
        .await;
    let error = result.unwrap_err().to_string();
    assert!(error.contains("everything"), "{error}");
}

#[tokio::test]
async fn unsubscribe_succeeds() {
    let world = World::new();
    let client = connect(&world).await;
    let heads = subscribe(&client, rpc_params!["newHeads"]).await;
    heads.unsubscribe().await.unwrap();
    world.devnet.mine(1).unwrap();
    let number: String = client
        .request("eth_blockNumber", rpc_params![])
        .await
        .unwrap();
    assert_eq!(number, "0x1");
}
