//! The moves of a dispute.

use alloy::{
    primitives::{Address, B256, U256},
    rpc::types::TransactionReceipt,
    sol_types::SolCall,
};
use anyhow::Context;
use interfaces::client::IFraudProof::{openCall, proveCall, revealCall, selectCall, timeoutCall};
use merkle::Hash;
use types::{Header, HeaderHash};

use super::{
    super::{Layer1, refused, send},
    hashes,
};
use crate::{
    dispute::{Evidence, MAX_GAS, MAX_PART, Position, Staged, stage},
    error::FlowError,
    l2::MAX_TRANSACTION,
};

/// What a transaction has besides its calldata, at most: its own fields and its signature.
const ENVELOPE: usize = 200;

/// What each staged part takes of a call: its address.
const WORD: usize = 32;

/// What a challenger does.
impl Layer1 {
    /// Approves the Treasury for the bond of a dispute on this batch; returns the bond, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn approve_bond(&self, header: &Header) -> Result<u128, FlowError> {
        let bond = self.bond(header).await?;
        let (token, treasury) = (self.token(), self.addresses().treasury);
        let approval = token.approve(treasury, U256::from(bond));
        send("MetisToken.approve", approval).await?;
        Ok(bond)
    }

    /// Opens a dispute on a batch, with the bond approved; `ancestor` is the batch or a canonical one below it, of which
    /// one can still be disputed.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof, the registry, the pool, the Treasury or the token.
    pub async fn open_dispute(
        &self,
        header: &Header,
        ancestor: &Header,
    ) -> Result<TransactionReceipt, FlowError> {
        let (header, ancestor) = (header.into(), ancestor.into());
        let fraud_proof = self.fraud_proof();
        let call = fraud_proof.call_builder(&openCall { header, ancestor });
        send("FraudProof.open", call).await
    }

    /// Names the entry of a revealed frontier that the account disagrees with.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof.
    pub async fn select(
        &self,
        batch: HeaderHash,
        position: &Position,
        frontier: &[Hash],
        entry: u32,
    ) -> Result<TransactionReceipt, FlowError> {
        let call = selection(batch, position, frontier, entry);
        let fraud_proof = self.fraud_proof();
        send("FraudProof.select", fraud_proof.call_builder(&call)).await
    }
}

/// What anybody does.
impl Layer1 {
    /// Shows the frontier of a node with so many leaves below it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof.
    pub async fn reveal(
        &self,
        size: u32,
        frontier: &[Hash],
    ) -> Result<TransactionReceipt, FlowError> {
        let frontier = hashes(frontier);
        let fraud_proof = self.fraud_proof();
        let call = fraud_proof.call_builder(&revealCall { size, frontier });
        send("FraudProof.reveal", call).await
    }

    /// Has the disputed element executed. What does not fit one transaction of its witness is staged before; returns
    /// the receipts of that, and that of the proof last.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof, StateTransition, the registry or the pool.
    pub async fn prove(
        &self,
        header: &Header,
        parent: &Header,
        challenger: Address,
        evidence: &Evidence,
    ) -> Result<Vec<TransactionReceipt>, FlowError> {
        let mut call = proof(header, parent, challenger, evidence);
        let pieces = stage(&evidence.witness, room(&call));
        let (staged, mut receipts) = self.stage_all(&pieces).await?;
        (call.staged, call.witness) = (staged, pieces.rest.into());
        let fraud_proof = self.fraud_proof();
        // Most of the gas is the element's: to estimate it, the node would have to execute it many times.
        let call = fraud_proof.call_builder(&call).gas(MAX_GAS);
        receipts.push(send("FraudProof.prove", call).await?);
        Ok(receipts)
    }

    /// Ends a dispute in which a side has run out of time.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof, the registry or the pool.
    pub async fn end_by_timeout(
        &self,
        header: &Header,
        challenger: Address,
        position: &Position,
    ) -> Result<TransactionReceipt, FlowError> {
        let call = timeoutCall {
            header: header.into(),
            challenger,
            position: position.into(),
        };
        let fraud_proof = self.fraud_proof();
        send("FraudProof.timeout", fraud_proof.call_builder(&call)).await
    }

    /// Ends a dispute on a batch that is decided, and that stands at this node.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the error of FraudProof.
    pub async fn settle(
        &self,
        header: &Header,
        challenger: Address,
        position: &Position,
    ) -> Result<TransactionReceipt, FlowError> {
        let fraud_proof = self.fraud_proof();
        let call = fraud_proof.settle(header.into(), challenger, position.into());
        send("FraudProof.settle", call).await
    }
}

/// Witnesses on the chain.
impl Layer1 {
    /// Writes those parts to the chain that are not there; returns the addresses of all.
    pub(super) async fn stage_all(
        &self,
        staged: &Staged,
    ) -> Result<(Vec<Address>, Vec<TransactionReceipt>), FlowError> {
        let (mut addresses, mut receipts) = (Vec::new(), Vec::new());
        for part in &staged.parts {
            let fraud_proof = self.fraud_proof();
            let place = fraud_proof.partAddress(part.clone().into()).call().await;
            let place = place.map_err(|error| refused("FraudProof.partAddress", &error))?;
            if !place.staged {
                let call = fraud_proof.stage(part.clone().into());
                receipts.push(send("FraudProof.stage", call).await?);
            }
            addresses.push(place.at);
        }
        Ok((addresses, receipts))
    }

    /// The bond of a dispute on this batch, in base units.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn bond(&self, header: &Header) -> Result<u128, FlowError> {
        let registry = self.registry();
        let parameters = registry.parameters(header.parameter_set.0).call().await;
        Ok(parameters.context("BatchRegistry.parameters")?.dispute.bond)
    }
}

/// How many bytes of a witness fit into a call that has none yet, if any number of parts may be staged beside it.
pub(super) fn room(call: &impl SolCall) -> usize {
    let parts = (1_usize << 20).div_ceil(MAX_PART) + 1;
    let taken = ENVELOPE + 4 + call.abi_encoded_size() + WORD * (parts + 1);
    MAX_TRANSACTION.saturating_sub(taken)
}

/// The call that names an entry.
pub(crate) fn selection(
    batch: HeaderHash,
    position: &Position,
    frontier: &[Hash],
    entry: u32,
) -> selectCall {
    selectCall {
        headerHash: B256::from(batch.0),
        position: position.into(),
        frontier: hashes(frontier),
        entry,
    }
}

/// The call that has an element executed, still without its witness.
pub(crate) fn proof(
    header: &Header,
    parent: &Header,
    challenger: Address,
    evidence: &Evidence,
) -> proveCall {
    proveCall {
        header: header.into(),
        parent: parent.into(),
        challenger,
        leaf: (&evidence.leaf).into(),
        element: (&evidence.element).into(),
        before: (&evidence.before).into(),
        staged: Vec::new(),
        witness: Vec::new().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ENVELOPE, proof, room};
    use crate::{
        dispute::{Evidence, Position, ProvenClaim, ProvenElement, stage},
        l2::MAX_TRANSACTION,
    };
    use alloy::{primitives::Address, sol_types::SolCall};
    use merkle::{Hash, Node};
    use types::{Header, InstanceId, StateClaim};

    fn evidence(element: usize, proof: usize, witness: usize) -> Evidence {
        let proof = vec![Hash([3; 32]); proof];
        Evidence {
            leaf: Position {
                node: Node::root(1).unwrap(),
                hash: Hash([1; 32]),
            },
            element: ProvenElement {
                element: vec![2; element],
                proof: proof.clone(),
            },
            before: ProvenClaim {
                claim: StateClaim::default(),
                proof,
            },
            witness: vec![4; witness],
        }
    }

    #[test]
    fn proof_fits_a_transaction_whatever_element_and_witness_are() {
        let claim = StateClaim::default();
        let header = Header::genesis::<merkle::Keccak>(InstanceId([1; 32]), &claim, 3.into());
        for (element, hashes, witness) in [
            (100, 0, 0),
            (100, 12, 5_000),
            (65_536, 16, 1 << 20),
            (65_536, 31, 26_000),
            (17, 16, 1 << 20),
            (17, 16, 80_001),
        ] {
            let evidence = evidence(element, hashes, witness);
            let mut call = proof(&header, &header, Address::ZERO, &evidence);
            let pieces = stage(&evidence.witness, room(&call));
            call.staged = vec![Address::ZERO; pieces.parts.len()];
            call.witness = pieces.rest.into();
            let length = call.abi_encode().len() + ENVELOPE;
            assert!(length <= MAX_TRANSACTION, "{element} {hashes} {witness}");
            // Only what does not fit is staged.
            assert!(call.staged.is_empty() || length + 2_000 > MAX_TRANSACTION);
        }
    }
}
