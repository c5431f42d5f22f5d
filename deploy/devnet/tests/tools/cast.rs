//! cast, as people type it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use alloy::{hex, sol_types::SolError};
use devnet::Config;
use serde_json::Value;

use crate::{
    clients,
    program::{ARB_WASM, ArbWasm, creation, register_code},
    world::{PROBE_CODE, Probe, World},
};

/// An account without money.
const STRANGER: &str = "0x00000000000000000000000000000000000bEEF0";

/// The command, the node that it talks to, and the key of the account that pays.
struct Cast {
    program: PathBuf,
    world: World,
    key: String,
}

impl Cast {
    fn new() -> Option<Self> {
        let program = executable(clients::folder()?);
        let world = World::with(Config::default());
        let key = world.account.key.to_string();
        Some(Self {
            program,
            world,
            key,
        })
    }

    /// Whether it succeeded, and what it printed or complained of.
    fn output(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env("ETH_RPC_URL", self.world.devnet.url());
        let output = command.output().expect("cast runs, as npm installed it");
        let succeeded = output.status.success();
        let said = if succeeded {
            output.stdout
        } else {
            output.stderr
        };
        (succeeded, String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// What it prints.
    fn run(&self, arguments: &[&str]) -> String {
        let (succeeded, said) = self.output(arguments);
        assert!(succeeded, "cast {arguments:?}: {said}");
        said
    }

    /// What it complains of.
    fn fails(&self, arguments: &[&str]) -> String {
        let (succeeded, said) = self.output(arguments);
        assert!(!succeeded, "cast {arguments:?}: {said}");
        said
    }

    /// Sends a transaction of the account that pays; its receipt.
    fn send(&self, arguments: &[&str]) -> Value {
        let signed = ["send", "--json", "--private-key", &self.key];
        let printed = self.run(&[&signed, arguments].concat());
        let receipt: Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(receipt["status"], "0x1", "{receipt}");
        receipt
    }

    /// Deploys the probe with 41 in it; its address.
    fn probe(&self) -> String {
        let code = PROBE_CODE.trim();
        let receipt = self.send(&["--create", code, "constructor(uint256)", "41"]);
        text(&receipt["contractAddress"])
    }
}

/// The program itself: npm's wrapper of it succeeds always.
fn executable(folder: &Path) -> PathBuf {
    let packages =
        fs::read_dir(folder.join("node_modules/@foundry-rs")).expect("cast is installed");
    let mut programs =
        packages.map(|package| package.expect("a readable folder").path().join("bin/cast"));
    programs
        .find(|program| program.is_file())
        .expect("a cast for this platform")
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

#[test]
fn cast_succeeds_with_an_evm_contract() {
    let Some(cast) = Cast::new() else { return };
    let probe = cast.probe();
    let stored = || cast.run(&["call", &probe, "stored()(uint256)"]);
    assert_eq!(stored(), "41");

    let gas = cast.run(&["estimate", &probe, "store(uint256)", "42"]);
    let receipt = cast.send(&[&probe, "store(uint256)", "42", "--gas-limit", &gas]);
    assert_eq!(stored(), "42");
    let hash = text(&receipt["transactionHash"]);
    assert_eq!(cast.run(&["receipt", &hash, "status"]), "true");
    assert_eq!(cast.run(&["tx", &hash, "gas"]), gas);

    // It executes on its own EVM what it fetches from the node.
    let traces = cast.run(&["run", &hash]);
    assert!(
        traces.contains("Transaction successfully executed"),
        "{traces}"
    );

    let event = "Stored(address indexed,uint256 indexed,uint256)";
    let filter = ["logs", "--json", "--from-block", "0", "--address", &probe];
    let printed = cast.run(&[&filter, &[event][..]].concat());
    let logs: Vec<Value> = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(logs.len(), 1);
    assert_eq!(logs[0]["transactionHash"], hash.as_str());
    let other = cast.run(&[&filter, &[event, "", "43"][..]].concat());
    assert_eq!(other, "[]");

    let refusal = cast.fails(&["call", &probe, "refuse(uint256)", "7"]);
    let selector = hex::encode(Probe::Refused::SELECTOR);
    assert!(refusal.contains(&selector), "{refusal}");
    let refusal = cast.fails(&["estimate", &probe, "refuseWith(string)", "not today"]);
    assert!(refusal.contains("not today"), "{refusal}");
}

#[test]
fn cast_succeeds_reading_blocks_accounts_and_prices() {
    let Some(cast) = Cast::new() else { return };
    let probe = cast.probe();
    let account = cast.world.account.address.to_string();
    cast.send(&[STRANGER, "--value", "1.5ether"]);

    assert_eq!(cast.run(&["chain-id"]), "412346");
    assert_eq!(cast.run(&["block-number"]), "2");
    assert_eq!(cast.run(&["block", "latest", "--field", "number"]), "2");
    assert_eq!(
        cast.run(&["balance", STRANGER, "--ether"]),
        "1.500000000000000000"
    );
    assert_eq!(cast.run(&["nonce", &account]), "2");
    assert_eq!(
        cast.run(&["storage", &probe, "0"]),
        format!("0x{:064x}", 41)
    );
    assert_eq!(cast.run(&["gas-price"]), "100000000");
    assert_eq!(cast.run(&["base-fee"]), "100000000");
    let code = cast.run(&["code", &probe]);
    assert_eq!(
        cast.run(&["codesize", &probe]),
        ((code.len() - 2) / 2).to_string()
    );
    assert_eq!(
        cast.run(&["rpc", "eth_getCode", &probe, "latest"]),
        format!("{code:?}")
    );
    assert!(cast.run(&["client"]).contains("devnet"));
    cast.run(&["age"]);
    cast.run(&["find-block", "0"]);
}

#[test]
fn cast_succeeds_with_a_stylus_program() {
    let Some(cast) = Cast::new() else { return };
    let code = hex::encode_prefixed(creation(&register_code()));
    let receipt = cast.send(&["--create", &code]);
    let program = text(&receipt["contractAddress"]);
    cast.fails(&["call", &program]);
    let wasm = ARB_WASM.to_string();
    let version = ["call", &wasm, "programVersion(address)(uint16)", &program];
    let refusal = cast.fails(&version);
    let selector = hex::encode(ArbWasm::ProgramNotActivated::SELECTOR);
    assert!(refusal.contains(&selector), "{refusal}");

    let activate = "activateProgram(address)(uint16,uint256)";
    let account = cast.world.account.address.to_string();
    let paying = ["--value", "1ether", "--from", &account];
    let printed = cast.run(&[&["call", &wasm, activate, &program], &paying[..]].concat());
    assert!(printed.starts_with('3'), "{printed}");
    cast.send(&[&wasm, activate, &program, "--value", "0.01ether"]);
    assert_eq!(cast.run(&version), "3");

    let word = format!("0x{}", "42".repeat(32));
    cast.send(&[&program, &word]);
    assert_eq!(cast.run(&["call", &program]), word);
    assert_eq!(cast.run(&["storage", &program, "0"]), word);
    let gas: u64 = cast
        .run(&["estimate", &program, &word])
        .parse()
        .expect("a number");
    assert!(gas > 21_000);
}

#[test]
fn cast_succeeds_with_accounts_that_the_node_signs_for() {
    let Some(cast) = Cast::new() else { return };
    let probe = cast.probe();
    let account = cast.world.account.address.to_string();
    let store = [&probe, "store(uint256)", "43"];
    cast.run(&[&["send", "--unlocked", "--from", &account], &store[..]].concat());

    cast.run(&["rpc", "anvil_setBalance", STRANGER, "0xde0b6b3a7640000"]);
    cast.run(&["rpc", "anvil_impersonateAccount", STRANGER]);
    cast.run(&[&["send", "--unlocked", "--from", STRANGER], &store[..]].concat());
    assert_eq!(cast.run(&["nonce", STRANGER]), "1");
}

#[test]
fn cast_succeeds_publishing_what_it_signed() {
    let Some(cast) = Cast::new() else { return };
    let signing = ["mktx", "--private-key", &cast.key, STRANGER, "--value", "7"];
    for form in [&[][..], &["--legacy"], &["--access-list", "[]"]] {
        let raw = cast.run(&[&signing, form].concat());
        cast.run(&["publish", &raw]);
    }
    assert_eq!(cast.run(&["balance", STRANGER]), "21");
    let signed = ["send", "--sync", "--private-key", &cast.key];
    cast.run(&[&signed[..], &[STRANGER, "--value", "1"]].concat());
    assert_eq!(cast.run(&["balance", STRANGER]), "22");
}
