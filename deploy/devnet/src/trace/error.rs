//! Why there is no trace.

/// Why a transaction that ran has no trace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TraceError {
    /// More than a response can carry.
    #[error(
        "the trace is longer than {limit} bytes: trace a part of the transaction by debug_traceCall, \
         or use callTracer with onlyTopCall"
    )]
    TooLong {
        /// The limit, in bytes of data before it is written in hexadecimal.
        limit: usize,
    },
    /// A part of it has no JSON form.
    #[error("cannot write the trace: {0}")]
    Unwritable(String),
}

impl From<serde_json::Error> for TraceError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unwritable(error.to_string())
    }
}
