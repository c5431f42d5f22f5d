//! Structural rules for programs (sheet of the VM, section 2.2).

use std::collections::HashMap;

use wasmparser::{ExternalKind, FuncType, RefType, ValType};

use super::{
    compile::CompileConfig,
    error::{WasmError, at_most},
    imports::{self, PAY_FOR_MEMORY_GROW, VM_HOOKS},
    module::{Module, data_place, element_place},
};

const MAX_IMPORTS: u64 = 513;
const MAX_EXPORTS: u64 = 1024;
const MAX_NAME_BYTES: u64 = 512;
const MAX_FUNCTIONS: u64 = 4096;
const MAX_GLOBALS: u64 = 32_768;
const MAX_SEGMENTS: u64 = 128;
const MAX_TABLE_ENTRIES: u64 = 4096;
const MAX_ELEMENT_BYTES: u64 = 4096;
const MAX_INITIAL_PAGES: u64 = 128;
const PAGE_BYTES: u64 = 65_536;

/// Prefix of the names that instrumentation adds.
const RESERVED_PREFIX: &str = "stylus";

/// Globals that instrumentation adds.
pub(super) const ADDED_GLOBALS: usize = 4;

/// The function that runs a program.
pub(crate) const ENTRYPOINT: &str = "user_entrypoint";

/// Name of the memory's export.
pub(crate) const MEMORY: &str = "memory";

/// Checks everything but the functions' bodies.
pub(super) fn check(module: &Module<'_>, config: CompileConfig) -> Result<(), WasmError> {
    check_imports(module, config)?;
    check_exports(module, config)?;
    if module.start.is_some() && !config.debug {
        return Err(WasmError::StartFunction);
    }
    check_memory(module, config)?;
    check_tables(module)?;
    check_data(module)?;
    at_most("functions", module.codes.len(), MAX_FUNCTIONS)?;
    at_most("globals", module.globals.len() + ADDED_GLOBALS, MAX_GLOBALS)?;
    let name = module.name.unwrap_or_default();
    at_most("bytes of module name", name.len(), MAX_NAME_BYTES)
}

/// Index of the imported function that `memory.grow` is paid with; `None` when the memory cannot
/// grow and nothing need be paid.
pub(super) fn growth_hook(module: &Module<'_>) -> Result<Option<u32>, WasmError> {
    let memory = module
        .memories
        .first()
        .ok_or(WasmError::MissingItem(MEMORY))?;
    if memory.maximum == Some(memory.initial) {
        return Ok(None);
    }
    let position = module
        .imports
        .iter()
        .position(|import| import.module == VM_HOOKS && import.name == PAY_FOR_MEMORY_GROW);
    position
        .and_then(|position| u32::try_from(position).ok())
        .map(Some)
        .ok_or(WasmError::MissingItem(PAY_FOR_MEMORY_GROW))
}

fn check_imports(module: &Module<'_>, config: CompileConfig) -> Result<(), WasmError> {
    at_most("imports", module.imports.len(), MAX_IMPORTS)?;
    let mut seen = HashMap::new();
    for import in &module.imports {
        if import.name.starts_with(RESERVED_PREFIX) {
            return Err(WasmError::ReservedName(import.name.to_owned()));
        }
        if *seen
            .entry((import.module, import.name))
            .or_insert(import.ty)
            != import.ty
        {
            return Err(WasmError::InconsistentImport {
                module: import.module.to_owned(),
                name: import.name.to_owned(),
            });
        }
        let known = module
            .ty(import.ty)
            .is_some_and(|ty| imports::is_known(import.module, import.name, ty, config.debug));
        if !known {
            return Err(WasmError::UnknownImport {
                module: import.module.to_owned(),
                name: import.name.to_owned(),
            });
        }
    }
    Ok(())
}

fn check_exports(module: &Module<'_>, config: CompileConfig) -> Result<(), WasmError> {
    for export in &module.exports {
        let last = export.name.rsplit("__").next().unwrap_or(export.name);
        if last.starts_with(RESERVED_PREFIX) {
            return Err(WasmError::ReservedName(export.name.to_owned()));
        }
        if module.imports.iter().any(|import| import.name == last) {
            return Err(WasmError::ExportedImport(export.name.to_owned()));
        }
    }
    // Outside debug chains the others are dropped before they count.
    let kept = module
        .exports
        .iter()
        .filter(|export| config.debug || matches!(export.name, ENTRYPOINT | MEMORY));
    // Those of the added globals count, and a start function is exported before it is looked at.
    let mut count = ADDED_GLOBALS + usize::from(module.start.is_some());
    for export in kept {
        count += 1;
        at_most("bytes of export name", export.name.len(), MAX_NAME_BYTES)?;
    }
    at_most("exports", count, MAX_EXPORTS)?;
    find(module, MEMORY, |kind, _| kind == ExternalKind::Memory)?;
    find(module, ENTRYPOINT, |kind, index| {
        kind == ExternalKind::Func
            && module
                .function_type(index)
                .is_some_and(|ty| *ty == FuncType::new([ValType::I32], [ValType::I32]))
    })
}

fn find(
    module: &Module<'_>,
    name: &'static str,
    fits: impl Fn(ExternalKind, u32) -> bool,
) -> Result<(), WasmError> {
    let found = module
        .exports
        .iter()
        .any(|export| export.name == name && fits(export.kind, export.index));
    if found {
        Ok(())
    } else {
        Err(WasmError::MissingItem(name))
    }
}

fn check_memory(module: &Module<'_>, config: CompileConfig) -> Result<(), WasmError> {
    at_most("memories", module.memories.len(), 1)?;
    growth_hook(module)?;
    let Some(memory) = module.memories.first() else {
        return Err(WasmError::MissingItem(MEMORY));
    };
    let limit = MAX_INITIAL_PAGES.min(config.page_limit.into());
    if memory.initial > limit {
        return Err(WasmError::TooMany {
            what: "initial pages",
            count: memory.initial,
            limit,
        });
    }
    Ok(())
}

fn check_tables(module: &Module<'_>) -> Result<(), WasmError> {
    let mut entries = 0_u64;
    for table in &module.tables {
        if table.element_type != RefType::FUNCREF {
            return Err(WasmError::UnsupportedSection(
                "table of other than functions",
            ));
        }
        entries = entries.saturating_add(table.initial);
    }
    let what = "table entries";
    at_most(
        what,
        usize::try_from(entries).unwrap_or(usize::MAX),
        MAX_TABLE_ENTRIES,
    )?;
    at_most("element segments", module.elements.len(), MAX_SEGMENTS)?;
    let mut bytes = 0;
    for element in &module.elements {
        bytes += element.range.end - element.range.start;
        let Some((place, len)) = element_place(element)? else {
            continue;
        };
        let table = usize::try_from(place.index).ok();
        let limit = table.and_then(|index| module.tables.get(index));
        let limit = limit.map_or(0, |table| table.initial);
        within(place.offset, len.into(), limit)?;
    }
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    at_most("bytes of element segments", bytes, MAX_ELEMENT_BYTES)
}

fn check_data(module: &Module<'_>) -> Result<(), WasmError> {
    at_most("data segments", module.datas.len(), MAX_SEGMENTS)?;
    let pages = module.memories.first().map_or(0, |memory| memory.initial);
    for data in &module.datas {
        if let Some(place) = data_place(data)? {
            let len = u64::try_from(data.data.len()).unwrap_or(u64::MAX);
            within(place.offset, len, pages * PAGE_BYTES)?;
        }
    }
    Ok(())
}

fn within(offset: u32, len: u64, limit: u64) -> Result<(), WasmError> {
    let offset = u64::from(offset);
    if offset.saturating_add(len) > limit {
        return Err(WasmError::SegmentOutOfBounds { offset, len, limit });
    }
    Ok(())
}
