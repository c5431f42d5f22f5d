//! A dispute as its challenger plays it (seed step 11.A.3.B.2).

use alloy::rpc::types::TransactionReceipt;
use anyhow::Context;
use interfaces::client::IBatchRegistry::Verdict;
use merkle::{Hash, Keccak};
use types::{Header, StateClaim};

use super::{
    policy::{FirstDifference, Tactics},
    rollup_node::{Checked, RollupNode},
    verifier::Verifier,
};
use crate::{
    dispute::{Challenge, Evidence, Position, ProvenClaim, Selection},
    error::FlowError,
    l2::{Accepted, cut},
};

/// What one side of a dispute has done.
#[derive(Clone, Debug)]
pub enum Move {
    /// Nothing: it is the other side's turn, or it has nothing to gain.
    Waits,
    /// The author has shown what lies below the node in dispute.
    Revealed(Position, TransactionReceipt),
    /// The challenger has named an entry.
    Selected(Selection, TransactionReceipt),
    /// The element was executed; the last receipt is the proof's, those before it of its witness.
    Proved(Vec<TransactionReceipt>),
    /// The other side had run out of time.
    TimedOut(TransactionReceipt),
    /// The batch was decided, and the dispute is settled.
    Settled(TransactionReceipt),
    /// Nothing: the dispute has ended before.
    Over,
}

impl Move {
    /// Whether nothing was done.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::Waits | Self::Over)
    }
}

/// A dispute of one's own.
#[derive(Debug)]
pub struct Contest {
    /// The batch.
    pub batch: Accepted,
    elements: Vec<Vec<u8>>,
    claims: Vec<StateClaim>,
    challenge: Challenge,
    tactics: Box<dyn Tactics>,
}

impl Contest {
    /// Plays otherwise from now on.
    pub fn adopt(&mut self, tactics: Box<dyn Tactics>) {
        self.tactics = tactics;
    }

    /// Where it stands.
    pub const fn position(&self) -> &Position {
        self.challenge.position()
    }

    /// The challenger's own claim after the first element below the node in dispute.
    pub fn own_claim(&self) -> &StateClaim {
        &self.claims[self.position().node.first() as usize]
    }

    /// The first of an author's leaves that is not the challenger's own.
    pub fn first_false(&self, leaves: &[Hash]) -> Option<u32> {
        let own = self.claims.iter().map(StateClaim::leaf_hash::<Keccak>);
        let first = own.zip(leaves).position(|(own, author)| own != *author);
        first.and_then(|first| u32::try_from(first).ok())
    }
}

/// Before a dispute.
impl Verifier {
    /// Publishes the elements of a batch on Layer 1, so that it can be challenged (seed step 11.A.3.B.1).
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error.
    pub async fn publish(
        &self,
        batch: &Accepted,
        elements: &[Vec<u8>],
    ) -> Result<Vec<TransactionReceipt>, FlowError> {
        let mut receipts = Vec::new();
        for chunk in cut(elements, 0..batch.header.element_count)? {
            receipts.push(self.layer1().publish(&batch.header, chunk).await?);
        }
        Ok(receipts)
    }

    /// A dispute of a batch whose elements it has executed, on the parent; nothing is done yet.
    ///
    /// # Errors
    ///
    /// [`FlowError::Dispute`] if it has executed another number of elements.
    pub fn contest(
        &self,
        batch: &Accepted,
        elements: Vec<Vec<u8>>,
        checked: &Checked,
    ) -> Result<Contest, FlowError> {
        let own = checked.states.clone();
        Ok(Contest {
            batch: batch.clone(),
            elements,
            claims: checked.claims.clone(),
            challenge: Challenge::new(&batch.header, own)?,
            tactics: Box::new(FirstDifference),
        })
    }

    /// Opens the dispute with the bond approved; `ancestor` is the batch or a canonical one below it, of which one can
    /// still be disputed.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error.
    pub async fn open(
        &self,
        contest: &Contest,
        ancestor: &Header,
    ) -> Result<TransactionReceipt, FlowError> {
        let header = &contest.batch.header;
        self.layer1().approve_bond(header).await?;
        self.layer1().open_dispute(header, ancestor).await
    }
}

/// In a dispute.
impl Verifier {
    /// Does what is to be done now: names the first difference of what was revealed, has the element executed, ends the
    /// dispute if the author has run out of time, or settles it if the batch is decided.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error; [`FlowError::Dispute`] if what the author has revealed is not of its
    /// tree.
    pub async fn advance(&self, contest: &mut Contest) -> Result<Move, FlowError> {
        let (layer1, own) = (self.layer1(), self.layer1().account());
        let batch = contest.batch.clone();
        if !layer1.is_disputed_by(batch.hash, own).await? {
            return Ok(Move::Over);
        }
        if layer1.verdict(&batch.header).await?.0 != Verdict::Pending {
            let settled = layer1.settle(&batch.header, own, contest.position());
            return Ok(Move::Settled(settled.await?));
        }
        let standing = layer1.standing_of(&batch, own).await?;
        if standing.author && layer1.current_block().await? > standing.deadline {
            let ended = layer1.end_by_timeout(&batch.header, own, &standing.position);
            return Ok(Move::TimedOut(ended.await?));
        }
        if standing.position.is_leaf() {
            return self.prove(contest).await;
        }
        self.select(contest).await
    }

    /// Goes on until there is nothing to be done; returns what it did.
    ///
    /// # Errors
    ///
    /// As [`Self::advance`].
    pub async fn play(&self, contest: &mut Contest) -> Result<Vec<Move>, FlowError> {
        let mut moves = Vec::new();
        loop {
            let next = self.advance(contest).await?;
            if next.is_none() {
                return Ok(moves);
            }
            moves.push(next);
        }
    }

    /// What decides the dispute, once it stands at a leaf.
    ///
    /// # Errors
    ///
    /// [`FlowError::Dispute`] if it does not, or if the claim before is not its own; [`FlowError::Other`] if the database
    /// fails.
    pub fn evidence(&self, contest: &Contest) -> Result<Evidence, FlowError> {
        let leaf = *contest.challenge.position();
        let before = match contest.challenge.proof_before()? {
            Some(proof) => ProvenClaim {
                claim: contest.claims[leaf.node.first() as usize - 1],
                proof,
            },
            None => self.node().last_claim_before(&contest.batch)?,
        };
        let node = self.node();
        node.evidence(&contest.batch, &contest.elements, leaf, before)
    }

    async fn select(&self, contest: &mut Contest) -> Result<Move, FlowError> {
        let from = *contest.challenge.position();
        let Some(frontier) = self.layer1().frontier_of(&from).await? else {
            return Ok(Move::Waits);
        };
        let difference = contest.challenge.first_difference(&frontier)?;
        let entries = from.node.frontier_len(types::BISECTION_LEVELS);
        let Some(entry) = contest.tactics.selects(difference, entries) else {
            return Ok(Move::Waits);
        };
        let hash = contest.batch.hash;
        let selected = self.layer1().select(hash, &from, &frontier, entry).await?;
        let selection = contest.challenge.select(&frontier, entry)?;
        Ok(Move::Selected(selection, selected))
    }

    async fn prove(&self, contest: &Contest) -> Result<Move, FlowError> {
        if !contest.tactics.proves() {
            return Ok(Move::Waits);
        }
        let (layer1, own) = (self.layer1(), self.layer1().account());
        let parent = self.node().parent_of(&contest.batch)?;
        let evidence = self.evidence(contest)?;
        let header = &contest.batch.header;
        let proved = layer1.prove(header, &parent.header, own, &evidence).await?;
        Ok(Move::Proved(proved))
    }
}

impl RollupNode {
    /// The parent of a batch, which it has followed.
    pub(super) fn parent_of(&self, batch: &Accepted) -> Result<&Accepted, FlowError> {
        let parent = self.followed(batch.header.parent);
        let parent =
            parent.with_context(|| format!("the parent of {} is not followed", batch.hash));
        Ok(&parent?.batch)
    }

    /// The last claim of a batch's parent, which it has followed.
    pub(super) fn last_claim_before(&self, batch: &Accepted) -> Result<ProvenClaim, FlowError> {
        let parent = self.followed(batch.header.parent);
        let parent =
            parent.with_context(|| format!("the parent of {} is not followed", batch.hash));
        Ok(parent?.last())
    }
}
