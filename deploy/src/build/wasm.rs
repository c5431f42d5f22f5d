//! The module as it is deployed: canonical encoding, nothing that only tools read.

use std::ops::Range;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{Module, RawSection, SectionId};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef, Validator, WasmFeatures};

use super::error::BuildError;

/// The only module that the host offers on a chain without debug precompiles.
const HOST_MODULE: &str = "vm_hooks";

/// What a program must export: its memory, and the function that the host calls.
const REQUIRED_EXPORTS: [(&str, ExternalKind); 2] = [
    ("memory", ExternalKind::Memory),
    ("user_entrypoint", ExternalKind::Func),
];

/// Re-encodes a module and drops what the chain refuses or never reads.
///
/// Every integer gets its shortest encoding (the padded table index that linkers write for the
/// reference-types proposal is refused at activation), the DataCount section goes, and so do
/// all custom sections: names and producers. No hash of the source is added: the code hash then
/// moves when the code does, not when a comment does.
///
/// # Errors
///
/// [`BuildError::Invalid`] if the bytes are no core module.
pub fn canonical(wasm: &[u8]) -> Result<Vec<u8>, BuildError> {
    let mut module = Module::new();
    RoundtripReencoder
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| BuildError::Invalid(error.to_string()))?;
    let encoded = module.finish();
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(&encoded) {
        let payload = payload.map_err(|error| BuildError::Invalid(error.to_string()))?;
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        if id == SectionId::Custom as u8 || id == SectionId::DataCount as u8 {
            continue;
        }
        kept.section(&RawSection {
            id,
            data: bytes(&encoded, range)?,
        });
    }
    Ok(kept.finish())
}

/// The bytes of a section that the parser found.
fn bytes(wasm: &[u8], range: Range<u64>) -> Result<&[u8], BuildError> {
    let at = |offset| usize::try_from(offset).ok();
    let (start, end) = (at(range.start), at(range.end));
    start
        .zip(end)
        .and_then(|(start, end)| wasm.get(start..end))
        .ok_or_else(|| BuildError::Invalid(format!("section {range:?} lies outside of it")))
}

/// Checks what can be known of activation without a chain: the WASM features that Stylus
/// version 3 takes, imports of the host's functions only, the required exports, no start
/// function.
///
/// # Errors
///
/// [`BuildError::Invalid`] naming what the chain would refuse.
pub fn check(wasm: &[u8]) -> Result<(), BuildError> {
    let invalid = |error: wasmparser::BinaryReaderError| BuildError::Invalid(error.to_string());
    Validator::new_with_features(host_features())
        .validate_all(wasm)
        .map_err(invalid)?;
    let mut missing = REQUIRED_EXPORTS.to_vec();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(invalid)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(invalid)?;
                    check_import(import.module, import.name, &import.ty)?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(invalid)?;
                    missing.retain(|&(name, kind)| (name, kind) != (export.name, export.kind));
                }
            }
            Payload::StartSection { .. } => {
                return Err(BuildError::Invalid("it has a start function".into()));
            }
            _ => {}
        }
    }
    match missing.first() {
        Some((name, _)) => Err(BuildError::Invalid(format!("it exports no `{name}`"))),
        None => Ok(()),
    }
}

fn check_import(module: &str, name: &str, ty: &TypeRef) -> Result<(), BuildError> {
    if module == HOST_MODULE && matches!(ty, TypeRef::Func(_)) {
        return Ok(());
    }
    Err(BuildError::Invalid(format!(
        "it imports `{module}.{name}`, which is no host function"
    )))
}

/// The proposals that the host's validator has on for Stylus version 3.
fn host_features() -> WasmFeatures {
    WasmFeatures::FLOATS
        | WasmFeatures::GC_TYPES
        | WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::BULK_MEMORY
}
