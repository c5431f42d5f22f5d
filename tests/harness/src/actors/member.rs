//! A member of the pool as one of the community (the seed's Governance Protocol): it proposes, and votes with its stake.

use alloy::{primitives::Address, rpc::types::TransactionReceipt};

use crate::{
    error::FlowError,
    layer1::{Layer1, Motion, Proposition},
};

/// A voter, whatever its role.
#[derive(Clone, Debug)]
pub struct Member {
    /// How it is called.
    pub name: String,
    layer1: Layer1,
}

impl Member {
    /// The member with this account.
    pub const fn new(name: String, layer1: Layer1) -> Self {
        Self { name, layer1 }
    }

    /// Its connection to Layer 1.
    pub const fn layer1(&self) -> &Layer1 {
        &self.layer1
    }

    /// Its account.
    pub const fn account(&self) -> Address {
        self.layer1.account()
    }

    /// Locks the bond and proposes.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error.
    pub async fn propose(
        &self,
        motion: Motion,
    ) -> Result<(Proposition, TransactionReceipt), FlowError> {
        self.layer1.propose(motion).await
    }

    /// Votes for a proposal, or against it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of Governance.
    pub async fn vote(
        &self,
        proposal: &Proposition,
        support: bool,
    ) -> Result<TransactionReceipt, FlowError> {
        self.layer1.vote(proposal.id, support).await
    }
}
