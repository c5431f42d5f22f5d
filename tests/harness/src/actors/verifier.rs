//! The Verifier: recomputes what the Sequencer posted (seed steps 8 to 11), and asks for what it cannot get
//! (seed step 11.B.1). How it disputes a state root stands in `contest`, how it has a batch executed on Layer 1 in
//! `replay`.

use alloy::rpc::types::TransactionReceipt;
use anyhow::Context;
use merkle::Hash;

use super::{
    memolabs::{DataError, download},
    rollup_node::{Checked, RollupNode},
};
use crate::{error::FlowError, l2::Accepted, layer1::Layer1};

/// The actor that checks batches.
#[derive(Debug)]
pub struct Verifier {
    node: RollupNode,
}

impl Verifier {
    /// A verifier that holds the head of its node valid.
    pub const fn new(node: RollupNode) -> Self {
        Self { node }
    }

    /// Its connection to Layer 1.
    pub const fn layer1(&self) -> &Layer1 {
        &self.node.layer1
    }

    /// What it runs.
    pub(super) const fn node(&self) -> &RollupNode {
        &self.node
    }

    /// The newest batch that it holds valid.
    pub fn valid(&self) -> &Accepted {
        self.node.head()
    }

    /// The header at an index, from Layer 1's events, checked against the hash that Layer 1 stores
    /// (seed steps 8, 10 and 11.A.2).
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if there is no such batch; [`FlowError::Other`] if the event is not
    /// there or does not have that hash.
    pub async fn header(&self, index: u64) -> Result<Accepted, FlowError> {
        self.node.layer1.accepted(index).await
    }

    /// Downloads a batch from Memolabs, located by its MTTBR (seed step 8).
    ///
    /// # Errors
    ///
    /// [`DataError`] if it cannot be had there.
    pub fn download_from_memolabs(&self, root: Hash) -> Result<Vec<Vec<u8>>, DataError> {
        download(self.node.memolabs.as_ref(), root)
    }

    /// Downloads the blocks between the last valid batch and this one from the Peer Network
    /// (seed step 8.1.1).
    pub fn download_from_peers(&mut self, batch: &Accepted) -> Vec<Vec<u8>> {
        self.node.peer.receive();
        self.node.elements(batch.header.last_l2_block)
    }

    /// Executes the downloaded elements on the last valid state (seed step 11.A.1).
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub fn execute(&self, batch: &Accepted, elements: &[Vec<u8>]) -> Result<Checked, FlowError> {
        self.node.check(batch, elements)
    }

    /// Executes the elements of a batch that stands on one that it does not hold valid, on what it has computed of that
    /// one itself.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails, or that one has no element.
    pub fn execute_after(
        &self,
        parent: &Checked,
        batch: &Accepted,
        elements: &[Vec<u8>],
    ) -> Result<Checked, FlowError> {
        let before = parent.claims.last().context("a batch has elements")?;
        self.node.check_on(before, batch, elements)
    }

    /// Follows the chain up to a batch's parent, and executes the batch: all of it in one.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotFollowed`] if one below is not what it computes; [`FlowError::Other`] if Layer 1 does not answer,
    /// or the database fails.
    pub async fn examine(
        &mut self,
        batch: &Accepted,
    ) -> Result<(Vec<Vec<u8>>, Checked), FlowError> {
        let parent = batch.header.index.0.saturating_sub(1);
        self.node.follow(Some(parent)).await?;
        let elements = self.node.elements_of(batch).await?;
        let checked = self.node.check(batch, &elements)?;
        Ok((elements, checked))
    }

    /// Holds a batch valid whose roots are its own; `false` if one is not (seed step 11.A.3.A.1).
    pub fn accept(&mut self, batch: &Accepted, checked: &Checked) -> bool {
        self.node.accept(batch, checked).is_ok()
    }
}

/// When the data of a batch cannot be had.
impl Verifier {
    /// Approves the fee of a request; returns it, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn approve_request_fee(&self, batch: &Accepted) -> Result<u128, FlowError> {
        self.layer1().approve_request_fee(&batch.header).await
    }

    /// Asks for the data of a batch on Layer 1 and pays the fee, which it has approved (seed step 11.B.1).
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error.
    pub async fn request_data(&self, batch: &Accepted) -> Result<TransactionReceipt, FlowError> {
        self.layer1().request_data(&batch.header).await
    }

    /// What was published of a batch, read from the calldata of Layer 1's transactions: all of its elements once
    /// the request is answered.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if Layer 1 does not give them.
    pub async fn published_elements(&self, batch: &Accepted) -> Result<Vec<Vec<u8>>, FlowError> {
        self.layer1().published_elements(batch.hash).await
    }
}
