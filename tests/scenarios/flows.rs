//! Every flow passes, on honest and on faulty off-chain actors; its report is recomputed by another program.

use crate::{
    data::transactions,
    support::{small, small_world, suite},
};
use alloy::primitives::Address;
use harness::{
    Fate, FlowError, FlowReport, MemolabsFault, Money, Report, Settings, all, choose, write_json,
};
use std::{path::Path, process::Command};

async fn play(settings: impl Fn(Settings) -> Settings) -> Vec<FlowReport> {
    let mut reports = Vec::new();
    for flow in all() {
        let settings = settings(flow.settings());
        reports.push(flow.play(suite(), settings, &mut ()).await);
    }
    reports
}

/// Few users and small batches, for flows that have no load of their own.
fn smaller(settings: Settings) -> Settings {
    let load = |it: &Settings| (it.users, it.block_size, it.blocks_per_batch);
    if load(&settings) == load(&Settings::default()) {
        with_load(&small(), settings)
    } else {
        settings
    }
}

/// Small batches for all flows, and slots of as many of them as before.
fn smallest(settings: Settings) -> Settings {
    let elements = |it: &Settings| {
        u32::try_from(it.block_size * it.blocks_per_batch).expect("a batch has a few elements")
    };
    let before = elements(&settings);
    let mut settings = with_load(&small(), settings);
    settings.later_batches = 30;
    let slot = &mut settings.network.parameters.slot;
    slot.elements = slot.elements * elements(&small()) / before;
    settings
}

fn with_load(load: &Settings, settings: Settings) -> Settings {
    Settings {
        users: load.users,
        block_size: load.block_size,
        blocks_per_batch: load.blocks_per_batch,
        ..settings
    }
}

/// What flows promise about their size.
fn assert_loads(report: &Report) {
    let flow = |name: &str| {
        let mut flows = report.flows.iter();
        flows.find(|flow| flow.name == name).expect("it was played")
    };
    let answered = flow("data-answered");
    assert_eq!(answered.batches[0].elements.len(), 3_000);
    assert!(transactions(answered, "11.B.2.A.1") >= 4);
    let replayed = flow("replay-whole-batch");
    assert_eq!(replayed.batches[0].elements.len(), 3_000);
    assert!(transactions(replayed, "11.A.3.B.2.2") >= 4);
    let long = flow("data-withheld-long-chain").batches.iter();
    let orphaned = long.filter(|batch| batch.fate == Fate::Orphaned);
    assert_eq!(orphaned.count(), 1_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn flows_pass_and_an_independent_program_recomputes_their_report() {
    let report = Report::new(1, play(smaller).await);
    let failures: Vec<_> = report
        .flows
        .iter()
        .filter_map(|flow| flow.error.as_ref())
        .collect();
    assert!(
        report.passed(),
        "{failures:#?}, no flow proves {:?}",
        report.unproven()
    );
    assert_loads(&report);

    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("report.json");
    write_json(&file, &report).expect("the report can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/recompute.py");
    match Command::new("python3").arg(script).arg(&file).output() {
        Ok(output) => assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        ),
        Err(error) => println!("not recomputed: python3 does not start ({error})"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn flows_give_the_same_headers_when_the_seed_is_the_same() {
    let hashes = |reports: &[FlowReport]| -> Vec<_> {
        reports
            .iter()
            .flat_map(|flow| &flow.batches)
            .map(|batch| batch.hash)
            .collect()
    };
    let passing = async |seed| {
        let reports = play(|settings| Settings {
            seed,
            ..smallest(settings)
        })
        .await;
        let failures: Vec<_> = reports.iter().filter_map(|it| it.error.as_ref()).collect();
        assert!(failures.is_empty(), "{failures:#?}");
        reports
    };
    let first = passing(1).await;
    let again = passing(1).await;
    let other = passing(2).await;
    assert!(!hashes(&first).is_empty());
    assert_eq!(hashes(&first), hashes(&again));
    assert_ne!(hashes(&first), hashes(&other));
}

#[tokio::test(flavor = "multi_thread")]
async fn main_path_fails_at_step_8_when_memolabs_is_down_or_tampers() {
    let main_path = choose(&["main-path".into()]).expect("the flow is there")[0];
    for (memolabs, reason) in [
        (MemolabsFault::Down, "does not answer"),
        (MemolabsFault::Tampering, "has the root"),
    ] {
        let settings = Settings {
            memolabs,
            ..smaller(main_path.settings())
        };
        let report = main_path.play(suite(), settings, &mut ()).await;
        assert!(!report.passed);
        assert_eq!(report.steps.last().map(|step| step.seed), Some("7"));
        let error = report.error.expect("a failed flow says why");
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn choose_reverts_unknown_flow_when_no_flow_has_the_name() {
    let error = choose(&["no-such-flow".into()]).expect_err("there is no such flow");
    let text = error.to_string();
    assert!(
        text.contains("no-such-flow") && text.contains("main-path"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_unaccounted_for_when_one_unit_of_a_token_is_nobodys() {
    let world = small_world().await;
    Money::note(&world).await.expect("all of it is there");
    let nobody = Address::repeat_byte(0x0b);
    let given = world.anybody.give_tokens(nobody, 1).await;
    given.expect("the deployer has tokens");
    let error = Money::note(&world).await.expect_err("one unit is missing");
    let FlowError::Unaccounted { seen, expected, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(expected - seen, 1);
}
