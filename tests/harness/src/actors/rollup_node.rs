//! What the Sequencer and the Verifier alike run: Layer 1, the L2's state, a peer, Memolabs.

use std::sync::Arc;

use transition::{Rules, StateDb};
use types::{Bounds, StateClaim};

use super::{
    memolabs::DataStore,
    peer_network::{Peer, PeerNetwork},
};
use crate::{error::FlowError, layer1::Layer1};

/// A node of the rollup, with the connections that it needs.
#[derive(Debug)]
pub struct RollupNode {
    /// The contracts, through the account that acts.
    pub layer1: Layer1,
    pub(super) peer: Peer,
    pub(super) memolabs: Arc<dyn DataStore>,
    rules: Rules,
    db: StateDb,
}

impl RollupNode {
    /// A node whose database holds the L2's genesis and that joins the Peer Network now.
    pub fn new(
        layer1: Layer1,
        rules: Rules,
        db: StateDb,
        network: &PeerNetwork,
        memolabs: Arc<dyn DataStore>,
    ) -> Self {
        Self {
            layer1,
            peer: network.join(),
            memolabs,
            rules,
            db,
        }
    }

    /// The claim after each element, by one's own execution.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the database fails.
    pub(super) fn claims(
        &self,
        before: &StateClaim,
        elements: &[Vec<u8>],
        bounds: &Bounds,
    ) -> Result<Vec<StateClaim>, FlowError> {
        let outcomes = self
            .db
            .execute_batch(&self.rules, before, elements, bounds)
            .map_err(anyhow::Error::from)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.after).collect())
    }
}
