//! Gas, ink and results of every vector, to the unit: `README.md` says where they come from.

mod case;
mod observer;
mod world;

use std::{fs, io::Read, path::Path};

use case::{Case, Env, Frame, Group, Log, Status, Step};
use devnet::ArbosVersion;
use observer::Observer;
use revm::context::result::ExecutionResult;
use world::{World, compare};

/// Cases whose figures this chain does not share, each with the rule that decides.
const DECIDED_OTHERWISE: [(&str, &str); 1] = [(
    "creates/create1-starts-ef",
    "EIP-3541 holds on Arbitrum but for the prefixes of Stylus: code 0xEF is refused and takes all \
     gas of the creation, which the vectors' small EVM host does not do",
)];

/// Runs one group and returns the differences, each with the name of its case.
fn differences(group: &Group) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in &group.cases {
        for version in &case.options.arbos {
            let arbos = ArbosVersion::new(*version).expect("a supported version");
            for message in run(&group.env, case, arbos) {
                wrong.push(format!("{} (ArbOS {version}): {message}", case.name));
            }
        }
    }
    wrong
}

fn run(env: &Env, case: &Case, arbos: ArbosVersion) -> Vec<String> {
    let mut world = World::new(env, case, arbos);
    let mut wrong = Vec::new();
    for program in &case.programs {
        wrong.extend(world.activate(program));
        if case.options.cached.contains(&program.name) {
            world.cache(program.address);
        }
    }
    for (index, step) in case.steps.iter().enumerate() {
        let messages = play(&mut world, step);
        wrong.extend(messages.iter().map(|text| format!("step {index}: {text}")));
    }
    wrong
}

fn play(world: &mut World<'_>, step: &Step) -> Vec<String> {
    let mut tx = world.transaction(step.from, step.to, step.data.clone(), step.gas);
    tx.value = step.value;
    let names = world.names.clone();
    let mut observer = Observer::new(&names);
    let result = world.run(tx, Some(&mut observer)).result;
    let expect = &step.expect;
    let mut wrong = Vec::new();
    let status = match result {
        ExecutionResult::Success { .. } => Status::Success,
        ExecutionResult::Revert { .. } => Status::Revert,
        ExecutionResult::Halt { .. } => Status::Halt,
    };
    compare("status", expect.status, status, &mut wrong);
    let spent = result.gas().total_gas_spent();
    let exec_gas = spent.saturating_sub(expect.intrinsic_gas);
    compare("exec_gas", expect.exec_gas, exec_gas, &mut wrong);
    compare(
        "refund",
        expect.refund,
        result.gas().final_refunded(),
        &mut wrong,
    );
    compare("tx_gas", expect.tx_gas, result.tx_gas_used(), &mut wrong);
    let output = result.output().cloned().unwrap_or_default();
    compare("return", &expect.output, &output, &mut wrong);
    let logs = result.logs().iter().map(|log| Log {
        address: log.address,
        topics: log.topics().to_vec(),
        data: log.data.data.clone(),
    });
    let logs: Vec<Log> = logs.collect();
    compare(
        "logs",
        expect.logs.as_deref().unwrap_or(&[]),
        &logs,
        &mut wrong,
    );
    if let Some(ink) = expect.ink {
        let top = observer.frames.last().map_or(0, |frame| frame.ink);
        compare("ink", ink, top, &mut wrong);
    }
    compare(
        "frames",
        expect.frames.len(),
        observer.frames.len(),
        &mut wrong,
    );
    for (index, (expected, actual)) in expect.frames.iter().zip(&observer.frames).enumerate() {
        let actual = as_stated(expected, actual);
        compare(&format!("frame {index}"), expected, &actual, &mut wrong);
    }
    wrong
}

/// The observed frame with only the lists that the expected one states.
fn as_stated(expected: &Frame, actual: &Frame) -> Frame {
    Frame {
        hosts: expected.hosts.as_ref().and(actual.hosts.clone()),
        host_count: expected.host_count.and(actual.host_count),
        host_ink: expected.host_ink.and(actual.host_ink),
        ..actual.clone()
    }
}

fn check(name: &str, cases: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors/data")
        .join(format!("{name}.json.br"));
    let packed = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut json = Vec::new();
    brotli::Decompressor::new(packed.as_slice(), 4096)
        .read_to_end(&mut json)
        .expect("a brotli stream");
    let group: Group = serde_json::from_slice(&json).expect("a group of cases");
    assert_eq!(group.cases.len(), cases, "no case may get lost");
    let mut wrong = differences(&group);
    for (case, reason) in DECIDED_OTHERWISE {
        let before = wrong.len();
        wrong.retain(|message| !message.starts_with(case));
        let is_here = group.cases.iter().any(|other| other.name == case);
        assert_eq!(
            wrong.len() < before,
            is_here,
            "{case} agrees by now: {reason}"
        );
    }
    assert!(
        wrong.is_empty(),
        "{} differences\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// One test per group, with its number of cases.
macro_rules! groups {
    ($($test:ident: $file:literal, $cases:literal;)*) => {
        $(
            #[test]
            fn $test() {
                check($file, $cases);
            }
        )*
    };
}

groups! {
    activation_succeeds_with_the_vectors: "activation", 61;
    calls_succeed_with_the_vectors: "calls", 65;
    control_succeeds_with_the_vectors: "control", 35;
    creates_succeed_with_the_vectors: "creates", 28;
    entry_succeeds_with_the_vectors: "entry", 17;
    host_account_succeeds_with_the_vectors: "host-account", 20;
    host_data_succeeds_with_the_vectors: "host-data", 25;
    host_env_succeeds_with_the_vectors: "host-env", 16;
    host_math_succeeds_with_the_vectors: "host-math", 19;
    ink_limits_succeed_with_the_vectors: "ink-limits", 14;
    logs_succeed_with_the_vectors: "logs", 20;
    memory_growth_succeeds_with_the_vectors: "memory-growth", 26;
    opcodes_int_succeed_with_the_vectors: "opcodes-int", 52;
    opcodes_memory_succeed_with_the_vectors: "opcodes-memory", 26;
    random_succeeds_with_the_vectors: "random", 42;
    stack_depth_succeeds_with_the_vectors: "stack-depth", 9;
    storage_succeeds_with_the_vectors: "storage", 34;
    transient_succeeds_with_the_vectors: "transient", 6;
}
