//! The gas of every public method, as a committed snapshot that a change must move visibly.
//!
//! `UPDATE=1 cargo test -p system-tests --test scenarios gas` writes `tests/snapshots/gas.json`. The figures are
//! those of a transaction alone in its block: 21,000 and calldata included, nothing cached, no Layer 1 data fee.

mod data_availability;
mod disputes;
mod endings;
mod fraud_proof;
mod governance;
mod governor;
mod pool;
mod publication;
mod registry;
mod rotation;
mod token;
mod treasury;
mod votes;

use crate::support::{call_as, small_world};
use alloy::{
    json_abi::JsonAbi,
    primitives::{Address, U256},
    sol_types::SolCall,
};
use deploy::Contract;
use harness::World;
use interfaces::client::IMetisToken;
use serde::Serialize;
use std::{collections::BTreeMap, env, fs, path::Path};

/// Contract → method → gas.
type Snapshot = BTreeMap<String, BTreeMap<String, u64>>;

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_every_public_method_is_as_committed() {
    let mut bench = Bench {
        world: small_world().await,
        seen: Snapshot::new(),
    };
    bench.note_wiring();
    token::measure(&mut bench).await;
    let posted = registry::measure(&mut bench).await;
    pool::measure(&mut bench).await;
    treasury::measure(&mut bench).await;
    registry::measure_views(&mut bench, &posted).await;
    pool::measure_views(&mut bench).await;
    treasury::measure_views(&mut bench).await;
    data_availability::measure(&mut bench, &(&posted.accepted.header).into()).await;
    bench.seen = Box::pin(fraud_proof::measure(bench.seen)).await;
    bench.seen = Box::pin(governance::measure(bench.seen)).await;
    bench.require_every_method();

    assert_committed("gas.json", &bench.seen);
}

/// Compares figures with those of a file in `tests/snapshots`.
fn assert_committed(name: &str, seen: &impl Serialize) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("snapshots")
        .join(name);
    let seen = serde_json::to_string_pretty(seen).expect("numbers are JSON") + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &seen).expect("the snapshot can be written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == seen,
        "gas has moved; if it should have, run with UPDATE=1 and read the difference. Now:\n{seen}"
    );
}

/// A call to be measured.
struct Call {
    method: &'static str,
    input: Vec<u8>,
}

/// The call, encoded, under its method's name.
fn call<C: SolCall>(call: &C) -> Call {
    let method = C::SIGNATURE.split('(').next();
    Call {
        method: method.expect("a signature has a name"),
        input: call.abi_encode(),
    }
}

/// Measures in one world, call after call.
struct Bench {
    world: World,
    seen: Snapshot,
}

impl Bench {
    /// Sends calls to a contract as `from`, one after the other, and notes their gas.
    async fn measure(
        &mut self,
        contract: Contract,
        from: Address,
        calls: impl IntoIterator<Item = Call>,
    ) {
        for call in calls {
            let method = call.method;
            let gas = self.send(contract, from, call).await;
            self.note(contract, method, gas);
        }
    }

    /// Sends a call as `from`; gives its gas.
    async fn send(&self, contract: Contract, from: Address, call: Call) -> u64 {
        let receipt = call_as(&self.world, from, self.address(contract), call.input).await;
        let contract = name_of(contract);
        assert!(receipt.status(), "{contract}.{}", call.method);
        receipt.gas_used
    }

    fn note(&mut self, contract: Contract, method: &str, gas: u64) {
        let contract = name_of(contract);
        let methods = self.seen.entry(contract.into()).or_default();
        assert!(
            methods.insert(method.into(), gas).is_none(),
            "{contract}.{method} is measured twice"
        );
    }

    /// Lets blocks of Layer 1 pass.
    async fn pass_blocks(&self, blocks: u64) {
        let passed = self.world.pass_blocks(blocks).await;
        assert!(passed.expect("the embedded chain mines"));
    }

    fn address(&self, contract: Contract) -> Address {
        let addresses = self.world.addresses();
        match contract {
            Contract::BatchRegistry => addresses.registry,
            Contract::DataAvailability => addresses.data_availability,
            Contract::FraudProof => addresses.fraud_proof,
            Contract::Governance => addresses.governance,
            Contract::MetisToken => addresses.token,
            Contract::SequencerPool => addresses.pool,
            Contract::StateTransition => {
                let deployed = self.world.manifest.address(contract);
                deployed.expect("the suite has it")
            }
            Contract::Treasury => addresses.treasury,
        }
    }

    /// `wire` runs once, in the deployment.
    fn note_wiring(&mut self) {
        for (contract, mined) in self.world.manifest.wired.clone() {
            let mined = mined.expect("it was mined just now");
            self.note(contract, "wire", mined.gas_used);
        }
    }

    /// Every function of every interface was measured, and nothing else.
    fn require_every_method(&self) {
        for (contract, methods) in &self.seen {
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("../interfaces/abi/I{contract}.json"));
            let text = fs::read_to_string(&file).expect("the JSON ABI is committed");
            let abi: JsonAbi = serde_json::from_str(&text).expect("the JSON ABI parses");
            let promised: Vec<_> = abi.functions.keys().collect();
            let measured: Vec<_> = methods.keys().collect();
            assert_eq!(measured, promised, "{contract}");
        }
        assert_eq!(self.seen.len(), Contract::ALL.len());
    }
}

/// A contract's name, as its interface has it.
const fn name_of(contract: Contract) -> &'static str {
    match contract {
        Contract::MetisToken => "MetisToken",
        Contract::Treasury => "Treasury",
        Contract::SequencerPool => "SequencerPool",
        Contract::StateTransition => "StateTransition",
        Contract::BatchRegistry => "BatchRegistry",
        Contract::DataAvailability => "DataAvailability",
        Contract::FraudProof => "FraudProof",
        Contract::Governance => "Governance",
    }
}

/// A fresh member with money, tokens and an approval, that is in no queue yet.
async fn newcomer(world: &World, tag: u8, tokens: u128) -> Address {
    let account = Address::repeat_byte(tag);
    let token = world.addresses().token;
    let transfer = IMetisToken::transferCall {
        to: account,
        value: U256::from(tokens),
    };
    call_as(world, world.anybody.account(), token, transfer.abi_encode()).await;
    let approve = IMetisToken::approveCall {
        spender: world.addresses().treasury,
        value: U256::from(tokens),
    };
    call_as(world, account, token, approve.abi_encode()).await;
    account
}
