use super::code::PRELUDE_LENGTH;
use super::compile::bar_fraction;
use super::*;

/// A module with everything that post-processing has to mend.
const MODULE: &str = r#"(module
    (import "vm_hooks" "pay_for_memory_grow" (func $grow (param i32)))
    (table 1 funcref)
    (memory (export "memory") 1)
    (type $entry (func (param i32) (result i32)))
    (func $main (export "user_entrypoint") (type $entry)
        local.get 0
        i32.const 0
        call_indirect (type $entry))
    (elem (i32.const 0) $main)
    (data (i32.const 0) "hello")
    (@custom "producers" "somebody"))"#;

fn module(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

fn section_ids(wasm: &[u8]) -> Vec<u8> {
    wasmparser::Parser::new(0)
        .parse_all(wasm)
        .filter_map(|payload| payload.unwrap().as_section().map(|(id, _)| id))
        .collect()
}

fn to_usize(offset: u64) -> usize {
    usize::try_from(offset).unwrap()
}

/// Adds a DataCount section of one segment before the code, as some optimisers do.
fn with_data_count(wasm: &[u8]) -> Vec<u8> {
    let mut out = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        let Some((id, range)) = payload.unwrap().as_section() else {
            continue;
        };
        if id == 10 {
            out.section(&wasm_encoder::DataCountSection { count: 1 });
        }
        out.section(&wasm_encoder::RawSection {
            id,
            data: &wasm[to_usize(range.start)..to_usize(range.end)],
        });
    }
    out.finish()
}

/// Pads the table index of the only `call_indirect` to five bytes, as linkers do.
fn with_padded_table_index(wasm: &[u8]) -> Vec<u8> {
    let body = [0x20, 0x00, 0x41, 0x00, 0x11, 0x00, 0x00, 0x0b];
    let at = wasm.windows(body.len()).position(|w| w == body).unwrap();
    let mut padded = wasm.to_vec();
    padded.splice(at + 6..at + 7, [0x80, 0x80, 0x80, 0x80, 0x00]);
    // The body's and the section's lengths grow by four; both are single bytes here.
    padded[at - 2] += 4;
    padded[at - 4] += 4;
    padded
}

#[test]
fn canonical_drops_custom_sections_and_data_count() {
    let input = with_data_count(&module(MODULE));
    assert!(section_ids(&input).contains(&12) && section_ids(&input).contains(&0));
    let output = canonical(&input).unwrap();
    assert!(!section_ids(&output).contains(&12) && !section_ids(&output).contains(&0));
    check(&output).unwrap();
}

#[test]
fn canonical_shortens_a_padded_table_index() {
    let plain = canonical(&module(MODULE)).unwrap();
    let padded = with_padded_table_index(&plain);
    assert!(matches!(check(&padded), Err(BuildError::Invalid(_))));
    assert_eq!(canonical(&padded).unwrap(), plain);
}

#[test]
fn canonical_changes_nothing_when_canonical() {
    let once = canonical(&module(MODULE)).unwrap();
    assert_eq!(canonical(&once).unwrap(), once);
}

#[test]
fn canonical_refuses_garbage() {
    assert!(matches!(
        canonical(b"\0asmgarbage"),
        Err(BuildError::Invalid(_))
    ));
}

#[test]
fn check_refuses_what_activation_would() {
    let cases = [
        (
            r#"(module (memory (export "memory") 1))"#,
            "user_entrypoint",
        ),
        (r#"(module (func (export "user_entrypoint")))"#, "memory"),
        (r#"(module (import "env" "x" (func)))"#, "env.x"),
        (
            r#"(module (import "vm_hooks" "m" (memory 1)))"#,
            "vm_hooks.m",
        ),
        (
            r#"(module (memory (export "memory") 1) (func (export "user_entrypoint"))
                (func $s) (start $s))"#,
            "start",
        ),
        (
            "(module (func (result i32 i32) i32.const 1 i32.const 2))",
            "multi-value",
        ),
        ("(module (func (drop (v128.const i32x4 0 0 0 0))))", "SIMD"),
    ];
    for (text, names) in cases {
        let error = check(&module(text)).unwrap_err().to_string();
        assert!(error.contains(names), "{names}: {error}");
    }
}

#[test]
fn pack_roundtrips_through_brotli_when_small() {
    let wasm = canonical(&module(MODULE)).unwrap();
    let (code, compressed) = pack(&wasm).unwrap();
    let stored = code.program(&[]);
    assert_eq!(stored[..4], [0xef, 0xf0, 0x00, 0x00]);
    assert_eq!(stored.len(), 4 + compressed);
    assert_eq!(decompress(&stored[4..]), wasm);
}

/// Bytes that do not compress, from a counter: xorshift64.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.push(state.to_be_bytes()[0]);
    }
    bytes
}

fn decompress(compressed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::BrotliDecompress(&mut &*compressed, &mut out).unwrap();
    out
}

#[test]
fn pack_splits_into_fragments_when_above_the_code_limit() {
    let raw = noise(60_000);
    let (code, compressed) = pack(&raw).unwrap();
    let fragments = code.fragments();
    assert_eq!(fragments.len(), 3);
    assert_eq!(fragments[0].len(), CODE_LIMIT);
    assert!(fragments.iter().all(|f| f[..3] == [0xef, 0xf0, 0x01]));
    let joined: Vec<u8> = fragments.iter().flat_map(|f| f[3..].to_vec()).collect();
    assert_eq!(joined.len(), compressed);
    assert_eq!(decompress(&joined), raw);

    let root = code.program(&[[1; 20], [2; 20], [3; 20]]);
    assert_eq!(root[..4], [0xef, 0xf0, 0x02, 0x00]);
    assert_eq!(root[4..8], 60_000_u32.to_be_bytes());
    assert_eq!(root[8..], [[1; 20], [2; 20], [3; 20]].concat());
}

#[test]
fn pack_refuses_when_too_large() {
    let compressed = pack(&noise(100_000)).unwrap_err();
    assert!(matches!(
        compressed,
        BuildError::TooLarge { limit: 98_292, .. }
    ));
    let raw = pack(&vec![0; RAW_LIMIT + 1]).unwrap_err();
    assert!(matches!(
        raw,
        BuildError::TooLarge {
            actual: 262_145,
            ..
        }
    ));
}

#[test]
fn init_code_is_the_prelude_and_the_code() {
    let init = init_code(&[0xaa; 300]);
    let mut prelude = vec![0x7f];
    prelude.extend_from_slice(&[0; 30]);
    prelude.extend_from_slice(&[0x01, 0x2c]);
    prelude.extend_from_slice(&[0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    assert_eq!(prelude.len(), PRELUDE_LENGTH);
    assert_eq!(init[..PRELUDE_LENGTH], prelude);
    assert_eq!(init[PRELUDE_LENGTH..], [0xaa; 300]);
}

#[test]
fn bar_fraction_reads_cargos_bar_and_nothing_else() {
    let half = bar_fraction("    Building [=====>     ] 3/6: alloy-primitives");
    assert_eq!(half, Some(0.5));
    assert_eq!(bar_fraction("   Compiling treasury v0.1.0"), None);
    assert_eq!(bar_fraction("error[E0308]: [1/0] mismatched"), None);
    assert_eq!(bar_fraction("    Building [    ] 0/0: x"), None);
}

#[test]
fn locate_refuses_when_there_is_no_workspace() {
    let directory = tempfile::tempdir().unwrap();
    let error = Workspace::locate(Some(directory.path())).unwrap_err();
    assert!(matches!(error, BuildError::NoWorkspace { .. }), "{error}");
    let error = Workspace::locate(Some(&directory.path().join("gone"))).unwrap_err();
    assert!(matches!(error, BuildError::NoWorkspace { .. }), "{error}");
}
