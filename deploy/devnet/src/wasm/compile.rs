//! From WASM to an instrumented module.

use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, MemorySection,
    MemoryType, RawSection, SectionId, ValType,
};
use wasmparser::{ExternalKind, Parser, Payload};

use super::{
    costs::{self, ProgramCosts, Work},
    error::WasmError,
    function::{self, Globals},
    module::{Module, invalid},
    rules::{self, ENTRYPOINT, MEMORY},
};

/// Name under which the ink left is exported.
pub(crate) const INK_LEFT: &str = "stylus_ink_left";
/// Name under which the exhaustion flag is exported.
pub(crate) const INK_STATUS: &str = "stylus_ink_status";
/// Name under which the scratch word is exported.
const SCRATCH: &str = "stylus_scratch_global";
/// Name under which the words of stack left are exported.
pub(crate) const STACK_LEFT: &str = "stylus_stack_left";

/// Pages that a memory may grow to, whatever it declares.
const MAX_PAGES: u64 = 65_534;

/// What a program is compiled under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompileConfig {
    /// Stylus version: 2, or 3 without multi-value.
    pub stylus_version: u16,
    /// A debug chain: `console` may be imported, and a start function is tolerated.
    pub debug: bool,
    /// Pages that the initial memory may have.
    pub page_limit: u16,
}

/// A program that passed every rule.
#[derive(Clone, Debug)]
pub struct Program {
    /// The instrumented module.
    pub wasm: Vec<u8>,
    /// Figures to record.
    pub costs: ProgramCosts,
    /// Microseconds to charge for.
    pub(crate) work: Work,
}

/// Checks and instruments `wasm`.
///
/// # Errors
/// The rule that it breaks.
pub fn compile(wasm: &[u8], config: &CompileConfig) -> Result<Program, WasmError> {
    let module = Module::parse(wasm, config.stylus_version < 3)?;
    rules::check(&module, *config)?;
    let hook = rules::growth_hook(&module)?;
    let existing = u32::try_from(module.globals.len()).map_err(invalid)?;
    let globals = Globals::after(existing);

    let mut codes = CodeSection::new();
    let mut instructions = 0;
    for body in &module.codes {
        let metered = function::instrument(&module, wasm, body, globals, hook)?;
        instructions += metered.instructions;
        codes.function(&metered.code);
    }
    Ok(Program {
        wasm: assemble(&module, wasm, globals, &codes)?,
        costs: costs::costs(&module, wasm.len())?,
        work: costs::work(&module, wasm.len(), instructions),
    })
}

/// The original with other globals, exports and code, a bounded memory, and without start function and custom
/// sections.
fn assemble(
    module: &Module<'_>,
    wasm: &[u8],
    globals: Globals,
    codes: &CodeSection,
) -> Result<Vec<u8>, WasmError> {
    let mut output = wasm_encoder::Module::new();
    let mut has_globals = false;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(invalid)?;
        // Sections come in the order of the format, globals before exports.
        if !has_globals && comes_after_globals(&payload) {
            output.section(&global_section(module, wasm)?);
            has_globals = true;
        }
        match &payload {
            Payload::GlobalSection(_)
            | Payload::StartSection { .. }
            | Payload::CodeSectionEntry(_)
            | Payload::CustomSection(_) => {}
            Payload::MemorySection(_) => {
                output.section(&memory_section(module));
            }
            Payload::ExportSection(_) => {
                output.section(&export_section(module, globals));
            }
            Payload::CodeSectionStart { .. } => {
                output.section(codes);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let bounds = usize::try_from(range.start)
                        .ok()
                        .zip(usize::try_from(range.end).ok());
                    let data = bounds
                        .and_then(|(start, end)| wasm.get(start..end))
                        .ok_or_else(|| invalid("section outside the file"))?;
                    output.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(output.finish())
}

fn comes_after_globals(payload: &Payload<'_>) -> bool {
    let late = [
        SectionId::Global,
        SectionId::Export,
        SectionId::Start,
        SectionId::Element,
        SectionId::Code,
        SectionId::Data,
    ];
    payload
        .as_section()
        .is_some_and(|(id, _)| late.iter().any(|section| u8::from(*section) == id))
        || matches!(payload, Payload::End(_))
}

/// The module's own globals and the four added ones. Their values are set at instantiation.
fn global_section(module: &Module<'_>, wasm: &[u8]) -> Result<GlobalSection, WasmError> {
    let mut section = GlobalSection::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::GlobalSection(reader) = payload.map_err(invalid)? {
            for global in reader {
                let global = global.map_err(invalid)?;
                let value = ConstExpr::try_from(global.init_expr).map_err(invalid)?;
                let ty = GlobalType::try_from(global.ty).map_err(|_| invalid("global type"))?;
                section.global(ty, &value);
            }
        }
    }
    debug_assert_eq!(
        usize::try_from(section.len()).ok(),
        Some(module.globals.len())
    );
    let mutable = |val_type| GlobalType {
        val_type,
        mutable: true,
        shared: false,
    };
    section.global(mutable(ValType::I64), &ConstExpr::i64_const(0));
    for _ in [INK_STATUS, SCRATCH, STACK_LEFT] {
        section.global(mutable(ValType::I32), &ConstExpr::i32_const(0));
    }
    Ok(section)
}

/// The memory, which must stay below 4 GiB even when growth is not paid for.
fn memory_section(module: &Module<'_>) -> MemorySection {
    let mut section = MemorySection::new();
    for memory in &module.memories {
        section.memory(MemoryType {
            minimum: memory.initial,
            maximum: Some(memory.maximum.unwrap_or(MAX_PAGES).min(MAX_PAGES)),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
    }
    section
}

fn export_section(module: &Module<'_>, globals: Globals) -> ExportSection {
    let mut section = ExportSection::new();
    for export in &module.exports {
        match (export.name, export.kind) {
            (ENTRYPOINT, ExternalKind::Func) => {
                section.export(ENTRYPOINT, ExportKind::Func, export.index);
            }
            (MEMORY, ExternalKind::Memory) => {
                section.export(MEMORY, ExportKind::Memory, export.index);
            }
            _ => {}
        }
    }
    section.export(INK_LEFT, ExportKind::Global, globals.ink);
    section.export(INK_STATUS, ExportKind::Global, globals.status);
    section.export(SCRATCH, ExportKind::Global, globals.scratch);
    section.export(STACK_LEFT, ExportKind::Global, globals.stack);
    section
}
