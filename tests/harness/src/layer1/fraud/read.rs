//! Disputes as Layer 1 tells them.

use alloy::primitives::{Address, B256, U256};
use anyhow::Context;
use interfaces::client::IFraudProof::{Dispute, DisputeOpened, DisputeStatus};
use merkle::Hash;
use types::HeaderHash;

use super::super::{Layer1, b256, checked, refused};
use crate::{dispute::Position, error::FlowError, l2::Accepted};

/// A dispute that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The batch.
    pub batch: HeaderHash,
    /// Who disputes it.
    pub challenger: Address,
    /// Who has submitted it.
    pub author: Address,
    /// Order of opening on the batch, from 1.
    pub number: u32,
}

/// Whose turn a dispute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The node in dispute.
    pub position: Position,
    /// Whether it is the author's turn.
    pub author: bool,
    /// Last block of the side whose turn it is.
    pub deadline: u64,
}

impl From<DisputeOpened> for Opened {
    fn from(event: DisputeOpened) -> Self {
        Self {
            batch: HeaderHash(event.headerHash.0),
            challenger: event.challenger,
            author: event.author,
            number: event.number,
        }
    }
}

/// What anybody reads.
impl Layer1 {
    /// The disputes on a batch, in the order of opening, those too that have ended.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not give the events.
    pub async fn disputes_on(&self, batch: HeaderHash) -> Result<Vec<Opened>, FlowError> {
        let fraud_proof = self.fraud_proof();
        let filter = fraud_proof.DisputeOpened_filter().from_block(0);
        let events = filter.topic1(B256::from(batch.0)).query().await;
        let events = events.context("eth_getLogs of DisputeOpened")?;
        Ok(events.into_iter().map(|(event, _)| event.into()).collect())
    }

    /// The disputes on batches of an author, in the order of opening, those too that have ended.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not give the events.
    pub async fn disputes_against(&self, author: Address) -> Result<Vec<Opened>, FlowError> {
        let fraud_proof = self.fraud_proof();
        let filter = fraud_proof.DisputeOpened_filter().from_block(0);
        let events = filter.topic3(author.into_word()).query().await;
        let events = events.context("eth_getLogs of DisputeOpened")?;
        Ok(events.into_iter().map(|(event, _)| event.into()).collect())
    }

    /// A dispute; all zero if there was none.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn dispute_of(
        &self,
        batch: HeaderHash,
        challenger: Address,
    ) -> Result<Dispute, FlowError> {
        let fraud_proof = self.fraud_proof();
        let dispute = fraud_proof
            .disputeOf(batch.0.into(), challenger)
            .call()
            .await;
        dispute.map_err(|error| refused("FraudProof.disputeOf", &error))
    }

    /// Whether a dispute is open.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn is_disputed_by(
        &self,
        batch: HeaderHash,
        challenger: Address,
    ) -> Result<bool, FlowError> {
        let dispute = self.dispute_of(batch, challenger).await?;
        Ok(dispute.status == DisputeStatus::Open)
    }

    /// Where an open dispute stands, and whose turn it is.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not give the events, or they are not of this batch.
    pub async fn standing_of(
        &self,
        batch: &Accepted,
        challenger: Address,
    ) -> Result<Standing, FlowError> {
        let position = self.position_of(batch, challenger).await?;
        let fraud_proof = self.fraud_proof();
        let hash = batch.hash.0.into();
        let turn = fraud_proof.turn(hash, challenger, (&position).into());
        let turn = turn.call().await;
        let turn = turn.map_err(|error| refused("FraudProof.turn", &error))?;
        Ok(Standing {
            position,
            author: turn.author,
            deadline: turn.deadline,
        })
    }

    /// Where a dispute stands, from its last selection; the root before the first.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not give the events; [`FlowError::Dispute`] if they are not of this batch.
    pub async fn position_of(
        &self,
        batch: &Accepted,
        challenger: Address,
    ) -> Result<Position, FlowError> {
        let fraud_proof = self.fraud_proof();
        let filter = fraud_proof.NodeSelected_filter().from_block(0);
        let filter = filter.topic1(B256::from(batch.hash.0));
        let events = filter.topic2(challenger.into_word()).query().await;
        let events = events.context("eth_getLogs of NodeSelected")?;
        let leaves = batch.header.element_count;
        let position = match events.last() {
            Some((event, _)) => Position::read(leaves, &event.position),
            None => Position::root(&batch.header),
        };
        Ok(position?)
    }

    /// What was revealed below a node; `None` if nothing was.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not give the event.
    pub async fn frontier_of(&self, position: &Position) -> Result<Option<Vec<Hash>>, FlowError> {
        let fraud_proof = self.fraud_proof();
        let filter = fraud_proof.NodeRevealed_filter().from_block(0);
        let events = filter.topic1(b256(position.hash)).query().await;
        let events = events.context("eth_getLogs of NodeRevealed")?;
        let size = position.node.size();
        let mut events = events.into_iter().map(|(event, _)| event);
        let event = events.find(|event| event.size == size);
        let frontier = event.map(|event| event.frontier.iter().map(|hash| Hash(hash.0)).collect());
        Ok(frontier)
    }

    /// A batch that Layer 1 took, canonical or not, from its event.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there is no such event, or its header has another hash.
    pub async fn batch_of(&self, hash: HeaderHash) -> Result<Accepted, FlowError> {
        let registry = self.registry();
        let filter = registry.BatchSubmitted_filter().from_block(0);
        let events = filter.topic2(B256::from(hash.0)).query().await;
        let events = events.context("eth_getLogs of BatchSubmitted")?;
        let event = events.into_iter().next();
        let (event, _) = event.with_context(|| format!("no BatchSubmitted of {hash}"))?;
        checked(&event)
    }

    /// What an account has in tokens: free, as its stake, and as its credit, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a view fails.
    pub async fn wealth(&self, account: Address) -> Result<(U256, u128, u128), FlowError> {
        let (free, stake) = self.holdings(account).await?;
        Ok((free, stake, self.credit(account).await?))
    }
}
