//! Whatever is activated: the compiler never panics, and what it accepts is a valid module that
//! can be instantiated and called.

use arbitrary::{Result, Unstructured};
use devnet::{ArbosVersion, CompileConfig, compile};
use revm::primitives::{Bytes, U256};
use wasm_smith::{Config, Module};

use crate::{
    generator,
    world::{PROGRAM, Story, World},
};

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    // Too few bytes for a decision are no finding.
    let _ = check(&mut Unstructured::new(data));
}

fn check(bytes: &mut Unstructured<'_>) -> Result<()> {
    let arbos = *bytes.choose(&[51, 59, 60])?;
    let arbos = ArbosVersion::new(arbos).expect("a supported version");
    let wasm = match bytes.int_in_range(0..=3)? {
        0 => bytes.bytes(bytes.len())?.to_vec(),
        1 => generator::module(bytes, &[])?,
        2 => damaged(bytes)?,
        _ => smith(bytes, arbos.stylus() < 3)?,
    };
    let config = CompileConfig {
        stylus_version: arbos.stylus(),
        debug: true,
        page_limit: 128,
    };
    let compiled = compile(&wasm, &config);
    if let Ok(program) = &compiled {
        wasmparser::validate(&program.wasm).expect("instrumentation keeps modules valid");
    }
    let mut world = World::new(arbos, &wasm);
    let is_active = world.activate();
    assert!(
        !is_active || compiled.is_ok(),
        "activation accepts what the compiler refuses"
    );
    if is_active {
        // Whatever it does: the module can be instantiated, or this fails.
        let story = &mut Story::default();
        world.run(PROGRAM, Bytes::new(), U256::ZERO, 200_000, story);
    }
    Ok(())
}

/// A program with some bytes changed.
fn damaged(bytes: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let changes: [(u16, u8); 4] = bytes.arbitrary()?;
    let mut wasm = generator::module(bytes, &[])?;
    for (at, change) in changes {
        let at = usize::from(at) % wasm.len();
        wasm[at] ^= change;
    }
    Ok(wasm)
}

/// Any module that exports what a program must.
fn smith(bytes: &mut Unstructured<'_>, multi_value: bool) -> Result<Vec<u8>> {
    let exports = wat::parse_str(
        r#"(module (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#,
    )
    .expect("valid text");
    let config = Config {
        exports: Some(exports),
        max_memories: 1,
        max_imports: 0,
        max_instructions: 300,
        multi_value_enabled: multi_value,
        bulk_memory_enabled: bytes.arbitrary()?,
        allow_floats: bytes.arbitrary()?,
        saturating_float_to_int_enabled: false,
        reference_types_enabled: false,
        simd_enabled: false,
        relaxed_simd_enabled: false,
        tail_call_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        threads_enabled: false,
        memory64_enabled: false,
        extended_const_enabled: false,
        wide_arithmetic_enabled: false,
        custom_page_sizes_enabled: false,
        max_data_segments: 4,
        max_element_segments: 4,
        ..Config::default()
    };
    Ok(Module::new(config, bytes)?.to_bytes())
}
