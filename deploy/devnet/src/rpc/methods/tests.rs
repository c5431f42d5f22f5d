//! Every method with every kind of nonsense.

use std::{iter, sync::Arc};

use alloy::primitives::{Address, B256};
use serde_json::{Map, Value, json};

use super::{METHODS, TRACES};
use crate::{
    Devnet,
    chain::{Clock, Config, ParentChain},
    node::Node,
};

/// What a method answers when it panicked: nothing a client sends may lead to it.
const INTERNAL_ERROR: i64 = -32_603;

/// An account that nothing else needs.
const SOMEBODY: Address = Address::repeat_byte(0x5b);

fn start() -> Devnet {
    Devnet::start(Config {
        clock: Clock::Fixed(1_800_000_000),
        parent_chain: ParentChain::Following { start: 5, lag: 5 },
        ..Config::default()
    })
    .expect("a free port")
}

/// Whether a method may change the chain.
fn is_writer(method: &str) -> bool {
    ["evm_", "anvil_", "hardhat_", "devnet_", "eth_send"]
        .iter()
        .any(|prefix| method.starts_with(prefix))
}

/// Parameters that fit, or nearly so: each is replaced by nonsense in turn.
fn template(method: &str) -> Vec<Value> {
    let request = json!({
        "from": SOMEBODY, "to": SOMEBODY, "gas": "0x5208", "value": "0x0", "nonce": "0x0",
        "maxFeePerGas": "0x0", "data": "0x", "chainId": "0x64aba",
    });
    let name = method.split_once('_').map_or(method, |(_, name)| name);
    match name {
        "call" | "estimateGas" | "createAccessList" | "sendTransaction" | "fillTransaction" => {
            let overrides = json!({SOMEBODY.to_string(): {"balance": "0x1"}});
            vec![request, json!("latest"), overrides, json!({"time": "0x1"})]
        }
        "traceCall" => vec![request, json!("latest"), json!({"tracer": "callTracer"})],
        "traceTransaction" | "traceBlockByHash" | "traceBlockByNumber" => {
            vec![json!("0x0"), json!({"tracer": "stylusTracer"})]
        }
        "getStorageAt" => vec![json!(SOMEBODY), json!("0x0"), json!("latest")],
        "getProof" => vec![json!(SOMEBODY), json!(["0x0"]), json!("latest")],
        "getLogs" | "newFilter" => vec![json!({"fromBlock": "0x0", "toBlock": "latest"})],
        "feeHistory" => vec![json!("0x1"), json!("latest"), json!([50.0])],
        "getBlockByHash" | "getHeaderByHash" => vec![json!(B256::ZERO), json!(true)],
        "getBlockByNumber" | "getHeaderByNumber" => vec![json!("0x0"), json!(true)],
        "setStorageAt" => vec![json!(SOMEBODY), json!("0x0"), json!(B256::ZERO)],
        "setCode" => vec![json!(SOMEBODY), json!("0x00")],
        "mine" if method != "evm_mine" => vec![json!("0x1"), json!("0x1")],
        "increaseTime" | "mine" | "jumpParentChain" | "revert" => vec![json!("0x1")],
        _ if name.starts_with("get") || name.starts_with("set") || name.contains("mpersonat") => {
            vec![json!(SOMEBODY), json!("0x1"), json!("latest")]
        }
        _ => vec![request, json!("latest"), json!({}), json!({})],
    }
}

/// Values that no method was made for.
fn nonsense() -> Vec<Value> {
    let deep = iter::repeat_n((), 100).fold(json!([]), |inner, ()| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("0x"),
        json!("0xz"),
        json!("-0x1"),
        json!("0x00000000000000000001"),
        json!("0xffffffffffffffff"),
        json!("0x10000000000000000"),
        json!(format!("0x{}", "f".repeat(64))),
        json!(format!("0x1{}", "0".repeat(64))),
        json!(format!("0x{}", "f".repeat(40))),
        json!(format!("0x{}", "0".repeat(39))),
        json!("18446744073709551615"),
        json!("99999999999999999999999999999999"),
        json!("earliest"),
        json!("\u{0}\u{1F600}"),
        json!("x".repeat(10_000)),
        json!([]),
        json!(["0x0", "0x0"]),
        json!(vec![0; 2_000]),
        json!({}),
        json!({"fromBlock": "0x0", "toBlock": "0xffffffffffffffff"}),
        json!({"blockHash": "0x0", "fromBlock": "0x0"}),
        deep,
    ]
}

/// The fields of a request, each with the widest quantity.
fn hostile_requests() -> Vec<Value> {
    let widest = json!(format!("0x{}", "f".repeat(64)));
    let fields = [
        "gas",
        "gasPrice",
        "maxFeePerGas",
        "maxPriorityFeePerGas",
        "value",
        "nonce",
        "chainId",
        "type",
        "maxFeePerBlobGas",
        "accessList",
        "authorizationList",
        "blobVersionedHashes",
        "data",
        "input",
        "from",
        "to",
        "timestamp",
        "time",
        "number",
        "baseFeePerGas",
        "gasLimit",
        "balance",
        "code",
        "state",
        "stateDiff",
        "address",
        "topics",
        "blockHash",
    ];
    let narrow = json!("0xffffffffffffffff");
    fields
        .iter()
        .flat_map(|field| {
            [
                (field, widest.clone()),
                (field, narrow.clone()),
                (field, json!([[]])),
            ]
        })
        .map(|(field, value)| {
            let mut object = Map::new();
            object.insert("from".into(), json!(SOMEBODY));
            object.insert((*field).into(), value);
            Value::Object(object)
        })
        .collect()
}

/// All the parameters that one method is called with.
fn attacks(method: &str) -> Vec<Value> {
    let template = template(method);
    let mut all = vec![
        Value::Null,
        json!({}),
        json!([]),
        json!("0x0"),
        json!(vec!["0x0"; 100]),
        Value::Array(template.clone()),
    ];
    for at in 0..template.len() {
        for value in nonsense().into_iter().chain(hostile_requests()) {
            let mut params = template.clone();
            params[at] = value;
            all.push(Value::Array(params));
        }
    }
    all
}

/// Calls a method with each of the parameters, in batches; answers the answers.
async fn call_all(devnet: &Devnet, method: &str, params: &[Value]) -> Vec<Value> {
    let mut answers = Vec::new();
    for some in params.chunks(1000) {
        let batch: Vec<Value> = some
            .iter()
            .map(|params| json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
            .collect();
        let request = reqwest::Client::new().post(devnet.url()).json(&batch);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answers.extend(answer.as_array().expect("a batch").iter().cloned());
    }
    answers
}

async fn call(devnet: &Devnet, method: &str, params: Value) -> Value {
    call_all(devnet, method, &[params]).await.remove(0)
}

fn content(node: &Arc<Node>) -> Vec<u8> {
    node.read(|chain| chain.moment().encode())
}

#[tokio::test]
async fn methods_fail_or_answer_and_only_writers_change_the_chain_when_called_with_nonsense() {
    let devnet = start();
    devnet.mine(2).unwrap();
    let methods = METHODS.iter().map(|(name, _)| *name);
    for method in methods.chain(TRACES.iter().map(|(name, _)| *name)) {
        let before = content(devnet.node());
        let attacks = attacks(method);
        let answers = call_all(&devnet, method, &attacks).await;
        assert_eq!(answers.len(), attacks.len(), "{method}");
        for (params, answer) in attacks.iter().zip(answers) {
            let is_answered = answer.get("result").is_some() != answer.get("error").is_some();
            assert!(is_answered, "{method} {params}: {answer}");
            let code = &answer["error"]["code"];
            assert_ne!(*code, INTERNAL_ERROR, "{method} {params}: {answer}");
        }
        if !is_writer(method) {
            assert!(
                content(devnet.node()) == before,
                "{method} changed the chain"
            );
        }
        // Whatever happened: the chain goes on.
        let height = devnet.block_number();
        devnet.mine(1).unwrap();
        let transfer = json!([{"from": devnet.accounts()[0].address, "to": Address::ZERO}]);
        let sent = call(&devnet, "eth_sendTransaction", transfer).await;
        assert!(sent["result"].is_string(), "after {method}: {sent}");
        assert_eq!(devnet.block_number(), height + 2, "after {method}");
    }
}
