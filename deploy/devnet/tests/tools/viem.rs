//! viem: each test is a script of `clients/`, which checks what it sees itself.

use std::{fs, process::Command};

use alloy::hex;
use devnet::Config;
use serde_json::json;

use crate::{
    clients,
    program::{creation, register_code},
    world::{PROBE_CODE, World},
};

/// Runs a script against a node of its own.
fn run(script: &str) {
    let Some(folder) = clients::folder() else {
        return;
    };
    let world = World::with(Config::default());
    let given = json!({
        "url": world.devnet.url(),
        "wsUrl": world.devnet.ws_url(),
        "chainId": world.devnet.chain_id(),
        "key": world.account.key,
        "probe": format!("0x{}", PROBE_CODE.trim()),
        "register": hex::encode_prefixed(creation(&register_code())),
    });
    let file = folder.join(script).with_extension("json");
    fs::write(&file, given.to_string()).expect("a writable folder");
    let mut node = Command::new("node");
    node.arg(script).arg(file).current_dir(folder);
    let output = node.output().expect("node runs, as it told its version");
    assert!(
        output.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn viem_succeeds_with_an_evm_contract() {
    run("evm.mjs");
}

#[test]
fn viem_succeeds_with_a_stylus_program() {
    run("stylus.mjs");
}

#[test]
fn viem_succeeds_watching_over_websocket() {
    run("websocket.mjs");
}

#[test]
fn viem_succeeds_as_a_test_client() {
    run("tester.mjs");
}
