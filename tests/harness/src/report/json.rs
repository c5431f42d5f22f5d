//! The report for machines: what was played and what Layer 1 was told, as plain values and hex.

use alloy::primitives::{Address, B256, Bytes};
use anyhow::Context;
use serde::Serialize;
use std::{collections::BTreeMap, fs, path::Path};

use types::{Header, StateClaim};

use crate::{
    coverage::{Covered, coverage},
    error::FlowError,
    flows::{Flow, all},
    l2::Accepted,
    report::MoneyReport,
    story::Step,
    world::{Fate, Posted, World},
};

/// A whole run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Seed of all keys and transactions.
    pub seed: u64,
    /// Whether every flow passed and, if all were played, every step of the seed is proven.
    pub passed: bool,
    /// Each step of the seed, in its order, with the flows that told it.
    pub coverage: Vec<Covered>,
    /// The flows in the order played.
    pub flows: Vec<FlowReport>,
}

impl Report {
    /// The report of these flows.
    pub fn new(seed: u64, flows: Vec<FlowReport>) -> Self {
        let mut report = Self {
            seed,
            passed: flows.iter().all(|flow| flow.passed),
            coverage: coverage(&flows),
            flows,
        };
        report.passed &= !report.is_whole() || report.unproven().is_empty();
        report
    }

    /// Whether every flow passed and, if all were played, every step of the seed is proven.
    pub const fn passed(&self) -> bool {
        self.passed
    }

    /// Whether all flows were played.
    pub fn is_whole(&self) -> bool {
        let played = |flow: &Flow| self.flows.iter().any(|it| it.name == flow.name);
        all().iter().all(played)
    }

    /// Numbers of the seed's steps that no flow of this run has proven.
    pub fn unproven(&self) -> Vec<&'static str> {
        let rows = self.coverage.iter().filter(|row| !row.proven);
        rows.map(|row| row.seed).collect()
    }
}

/// One flow.
#[derive(Debug, Serialize)]
pub struct FlowReport {
    /// Its name, as `--flow` takes it.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Whether all its steps were told, each with its proofs.
    pub passed: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Layer 1's chain id; absent if no world could be built.
    pub chain_id: Option<u64>,
    /// The suite's addresses by contract.
    pub contracts: BTreeMap<String, Address>,
    /// The steps that were told.
    pub steps: Vec<Step>,
    /// Who has paid and who has got what; absent if no world could be built, or tokens were lost or made.
    pub money: Option<MoneyReport>,
    /// Batch 0; absent if no world could be built.
    pub genesis: Option<GenesisReport>,
    /// The batches that Layer 1 took, in order, those too that it has cut since.
    pub batches: Vec<BatchReport>,
}

/// The genesis batch.
#[derive(Clone, Debug, Serialize)]
pub struct GenesisReport {
    /// Hash of the header.
    pub hash: B256,
    /// The header.
    pub header: HeaderReport,
    /// The genesis claim, 48 bytes.
    pub claim: Bytes,
}

/// One batch.
#[derive(Clone, Debug, Serialize)]
pub struct BatchReport {
    /// Hash of the header.
    pub hash: B256,
    /// Whether it still counts at the end of the flow.
    pub fate: Fate,
    /// The header.
    pub header: HeaderReport,
    /// The elements: leaf data of the transaction tree.
    pub elements: Vec<Bytes>,
    /// The state claims after each element, or what a liar has put there: leaf data of the state tree.
    pub claims: Vec<Bytes>,
}

/// A header's fields (spec section 2), in the order of its encoding.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeaderReport {
    instance: B256,
    fork: u32,
    index: u64,
    parent: B256,
    mttbr: B256,
    mtsr: B256,
    element_count: u32,
    data_length: u32,
    #[serde(rename = "lastL2Block")]
    last_l2_block: u64,
    #[serde(rename = "lastL2Timestamp")]
    last_l2_timestamp: u64,
    sequencer: Address,
    producer: Address,
    parameter_set: u32,
    submitted_at: u64,
}

impl FlowReport {
    /// The report of a flow that was played.
    pub(crate) fn new(
        flow: &Flow,
        outcome: Result<(), FlowError>,
        steps: Vec<Step>,
        money: Option<MoneyReport>,
        world: &World,
    ) -> Self {
        let addresses = world.addresses();
        let contracts = [
            ("BatchRegistry", addresses.registry),
            ("DataAvailability", addresses.data_availability),
            ("FraudProof", addresses.fraud_proof),
            ("Governance", addresses.governance),
            ("MetisToken", addresses.token),
            ("SequencerPool", addresses.pool),
            ("Treasury", addresses.treasury),
        ];
        Self {
            name: flow.name,
            title: flow.title,
            passed: outcome.is_ok(),
            error: outcome.err().map(|error| error.to_string()),
            chain_id: Some(world.chain_id()),
            contracts: contracts
                .map(|(name, address)| (name.into(), address))
                .into(),
            steps,
            money,
            genesis: Some(GenesisReport::new(&world.genesis)),
            batches: world.batches.iter().map(BatchReport::new).collect(),
        }
    }

    /// The report of a flow whose world could not be built.
    pub(crate) fn without_world(flow: &Flow, error: &FlowError) -> Self {
        Self {
            name: flow.name,
            title: flow.title,
            passed: false,
            error: Some(error.to_string()),
            chain_id: None,
            contracts: BTreeMap::new(),
            steps: Vec::new(),
            money: None,
            genesis: None,
            batches: Vec::new(),
        }
    }
}

impl GenesisReport {
    fn new((accepted, claim): &(Accepted, StateClaim)) -> Self {
        Self {
            hash: accepted.hash.0.into(),
            header: HeaderReport::new(&accepted.header),
            claim: claim.encode().into(),
        }
    }
}

impl BatchReport {
    fn new(posted: &Posted) -> Self {
        let Posted {
            accepted,
            batch,
            fate,
            ..
        } = posted;
        Self {
            hash: accepted.hash.0.into(),
            fate: *fate,
            header: HeaderReport::new(&accepted.header),
            elements: batch.elements.iter().cloned().map(Bytes::from).collect(),
            claims: batch.state_leaves().into_iter().map(Bytes::from).collect(),
        }
    }
}

impl HeaderReport {
    fn new(header: &Header) -> Self {
        Self {
            instance: header.instance.0.into(),
            fork: header.fork.0,
            index: header.index.0,
            parent: header.parent.0.into(),
            mttbr: header.mttbr.0.into(),
            mtsr: header.mtsr.0.into(),
            element_count: header.element_count,
            data_length: header.data_length,
            last_l2_block: header.last_l2_block.0,
            last_l2_timestamp: header.last_l2_timestamp.0,
            sequencer: header.sequencer.0.into(),
            producer: header.producer.0.into(),
            parameter_set: header.parameter_set.0,
            submitted_at: header.submitted_at.0,
        }
    }
}

/// Writes a report to a file, whole or not at all.
///
/// # Errors
///
/// [`FlowError::Other`] naming the file.
pub fn write_json(path: &Path, report: &Report) -> Result<(), FlowError> {
    let text = serde_json::to_vec_pretty(report).context("encoding the report")?;
    let partial = path.with_extension("partial");
    fs::write(&partial, text).with_context(|| format!("writing {}", partial.display()))?;
    fs::rename(&partial, path).with_context(|| format!("writing {}", path.display()))?;
    Ok(())
}
