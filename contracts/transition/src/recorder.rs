//! Extraction of witnesses: remember what an execution read.

use alloc::collections::BTreeMap;
use alloy_primitives::{B256, Bytes};
use core::cell::RefCell;

use crate::{NodeSource, Witness};

/// Passes a source through and keeps a copy of all that was asked for.
#[derive(Debug)]
pub struct Recorder<S> {
    source: S,
    nodes: RefCell<BTreeMap<B256, Bytes>>,
    codes: RefCell<BTreeMap<B256, Bytes>>,
}

impl<S: NodeSource> Recorder<S> {
    /// Nothing is recorded yet.
    pub fn new(source: S) -> Self {
        Self {
            source,
            nodes: RefCell::default(),
            codes: RefCell::default(),
        }
    }

    /// Everything that was read, in the order of the hashes.
    pub fn into_witness(self) -> Witness {
        Witness {
            nodes: self.nodes.into_inner().into_values().collect(),
            codes: self.codes.into_inner().into_values().collect(),
        }
    }
}

impl<S: NodeSource> NodeSource for Recorder<S> {
    type Error = S::Error;

    fn node(&self, hash: &B256) -> Result<Option<Bytes>, S::Error> {
        let node = self.source.node(hash)?;
        if let Some(bytes) = &node {
            self.nodes.borrow_mut().insert(*hash, bytes.clone());
        }
        Ok(node)
    }

    fn code(&self, hash: &B256) -> Result<Option<Bytes>, S::Error> {
        let code = self.source.code(hash)?;
        if let Some(bytes) = &code {
            self.codes.borrow_mut().insert(*hash, bytes.clone());
        }
        Ok(code)
    }
}
