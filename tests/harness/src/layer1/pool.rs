//! Membership and rotation: what an account does in SequencerPool, and what it reads there.

use alloy::{
    primitives::{Address, U256},
    rpc::types::TransactionReceipt,
};
use anyhow::Context;
use interfaces::client::ISequencerPool::{Role, Slot};

use super::{Layer1, send};
use crate::error::FlowError;

/// What its member does for itself, and anybody for an idle slot.
impl Layer1 {
    /// Approves the Treasury for `stake` and joins the pool.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's or the pool's error.
    pub async fn join(&self, role: Role, stake: u128) -> Result<TransactionReceipt, FlowError> {
        let treasury = self.addresses.treasury;
        send(
            "MetisToken.approve",
            self.token().approve(treasury, U256::from(stake)),
        )
        .await?;
        send("SequencerPool.join", self.pool().join(role, stake)).await
    }

    /// Ends its own slot.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn end_slot(&self) -> Result<TransactionReceipt, FlowError> {
        send("SequencerPool.endSlot", self.pool().endSlot()).await
    }

    /// Leaves the pool's queue.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn request_exit(&self) -> Result<TransactionReceipt, FlowError> {
        send("SequencerPool.requestExit", self.pool().requestExit()).await
    }

    /// Ends its exit: the stake becomes its credit in the Treasury.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn release_stake(&self) -> Result<TransactionReceipt, FlowError> {
        send("SequencerPool.releaseStake", self.pool().releaseStake()).await
    }

    /// Takes all of its credit out of the Treasury.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the Treasury's error, for one if there is no credit.
    pub async fn withdraw(&self) -> Result<TransactionReceipt, FlowError> {
        let treasury = self.treasury();
        let credit = treasury.creditOf(self.account).call().await;
        let credit = credit.context("Treasury.creditOf")?;
        send("Treasury.withdraw", treasury.withdraw(self.account, credit)).await
    }

    /// Ends the slot of a sequencer that has been idle for too long.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the pool's error.
    pub async fn rotate_idle(&self) -> Result<TransactionReceipt, FlowError> {
        send("SequencerPool.rotateIdle", self.pool().rotateIdle()).await
    }
}

/// What anybody reads.
impl Layer1 {
    /// Block now, by the clock of the suite.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn current_block(&self) -> Result<u64, FlowError> {
        let block = self.pool().currentBlock().call().await;
        Ok(block.context("SequencerPool.currentBlock")?)
    }

    /// The selected sequencer; zero if there is none.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn selected_sequencer(&self) -> Result<Address, FlowError> {
        let selected = self.pool().selectedSequencer().call().await;
        Ok(selected.context("SequencerPool.selectedSequencer")?)
    }

    /// The running slot of the sequencers.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn sequencer_slot(&self) -> Result<Slot, FlowError> {
        let slot = self.pool().slot(Role::Sequencer).call().await;
        Ok(slot.context("SequencerPool.slot")?)
    }

    /// The running slot of the block producers.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn producer_slot(&self) -> Result<Slot, FlowError> {
        let slot = self.pool().slot(Role::Producer).call().await;
        Ok(slot.context("SequencerPool.slot")?)
    }

    /// What an account has: free, and as its stake, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a view fails.
    pub async fn holdings(&self, account: Address) -> Result<(U256, u128), FlowError> {
        let balance = self.token().balanceOf(account).call().await;
        let member = self.pool().member(account).call().await;
        let stake = member.context("SequencerPool.member")?.stake;
        Ok((balance.context("MetisToken.balanceOf")?, stake))
    }
}
