//! Keeping the chain in a file.

mod error;
mod file;
mod format;

pub use self::error::StateError;
pub(crate) use self::file::StateFile;
