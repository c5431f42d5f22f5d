//! Which step of the seed is told by which flow, and what Layer 1 was seen to do for it.

mod steps;
#[cfg(test)]
mod tests;

use alloy::primitives::Address;
use serde::Serialize;
use std::fmt::Write;

use crate::{
    flows::Flow,
    report::FlowReport,
    story::{Event, Proof},
};

pub use steps::{MARKS, Mark, SEED, SeedStep};

/// What has to be asserted for a step of the seed to be proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// An actor does it by itself: whatever it checks.
    OffChain,
    /// Layer 1 does it or is read: an event or a view.
    Layer1,
    /// Somebody has to wait: a refusal by Layer 1.
    Refused,
}

/// A row of the table: a step of the seed and the flows that tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Covered {
    /// The step's number.
    pub seed: &'static str,
    /// What it says, in short.
    pub text: &'static str,
    /// What it needs to be proven.
    pub needs: Nature,
    /// The flows that told it, in the order played.
    pub flows: Vec<Telling>,
    /// Whether one of them asserted what the step needs.
    pub proven: bool,
}

/// What a flow asserted for a step, however often it told it. What differs in its numbers only is given once.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Telling {
    /// The flow's name.
    pub flow: &'static str,
    /// Events, as `Contract.Event(types)`.
    pub events: Vec<String>,
    /// Views, as `Contract.method(arguments)`.
    pub views: Vec<String>,
    /// Refused calls, as `method(types): Error`.
    pub refusals: Vec<String>,
    /// What an actor checked by itself.
    pub facts: Vec<String>,
}

/// The table of these flows: all steps of the seed, in its order.
pub(crate) fn coverage(flows: &[FlowReport]) -> Vec<Covered> {
    let row = |step: &SeedStep| {
        let told = |flow| Telling::of(flow, step.number);
        let flows: Vec<_> = flows.iter().filter_map(told).collect();
        Covered {
            seed: step.number,
            text: step.text,
            needs: step.nature,
            proven: flows.iter().any(|it| it.proves(step.nature)),
            flows,
        }
    };
    SEED.iter().map(row).collect()
}

/// The table that these flows declare, for people: each step of the seed with the flows that tell it, then the numbers
/// that are not the seed's.
pub(crate) fn declared(flows: &[Flow]) -> String {
    let mut table = String::new();
    for SeedStep { number, text, .. } in SEED {
        let tells = |flow: &&Flow| flow.declared().contains(number);
        let names: Vec<_> = flows.iter().filter(tells).map(|flow| flow.name).collect();
        let names = names.join(", ");
        let _ = writeln!(table, "{number:<16} {text}\n{:<16}   {names}", "");
    }
    table.push_str("\nnot of the seed\n");
    for Mark { number, text } in MARKS {
        let _ = writeln!(table, "{number:<16} {text}");
    }
    table
}

impl Telling {
    /// What this flow asserted for the step, if it told it.
    fn of(flow: &FlowReport, seed: &str) -> Option<Self> {
        let mut steps = flow
            .steps
            .iter()
            .filter(|step| step.seed == seed)
            .peekable();
        steps.peek()?;
        let mut telling = Self {
            flow: flow.name,
            ..Self::default()
        };
        for proof in steps.flat_map(|step| &step.proofs) {
            telling.add(flow, proof);
        }
        Some(telling)
    }

    fn add(&mut self, flow: &FlowReport, proof: &Proof) {
        match proof {
            Proof::Transaction { events, .. } => {
                for Event {
                    address, signature, ..
                } in events
                {
                    let contract = contract(flow, *address);
                    put(&mut self.events, format!("{contract}.{signature}"));
                }
            }
            Proof::View { call, .. } => put(&mut self.views, call.clone()),
            Proof::Refusal { call, error, .. } => {
                let error = error.split([' ', '(']).next().unwrap_or(error);
                put(&mut self.refusals, format!("{call}: {error}"));
            }
            Proof::Fact { what } => put(&mut self.facts, what.clone()),
        }
    }

    const fn proves(&self, nature: Nature) -> bool {
        let seen = !self.events.is_empty() || !self.views.is_empty();
        match nature {
            Nature::OffChain => seen || !self.refusals.is_empty() || !self.facts.is_empty(),
            Nature::Layer1 => seen,
            Nature::Refused => !self.refusals.is_empty(),
        }
    }
}

/// The contract's name, or the address if it is none of the suite's.
fn contract(flow: &FlowReport, address: Address) -> String {
    let mut contracts = flow.contracts.iter();
    let named = contracts.find(|(_, its)| **its == address);
    named.map_or_else(|| format!("{address:#x}"), |(name, _)| name.clone())
}

/// Adds what is not there yet.
fn put(proofs: &mut Vec<String>, proof: String) {
    if !proofs.iter().any(|it| words(it).eq(words(&proof))) {
        proofs.push(proof);
    }
}

/// The words of a text, numbers and hashes (`0x1234…abcd`) left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|it: char| !it.is_alphanumeric() && it != '…');
    words.filter(|word| !word.starts_with(|it: char| it.is_ascii_digit()))
}
