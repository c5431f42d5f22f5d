//! How a sequencer answers disputes on its batches: it shows what lies below a node, from the tree that it has posted,
//! whether that is true or not.

use anyhow::Context;
use interfaces::client::IBatchRegistry::Verdict;
use merkle::Keccak;
use types::{BISECTION_LEVELS, HeaderHash};

use super::{
    contest::Move,
    rollup_node::{Followed, RollupNode},
    sequencer::Sequencer,
};
use crate::{
    dispute::{DisputeError, Position, ProvenClaim},
    error::FlowError,
    l2::Accepted,
    layer1::Opened,
};

impl Sequencer {
    /// Answers every dispute on its batches once; returns what it did, in the order of their opening.
    ///
    /// # Errors
    ///
    /// The first error of [`Self::answer`].
    pub async fn defend(&self) -> Result<Vec<(Opened, Move)>, FlowError> {
        let own = self.layer1().account();
        let mut moves = Vec::new();
        for dispute in self.layer1().disputes_against(own).await? {
            let answer = self.answer(&dispute).await?;
            if !answer.is_none() {
                moves.push((dispute, answer));
            }
        }
        Ok(moves)
    }

    /// Does what is to be done now in one dispute: reveals the node; has the element executed if that shows that it is
    /// right; ends the dispute if the challenger has run out of time, or settles it if the batch is decided.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error; [`FlowError::Other`] if the batch is not of its own chain.
    pub async fn answer(&self, dispute: &Opened) -> Result<Move, FlowError> {
        let (layer1, challenger) = (self.layer1(), dispute.challenger);
        if !layer1.is_disputed_by(dispute.batch, challenger).await? {
            return Ok(Move::Over);
        }
        let batch = layer1.batch_of(dispute.batch).await?;
        if layer1.verdict(&batch.header).await?.0 != Verdict::Pending {
            let position = layer1.position_of(&batch, challenger).await?;
            let settled = layer1.settle(&batch.header, challenger, &position);
            return Ok(Move::Settled(settled.await?));
        }
        let standing = layer1.standing_of(&batch, challenger).await?;
        let position = standing.position;
        if !standing.author && layer1.current_block().await? > standing.deadline {
            let ended = layer1.end_by_timeout(&batch.header, challenger, &position);
            return Ok(Move::TimedOut(ended.await?));
        }
        if position.is_leaf() {
            return self.justify(&batch, dispute, position).await;
        }
        if layer1.frontier_of(&position).await?.is_some() {
            return Ok(Move::Waits);
        }
        self.reveal(batch.hash, position).await
    }

    async fn reveal(&self, batch: HeaderHash, position: Position) -> Result<Move, FlowError> {
        let states = &self.node().own(batch)?.states;
        let frontier = states.frontier(position.node, BISECTION_LEVELS);
        let frontier = frontier.map_err(DisputeError::from)?;
        let size = position.node.size();
        let revealed = self.layer1().reveal(size, &frontier).await?;
        Ok(Move::Revealed(position, revealed))
    }

    /// At a leaf its challenger loses by waiting; to have it executed frees the batch, and the stake, at once.
    async fn justify(
        &self,
        batch: &Accepted,
        dispute: &Opened,
        leaf: Position,
    ) -> Result<Move, FlowError> {
        let elements = self.layer1().published_elements(batch.hash).await?;
        let index = leaf.node.first();
        let Some(before) = self.node().follows(batch, &elements, index)? else {
            return Ok(Move::Waits);
        };
        let evidence = self.node().evidence(batch, &elements, leaf, before)?;
        let parent = self.layer1().batch_of(batch.header.parent).await?;
        let (layer1, challenger) = (self.layer1(), dispute.challenger);
        let proved = layer1.prove(&batch.header, &parent.header, challenger, &evidence);
        Ok(Move::Proved(proved.await?))
    }
}

impl RollupNode {
    /// A batch of its chain.
    fn own(&self, batch: HeaderHash) -> Result<&Followed, FlowError> {
        let followed = self.followed(batch);
        Ok(followed.with_context(|| format!("batch {batch} is not of one's own chain"))?)
    }

    /// The claim before an element of a batch, if what the batch commits to after the element is what it comes to.
    fn follows(
        &self,
        batch: &Accepted,
        elements: &[Vec<u8>],
        index: u32,
    ) -> Result<Option<ProvenClaim>, FlowError> {
        let own = self.own(batch.hash)?;
        let before = match index.checked_sub(1) {
            Some(index) => own.claim(index)?,
            None => self.last_claim_before(batch)?,
        };
        let leaves = own.states.leaf_hashes();
        let bounds = batch.header.bounds();
        let element = &elements[index as usize..=index as usize];
        let after = self
            .outcomes(&before.claim, element, &bounds)?
            .remove(0)
            .after;
        let committed_before = match index.checked_sub(1) {
            Some(index) => leaves[index as usize] == before.claim.leaf_hash::<Keccak>(),
            None => true,
        };
        let right = committed_before && leaves[index as usize] == after.leaf_hash::<Keccak>();
        Ok(right.then_some(before))
    }
}
