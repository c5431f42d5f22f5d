//! Chains that outlive their node.

use std::{
    fs,
    path::{Path, PathBuf},
};

use alloy::{
    network::TransactionBuilder,
    primitives::{B256, U256},
    providers::Provider,
    rpc::types::{Filter, TransactionRequest},
};
use devnet::{Clock, Config, Devnet, ParentChain, Persistence, StartError, StateError};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    program::{ARB_WASM, ArbWasm, ENOUGH_FOR_ACTIVATION, creation, register_code},
    world::{NOW, World},
};

/// A directory that is removed at the end, and a file in it that is not there yet.
fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("chain.state");
    (directory, file)
}

fn kept_in(file: &Path) -> Config {
    Config {
        clock: Clock::Fixed(NOW),
        state: Some(Persistence::new(file)),
        ..Config::default()
    }
}

fn refusal(file: &Path) -> StateError {
    match Devnet::start(kept_in(file)) {
        Err(StartError::State(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// A file with a chain of some blocks.
fn written(file: &Path) -> Vec<u8> {
    let devnet = Devnet::start(kept_in(file)).expect("starts");
    devnet.mine(3).expect("few");
    devnet.stop().expect("written");
    fs::read(file).expect("there")
}

#[tokio::test]
async fn start_succeeds_with_the_chain_of_the_last_run() {
    let (_directory, file) = place();
    let world = World::with(kept_in(&file));
    let probe = world.probe(7).await;
    let stored = probe.store(U256::from(8)).send().await.unwrap();
    let hash = *stored.tx_hash();
    stored.get_receipt().await.unwrap();
    world.devnet.increase_time(100);
    world.devnet.mine(2).unwrap();
    world.devnet.set_balance(*probe.address(), U256::from(9));
    let everything = async |world: &World| {
        let mut seen = Vec::new();
        for (method, params) in [
            ("eth_blockNumber", json!([])),
            ("eth_getBlockByNumber", json!(["0x0", true])),
            ("eth_getBlockByNumber", json!(["0x2", true])),
            ("eth_getBlockByNumber", json!(["latest", true])),
            ("eth_getTransactionReceipt", json!([hash])),
            ("eth_getRawTransactionByHash", json!([hash])),
            (
                "debug_traceTransaction",
                json!([hash, {"tracer": "callTracer"}]),
            ),
            (
                "debug_traceTransaction",
                json!([hash, {"tracer": "prestateTracer"}]),
            ),
            ("eth_getLogs", json!([{"fromBlock": "0x0"}])),
            ("eth_getBalance", json!([probe.address(), "latest"])),
            ("eth_getBalance", json!([probe.address(), "0x2"])),
            ("eth_getCode", json!([probe.address()])),
            ("eth_getStorageAt", json!([probe.address(), "0x0", "0x1"])),
            ("eth_getStorageAt", json!([probe.address(), "0x0", "0x2"])),
        ] {
            seen.push(world.rpc(method, params).await.expect(method));
        }
        seen
    };
    let before = everything(&world).await;
    assert_eq!(before[5].as_str().map(|raw| raw.len() > 100), Some(true));
    world.devnet.stop().unwrap();
    let world = World::with(kept_in(&file));
    assert_eq!(everything(&world).await, before);
    world.devnet.mine(1).unwrap();
    assert_eq!(world.devnet.timestamp(), NOW + 100);
    world.probe(1).await;
}

#[tokio::test]
async fn start_succeeds_with_programs_that_need_no_activation_again() {
    let (_directory, file) = place();
    let world = World::with(kept_in(&file));
    let code = creation(&register_code());
    let request = TransactionRequest::default().with_deploy_code(code);
    let program = world.send(request).await.contract_address.unwrap();
    let wasm = ArbWasm::new(ARB_WASM, world.provider.clone());
    let call = wasm
        .activateProgram(program)
        .value(U256::from(ENOUGH_FOR_ACTIVATION));
    call.send().await.unwrap().get_receipt().await.unwrap();
    let read = TransactionRequest::default().with_to(program);
    let content = B256::repeat_byte(0x42).to_vec();
    let write = read.clone().with_input(content.clone());
    let used = world.send(write.clone()).await.gas_used;
    drop(world.devnet);
    let world = World::with(kept_in(&file));
    assert_eq!(world.provider.call(read).await.unwrap(), content);
    // The slot holds that value already: no more than the first write.
    assert!(world.send(write).await.gas_used < used);
    let filter = Filter::new().from_block(0).address(ARB_WASM);
    assert_eq!(world.provider.get_logs(&filter).await.unwrap().len(), 1);
}

#[tokio::test]
async fn start_succeeds_with_the_position_of_the_parent_chain() {
    let (_directory, file) = place();
    let following = || Config {
        parent_chain: ParentChain::Following { start: 5, lag: 5 },
        ..kept_in(&file)
    };
    let devnet = Devnet::start(following()).unwrap();
    assert!(devnet.jump_parent_chain(1_000));
    devnet.stop().unwrap();
    let world = World::with(following());
    world.devnet.increase_time(24);
    world.devnet.mine(1).unwrap();
    let block = world.rpc("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(block.await.unwrap()["l1BlockNumber"], "0x3ea");
    drop(world.devnet);
    let before = fs::read(&file).unwrap();
    let error = refusal(&file);
    assert!(matches!(error, StateError::ParentChain { .. }), "{error}");
    assert!(error.to_string().contains("--fork-block-number-lag"));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn start_fails_when_another_node_has_the_file() {
    let (directory, file) = place();
    let devnet = Devnet::start(kept_in(&file)).unwrap();
    let link = directory.path().join("link.state");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&file, &link).unwrap();
    devnet.mine(1).unwrap();
    let error = refusal(&file);
    let id = std::process::id();
    assert!(matches!(error, StateError::InUse { .. }), "{error}");
    assert!(
        error.to_string().contains(&format!("process {id}")),
        "{error}"
    );
    devnet.stop().unwrap();
    // By another name it is the same file.
    let devnet = Devnet::start(kept_in(&link)).unwrap();
    assert_eq!(devnet.block_number(), 1);
    assert!(matches!(refusal(&file), StateError::InUse { .. }));
}

#[test]
fn start_fails_and_leaves_the_file_when_it_is_no_state_of_this_chain() {
    let (_directory, file) = place();
    let good = written(&file);
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    for (bytes, text) in [
        (Vec::new(), "is not a state file"),
        (b"{\"alloc\": {}}".to_vec(), "is not a state file"),
        (changed(0), "is not a state file"),
        (changed(11), "has format 0"),
        (changed(19), "is of chain 412347"),
        (changed(20), "is damaged"),
        (changed(good.len() - 1), "is damaged"),
        (good[..good.len() - 1].to_vec(), "is damaged"),
        (good[..25].to_vec(), "is damaged"),
    ] {
        fs::write(&file, &bytes).unwrap();
        let message = refusal(&file).to_string();
        assert!(message.contains(text), "{message}");
        assert!(message.contains(file.to_str().unwrap()), "{message}");
        assert!(!message.contains('\n'), "{message}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
    fs::write(&file, &good).unwrap();
    assert_eq!(Devnet::start(kept_in(&file)).unwrap().block_number(), 3);
}

#[test]
fn start_fails_when_nothing_can_be_written_there() {
    let (directory, file) = place();
    assert!(matches!(
        refusal(directory.path()),
        StateError::NotAFile(path) if path == directory.path()
    ));
    let missing = directory.path().join("missing");
    let error = refusal(&missing.join("chain.state"));
    assert!(matches!(error, StateError::Directory { path, .. } if path == missing),);
    fs::write(&file, "a file").unwrap();
    let error = refusal(&file.join("chain.state"));
    assert!(matches!(error, StateError::Directory { .. }), "{error}");
}

#[test]
fn start_succeeds_beside_the_leftover_of_an_interrupted_write() {
    let (directory, file) = place();
    let good = written(&file);
    let leftover = directory.path().join("chain.state.tmp");
    fs::write(&leftover, &good[..good.len() / 2]).unwrap();
    let devnet = Devnet::start(kept_in(&file)).unwrap();
    assert_eq!(devnet.block_number(), 3);
    devnet.mine(1).unwrap();
    devnet.stop().unwrap();
    assert!(!leftover.exists());
    assert_eq!(Devnet::start(kept_in(&file)).unwrap().block_number(), 4);
}

#[test]
fn stop_fails_and_leaves_the_file_when_it_cannot_be_written() {
    let (directory, file) = place();
    let good = written(&file);
    let devnet = Devnet::start(kept_in(&file)).unwrap();
    devnet.mine(1).unwrap();
    // What is written first has this name.
    fs::create_dir(directory.path().join("chain.state.tmp")).unwrap();
    let error = devnet.stop().unwrap_err();
    assert!(matches!(error, StateError::Write { .. }), "{error}");
    assert_eq!(fs::read(&file).unwrap(), good);
}

#[test]
fn stop_succeeds_with_the_same_bytes_when_nothing_changed() {
    let (_directory, file) = place();
    let good = written(&file);
    let modified = fs::metadata(&file).unwrap().modified().unwrap();
    Devnet::start(kept_in(&file)).unwrap().stop().unwrap();
    assert_eq!(fs::read(&file).unwrap(), good);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), modified);
}
