//! The server under clients that are many, slow or hostile.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use alloy::providers::Provider;
use jsonrpsee::{
    core::client::{ClientT, Subscription},
    rpc_params,
};
use serde_json::{Value, json};

use crate::{
    subscriptions::{connect, subscribe},
    world::World,
};

/// Connections that a test opens at a time, if the system lets it.
const MANY: usize = 1_000;

/// As many connections as this process can hold both ends of.
fn many() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = files.and_then(|line| line.split_whitespace().nth(3)?.parse::<usize>().ok());
    soft.map_or(MANY, |soft| MANY.min(soft.saturating_sub(200) / 3))
}

fn head(world: &World, length: usize) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n",
        world.devnet.address()
    )
}

fn open(world: &World) -> TcpStream {
    TcpStream::connect(world.devnet.address()).expect("listens")
}

fn status(stream: TcpStream) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).expect("a line");
    line
}

/// The chain is where it was, and goes on.
async fn assert_unharmed(world: &World, height: u64) {
    assert_eq!(world.provider.get_block_number().await.unwrap(), height);
    world.rpc("evm_mine", json!([])).await.unwrap();
    assert_eq!(world.devnet.block_number(), height + 1);
}

#[tokio::test]
async fn connections_succeed_many_at_a_time_over_http() {
    let world = World::new();
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber"}).to_string();
    let mut streams: Vec<TcpStream> = (0..many()).map(|_| open(&world)).collect();
    for stream in &mut streams {
        stream
            .write_all(head(&world, body.len()).as_bytes())
            .unwrap();
    }
    // All wait for the rest of their request now.
    for stream in &mut streams {
        stream.write_all(body.as_bytes()).unwrap();
    }
    for stream in streams {
        assert!(status(stream).contains(" 200 "));
    }
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn connections_succeed_many_at_a_time_over_websocket() {
    let world = World::new();
    let mut clients = Vec::new();
    let mut heads: Vec<Subscription<Value>> = Vec::new();
    for _ in 0..many() {
        let client = connect(&world).await;
        heads.push(subscribe(&client, rpc_params!["newHeads"]).await);
        clients.push(client);
    }
    world.devnet.mine(2).unwrap();
    for subscription in &mut heads {
        for number in ["0x1", "0x2"] {
            let head = subscription.next().await.unwrap().unwrap();
            assert_eq!(head["number"], number);
        }
    }
    for client in &clients {
        let number: String = client
            .request("eth_blockNumber", rpc_params![])
            .await
            .unwrap();
        assert_eq!(number, "0x2");
    }
    drop((heads, clients));
    assert_unharmed(&world, 2).await;
}

#[tokio::test]
async fn calls_refuse_a_batch_of_more_than_a_thousand() {
    let world = World::new();
    let one = json!({"jsonrpc": "2.0", "id": 1, "method": "evm_mine"});
    let answer = world
        .post(&Value::Array(vec![one; 1_001]).to_string())
        .await;
    assert!(answer["error"]["code"].is_i64(), "{answer}");
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn calls_succeed_beside_connections_that_are_half_open() {
    let world = World::new();
    let request = head(&world, 1_000);
    let idle: Vec<TcpStream> = (0..many() / 2)
        .map(|at| {
            let mut stream = open(&world);
            // Cut off at another place in each: before the first byte, in the head, in the body.
            stream
                .write_all(&request.as_bytes()[..at % request.len()])
                .unwrap();
            stream
        })
        .collect();
    assert_unharmed(&world, 0).await;
    drop(idle);
    assert_unharmed(&world, 1).await;
}

#[tokio::test]
async fn calls_refuse_what_is_no_request_of_json_rpc() {
    let world = World::new();
    let address = world.devnet.address();
    for (request, expected) in [
        (
            format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n"),
            " 405 ",
        ),
        (
            format!("POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 2\r\n\r\n{{}}"),
            " 415 ",
        ),
        ("\u{16}\u{3}\u{1} not HTTP\r\n\r\n".to_owned(), " 400 "),
        ("POST / HTTP/9.9\r\n\r\n".to_owned(), " 400 "),
    ] {
        let mut stream = open(&world);
        stream.write_all(request.as_bytes()).unwrap();
        let status = status(stream);
        assert!(status.contains(expected), "{request:?}: {status}");
    }
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn calls_refuse_a_body_that_grows_above_ten_mebibytes() {
    let world = World::new();
    let mut stream = open(&world);
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        world.devnet.address()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let begin = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"web3_sha3\",\"params\":[\"0x";
    stream
        .write_all(format!("{:x}\r\n{begin}\r\n", begin.len()).as_bytes())
        .unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b'a'; 1 << 20], b"\r\n"].concat();
    // The server need not read to the end, nor keep the connection; its library calls this an
    // internal error.
    let sent = (0..11).take_while(|_| stream.write_all(&chunk).is_ok());
    assert!(sent.count() >= 10);
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains(" 200 "), "{answer}");
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn calls_refuse_a_message_above_ten_mebibytes_over_websocket() {
    let world = World::new();
    let client = connect(&world).await;
    let long = format!("0x{}", "00".repeat(5 << 20));
    // The answer cannot name the request that it is for, and the client then gives up.
    let refused: Result<Value, _> = client.request("web3_sha3", rpc_params![&long]).await;
    refused.unwrap_err();
    let client = connect(&world).await;
    let fits = &long[..long.len() - 1_000];
    let hash: Result<Value, _> = client.request("web3_sha3", rpc_params![fits]).await;
    assert!(hash.unwrap().is_string());
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn calls_refuse_json_that_is_nested_too_deep() {
    let world = World::new();
    let depth = 100_000;
    for body in [
        "[".repeat(depth),
        format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
    ] {
        let answer = world.post(&body).await;
        assert!(answer["error"]["code"].is_i64(), "{answer}");
    }
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn subscriptions_refuse_more_than_a_thousand_of_one_connection() {
    let world = World::new();
    let client = connect(&world).await;
    let mut heads: Vec<Subscription<Value>> = Vec::new();
    for _ in 0..1_024 {
        heads.push(subscribe(&client, rpc_params!["newHeads"]).await);
    }
    let refused: Result<Value, _> = client
        .request("eth_subscribe", rpc_params!["newHeads"])
        .await;
    let message = refused.unwrap_err().to_string();
    assert!(message.contains("subscriptions"), "{message}");
    let other = connect(&world).await;
    subscribe(&other, rpc_params!["newHeads"]).await;
    assert_unharmed(&world, 0).await;
}

#[tokio::test]
async fn fee_history_refuses_more_percentiles_than_a_hundred() {
    let world = World::new();
    let percentiles = vec![1.0; 101];
    let history = world.rpc("eth_feeHistory", json!(["0x1", "latest", percentiles]));
    let error = history.await.unwrap_err();
    assert_eq!(error["code"], -32602, "{error}");
}
