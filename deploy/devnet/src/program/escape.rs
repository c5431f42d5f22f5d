//! How a host function leaves the interpreter.

use std::fmt;

use super::request::Request;

/// Why a host function does not simply return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// The ink does not suffice.
    OutOfInk,
    /// Bad pointer, write in a static call and the like.
    Failure,
    /// `exit_early` with this status.
    Exit(u32),
    /// The chain is needed: the caller serves the request and resumes.
    Request(Request),
}

impl fmt::Display for Escape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfInk => write!(f, "out of ink"),
            Self::Failure => write!(f, "host function failed"),
            Self::Exit(status) => write!(f, "exit with status {status}"),
            Self::Request(request) => write!(f, "waits for the chain: {request:?}"),
        }
    }
}

impl std::error::Error for Escape {}

impl wasmi::errors::HostError for Escape {}

impl From<Escape> for wasmi::Error {
    fn from(escape: Escape) -> Self {
        Self::host(escape)
    }
}
