//! Re-execution: the batch is executed on Layer 1, run by run.

use alloy::{
    primitives::{Address, B256},
    rpc::types::TransactionReceipt,
};
use interfaces::client::IFraudProof::{self, beginReplayCall, replayCall};
use types::{Header, HeaderHash};

use super::{
    super::{Layer1, refused, send},
    hashes,
    moves::room,
};
use crate::{
    dispute::{MAX_GAS, ProvenClaim, Run, stage},
    error::FlowError,
};

impl Layer1 {
    /// Begins the replay of a batch; `before` is its parent's last claim.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof or the registry.
    pub async fn begin_replay(
        &self,
        header: &Header,
        parent: &Header,
        before: &ProvenClaim,
    ) -> Result<TransactionReceipt, FlowError> {
        let call = beginReplayCall {
            header: header.into(),
            parent: parent.into(),
            before: before.into(),
        };
        let fraud_proof = self.fraud_proof();
        send("FraudProof.beginReplay", fraud_proof.call_builder(&call)).await
    }

    /// Has a run of elements executed. What does not fit one transaction of its witness is staged before; returns the
    /// receipts of that, and that of the run last.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof, StateTransition, the registry or the pool.
    pub async fn replay(
        &self,
        header: &Header,
        run: &Run,
    ) -> Result<Vec<TransactionReceipt>, FlowError> {
        let mut call = execution(header, run);
        let pieces = stage(&run.witness, room(&call));
        let (staged, mut receipts) = self.stage_all(&pieces).await?;
        (call.staged, call.witness) = (staged, pieces.rest.into());
        let fraud_proof = self.fraud_proof();
        let call = fraud_proof.call_builder(&call).gas(MAX_GAS);
        receipts.push(send("FraudProof.replay", call).await?);
        Ok(receipts)
    }

    /// Takes the account's part of the winner's share of a batch that its replay has found false.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof or the Treasury.
    pub async fn claim_share(&self, batch: HeaderHash) -> Result<TransactionReceipt, FlowError> {
        let fraud_proof = self.fraud_proof();
        let call = fraud_proof.claimShare(B256::from(batch.0), self.account());
        send("FraudProof.claimShare", call).await
    }

    /// The replay of a batch; all zero if nobody has begun one.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn replay_of(&self, batch: HeaderHash) -> Result<IFraudProof::Replay, FlowError> {
        let fraud_proof = self.fraud_proof();
        let replay = fraud_proof.replayOf(B256::from(batch.0)).call().await;
        replay.map_err(|error| refused("FraudProof.replayOf", &error))
    }

    /// How many elements an account has fed, and what it could claim for them now, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if the view fails.
    pub async fn share_of(
        &self,
        batch: HeaderHash,
        feeder: Address,
    ) -> Result<(u32, u128), FlowError> {
        let fraud_proof = self.fraud_proof();
        let share = fraud_proof
            .shareOf(B256::from(batch.0), feeder)
            .call()
            .await;
        let share = share.map_err(|error| refused("FraudProof.shareOf", &error))?;
        Ok((share.elements, share.claimable))
    }
}

/// The call that has a run executed, still without its witness.
pub(crate) fn execution(header: &Header, run: &Run) -> replayCall {
    replayCall {
        header: header.into(),
        first: run.first,
        elements: run.packed.clone().into(),
        proof: hashes(&run.proof),
        staged: Vec::new(),
        witness: Vec::new().into(),
    }
}

/// How many bytes elements, proof and witness of a run may have so that one transaction takes them without staging.
pub(crate) fn room_of_run(header: &Header) -> usize {
    let nothing = Run {
        first: 0,
        count: 0,
        packed: Vec::new(),
        proof: Vec::new(),
        witness: Vec::new(),
    };
    room(&execution(header, &nothing))
}
