//! What a refused call must leave as it is.

use alloy::primitives::B256;
use anyhow::Context;
use interfaces::client::ISequencerPool::Slot;

use super::Layer1;
use crate::error::FlowError;

/// What the suite stands at.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Hash of the newest header.
    pub head: B256,
    /// Hash of the newest final header.
    pub final_head: B256,
    /// The running slot of the sequencers.
    pub slot: Slot,
    /// The Treasury's locks, credits and pot, in base units.
    pub totals: (u128, u128, u128),
}

impl Layer1 {
    /// What the suite stands at.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a view fails.
    pub async fn standing(&self) -> Result<Standing, FlowError> {
        let (registry, treasury) = (self.registry(), self.treasury());
        let head = registry.head().call().await;
        let final_head = registry.finalHead().call().await;
        let totals = treasury.totals().call().await.context("Treasury.totals")?;
        Ok(Standing {
            head: head.context("BatchRegistry.head")?.headerHash,
            final_head: final_head.context("BatchRegistry.finalHead")?.headerHash,
            slot: self.sequencer_slot().await?,
            totals: (totals.locked, totals.credited, totals.potted),
        })
    }
}
