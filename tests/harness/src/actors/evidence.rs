//! What a node proves of a batch to Layer 1, from its own database.

use merkle::Tree;
use types::StateClaim;

use super::rollup_node::RollupNode;
use crate::{
    dispute::{Evidence, Position, ProvenClaim, ProvenElement, Run},
    error::FlowError,
    l2::{Accepted, pack},
};

impl RollupNode {
    /// What decides a dispute at a leaf: the element there, and what it needs of the state before it, which this node has
    /// computed itself.
    ///
    /// # Errors
    ///
    /// [`FlowError::Dispute`] if the batch has no such element; [`FlowError::Other`] if the database fails, or has no such
    /// state.
    pub(super) fn evidence(
        &self,
        batch: &Accepted,
        elements: &[Vec<u8>],
        leaf: Position,
        before: ProvenClaim,
    ) -> Result<Evidence, FlowError> {
        let index = leaf.node.first();
        let element = ProvenElement::of(elements, index).map_err(crate::DisputeError::from)?;
        let bounds = batch.header.bounds();
        let bytes = &element.element;
        let witness = self.db.witness(&self.rules, &before.claim, bytes, &bounds);
        Ok(Evidence {
            leaf,
            element,
            before,
            witness: witness.map_err(anyhow::Error::from)?.encode(),
        })
    }

    /// A run of a batch's elements, with what it needs of the state before it, which this node has computed itself.
    ///
    /// # Errors
    ///
    /// [`FlowError::Dispute`] if the batch has no such run; [`FlowError::Other`] if the database fails, or has no such
    /// state.
    pub(super) fn run(
        &self,
        batch: &Accepted,
        (elements, tree): (&[Vec<u8>], &Tree),
        (first, count): (u32, u32),
        before: &StateClaim,
    ) -> Result<Run, FlowError> {
        let proof = tree.prove(first, count);
        let proof = proof.map_err(crate::DisputeError::from)?;
        let run = &elements[first as usize..(first + count) as usize];
        let bounds = batch.header.bounds();
        let witness = self.db.witness_of_run(&self.rules, before, run, &bounds);
        let mut packed = Vec::new();
        for element in run {
            pack(&mut packed, element)?;
        }
        Ok(Run {
            first,
            count,
            packed,
            proof,
            witness: witness.map_err(anyhow::Error::from)?.encode(),
        })
    }
}
