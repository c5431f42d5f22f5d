//! WASM files: rules, costs and instrumentation. Knows neither chain nor gas.

mod compile;
mod costs;
mod depth;
mod error;
mod function;
mod imports;
mod module;
mod price;
mod rules;
#[cfg(test)]
mod tests;

pub use compile::{CompileConfig, Program, compile};
pub use costs::ProgramCosts;
pub use error::WasmError;

pub(crate) use compile::{INK_LEFT, INK_STATUS, STACK_LEFT};
pub(crate) use costs::GAS_PER_MICROSECOND;
pub(crate) use imports::{CONSOLE, VM_HOOKS};
pub(crate) use rules::{ENTRYPOINT, MEMORY};
