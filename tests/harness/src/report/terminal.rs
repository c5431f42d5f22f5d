//! The report for people: progress while it builds, the steps as they happen, a summary.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{path::Path, time::Duration};

use super::{FlowReport, Report};
use crate::{
    flows::Flow,
    story::{Listener, Proof, Step},
    world::Suite,
};

/// Writes to standard output; progress goes to standard error and only to a terminal.
#[derive(Debug)]
pub struct Terminal {
    bar: ProgressBar,
}

impl Terminal {
    /// A terminal with nothing on it.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// Shows what is being done right now.
    pub fn doing(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }

    /// A contract is being built.
    pub fn building(&self, event: &deploy::Event) {
        self.doing(format!(
            "{} {} {:.0}%",
            event.phase,
            event.subject,
            event.fraction * 100.0
        ));
    }

    /// The contracts were built.
    pub fn built(&self, suite: &Suite) {
        self.line(format!(
            "{:<18} {:>9} {:>11}  code hash",
            "contract", "wasm", "compressed"
        ));
        for contract in suite.contracts() {
            self.line(format!(
                "{:<18} {:>7} B {:>9} B  {}",
                contract.name, contract.raw, contract.compressed, contract.code_hash
            ));
        }
    }

    /// A flow is not played, because it needs the embedded chain.
    pub fn left_out(&self, flow: &Flow) {
        let name = flow.name;
        self.line(format!("left out: {name}, which is for the embedded chain"));
    }

    /// A flow begins.
    pub fn begin(&self, flow: &Flow) {
        self.line(format!("\n{}: {}", flow.name, flow.title));
        self.doing(format!("{}: chain, deployment, funds", flow.name));
    }

    /// A flow ended.
    pub fn end(&self, report: &FlowReport) {
        if let Some(money) = &report.money {
            self.line(format!("{money}"));
        }
        match &report.error {
            None => self.line(format!("  passed: {} steps", report.steps.len())),
            Some(error) => self.line(format!("  FAILED: {error}")),
        }
    }

    /// All flows ended.
    pub fn summary(&self, report: &Report) {
        self.bar.finish_and_clear();
        println!();
        for flow in &report.flows {
            let elements: usize = flow.batches.iter().map(|batch| batch.elements.len()).sum();
            println!(
                "{} {:<24} {:>3} steps, {:>4} batches, {elements:>5} elements",
                if flow.passed { "passed" } else { "FAILED" },
                flow.name,
                flow.steps.len(),
                flow.batches.len(),
            );
        }
        let failed = report.flows.iter().filter(|flow| !flow.passed).count();
        println!("{} passed, {failed} failed", report.flows.len() - failed);
        if report.is_whole() {
            covered(report);
        }
    }

    /// The JSON report was written.
    pub fn wrote(&self, path: &Path) {
        println!("report written to {}", path.display());
    }

    fn line(&self, text: impl AsRef<str>) {
        self.bar.suspend(|| println!("{}", text.as_ref()));
    }
}

impl Default for Terminal {
    fn default() -> Self {
        Self::new()
    }
}

impl Listener for Terminal {
    fn step(&mut self, step: &Step) {
        self.line(format!(
            "  {:<12} {:<14} {}",
            step.seed, step.actor, step.what
        ));
        for proof in &step.proofs {
            let text = match proof {
                Proof::Transaction {
                    hash,
                    block,
                    gas,
                    events,
                } => {
                    let names: Vec<_> = events.iter().map(|event| name(event.signature)).collect();
                    format!("tx {hash} block {block} gas {gas} {}", names.join(", "))
                }
                Proof::Refusal {
                    call,
                    error,
                    hash,
                    block,
                } => format!("tx {hash} block {block} {} refused: {error}", name(call)),
                Proof::View { call, value } => format!("view {call} = {value}"),
                Proof::Fact { what } => format!("checked: {what}"),
            };
            self.line(format!("  {:<12} {:<14}   {}", "", "", text.trim_end()));
        }
    }

    fn progress(&mut self, what: &str, done: u32, all: u32) {
        self.doing(format!("{what}: {done} of {all}"));
    }
}

/// How many of the seed's steps are proven, and which are not.
fn covered(report: &Report) {
    let (all, unproven) = (report.coverage.len(), report.unproven());
    let proven = all - unproven.len();
    println!("coverage: {proven} of {all} steps of the seed are proven");
    if !unproven.is_empty() {
        println!("FAILED: no flow proves {}", unproven.join(", "));
    }
}

/// The name of an event or a function, without its parameters.
fn name(signature: &str) -> &str {
    signature.split('(').next().unwrap_or(signature)
}
