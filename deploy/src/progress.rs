//! What long work tells its caller while it runs.

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Adding the WASM target to the toolchain.
    Toolchain,
    /// Compiling Rust to WASM.
    Compile,
    /// Making the module canonical and compressing it.
    Pack,
    /// Sending a transaction and waiting for its receipt.
    Send,
    /// Reading contracts back and comparing.
    Check,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Toolchain => "adding the WASM target",
            Self::Compile => "compiling",
            Self::Pack => "compressing",
            Self::Send => "sending",
            Self::Check => "checking",
        })
    }
}

/// One report of progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The contract or step that is worked on, e.g. `treasury` or `wire treasury`.
    pub subject: String,
    /// What is being done to it.
    pub phase: Phase,
    /// How much of this phase is done, 0.0 to 1.0.
    pub fraction: f64,
}

/// Receives every [`Event`]; must not block.
pub type Observer<'a> = &'a (dyn Fn(Event) + Send + Sync);

/// An observer that ignores everything.
pub fn silent(_: Event) {}
