//! Why a network file cannot be used.

use std::path::{Path, PathBuf};

use types::ParameterError;

/// A network file that cannot be used; names the key, the value and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// It cannot be read.
    #[error("cannot read the network file {}: {source}. The files of this repository lie in deploy/config", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not TOML, or a key is unknown, missing or of the wrong kind.
    #[error("{0}")]
    Syntax(String),
    /// A value is out of its domain.
    #[error("`{key}` is {value}: {remedy}")]
    Value {
        /// The key, with its table.
        key: &'static str,
        /// What the file says.
        value: String,
        /// What it should say.
        remedy: &'static str,
    },
    /// The contracts would refuse the parameters.
    #[error("[parameters]: {0}. Change `preset` or `scale`")]
    Parameters(#[from] ParameterError),
    /// Any of these, with the file.
    #[error("network file {}: {error}", path.display())]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        error: Box<NetworkError>,
    },
}

impl NetworkError {
    pub(super) fn in_file(self, path: &Path) -> Self {
        Self::InFile {
            path: path.into(),
            error: Box::new(self),
        }
    }
}
