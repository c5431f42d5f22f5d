//! The batches that Layer 1 took, and which of them still count.

use alloy::rpc::types::TransactionReceipt;
use anyhow::Context;
use serde::Serialize;

use super::World;
use crate::{
    error::FlowError,
    l2::{Accepted, Batch},
};

/// A batch that Layer 1 took.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its header.
    pub accepted: Accepted,
    /// What it holds.
    pub batch: Batch,
    /// The transaction that brought it.
    pub receipt: TransactionReceipt,
    /// Whether it still counts.
    pub fate: Fate,
}

/// What has become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is part of the chain.
    Canonical,
    /// Layer 1 has found it invalid.
    Invalid,
    /// It stood on an invalid one.
    Orphaned,
}

impl World {
    /// What is known of a batch that Layer 1 took.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if it was not posted in this world.
    pub fn posted(&self, batch: &Accepted) -> Result<&Posted, FlowError> {
        let mut posted = self.batches.iter();
        let found = posted.find(|it| it.accepted.hash == batch.hash);
        Ok(found.with_context(|| format!("batch {} was not posted here", batch.hash))?)
    }

    /// The batches that are part of the chain, in its order, without the genesis.
    pub fn canonical(&self) -> impl DoubleEndedIterator<Item = &Posted> {
        let is_canonical = |posted: &&Posted| posted.fate == Fate::Canonical;
        self.batches.iter().filter(is_canonical)
    }

    /// Records that Layer 1 has found a canonical batch invalid; returns those that it has orphaned.
    pub(crate) fn cut(&mut self, invalid: &Accepted) -> Vec<Accepted> {
        let from = invalid.header.index;
        let mut orphaned = Vec::new();
        for posted in &mut self.batches {
            let canonical = posted.fate == Fate::Canonical;
            if !canonical || posted.accepted.header.index < from {
                continue;
            }
            if posted.accepted.hash == invalid.hash {
                posted.fate = Fate::Invalid;
            } else {
                posted.fate = Fate::Orphaned;
                orphaned.push(posted.accepted.clone());
            }
        }
        orphaned
    }
}
