//! The tracers of `debug_trace…`: what each makes of the events of a transaction.

mod call;
mod error;
mod failure;
mod prestate;
mod stylus;
mod tree;

pub(crate) use self::{
    call::{CallConfig, CallTracer},
    error::TraceError,
    prestate::{PrestateConfig, prestate},
    stylus::StylusTracer,
};
