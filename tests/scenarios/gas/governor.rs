//! What decisions cost in Governance, and in OpenZeppelin's Governor with its timelock and its votes on the same chain.
//!
//! `UPDATE=1 cargo test --test scenarios gas` writes `tests/snapshots/governance.json`: proposal → step → contract →
//! gas. Governance has no step between the last vote and the execution (`queue` is null): its timelock counts from the
//! end of voting. Where the Governor cannot be built its figures stay as they are committed, after saying so.
//!
//! Both chains of steps are those of a suite in use: the proposer has had a bond back, the beneficiary has nothing yet.
//! Approving the bond, and delegating votes to oneself at the Governor, are not counted.

mod peer;
mod tools;

use super::{
    Bench, assert_committed,
    votes::{self, Passage, accused, answered, compensate, pass, reordered},
};
use alloy::primitives::Address;
use deploy::Clock;
use harness::Motion;
use std::{collections::BTreeMap, fs, path::Path};

/// In `tests/snapshots`.
const SNAPSHOT: &str = "governance.json";

/// How the contracts are called there.
const OURS: &str = "Governance";
const CACHED: &str = "Governance, programs cached";
const PEER: &str = "OpenZeppelin Governor 5.7.0";

/// Proposal → step → contract → gas.
struct Figures(BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<u64>>>>);

impl Figures {
    /// Those of the Governor that are committed.
    fn of_peer() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("snapshots")
            .join(SNAPSHOT);
        let committed = fs::read_to_string(file).unwrap_or_else(|_| "{}".into());
        let committed = serde_json::from_str(&committed);
        let mut figures = Self(committed.expect("the snapshot has its form"));
        for steps in figures.0.values_mut() {
            for contracts in steps.values_mut() {
                contracts.retain(|contract, _| contract == PEER);
            }
            steps.retain(|_, contracts| !contracts.is_empty());
        }
        figures.0.retain(|_, steps| !steps.is_empty());
        figures
    }

    fn note(&mut self, proposal: &str, step: &str, contract: &str, gas: Option<u64>) {
        let steps = self.0.entry(proposal.into()).or_default();
        let contracts = steps.entry(step.into()).or_default();
        contracts.insert(contract.into(), gas);
    }

    fn note_passage(&mut self, proposal: &str, contract: &str, gas: Passage) {
        for (step, gas) in [
            ("propose", Some(gas.propose)),
            ("first vote", Some(gas.first_vote)),
            ("later vote", Some(gas.later_vote)),
            ("queue", gas.queue),
            ("execute", Some(gas.execute)),
        ] {
            self.note(proposal, step, contract, gas);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_decisions_is_as_committed_beside_openzeppelins_governor() {
    let mut figures = Figures::of_peer();
    for (contract, is_cached) in [(OURS, false), (CACHED, true)] {
        let (bench, closed) = votes::bench(Clock::BlockNumber, is_cached).await;
        figures.note("SpendPot", "close", contract, Some(closed));
        measure(&bench, contract, &mut figures).await;
        if is_cached && let Some(contracts) = tools::compiled() {
            let gas = peer::spending(&bench.world, contracts).await;
            figures.note_passage("SpendPot", PEER, gas);
        }
    }
    assert_committed(SNAPSHOT, &figures.0);
}

/// One proposal of each kind after the other.
async fn measure(bench: &Bench, contract: &str, figures: &mut Figures) {
    let genesis = bench.world.genesis.0.clone();
    let first = answered(bench, &genesis).await;
    let second = answered(bench, &first).await;
    let parameters = bench.world.anybody.registry().parameters(0).call().await;
    let parameters = parameters.expect("a view");
    let plain = [
        ("SpendPot", Motion::spend(Address::repeat_byte(0x94), 1)),
        ("AddParameterSet", Motion::add_parameters(&parameters)),
    ];
    for (kind, motion) in plain {
        let (_, gas) = pass(bench, motion).await;
        figures.note_passage(kind, contract, gas);
    }
    let author = accused(bench, first.header.sequencer.0.into()).await;
    let verifier = accused(bench, bench.world.verifier.layer1().account()).await;
    for (kind, motion, batch) in [
        (
            "RemoveSequencer",
            Motion::remove_sequencer(author, &[first.hash]),
            first,
        ),
        (
            "RemoveVerifier",
            Motion::remove_verifier(verifier, &[second.hash]),
            second.clone(),
        ),
    ] {
        let (removal, gas) = pass(bench, motion).await;
        figures.note_passage(kind, contract, gas);
        let compensated = compensate(bench, &removal, batch).await;
        figures.note(kind, "compensate", contract, Some(compensated));
    }
    let kick = reordered(bench, &second).await;
    let (_, gas) = pass(bench, kick).await;
    figures.note_passage("KickForOrdering", contract, gas);
    let producer = accused(bench, bench.world.producer.layer1().account()).await;
    let (_, gas) = pass(bench, Motion::punish_producer(producer, 1)).await;
    figures.note_passage("PunishProducer", contract, gas);
}
