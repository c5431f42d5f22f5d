//! Why a contract could not be built.

use std::path::PathBuf;

use crate::suite::Contract;

/// A failed build. Every message names the value at fault and, where there is one, the remedy.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A program of the toolchain could not be started.
    #[error("cannot run `{program}`: {source}. Install Rust by https://rustup.rs")]
    Spawn {
        /// The program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Cargo cannot read the workspace.
    #[error("no workspace at {}: {reason}. Run this inside a checkout of the repository", root.display())]
    NoWorkspace {
        /// Where it was looked for.
        root: PathBuf,
        /// What cargo said.
        reason: String,
    },
    /// The WASM target is missing and could not be added.
    #[error("the toolchain has no WASM target ({reason}). Type: rustup target add {target}")]
    NoTarget {
        /// The target's name.
        target: &'static str,
        /// What rustup said.
        reason: String,
    },
    /// The contract does not compile.
    #[error("{contract} does not compile:\n{output}")]
    Compile {
        /// The contract.
        contract: Contract,
        /// All that cargo wrote.
        output: String,
    },
    /// Cargo named no WASM file.
    #[error("cargo built {contract} but named no .wasm file; is its library target a cdylib?")]
    NoModule {
        /// The contract.
        contract: Contract,
    },
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The module cannot be parsed or would be refused at activation.
    #[error("the chain would refuse this module: {0}")]
    Invalid(String),
    /// The module is larger than a chain takes even in fragments.
    #[error("{what} is {actual} bytes, the chain's limit is {limit}")]
    TooLarge {
        /// What was measured.
        what: &'static str,
        /// Its size in bytes.
        actual: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// Compression failed.
    #[error("brotli: {0}")]
    Compression(std::io::Error),
}
