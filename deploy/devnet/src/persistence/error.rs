//! Why a state file is not read or written. Each message is one line that names the file and the
//! remedy.

use std::{io, path::PathBuf};

use crate::chain::{ImageError, ParentChain};

/// Why a state file is not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another node writes to it.
    #[error(
        "state file {path} is in use by {holder}: stop that node, or choose another file with --state",
        path = path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who uses it, as far as known.
        holder: String,
    },
    /// A directory or the like.
    #[error("state file {path} is not a regular file: choose another with --state", path = .0.display())]
    NotAFile(PathBuf),
    /// No file can be created beside it.
    #[error(
        "cannot create files in {path}: make sure that this directory exists and is writable, or choose another file with --state",
        path = path.display()
    )]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The system does not give its content.
    #[error("cannot read state file {path}: check its permissions", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The system does not take its content. The file is what it was before.
    #[error(
        "cannot write state file {path}, which is as it was: check space and permissions",
        path = path.display()
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Not written by a devnet.
    #[error("{path} is not a state file of a devnet: choose another with --state", path = .0.display())]
    Foreign(PathBuf),
    /// Written by a devnet with another format.
    #[error(
        "state file {path} has format {found}, this devnet reads {known}: use the devnet that wrote it, or choose another file with --state",
        path = path.display()
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Version in the file.
        found: u32,
        /// The one that is known.
        known: u32,
    },
    /// Of another chain.
    #[error(
        "state file {path} is of chain {found}, this is chain {known}: choose another file with --state",
        path = path.display()
    )]
    Chain {
        /// The file.
        path: PathBuf,
        /// Chain id in the file.
        found: u64,
        /// This chain's.
        known: u64,
    },
    /// Cut off or changed since it was written.
    #[error(
        "state file {path} is damaged: put a copy in its place, or remove it to begin a new chain ({reason})",
        path = path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// It followed another parent chain, or none.
    #[error(
        "state file {path} belongs to a chain that {stated}, and this one is to be one that {asked}: start with the same --fork-block-number-lag, or choose another file with --state",
        path = path.display(), stated = words(*stated), asked = words(*asked)
    )]
    ParentChain {
        /// The file.
        path: PathBuf,
        /// The parent chain in the file.
        stated: ParentChain,
        /// The one asked for.
        asked: ParentChain,
    },
}

impl StateError {
    /// What an image that was read from `path` has wrong.
    pub(super) fn image(path: PathBuf, error: &ImageError) -> Self {
        match *error {
            ImageError::ParentChain { stated, asked } => Self::ParentChain {
                path,
                stated,
                asked,
            },
            _ => Self::Damaged {
                path,
                reason: error.to_string(),
            },
        }
    }
}

fn words(parent_chain: ParentChain) -> String {
    match parent_chain {
        ParentChain::Absent => "follows no parent chain".to_owned(),
        ParentChain::Following { start, lag } => {
            format!("follows a parent chain from block {start} with a lag of {lag}")
        }
    }
}
