//! The committed figures, and the weights that must be twice as much.

use std::{collections::BTreeMap, env, fs, path::Path};

use revm::bytecode::OpCode;
use transition::weights;

use super::{Bench, opcodes, programs, words, worst};

pub(crate) fn assert_committed(name: &str, figures: &BTreeMap<String, u64>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("snapshots/{name}.json"));
    let text = serde_json::to_string_pretty(figures).expect("figures are JSON") + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, text).expect("the file can be written");
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let committed: BTreeMap<String, u64> = serde_json::from_str(&committed).unwrap_or_default();
    let moved = |name: &String| committed.get(name) != figures.get(name);
    let names = figures.keys().chain(committed.keys());
    let moved: Vec<_> = names
        .filter(|name| moved(name))
        .map(|name| {
            format!(
                "{name}: {:?} -> {:?}",
                committed.get(name),
                figures.get(name)
            )
        })
        .collect();
    assert!(moved.is_empty(), "UPDATE=1 writes them anew: {moved:#?}");
}

#[test]
fn every_adversarial_element_fits_into_20_million_gas() {
    let figures = worst::all(&mut Bench::new());
    for (name, gas) in &figures {
        println!("{gas:>10} {name}");
    }
    worst::require(&figures);
    assert_committed("state-transition-worst", &figures);
}

#[test]
fn gas_of_ordinary_elements_is_as_committed() {
    let mut bench = Bench::new();
    let mut figures = programs::measure(&mut bench);
    figures.extend(programs::loops(&mut bench));
    assert_committed("state-transition-elements", &figures);
}

#[test]
fn weights_are_at_least_twice_the_gas_of_the_contract() {
    let mut bench = Bench::new();
    let (mut figures, mut wrong) = (BTreeMap::new(), Vec::new());
    let mut note = |name: String, tenths: u64, weight: u64| {
        if 10 * weight < 2 * tenths {
            wrong.push(format!("{name}: {tenths} tenths, weight {weight}"));
        }
        figures.insert(name, tenths);
    };
    for (opcode, tenths) in opcodes::measure(&mut bench) {
        let name = OpCode::new(opcode).expect("an opcode").as_str();
        let mut weight = u64::from(weights::OPCODES[usize::from(opcode)]);
        match name {
            "EXP" => weight += weights::EXPONENT_BYTE,
            "CREATE" | "CREATE2" => weight += weights::FRAME + 40,
            _ => {}
        }
        note(format!("opcode {name}"), tenths, weight);
    }
    for (name, figure) in words::measure(&mut bench) {
        note(name.to_owned(), figure.tenths, figure.weight);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_committed("state-transition-weights", &figures);
}
