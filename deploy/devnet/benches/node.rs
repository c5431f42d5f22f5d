//! What a client waits for: the start of a node, calls of programs, transactions; over HTTP.

use std::hint::black_box;

use alloy::{
    hex,
    primitives::{Address, B256, U256, keccak256},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use devnet::{ARB_WASM, Config, Devnet};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// Where the program is.
const PROGRAM: Address = Address::repeat_byte(0x50);

/// `activateProgram(address)`.
const ACTIVATE: [u8; 4] = hex!("58c780c2");

/// More than the data fee of a small program, in wei.
const ENOUGH_FOR_ACTIVATION: u64 = 10_000_000_000_000_000;

/// A node and a client with one connection.
struct World {
    devnet: Devnet,
    client: reqwest::Client,
    runtime: Runtime,
}

impl World {
    fn new() -> Self {
        Self {
            devnet: Devnet::start(Config::default()).expect("a free port"),
            client: reqwest::Client::new(),
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
        }
    }

    fn rpc(&self, method: &str, params: &Value) -> Value {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let request = self.client.post(self.devnet.url()).json(&body);
        let mut answer: Value = self.runtime.block_on(async {
            let response = request.send().await.expect("an answer");
            response.json().await.expect("JSON")
        });
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    fn request(&self, to: Address, value: u64, data: &[u8]) -> Value {
        json!({
            "from": self.devnet.accounts()[0].address,
            "to": to,
            "gas": "0x1000000",
            "value": U256::from(value),
            "data": hex::encode_prefixed(data),
        })
    }

    fn send(&self, request: &Value) -> Value {
        let hash = self.rpc("eth_sendTransaction", &json!([request]));
        self.rpc("eth_getTransactionReceipt", &json!([hash]))
    }

    /// Puts a program in WebAssembly's text format at [`PROGRAM`] and activates it.
    fn deploy(&self, text: &str) {
        let module = wat::parse_str(text).expect("valid text");
        let mut code = hex!("eff00000").to_vec();
        let params = brotli::enc::BrotliEncoderParams::default();
        brotli::BrotliCompress(&mut module.as_slice(), &mut code, &params).expect("in memory");
        self.rpc(
            "anvil_setCode",
            &json!([PROGRAM, hex::encode_prefixed(code)]),
        );
        let data = [&ACTIVATE[..], PROGRAM.into_word().as_slice()].concat();
        let request = self.request(ARB_WASM, ENOUGH_FOR_ACTIVATION, &data);
        assert_eq!(self.send(&request)["status"], "0x1");
    }
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.bench_function("listening", |bencher| {
        bencher.iter_with_large_drop(|| Devnet::start(Config::default()));
    });
    group.bench_function("first answer", |bencher| {
        bencher.iter_with_large_drop(|| {
            let world = World::new();
            assert_eq!(world.rpc("eth_chainId", &json!([])), "0x64aba");
            world
        });
    });
    group.bench_function("first block", |bencher| {
        bencher.iter_with_large_drop(|| {
            let world = World::new();
            let receipt = world.send(&world.request(Address::ZERO, 1, &[]));
            assert_eq!(receipt["blockNumber"], "0x1");
            world
        });
    });
}

fn write(criterion: &mut Criterion) {
    let world = World::new();
    world.deploy(include_str!("../tests/contracts/register.wat"));
    let mut group = criterion.benchmark_group("one slot");
    group.throughput(Throughput::Elements(1));
    let mut count = 0_u64;
    let mut next = || {
        count += 1;
        world.request(PROGRAM, 0, &U256::from(count).to_be_bytes::<32>())
    };
    group.bench_function("call", |bencher| {
        bencher.iter(|| world.rpc("eth_call", &json!([black_box(next())])));
    });
    group.bench_function("transaction", |bencher| {
        bencher.iter(|| world.rpc("eth_sendTransaction", &json!([black_box(next())])));
    });
}

fn hash(criterion: &mut Criterion) {
    let world = World::new();
    world.deploy(include_str!("../tests/contracts/hasher.wat"));
    let request = json!([world.request(PROGRAM, 0, &[])]);
    let mut memory = [0; 1024];
    for _ in 0..1000 {
        let hash: B256 = keccak256(memory);
        memory[..32].copy_from_slice(hash.as_slice());
    }
    assert_eq!(
        world.rpc("eth_call", &request),
        hex::encode_prefixed(&memory[..32])
    );
    let mut group = criterion.benchmark_group("thousand hashes of a kilobyte");
    group.throughput(Throughput::Elements(1));
    group.bench_function("call", |bencher| {
        bencher.iter(|| world.rpc("eth_call", black_box(&request)));
    });
}

criterion_group!(benches, start, write, hash);
criterion_main!(benches);
