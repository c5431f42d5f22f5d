//! The server under well- and ill-behaved clients.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
};

use alloy::providers::Provider;
use devnet::{Config, Devnet, StartError};
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn identification_succeeds() {
    let world = World::new();
    assert_eq!(world.provider.get_chain_id().await.unwrap(), 412_346);
    assert_eq!(world.rpc("net_version", json!([])).await.unwrap(), "412346");
    let version = world.rpc("web3_clientVersion", json!([])).await.unwrap();
    assert!(version.as_str().unwrap().starts_with("devnet/"));
    let accounts = world.rpc("eth_accounts", json!([])).await.unwrap();
    assert_eq!(
        accounts,
        json!(["0x3f1eae7d46d88f08fc2f8ed27fcb2ab183eb2d0e"])
    );
    assert_eq!(world.rpc("eth_syncing", json!([])).await.unwrap(), false);
    let hash = world.rpc("web3_sha3", json!(["0x"])).await.unwrap();
    assert_eq!(hash, json!(alloy::primitives::KECCAK256_EMPTY));
}

#[tokio::test]
async fn post_fails_with_a_parse_error_when_the_body_is_not_json() {
    let world = World::new();
    for body in [
        "{",
        "",
        "nonsense",
        "{\"jsonrpc\":\"2.0\",\"method\":",
        "\u{0}",
    ] {
        let answer = world.post(body).await;
        assert_eq!(answer["error"]["code"], -32700, "{body:?}: {answer}");
    }
}

#[tokio::test]
async fn post_fails_with_invalid_request_when_the_json_is_none() {
    let world = World::new();
    for body in ["[]", "{\"id\":1}", "{\"jsonrpc\":\"2.0\",\"id\":1}"] {
        let answer = world.post(body).await;
        assert_eq!(answer["error"]["code"], -32600, "{body}: {answer}");
    }
}

#[tokio::test]
async fn post_fails_when_the_method_is_unknown() {
    let world = World::new();
    for method in ["eth_nothing", "debug_", "", "admin_peers"] {
        let error = world.rpc(method, json!([])).await.unwrap_err();
        assert_eq!(error["code"], -32601, "{method}");
    }
}

#[tokio::test]
async fn post_fails_with_invalid_params_when_they_are_wrong() {
    let world = World::new();
    for (method, params) in [
        ("eth_getBalance", json!([])),
        ("eth_getBalance", json!(["0x12"])),
        ("eth_getBalance", json!([7])),
        ("eth_getBalance", json!({"address": 1})),
        ("eth_getBlockByNumber", json!(["newest", false])),
        ("eth_getBlockByHash", json!(["0x1", false])),
        ("eth_call", json!([])),
        ("eth_call", json!([{"to": "0x1"}])),
        ("eth_call", json!([{"gas": "-1"}])),
        ("eth_getLogs", json!([{"address": 5}])),
        ("eth_feeHistory", json!(["many", "latest"])),
        ("evm_revert", json!(["0xzz"])),
        (
            "anvil_setBalance",
            json!(["0x0000000000000000000000000000000000000001"]),
        ),
    ] {
        let error = world.rpc(method, params.clone()).await.unwrap_err();
        assert_eq!(error["code"], -32602, "{method} {params}: {error}");
    }
}

#[tokio::test]
async fn post_succeeds_with_a_batch_in_order() {
    let world = World::new();
    let batch = json!([
        {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []},
        {"jsonrpc": "2.0", "id": 2, "method": "nothing"},
        {"jsonrpc": "2.0", "id": 3, "method": "eth_blockNumber"},
    ]);
    let answers = world.post(&batch.to_string()).await;
    assert_eq!(answers[0]["result"], "0x64aba");
    assert_eq!(answers[1]["error"]["code"], -32601);
    assert_eq!(answers[2]["result"], "0x0");
}

#[tokio::test]
async fn post_refuses_a_body_above_ten_mebibytes() {
    let world = World::new();
    let mut stream = TcpStream::connect(world.devnet.address()).unwrap();
    // The announcement is enough: nobody waits for the body.
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        world.devnet.address(),
        (10 << 20) + 1
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status).unwrap();
    assert!(status.contains(" 413 "), "{status}");
    assert_eq!(world.provider.get_chain_id().await.unwrap(), 412_346);
}

#[tokio::test]
async fn connections_succeed_many_at_a_time() {
    let world = World::new();
    let url = world.devnet.url();
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber"}).to_string();
    let requests: Vec<_> = (0..200)
        .map(|_| {
            let (url, body) = (url.clone(), body.clone());
            // Its own client, so its own connection.
            tokio::spawn(async move {
                let client = reqwest::Client::new().post(url).body(body);
                let response = client
                    .header("content-type", "application/json")
                    .send()
                    .await;
                response.unwrap().json::<Value>().await.unwrap()
            })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap()["result"], "0x0");
    }
}

#[tokio::test]
async fn transactions_succeed_from_many_connections_at_a_time() {
    let world = World::new();
    let to = alloy::primitives::Address::repeat_byte(1);
    let request = json!([{"from": world.account.address, "to": to, "value": "0x1"}]);
    let sends = (0..40).map(|_| world.rpc("eth_sendTransaction", request.clone()));
    for result in futures_join(sends).await {
        result.expect("accepted");
    }
    assert_eq!(world.devnet.block_number(), 40);
    let balance = world.provider.get_balance(to).await.unwrap();
    assert_eq!(balance, alloy::primitives::U256::from(40));
}

/// Awaits all at a time.
async fn futures_join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut is_done = true;
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_some() {
                continue;
            }
            match future.as_mut().poll(context) {
                std::task::Poll::Ready(value) => *output = Some(value),
                std::task::Poll::Pending => is_done = false,
            }
        }
        if is_done {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

#[test]
fn start_fails_naming_the_port_when_it_is_taken() {
    let first = Devnet::start(Config::default()).unwrap();
    let port = first.address().port();
    let error = Devnet::start(Config {
        port,
        ..Config::default()
    })
    .unwrap_err();
    assert!(matches!(error, StartError::PortTaken { port: taken, .. } if taken == port));
}

#[test]
fn drop_frees_the_port() {
    let first = Devnet::start(Config::default()).unwrap();
    let address = first.address();
    // An open connection does not keep it.
    let _open = TcpStream::connect(address).unwrap();
    drop(first);
    assert!(TcpStream::connect(address).is_err());
    let again = Devnet::start(Config {
        port: address.port(),
        ..Config::default()
    })
    .unwrap();
    assert_eq!(again.address(), address);
}

#[tokio::test]
async fn drop_succeeds_inside_an_asynchronous_runtime() {
    let world = World::new();
    let url = world.devnet.url();
    world.provider.get_chain_id().await.unwrap();
    drop(world.devnet);
    reqwest::Client::new().post(url).send().await.unwrap_err();
}
