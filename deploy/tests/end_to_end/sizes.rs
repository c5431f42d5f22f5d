use std::path::Path;

use deploy::Snapshot;
use wasmparser::{ConstExpr, DataKind, Operator, Parser, Payload};

use crate::world::artifacts;

#[test]
fn build_gives_the_committed_sizes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("records/sizes.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}\nTo write it: cargo deploy build --update-snapshot",
            path.display()
        )
    });
    let committed = Snapshot::parse(&text).unwrap();
    let moved = Snapshot::of(artifacts()).differences(&committed);
    assert!(
        moved.is_empty(),
        "{}\nIf that is meant: cargo deploy build --update-snapshot",
        moved.join("\n")
    );
}

/// The stack grows down from here, to 0: what overflows it traps, and writes over nothing.
#[test]
fn stack_lies_before_all_data() {
    const STACK: i32 = 32_768;
    for artifact in artifacts() {
        let (mut tops, mut data) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&artifact.wasm) {
            match payload.unwrap() {
                Payload::GlobalSection(globals) => {
                    let globals = globals.into_iter().map(|global| global.unwrap());
                    tops.extend(globals.map(|global| number(&global.init_expr)));
                }
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let DataKind::Active { offset_expr, .. } = segment.unwrap().kind else {
                            panic!("{}: data without a place", artifact.contract);
                        };
                        data.push(number(&offset_expr));
                    }
                }
                _ => {}
            }
        }
        let what = format!("{}: {tops:?}, {data:?}", artifact.contract);
        assert_eq!(tops.first(), Some(&STACK), "{what}");
        assert!(data.iter().all(|offset| *offset >= STACK), "{what}");
    }
}

fn number(expression: &ConstExpr<'_>) -> i32 {
    match expression.get_operators_reader().read().unwrap() {
        Operator::I32Const { value } => value,
        other => panic!("{other:?}"),
    }
}
