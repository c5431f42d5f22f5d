//! What activation charges for a module and what it records about it (sheet of the VM, sections
//! 5.3 and 5.4).

use super::{error::WasmError, module::Module, rules::ADDED_GLOBALS};

/// Figures that activation records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramCosts {
    /// Initial memory, pages of 64 KiB.
    pub footprint: u16,
    /// Gas of a call when the program is not cached, before minimum and scalar.
    pub init: u16,
    /// Gas of a call in any case, before minimum and scalar.
    pub cached_init: u16,
    /// Estimated size of the native code, bytes.
    pub asm_estimate: u32,
}

/// Microseconds that activation charges for, in charging order.
pub(crate) type Work = [u64; 6];

/// Gas per microsecond.
pub(crate) const GAS_PER_MICROSECOND: u64 = 28;

struct Sizes {
    functions: u64,
    type_words: u64,
    wasm_bytes: u64,
    globals: u64,
    segment_bytes: u64,
    pages: u64,
}

/// Figures of a module of `wasm_bytes` bytes.
///
/// # Errors
/// A figure does not fit its field.
pub(super) fn costs(module: &Module<'_>, wasm_bytes: usize) -> Result<ProgramCosts, WasmError> {
    let sizes = Sizes {
        functions: count(module.functions.len()),
        type_words: type_words(module),
        wasm_bytes: count(wasm_bytes),
        globals: count(module.globals.len() + ADDED_GLOBALS),
        segment_bytes: data_range_bytes(module) + element_bytes(module),
        pages: pages(module),
    };
    Ok(ProgramCosts {
        footprint: fit("footprint", sizes.pages)?,
        init: fit("initialisation cost", init(&sizes))?,
        cached_init: fit("cached initialisation cost", cached_init(&sizes))?,
        asm_estimate: fit("code size", asm_estimate(&sizes))?,
    })
}

/// Microseconds charged for a module of `wasm_bytes` bytes and `instructions` instrumented
/// instructions.
pub(super) fn work(module: &Module<'_>, wasm_bytes: usize, instructions: u64) -> Work {
    let data: usize = module.datas.iter().map(|data| data.data.len()).sum();
    [
        count(wasm_bytes) * 31_733 / 100_000,
        count(module.functions.len()) * 17_263 / 100_000,
        count(data) * 17_376 / 100_000,
        element_bytes(module) * 17_376 / 100_000,
        pages(module) * 2217,
        instructions * 535 / 1000,
    ]
}

fn asm_estimate(sizes: &Sizes) -> u64 {
    512_000
        + sizes.functions * 996_829 / 1000
        + sizes.type_words * 11_416 / 1000
        + sizes.wasm_bytes * 62_628 / 10_000
}

fn cached_init(sizes: &Sizes) -> u64 {
    sizes.functions * 13_420 / 100_000
        + sizes.type_words * 89 / 100_000
        + sizes.wasm_bytes * 122 / 100_000
        + sizes.globals * 1628 / 1000
        + sizes.segment_bytes * 75_244 / 100_000
        + sizes.pages * 5
}

fn init(sizes: &Sizes) -> u64 {
    sizes.functions * 8252 / 1000
        + sizes.type_words * 1059 / 1000
        + sizes.wasm_bytes * 1286 / 10_000
}

/// Parameters and results of all local functions.
fn type_words(module: &Module<'_>) -> u64 {
    let types = module.functions.iter().filter_map(|ty| module.ty(*ty));
    types
        .map(|ty| count(ty.params().len() + ty.results().len()))
        .sum()
}

/// Bytes of the data segments with their headers.
fn data_range_bytes(module: &Module<'_>) -> u64 {
    let ranges = module.datas.iter().map(|data| &data.range);
    ranges.map(|range| range.end - range.start).sum()
}

/// Bytes of the element segments with their headers.
fn element_bytes(module: &Module<'_>) -> u64 {
    let ranges = module.elements.iter().map(|element| &element.range);
    ranges.map(|range| range.end - range.start).sum()
}

fn pages(module: &Module<'_>) -> u64 {
    module.memories.first().map_or(0, |memory| memory.initial)
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

fn fit<T: TryFrom<u64>>(what: &'static str, value: u64) -> Result<T, WasmError> {
    T::try_from(value).map_err(|_| WasmError::CostOverflow { what, value })
}
