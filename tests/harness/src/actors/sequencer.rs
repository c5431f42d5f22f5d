//! The Sequencer: computes both roots of a batch, stores the data and tells Layer 1 (seed steps 4 to 7).

use alloy::rpc::types::TransactionReceipt;
use types::{Attestation, Bounds, StateClaim};

use super::rollup_node::RollupNode;
use crate::{
    error::FlowError,
    l2::{Accepted, Batch},
    layer1::Layer1,
};

/// The actor that posts batches.
#[derive(Debug)]
pub struct Sequencer {
    node: RollupNode,
    parent: Accepted,
    claim: StateClaim,
}

impl Sequencer {
    /// A sequencer that goes on from the genesis.
    pub fn new(node: RollupNode, genesis: (Accepted, StateClaim)) -> Self {
        let (parent, claim) = genesis;
        Self {
            node,
            parent,
            claim,
        }
    }

    /// Its connection to Layer 1.
    pub const fn layer1(&self) -> &Layer1 {
        &self.node.layer1
    }

    /// The head on which its next batch stands.
    pub const fn parent(&self) -> &Accepted {
        &self.parent
    }

    /// Receives blocks from the Peer Network (seed step 4); returns how many came.
    pub fn receive(&mut self) -> usize {
        self.node.peer.receive()
    }

    /// Computes the batch of all blocks after its parent's (seed step 5).
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there are none, or if the database fails.
    pub fn compute(&self) -> Result<Batch, FlowError> {
        let newest = self
            .node
            .peer
            .newest()
            .ok_or_else(|| anyhow::anyhow!("no block was received"))?;
        let bounds = Bounds {
            last_l2_block: newest.number,
            last_l2_timestamp: newest.timestamp,
        };
        let elements = self
            .node
            .peer
            .elements(self.parent.header.last_l2_block, newest.number);
        let claims = self.node.claims(&self.claim, &elements, &bounds)?;
        Ok(Batch {
            elements,
            claims,
            last_l2_block: bounds.last_l2_block,
            last_l2_timestamp: bounds.last_l2_timestamp,
        })
    }

    /// What it asks the block producer to sign for this batch.
    pub fn attestation(&self, batch: &Batch) -> Attestation {
        Attestation {
            instance: self.parent.header.instance,
            parent: self.parent.hash,
            mttbr: batch.mttbr(),
            bounds: Bounds {
                last_l2_block: batch.last_l2_block,
                last_l2_timestamp: batch.last_l2_timestamp,
            },
        }
    }

    /// Gives the full data to Memolabs (seed step 6).
    ///
    /// # Errors
    ///
    /// [`FlowError::Data`] if Memolabs does not take it.
    pub fn store(&self, batch: &Batch) -> Result<(), FlowError> {
        Ok(self
            .node
            .memolabs
            .put(batch.mttbr(), batch.elements.clone())?)
    }

    /// Submits both roots (seed step 7) and goes on from the header that Layer 1 made of them.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's error.
    pub async fn submit(
        &mut self,
        batch: &Batch,
        signature: Option<[u8; 65]>,
    ) -> Result<(Accepted, TransactionReceipt), FlowError> {
        let receipt = self
            .node
            .layer1
            .submit_batch(&self.parent.header, batch, signature)
            .await?;
        let accepted = self.node.layer1.accepted_in(&receipt)?;
        self.parent = accepted.clone();
        self.claim = *batch.claims.last().expect("Layer 1 takes no empty batch");
        Ok((accepted, receipt))
    }
}
