//! The Sequencer: waits for its turn and follows the chain (rotation flow); computes both roots of a batch,
//! stores the data and tells Layer 1 (seed steps 4 to 7). How it answers disputes stands in `defence`.

use alloy::rpc::types::TransactionReceipt;
use interfaces::client::ISequencerPool::Role;
use types::{Attestation, Bounds};

use super::{
    policy::{Honest, Policy},
    rollup_node::RollupNode,
};
use crate::{
    error::FlowError,
    l2::{Accepted, Batch, Block},
    layer1::{Layer1, Refusal},
};

/// The actor that posts batches.
#[derive(Debug)]
pub struct Sequencer {
    node: RollupNode,
    policy: Box<dyn Policy>,
}

/// In the pool.
impl Sequencer {
    /// An honest sequencer that goes on from the head of its node.
    pub fn new(node: RollupNode) -> Self {
        let policy = Box::new(Honest);
        Self { node, policy }
    }

    /// From its next batch on it does this with what it has received.
    pub fn adopt(&mut self, policy: Box<dyn Policy>) {
        self.policy = policy;
    }

    /// Its connection to Layer 1.
    pub const fn layer1(&self) -> &Layer1 {
        &self.node.layer1
    }

    /// What it runs.
    pub(super) const fn node(&self) -> &RollupNode {
        &self.node
    }

    /// Joins the pool with this stake, which its account holds.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's or the pool's error.
    pub async fn join(&self, stake: u128) -> Result<TransactionReceipt, FlowError> {
        self.layer1().join(Role::Sequencer, stake).await
    }

    /// Ends its own slot.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn end_slot(&self) -> Result<TransactionReceipt, FlowError> {
        self.layer1().end_slot().await
    }

    /// Leaves the queue at once; the stake stays for the time of unbonding.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn request_exit(&self) -> Result<TransactionReceipt, FlowError> {
        self.layer1().request_exit().await
    }

    /// Ends its exit: its stake becomes its credit.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn release_stake(&self) -> Result<TransactionReceipt, FlowError> {
        self.layer1().release_stake().await
    }

    /// Takes all of its credit home.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the Treasury's error.
    pub async fn withdraw(&self) -> Result<TransactionReceipt, FlowError> {
        self.layer1().withdraw().await
    }
}

/// While another one is selected.
impl Sequencer {
    /// The head on which its next batch stands: it has executed everything up to it.
    pub fn parent(&self) -> &Accepted {
        self.node.head()
    }

    /// Follows the chain to Layer 1's head, by its own execution: gives up batches that Layer 1 has cut, and executes
    /// the blocks of the Peer Network, or what was published on Layer 1 if a batch does not hold just those. Returns
    /// the batches that it followed.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotFollowed`] for the first batch that is not what it computes: it stays on that one's
    /// parent. [`FlowError::Other`] if Layer 1 does not answer, or the database fails.
    pub async fn follow(&mut self) -> Result<Vec<Accepted>, FlowError> {
        self.node.follow(None).await
    }
}

/// While it shares a lie.
impl Sequencer {
    /// Goes on from a batch on its head that is what its own policy makes of it: honest ones follow as
    /// [`Self::follow`] does.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotFollowed`] if its policy makes something else of it; [`FlowError::Other`] if the database fails.
    pub fn follow_by_policy(&mut self, batch: &Accepted) -> Result<(), FlowError> {
        self.receive();
        let own = self.compute_within(&batch.header.bounds())?;
        let checked = own.checked();
        self.node.follow_one(batch, &checked)
    }
}

/// While it is selected.
impl Sequencer {
    /// Receives blocks from the Peer Network (seed step 4); returns how many came.
    pub fn receive(&mut self) -> usize {
        self.node.peer.receive()
    }

    /// How many blocks it has received after its parent's.
    pub fn pending_blocks(&self) -> usize {
        let last = self.parent().header.last_l2_block;
        self.node.peer.blocks_after(last)
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
        self.compute_up_to(newest)
    }

    /// Computes the batch of the blocks after its parent's up to this one.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub fn compute_up_to(&self, last: &Block) -> Result<Batch, FlowError> {
        self.compute_within(&Bounds {
            last_l2_block: last.number,
            last_l2_timestamp: last.timestamp,
        })
    }

    /// Computes the batch of what comes after its parent, within these bounds.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub fn compute_within(&self, bounds: &Bounds) -> Result<Batch, FlowError> {
        let received = self.node.elements(bounds.last_l2_block);
        let elements = self.policy.elements(received, bounds)?;
        let execute = |elements: &[Vec<u8>]| self.node.execute(elements, bounds);
        let before = self.node.state();
        let (claims, odd_leaf) = self.policy.claims(&elements, before, &execute)?;
        Ok(Batch {
            elements,
            claims,
            odd_leaf,
            last_l2_block: bounds.last_l2_block,
            last_l2_timestamp: bounds.last_l2_timestamp,
        })
    }

    /// What it asks the block producer to sign for this batch.
    pub fn attestation(&self, batch: &Batch) -> Attestation {
        Attestation {
            instance: self.parent().header.instance,
            parent: self.parent().hash,
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
        Ok(self.policy.store(self.node.memolabs.as_ref(), batch)?)
    }

    /// Submits both roots (seed step 7) and goes on from the header that Layer 1 made of them.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's error; [`FlowError::NotFollowed`] if the header is not what
    /// was submitted.
    pub async fn submit(
        &mut self,
        batch: &Batch,
        signature: Option<[u8; 65]>,
    ) -> Result<(Accepted, TransactionReceipt), FlowError> {
        self.submit_within(batch, signature, None).await
    }

    /// As [`Self::submit`], with a gas limit that the sequencer knows from earlier submissions.
    ///
    /// # Errors
    ///
    /// As [`Self::submit`].
    pub async fn submit_within(
        &mut self,
        batch: &Batch,
        signature: Option<[u8; 65]>,
        gas: Option<u64>,
    ) -> Result<(Accepted, TransactionReceipt), FlowError> {
        let parent = &self.parent().header;
        let submitted = self.layer1().submit_batch(parent, batch, signature, gas);
        let receipt = submitted.await?;
        let accepted = self.layer1().accepted_in(&receipt)?;
        self.node.follow_one(&accepted, &batch.checked())?;
        Ok((accepted, receipt))
    }

    /// Submits both roots all the same, though Layer 1 refuses them.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 takes them.
    pub async fn submit_in_vain(
        &self,
        batch: &Batch,
        signature: Option<[u8; 65]>,
    ) -> Result<Refusal, FlowError> {
        let parent = &self.parent().header;
        let layer1 = self.layer1();
        layer1.submission_refused(parent, batch, signature).await
    }
}
