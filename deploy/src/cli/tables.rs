//! Results for people.

use std::path::Path;

use alloy::primitives::utils::format_ether;
use deploy::build::Artifacts;
use deploy::{Manifest, Plan, Report};

pub(super) fn print_artifacts(artifacts: &Artifacts) {
    println!(
        "{:<16} {:>9} {:>11}  code hash",
        "contract", "raw", "compressed"
    );
    for artifact in artifacts {
        println!(
            "{:<16} {:>9} {:>11}  {}",
            artifact.contract.package(),
            artifact.raw_size(),
            artifact.compressed_size,
            artifact.code_hash()
        );
    }
}

pub(super) fn print_plan(plan: &Plan) {
    println!(
        "chain {}, account {}, token {}",
        plan.chain_id, plan.deployer, plan.token
    );
    println!(
        "{:<24} {:<42} {:>10} {:>9} {:>10}  data fee",
        "step", "address", "compressed", "gas", "state"
    );
    for step in &plan.steps {
        println!(
            "{:<24} {:<42} {:>10} {:>9} {:>10}  {}",
            step.step.to_string(),
            step.address.to_string(),
            step.compressed_size,
            step.gas,
            if step.done { "done" } else { "to do" },
            format_ether(step.data_fee),
        );
    }
    println!(
        "at most {} ETH at twice the gas price of {} wei; the account has {} ETH",
        format_ether(plan.cost()),
        plan.gas_price,
        format_ether(plan.balance)
    );
}

pub(super) fn print_manifest(manifest: &Manifest, path: &Path) {
    println!(
        "{:<16} {:<42} {:>10}  code hash",
        "contract", "address", "gas used"
    );
    for (contract, deployed) in &manifest.contracts {
        println!(
            "{:<16} {:<42} {:>10}  {}",
            contract.package(),
            deployed.address.to_string(),
            deployed.created.map_or(0, |mined| mined.gas_used),
            deployed.code_hash
        );
    }
    println!(
        "deployed, wired and checked; recorded in {}",
        path.display()
    );
}

pub(super) fn print_report(report: &Report) {
    for check in &report.checks {
        if check.holds() {
            println!("ok    {}: {} = {}", check.subject, check.what, check.found);
        } else {
            println!(
                "WRONG {}: {} = {}, must be {}",
                check.subject, check.what, check.found, check.expected
            );
        }
    }
    let failed = report.failed().count();
    println!("{} checks, {failed} failed", report.checks.len());
}
