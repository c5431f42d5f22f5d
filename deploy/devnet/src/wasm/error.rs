//! Why a WASM file is no Stylus program.

/// A rule for programs that a WASM file breaks. Activation then takes all gas.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WasmError {
    /// Not a valid module under the features that Stylus allows.
    #[error("invalid module: {0}")]
    Invalid(String),
    /// A section that Stylus does not know.
    #[error("unsupported section: {0}")]
    UnsupportedSection(&'static str),
    /// An instruction that Stylus does not know, with its byte offset.
    #[error("unsupported instruction {name} at offset {offset}")]
    UnsupportedInstruction {
        /// Debug rendering of the instruction.
        name: String,
        /// Where it is, in bytes from the start of the file.
        offset: u64,
    },
    /// Imports that are no plain functions.
    #[error("import {module}.{name} is not a function")]
    ImportNotFunction {
        /// The module asked for.
        module: String,
        /// The name asked for.
        name: String,
    },
    /// No host function of that name and type.
    #[error("no host function {module}.{name} of this type")]
    UnknownImport {
        /// The module asked for.
        module: String,
        /// The name asked for.
        name: String,
    },
    /// One function imported under two types.
    #[error("inconsistent imports of {module}.{name}")]
    InconsistentImport {
        /// The module asked for.
        module: String,
        /// The name asked for.
        name: String,
    },
    /// A name that begins with `stylus`.
    #[error("reserved name {0}")]
    ReservedName(String),
    /// An export named like an import.
    #[error("binary exports an import {0}")]
    ExportedImport(String),
    /// `user_entrypoint`, `memory` or `pay_for_memory_grow` is missing or of the wrong type.
    #[error("missing or mistyped {0}")]
    MissingItem(&'static str),
    /// A start function outside a debug chain.
    #[error("wasm start functions not allowed")]
    StartFunction,
    /// A constant expression of more than one instruction, or of the wrong kind.
    #[error("unsupported constant expression")]
    UnsupportedConstant,
    /// A data segment outside the initial memory, or element segment outside its table.
    #[error("segment of {len} at {offset} exceeds {limit}")]
    SegmentOutOfBounds {
        /// First byte or entry.
        offset: u64,
        /// Bytes or entries.
        len: u64,
        /// Size of the memory or table.
        limit: u64,
    },
    /// A count above its limit.
    #[error("too many {what}: {count} > {limit}")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// How many there may be.
        limit: u64,
    },
    /// A recorded cost that does not fit its field.
    #[error("{what} of {value} does not fit")]
    CostOverflow {
        /// Which cost.
        what: &'static str,
        /// Its value.
        value: u64,
    },
}

/// Checks a count against its limit.
pub(super) fn at_most(what: &'static str, count: usize, limit: u64) -> Result<(), WasmError> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    if count > limit {
        return Err(WasmError::TooMany { what, count, limit });
    }
    Ok(())
}
