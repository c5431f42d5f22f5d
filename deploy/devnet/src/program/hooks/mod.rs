//! The host functions.
//!
//! Those that need nothing but the program's own state run inside the interpreter; the others
//! suspend it with a [`Request`](super::request::Request) that `serve` answers.

mod accounts;
mod calls;
mod console;
mod environment;
mod io;
mod linker;
mod math;
mod serve;
mod storage;

pub(super) use calls::Pending;
pub(super) use linker::linker;
pub(super) use serve::{Interrupt, Reply, serve};
