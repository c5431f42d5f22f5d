//! Verdicts, and what is final: what an account asks BatchRegistry about batches that were posted.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use anyhow::Context;
use interfaces::client::IBatchRegistry::{Record, Verdict};
use merkle::{Keccak, Tree};
use types::{Header, HeaderHash};

use super::{Layer1, b256, refused, send};
use crate::{
    error::FlowError,
    l2::{Accepted, Batch},
};

impl Layer1 {
    /// Makes the next batches final.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's error.
    pub async fn finalize(&self, hashes: &[HeaderHash]) -> Result<TransactionReceipt, FlowError> {
        let hashes = hashes.iter().map(|hash| hash.0.into()).collect();
        send("BatchRegistry.finalize", self.registry().finalize(hashes)).await
    }

    /// The verdict of a header, and whether it is contested.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn verdict(&self, header: &Header) -> Result<(Verdict, bool), FlowError> {
        let answer = self.registry().verdict(header.into()).call().await;
        let answer = answer.map_err(|error| refused("BatchRegistry.verdict", &error))?;
        Ok((answer.verdict, answer.contested))
    }

    /// The last block at which a batch may be disputed.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn closes_at(&self, hash: HeaderHash) -> Result<u64, FlowError> {
        Ok(self.record(hash).await?.closesAt)
    }

    /// The block at which a batch's data was complete on Layer 1; 0 if it is not.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn published_at(&self, hash: HeaderHash) -> Result<u64, FlowError> {
        Ok(self.record(hash).await?.publishedAt)
    }

    async fn record(&self, hash: HeaderHash) -> Result<Record, FlowError> {
        let record = self.registry().recordOf(hash.0.into()).call().await;
        record.map_err(|error| refused("BatchRegistry.recordOf", &error))
    }

    /// The state root that Layer 1 vouches for after a final batch, as a bridge would ask for it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the batch is not final or the claims are not its own.
    pub async fn final_state(&self, posted: &Accepted, batch: &Batch) -> Result<B256, FlowError> {
        let leaves = batch
            .claims
            .iter()
            .map(|claim| claim.leaf_hash::<Keccak>())
            .collect();
        let tree = Tree::new::<Keccak>(leaves).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let last = posted.header.element_count.saturating_sub(1);
        let proof = tree
            .prove(last, 1)
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let claim = batch.claims.last().context("a batch has claims")?;
        self.registry()
            .verifyFinalState(
                (&posted.header).into(),
                claim.into(),
                proof.into_iter().map(b256).collect(),
            )
            .call()
            .await
            .map_err(|error| refused("BatchRegistry.verifyFinalState", &error))
    }
}
