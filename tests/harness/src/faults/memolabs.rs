//! Ways in which Memolabs fails its users.

use merkle::Hash;
use std::sync::Arc;

use crate::actors::memolabs::{DataError, DataStore, Memolabs};

/// How Memolabs behaves in a world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemolabsFault {
    /// As it should.
    #[default]
    None,
    /// It takes batches and does not answer downloads.
    Down,
    /// It answers with changed data.
    Tampering,
}

impl MemolabsFault {
    /// Memolabs with this fault.
    pub fn store(self) -> Arc<dyn DataStore> {
        let honest = Memolabs::default();
        match self {
            Self::None => Arc::new(honest),
            Self::Down => Arc::new(Down(honest)),
            Self::Tampering => Arc::new(Tampering(honest)),
        }
    }
}

/// Stores and never answers a download (seed: "if the Memolabs data is NOT available").
#[derive(Debug)]
pub struct Down<S>(pub S);

impl<S: DataStore> DataStore for Down<S> {
    fn put(&self, root: Hash, elements: Vec<Vec<u8>>) -> Result<(), DataError> {
        self.0.put(root, elements)
    }

    fn get(&self, _root: Hash) -> Result<Vec<Vec<u8>>, DataError> {
        Err(DataError::Unavailable)
    }
}

/// Answers with the last bit of the last element turned over.
#[derive(Debug)]
pub struct Tampering<S>(pub S);

impl<S: DataStore> DataStore for Tampering<S> {
    fn put(&self, root: Hash, elements: Vec<Vec<u8>>) -> Result<(), DataError> {
        self.0.put(root, elements)
    }

    fn get(&self, root: Hash) -> Result<Vec<Vec<u8>>, DataError> {
        let mut elements = self.0.get(root)?;
        if let Some(last) = elements.last_mut().and_then(|element| element.last_mut()) {
            *last ^= 1;
        }
        Ok(elements)
    }
}
