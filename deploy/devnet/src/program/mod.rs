//! Stylus programs: how they lie on the chain, what entering them costs, and how they run.

mod code;
mod data;
mod entry;
mod escape;
mod frame;
mod guest;
mod hooks;
mod instance;
mod module_cache;
mod outcome;
mod pages;
mod price;
mod request;
mod storage_cache;

pub use code::CodeError;
pub use outcome::ProgramOutcome;

pub(crate) use code::{ProgramCode, RootCode, decompress, is_deployable, is_program};
pub(crate) use frame::{ProgramFrame, Step};
pub(crate) use module_cache::ModuleCache;
pub(crate) use pages::PageCounters;
