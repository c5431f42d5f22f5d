//! What the Sequencer and the Verifier alike run: Layer 1, the L2's state, a peer, Memolabs.

use alloy::primitives::{B256, U256};
use merkle::{Hash, Tree};
use std::sync::Arc;
use transition::{Outcome, Rules, StateDb};
use types::{Bounds, HeaderHash, L2Block, StateClaim};

use super::{
    memolabs::DataStore,
    peer_network::{Peer, PeerNetwork},
};
use crate::{
    dispute::{DisputeError, ProvenClaim},
    error::FlowError,
    l2::{Accepted, Batch, mttbr, tree_of_claims},
    layer1::{Layer1, b256},
};

/// A node of the rollup, with the connections that it needs and the chain as far as it has executed it.
#[derive(Debug)]
pub struct RollupNode {
    /// The contracts, through the account that acts.
    pub layer1: Layer1,
    pub(super) peer: Peer,
    pub(super) memolabs: Arc<dyn DataStore>,
    pub(super) rules: Rules,
    pub(super) db: StateDb,
    /// The batches whose roots are its own, from the genesis on.
    chain: Vec<Followed>,
}

/// A batch whose roots are a node's own.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The batch.
    pub batch: Accepted,
    /// The claim after each element.
    pub claims: Vec<StateClaim>,
    /// The tree whose root is the batch's MTSR.
    pub states: Tree,
}

impl Followed {
    /// The claim after an element, proved against the batch's MTSR.
    ///
    /// # Errors
    ///
    /// [`DisputeError::Run`] if the batch has no such element.
    pub fn claim(&self, index: u32) -> Result<ProvenClaim, DisputeError> {
        let proof = self.states.prove_leaf(index)?;
        let claim = self.claims[index as usize];
        Ok(ProvenClaim { claim, proof })
    }

    /// The claim after the last element.
    ///
    /// # Panics
    ///
    /// Never: Layer 1 takes no empty batch.
    pub fn last(&self) -> ProvenClaim {
        let last = self.states.leaves() - 1;
        self.claim(last).expect("the last leaf is one")
    }
}

/// What a node thinks of a batch.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its own root over the elements.
    pub mttbr: Hash,
    /// The claims of its own execution.
    pub claims: Vec<StateClaim>,
    /// The tree over them; of what it has posted, if it is a sequencer's own batch.
    pub states: Tree,
}

/// Where a batch on Layer 1 is not what a node computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its {field} is {posted}, the one computed is {own}")]
pub struct Difference {
    /// The header's field.
    pub field: &'static str,
    /// Its value on Layer 1.
    pub posted: B256,
    /// The value of one's own.
    pub own: B256,
}

impl Checked {
    /// Its own root over the claims.
    pub fn mtsr(&self) -> Hash {
        self.states.root()
    }
}

impl Batch {
    /// As who posts it says that it is.
    pub(super) fn checked(&self) -> Checked {
        Checked {
            mttbr: self.mttbr(),
            claims: self.claims.clone(),
            states: self.states(),
        }
    }
}

impl RollupNode {
    /// A node whose database holds the L2's genesis and that joins the Peer Network now.
    pub fn new(
        layer1: Layer1,
        rules: Rules,
        db: StateDb,
        network: &PeerNetwork,
        memolabs: Arc<dyn DataStore>,
        genesis: (Accepted, StateClaim),
    ) -> Self {
        Self {
            layer1,
            peer: network.join(),
            memolabs,
            rules,
            db,
            chain: vec![Followed {
                batch: genesis.0,
                claims: vec![genesis.1],
                states: tree_of_claims(&[genesis.1]),
            }],
        }
    }

    /// The newest batch whose roots are its own.
    pub(super) fn head(&self) -> &Accepted {
        &self.tip().batch
    }

    /// The newest batch with its claims.
    pub(super) fn tip(&self) -> &Followed {
        self.chain.last().expect("it begins with the genesis")
    }

    /// A batch of its chain.
    pub(super) fn followed(&self, hash: HeaderHash) -> Option<&Followed> {
        self.chain.iter().rfind(|it| it.batch.hash == hash)
    }

    /// The state that its next batch goes on from.
    pub(super) fn state(&self) -> &StateClaim {
        let claims = &self.tip().claims;
        claims.last().expect("Layer 1 takes no empty batch")
    }

    /// Gives up the batches that Layer 1 has cut: what remains of its chain is part of Layer 1's.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if Layer 1 does not answer.
    pub(super) async fn give_up_cut(&mut self) -> Result<(), FlowError> {
        let newest = self.layer1.head().await?.0;
        loop {
            let own = self.head();
            let index = own.header.index.0;
            if index <= newest && self.layer1.accepted(index).await?.hash == own.hash {
                return Ok(());
            }
            self.chain.pop();
        }
    }

    /// Follows the chain to Layer 1's head, or to the batch of this index; returns the batches that it followed.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotFollowed`] for the first batch that is not what it computes: it stays on that one's parent.
    /// [`FlowError::Other`] if Layer 1 does not answer, or the database fails.
    pub(super) async fn follow(&mut self, to: Option<u64>) -> Result<Vec<Accepted>, FlowError> {
        self.peer.receive();
        self.give_up_cut().await?;
        let next = self.head().header.index.0 + 1;
        let head = self.layer1.head().await?.0;
        let mut followed = Vec::new();
        for index in next..=to.unwrap_or(head).min(head) {
            let batch = self.layer1.accepted(index).await?;
            let elements = self.elements_of(&batch).await?;
            let checked = self.check(&batch, &elements)?;
            self.follow_one(&batch, &checked)?;
            followed.push(batch);
        }
        Ok(followed)
    }

    /// What it takes for the elements of a batch on its head: what the Peer Network has passed on, or, if the batch does
    /// not hold just those, what was published on Layer 1.
    pub(super) async fn elements_of(&self, batch: &Accepted) -> Result<Vec<Vec<u8>>, FlowError> {
        let received = self.elements(batch.header.last_l2_block);
        if mttbr(&received) == batch.header.mttbr {
            return Ok(received);
        }
        let published = self.layer1.published_elements(batch.hash).await?;
        if published.is_empty() {
            return Ok(received);
        }
        Ok(published)
    }

    /// As [`Self::accept`], with the difference as the flow's error.
    pub(super) fn follow_one(
        &mut self,
        batch: &Accepted,
        checked: &Checked,
    ) -> Result<(), FlowError> {
        let index = batch.header.index.0;
        let accepted = self.accept(batch, checked);
        accepted.map_err(|difference| FlowError::NotFollowed { index, difference })
    }

    /// The elements that its peer has received after its head's, up to an L2 block.
    pub(super) fn elements(&self, up_to: L2Block) -> Vec<Vec<u8>> {
        self.peer.elements(self.head().header.last_l2_block, up_to)
    }

    /// The claim after each element, by its own execution on its head.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub(super) fn execute(
        &self,
        elements: &[Vec<u8>],
        bounds: &Bounds,
    ) -> Result<Vec<StateClaim>, FlowError> {
        let outcomes = self.outcomes(self.state(), elements, bounds)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.after).collect())
    }

    /// What each element comes to, executed on a state that it has computed before.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails, or has no such state.
    pub(super) fn outcomes(
        &self,
        before: &StateClaim,
        elements: &[Vec<u8>],
        bounds: &Bounds,
    ) -> Result<Vec<Outcome>, FlowError> {
        let outcomes = self.db.execute_batch(&self.rules, before, elements, bounds);
        Ok(outcomes.map_err(anyhow::Error::from)?)
    }

    /// Its own roots over elements that are said to be those of a batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub(super) fn check(
        &self,
        batch: &Accepted,
        elements: &[Vec<u8>],
    ) -> Result<Checked, FlowError> {
        self.check_on(self.state(), batch, elements)
    }

    /// The same on another state that it has computed.
    pub(super) fn check_on(
        &self,
        before: &StateClaim,
        batch: &Accepted,
        elements: &[Vec<u8>],
    ) -> Result<Checked, FlowError> {
        let outcomes = self.outcomes(before, elements, &batch.header.bounds())?;
        let claims: Vec<_> = outcomes.into_iter().map(|it| it.after).collect();
        Ok(Checked {
            mttbr: mttbr(elements),
            states: tree_of_claims(&claims),
            claims,
        })
    }

    /// Goes on from a batch, if it stands on this node's head and both its roots are the node's own.
    ///
    /// # Errors
    ///
    /// The first [`Difference`] otherwise; nothing changes then.
    pub(super) fn accept(&mut self, batch: &Accepted, checked: &Checked) -> Result<(), Difference> {
        let header = &batch.header;
        let same = |field, posted: B256, own: B256| {
            let difference = Difference { field, posted, own };
            if posted == own {
                Ok(())
            } else {
                Err(difference)
            }
        };
        let count = checked.claims.len();
        same("parent", header.parent.0.into(), self.head().hash.0.into())?;
        same("MTTBR", b256(header.mttbr), b256(checked.mttbr))?;
        same("MTSR", b256(header.mtsr), b256(checked.mtsr()))?;
        same(
            "element count",
            U256::from(header.element_count).into(),
            U256::from(count).into(),
        )?;
        self.chain.push(Followed {
            batch: batch.clone(),
            claims: checked.claims.clone(),
            states: checked.states.clone(),
        });
        Ok(())
    }
}
