//! The table, of what flows declare and of reports that are made up.

use alloy::primitives::{Address, B256, Bytes};

use super::{Covered, MARKS, Nature, SEED, coverage};
use crate::{
    flows::{Flow, all},
    report::{FlowReport, Report},
    story::{Actor, Event, Proof, Step},
};

const POOL: Address = Address::repeat_byte(5);

fn event(address: Address, signature: &'static str) -> Event {
    Event {
        address,
        signature,
        topics: Vec::new(),
        data: Bytes::new(),
    }
}

fn transaction(events: Vec<Event>) -> Proof {
    Proof::Transaction {
        hash: B256::ZERO,
        block: 7,
        gas: 21_000,
        events,
    }
}

fn view(call: &str) -> Proof {
    Proof::View {
        call: call.into(),
        value: "1".into(),
    }
}

fn refusal() -> Proof {
    Proof::Refusal {
        call: "endSlot(uint8)",
        error: "NotHolder { caller: 0x05, holder: 0x06 }".into(),
        hash: B256::ZERO,
        block: 7,
    }
}

fn fact(what: &str) -> Proof {
    Proof::Fact { what: what.into() }
}

fn told(seed: &'static str, proofs: Vec<Proof>) -> Step {
    Step {
        seed,
        actor: Actor::Layer1,
        what: "does it".into(),
        proofs,
    }
}

/// The report of a flow that passed with these steps.
fn report(name: &'static str, steps: Vec<Step>) -> FlowReport {
    FlowReport {
        name,
        title: "",
        passed: true,
        error: None,
        chain_id: None,
        contracts: [("SequencerPool".into(), POOL)].into(),
        steps,
        money: None,
        genesis: None,
        batches: Vec::new(),
    }
}

/// The row of a step that one flow tells with these proofs.
fn row(seed: &'static str, proofs: Vec<Proof>) -> Covered {
    let rows = coverage(&[report("a", vec![told(seed, proofs)])]);
    let mut rows = rows.into_iter().filter(|row| row.seed == seed);
    rows.next().expect("it is a step of the seed")
}

#[test]
fn declared_has_every_step_of_the_seed() {
    let declared: Vec<_> = all().iter().flat_map(Flow::declared).collect();
    let missing: Vec<_> = SEED
        .iter()
        .map(|step| step.number)
        .filter(|number| !declared.contains(number))
        .collect();
    assert!(missing.is_empty(), "no flow declares {missing:?}");
}

#[test]
fn declared_has_nothing_but_steps_of_the_seed_and_marks() {
    for flow in all() {
        for number in flow.declared() {
            let is_seed = SEED.iter().any(|step| step.number == number);
            let is_marked = MARKS.iter().any(|mark| mark.is_of(number));
            assert!(is_seed != is_marked, "{} tells {number}", flow.name);
        }
    }
}

#[test]
fn seed_has_every_number_once_and_none_without_the_one_before() {
    let numbers: Vec<_> = SEED.iter().map(|step| step.number).collect();
    for (at, number) in numbers.iter().enumerate() {
        let before = &numbers[..at];
        assert!(!before.contains(number), "{number} is there twice");
        let (above, last) = number.rsplit_once('.').unwrap_or(("", number));
        let last: u32 = last.parse().expect("a step's number ends with digits");
        let previous = format!("{above}.{}", last - 1);
        let previous = previous.trim_start_matches('.');
        assert!(
            last == 1 || before.contains(&previous),
            "{previous} is not before {number}"
        );
        let Some((step, _)) = number.split_once(".B.") else {
            continue;
        };
        let other = format!("{step}.A.1");
        assert!(before.contains(&other.as_str()), "{other} is missing");
    }
}

#[test]
fn coverage_gives_what_each_flow_asserted_once() {
    let kicked = "Kicked(address,uint8,uint64)";
    let first = told(
        "11.B.2.B.1",
        vec![
            transaction(vec![event(POOL, kicked), event(Address::ZERO, "Lost()")]),
            view("SequencerPool.member(sequencer)"),
            refusal(),
            fact("it lost 12 units of 0x1234…abcd"),
        ],
    );
    let second = told(
        "11.B.2.B.1",
        vec![
            transaction(vec![event(POOL, kicked)]),
            view("SequencerPool.phase()"),
            fact("it lost 7 units of 0x56…ef"),
            fact("it gained 7 units"),
        ],
    );
    let other = told("11.B.2.B.1", vec![view("SequencerPool.phase()")]);
    let reports = [
        report("a", vec![first, second]),
        report("b", vec![told("7", vec![fact("none of it")])]),
        report("c", vec![other]),
    ];
    let rows = coverage(&reports);
    let numbers: Vec<_> = rows.iter().map(|row| row.seed).collect();
    let listed: Vec<_> = SEED.iter().map(|step| step.number).collect();
    assert_eq!(numbers, listed);
    let row = rows.iter().find(|row| row.seed == "11.B.2.B.1");
    let json = serde_json::to_value(row).expect("a row is JSON");
    let lost = format!("{}.Lost()", Address::ZERO);
    let expected = serde_json::json!({
        "seed": "11.B.2.B.1",
        "text": "no data in time: Layer 1 kicks and slashes the Sequencer",
        "needs": "layer1",
        "flows": [
            {
                "flow": "a",
                "events": ["SequencerPool.Kicked(address,uint8,uint64)", lost],
                "views": ["SequencerPool.member(sequencer)", "SequencerPool.phase()"],
                "refusals": ["endSlot(uint8): NotHolder"],
                "facts": ["it lost 12 units of 0x1234…abcd", "it gained 7 units"],
            },
            { "flow": "c", "events": [], "views": ["SequencerPool.phase()"], "refusals": [], "facts": [] },
        ],
        "proven": true,
    });
    assert_eq!(json, expected);
}

#[test]
fn coverage_is_unproven_when_no_flow_tells_the_step() {
    let rows = coverage(&[report("a", vec![told("1", vec![fact("sent")])])]);
    for row in rows.iter().skip(1) {
        assert!(!row.proven && row.flows.is_empty(), "{row:?}");
    }
    assert!(rows[0].proven);
}

#[test]
fn coverage_is_proven_by_events_or_views_only_when_layer1_does_the_step() {
    let logs = vec![event(POOL, "Kicked()")];
    for (proofs, proven) in [
        (vec![fact("it says so")], false),
        (vec![refusal()], false),
        (vec![transaction(Vec::new()), fact("mined")], false),
        (vec![transaction(logs)], true),
        (vec![view("SequencerPool.phase()")], true),
    ] {
        let row = row("7", proofs);
        assert_eq!((row.needs, row.proven), (Nature::Layer1, proven), "{row:?}");
        assert_eq!(row.flows.len(), 1);
    }
}

#[test]
fn coverage_is_proven_by_a_fact_when_an_actor_does_the_step_by_itself() {
    assert!(row("9", vec![fact("the root is its own")]).proven);
    assert!(!row("9", vec![transaction(Vec::new())]).proven);
}

#[test]
fn coverage_is_proven_by_a_refusal_only_when_somebody_has_to_wait() {
    assert!(row("R.B.1", vec![refusal()]).proven);
    assert!(
        !row(
            "R.B.1",
            vec![view("SequencerPool.phase()"), fact("it waits")]
        )
        .proven
    );
}

#[test]
fn passed_is_false_when_all_flows_were_played_and_a_step_is_unproven() {
    let proofs = vec![view("SequencerPool.phase()"), refusal()];
    let steps = SEED.iter().map(|step| told(step.number, proofs.clone()));
    let mut steps: Vec<_> = steps.collect();
    let played = |first: &[Step]| {
        let mut reports: Vec<_> = all().iter().map(|it| report(it.name, Vec::new())).collect();
        reports[0].steps = first.to_vec();
        reports
    };
    let whole = Report::new(1, played(&steps));
    assert!(whole.is_whole() && whole.passed() && whole.unproven().is_empty());

    steps.retain(|step| step.seed != "11.B.2.B.3");
    let lacking = Report::new(1, played(&steps));
    assert_eq!(lacking.unproven(), ["11.B.2.B.3"]);
    assert!(!lacking.passed());

    let mut some = played(&steps);
    some.pop();
    let some = Report::new(1, some);
    assert!(!some.is_whole() && some.passed());
}
