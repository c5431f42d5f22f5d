use wasmparser::{Parser, Payload};

use super::{CompileConfig, Program, WasmError, compile};

const V3: CompileConfig = CompileConfig {
    stylus_version: 3,
    debug: false,
    page_limit: 128,
};

/// The smallest program: `body` is put between entry point and end.
fn program(imports: &str, body: &str) -> Vec<u8> {
    let text = format!(
        r#"(module {imports} (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32) {body}))"#
    );
    wat::parse_str(text).expect("valid text")
}

fn compiled(wasm: &[u8]) -> Program {
    compile(wasm, &V3).expect("a valid program")
}

fn refusal(text: &str, config: CompileConfig) -> WasmError {
    let wasm = wat::parse_str(text).expect("valid text");
    compile(&wasm, &config).expect_err("a refused program")
}

/// Instructions charged for: the last item of the work, undone.
fn instructions(program: &Program) -> std::ops::RangeInclusive<u64> {
    let least = (program.work[5] * 1000).div_ceil(535);
    least..=((program.work[5] + 1) * 1000 - 1) / 535
}

#[test]
fn compile_succeeds_counting_thirty_instructions_for_an_empty_function() {
    let mut text = String::from(r#"(module (memory (export "memory") 1 1)"#);
    for _ in 0..100 {
        text += "(func)";
    }
    text += r#"(func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
    let program = compiled(&wat::parse_str(text).unwrap());
    // One more for the constant of the entry point.
    assert!(instructions(&program).contains(&(101 * 30 + 1)));
}

#[test]
fn compile_succeeds_with_a_valid_module_that_exports_the_counters() {
    let program = compiled(&program("", "(i32.const 0)"));
    wasmparser::validate(&program.wasm).expect("instrumentation keeps modules valid");
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(&program.wasm) {
        if let Payload::ExportSection(exports) = payload.unwrap() {
            names.extend(exports.into_iter().map(|export| export.unwrap().name));
        }
    }
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "memory",
            "stylus_ink_left",
            "stylus_ink_status",
            "stylus_scratch_global",
            "stylus_stack_left",
            "user_entrypoint"
        ]
    );
}

#[test]
fn compile_succeeds_with_valid_code_behind_unconditional_branches() {
    let body = "(block (br 0) (i32.add (i32.const 1) (i32.const 2)) drop)
        (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 2)))
        (return (i32.const 7)) unreachable";
    let program = compiled(&program("", body));
    wasmparser::validate(&program.wasm).expect("instrumentation keeps modules valid");
}

#[test]
fn compile_reverts_missing_item_when_growing_memory_is_not_paid_for() {
    let text = r#"(module (memory (export "memory") 1)
        (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
    assert_eq!(
        refusal(text, V3),
        WasmError::MissingItem("pay_for_memory_grow")
    );
}

#[test]
fn compile_reverts_too_many_when_memory_exceeds_the_open_pages() {
    let wasm = program("", "(i32.const 0)");
    let config = CompileConfig {
        page_limit: 0,
        ..V3
    };
    assert_eq!(
        compile(&wasm, &config).expect_err("no page is left"),
        WasmError::TooMany {
            what: "initial pages",
            count: 1,
            limit: 0
        }
    );
}

#[test]
fn compile_reverts_unknown_import_when_console_is_used_outside_debug_chains() {
    let wasm = program(
        r#"(import "console" "log_i32" (func (param i32)))"#,
        "(i32.const 0)",
    );
    assert_eq!(
        compile(&wasm, &V3).expect_err("no console here"),
        WasmError::UnknownImport {
            module: "console".to_owned(),
            name: "log_i32".to_owned()
        }
    );
    let debug = CompileConfig { debug: true, ..V3 };
    assert!(compile(&wasm, &debug).is_ok());
}

#[test]
fn compile_reverts_start_function_when_not_a_debug_chain() {
    let text = r#"(module (memory (export "memory") 1 1) (func $start) (start $start)
        (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
    assert_eq!(refusal(text, V3), WasmError::StartFunction);
    let debug = CompileConfig { debug: true, ..V3 };
    let program = compile(&wat::parse_str(text).unwrap(), &debug).unwrap();
    let has_start = Parser::new(0)
        .parse_all(&program.wasm)
        .any(|payload| matches!(payload, Ok(Payload::StartSection { .. })));
    assert!(!has_start);
}

#[test]
fn compile_reverts_unsupported_instruction_when_floats_are_added() {
    let body = "(drop (f32.add (f32.const 1) (f32.const 2))) (i32.const 0)";
    let error = compile(&program("", body), &V3).expect_err("no float arithmetic");
    assert!(matches!(error, WasmError::UnsupportedInstruction { name, .. } if name == "F32Add"));
}

#[test]
fn compile_reverts_invalid_when_a_block_has_two_results_from_version_3_on() {
    let body = "(block (result i32 i32) (i32.const 1) (i32.const 2)) drop";
    let wasm = program("", body);
    assert!(matches!(compile(&wasm, &V3), Err(WasmError::Invalid(_))));
    let v2 = CompileConfig {
        stylus_version: 2,
        ..V3
    };
    assert!(compile(&wasm, &v2).is_ok());
}

#[test]
fn compile_reverts_reserved_name_when_an_export_begins_with_stylus() {
    let text = r#"(module (memory (export "memory") 1 1)
        (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0))
        (func (export "a__stylus_b")))"#;
    assert_eq!(
        refusal(text, V3),
        WasmError::ReservedName("a__stylus_b".to_owned())
    );
}

#[test]
fn compile_reverts_segment_out_of_bounds_when_data_exceeds_the_memory() {
    let text = r#"(module (memory (export "memory") 1 1) (data (i32.const 65535) "ab")
        (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
    assert_eq!(
        refusal(text, V3),
        WasmError::SegmentOutOfBounds {
            offset: 65_535,
            len: 2,
            limit: 65_536
        }
    );
}

#[test]
fn compile_reverts_invalid_when_bytes_are_cut_off_anywhere() {
    let wasm = program("", "(i32.const 0)");
    for len in 0..wasm.len() {
        assert!(compile(&wasm[..len], &V3).is_err(), "{len} bytes");
    }
}

#[test]
fn compile_succeeds_or_reverts_without_panic_when_one_byte_is_changed() {
    let body =
        "(block (br 0)) (memory.copy (i32.const 0) (i32.const 1) (i32.const 2)) (i32.const 0)";
    let wasm = program("", body);
    for position in 0..wasm.len() {
        for change in [0x01, 0x40, 0x80, 0xFF] {
            let mut changed = wasm.clone();
            changed[position] ^= change;
            if let Ok(program) = compile(&changed, &V3) {
                wasmparser::validate(&program.wasm).expect("what is accepted stays valid");
            }
        }
    }
}

#[test]
fn compile_reverts_too_many_when_exports_leave_no_room_for_the_added_globals() {
    let text = |count: usize| {
        let exports: Vec<_> = (0..count)
            .map(|index| format!("(export \"e{index}\" (func $main))"))
            .collect();
        format!(
            r#"(module (memory (export "memory") 1 1) {}
            (func $main (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#,
            exports.concat()
        )
    };
    let debug = CompileConfig { debug: true, ..V3 };
    // Memory, entry point and four globals are exported in any case.
    let wasm = wat::parse_str(text(1018)).unwrap();
    assert!(compile(&wasm, &debug).is_ok());
    let wasm = wat::parse_str(text(1019)).unwrap();
    assert_eq!(
        compile(&wasm, &debug).expect_err("one too many"),
        WasmError::TooMany {
            what: "exports",
            count: 1025,
            limit: 1024
        }
    );
    // Elsewhere the others are dropped before they count.
    assert!(compile(&wasm, &V3).is_ok());
}

/// A module with a name section of these bytes.
fn named(subsections: &[u8]) -> Vec<u8> {
    let mut wasm = program("", "(i32.const 0)");
    let mut section = vec![4];
    section.extend(b"name");
    section.extend(subsections);
    wasm.push(0);
    wasm.push(u8::try_from(section.len()).unwrap());
    wasm.extend(section);
    wasm
}

#[test]
fn compile_reverts_invalid_when_the_name_of_a_function_cannot_be_read() {
    // Functions: one name, of index 0 and three bytes, of which two are there.
    let cut = [1, 4, 1, 0, 3, b'a'];
    assert!(matches!(
        compile(&named(&cut), &V3),
        Err(WasmError::Invalid(_))
    ));
    let whole = [1, 4, 1, 0, 1, b'a'];
    assert!(compile(&named(&whole), &V3).is_ok());
}

#[test]
fn compile_succeeds_when_the_entry_point_is_an_import() {
    let text = r#"(module
        (import "vm_hooks" "account_code_size" (func $size (param i32) (result i32)))
        (memory (export "memory") 1 1) (export "user_entrypoint" (func $size)))"#;
    let program = compiled(&wat::parse_str(text).unwrap());
    wasmparser::validate(&program.wasm).expect("instrumentation keeps modules valid");
}
