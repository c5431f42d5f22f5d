//! What the Sequencer and the Verifier alike run: Layer 1, the L2's state, a peer, Memolabs.

use alloy::primitives::{B256, U256};
use merkle::Hash;
use std::sync::Arc;
use transition::{Rules, StateDb};
use types::{Bounds, L2Block, StateClaim};

use super::{
    memolabs::DataStore,
    peer_network::{Peer, PeerNetwork},
};
use crate::{
    error::FlowError,
    l2::{Accepted, mtsr, mttbr},
    layer1::{Layer1, b256},
};

/// A node of the rollup, with the connections that it needs and the chain as far as it has executed it.
#[derive(Debug)]
pub struct RollupNode {
    /// The contracts, through the account that acts.
    pub layer1: Layer1,
    pub(super) peer: Peer,
    pub(super) memolabs: Arc<dyn DataStore>,
    rules: Rules,
    db: StateDb,
    /// The batches whose roots are its own, from the genesis on, and the claim after each.
    chain: Vec<(Accepted, StateClaim)>,
}

/// What a node thinks of a batch.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its own root over the elements.
    pub mttbr: Hash,
    /// The claims of its own execution.
    pub claims: Vec<StateClaim>,
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
        mtsr(&self.claims)
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
            chain: vec![genesis],
        }
    }

    /// The newest batch whose roots are its own.
    pub(super) fn head(&self) -> &Accepted {
        &self.tip().0
    }

    fn tip(&self) -> &(Accepted, StateClaim) {
        self.chain.last().expect("it begins with the genesis")
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
        let outcomes = self
            .db
            .execute_batch(&self.rules, &self.tip().1, elements, bounds)
            .map_err(anyhow::Error::from)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.after).collect())
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
        Ok(Checked {
            mttbr: mttbr(elements),
            claims: self.execute(elements, &batch.header.bounds())?,
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
        let last = checked.claims.last().expect("Layer 1 takes no empty batch");
        self.chain.push((batch.clone(), *last));
        Ok(())
    }
}
