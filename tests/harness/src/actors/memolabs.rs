//! Memolabs: keeps the full data of batches off chain, located by the MTTBR (seed steps 6 and 8).

use merkle::Hash;
use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Mutex, PoisonError},
};

use crate::l2::mttbr;

/// Why the data of a batch could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DataError {
    /// The source does not answer.
    #[error("the source does not answer; try another")]
    Unavailable,
    /// The source has nothing under this root.
    #[error("no data is stored under MTTBR {0:?}")]
    Unknown(Hash),
    /// The source gave something else than what the root commits to.
    #[error("the data given for MTTBR {asked:?} has the root {given:?}")]
    Different {
        /// The root that was asked for.
        asked: Hash,
        /// The root of what came.
        given: Hash,
    },
}

/// A store of batches by the root of their elements.
pub trait DataStore: Debug + Send + Sync {
    /// Stores what somebody says are the elements under `root`.
    ///
    /// # Errors
    ///
    /// [`DataError::Unavailable`] if the store does not answer.
    fn put(&self, root: Hash, elements: Vec<Vec<u8>>) -> Result<(), DataError>;

    /// What is stored under `root`, unchecked: read it through [`download`].
    ///
    /// # Errors
    ///
    /// [`DataError::Unavailable`] if the store does not answer, [`DataError::Unknown`] if it has nothing.
    fn get(&self, root: Hash) -> Result<Vec<Vec<u8>>, DataError>;
}

/// Downloads the elements of a batch and checks that they are what its MTTBR commits to (seed step 8).
///
/// # Errors
///
/// Those of [`DataStore::get`]; [`DataError::Different`] if the content does not have this root.
pub fn download(store: &dyn DataStore, root: Hash) -> Result<Vec<Vec<u8>>, DataError> {
    let elements = store.get(root)?;
    let given = mttbr(&elements);
    if given != root {
        return Err(DataError::Different { asked: root, given });
    }
    Ok(elements)
}

/// The store itself, always up.
#[derive(Debug, Default)]
pub struct Memolabs {
    batches: Mutex<HashMap<[u8; 32], Vec<Vec<u8>>>>,
}

impl DataStore for Memolabs {
    fn put(&self, root: Hash, elements: Vec<Vec<u8>>) -> Result<(), DataError> {
        self.batches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(root.0, elements);
        Ok(())
    }

    fn get(&self, root: Hash) -> Result<Vec<Vec<u8>>, DataError> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        batches
            .get(&root.0)
            .cloned()
            .ok_or(DataError::Unknown(root))
    }
}
