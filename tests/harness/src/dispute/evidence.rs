//! What Layer 1 needs to execute the disputed element.

use merkle::{Hash, Keccak, RunError, Tree};
use types::StateClaim;

use super::Position;

/// An element, proved against an MTTBR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenElement {
    /// The encoded element.
    pub element: Vec<u8>,
    /// Range proof of the run of length one.
    pub proof: Vec<Hash>,
}

impl ProvenElement {
    /// An element of a list.
    ///
    /// # Errors
    ///
    /// [`RunError`] if the list has no such element.
    pub fn of(elements: &[Vec<u8>], index: u32) -> Result<Self, RunError> {
        let hashes = elements.iter().map(|it| merkle::leaf_hash::<Keccak>(it));
        // A list with more than 2^32 - 1 elements does not fit into memory.
        let tree = Tree::new::<Keccak>(hashes.collect()).map_err(|_| out_of_bounds(index))?;
        let proof = tree.prove_leaf(index)?;
        let element = elements[index as usize].clone();
        Ok(Self { element, proof })
    }
}

const fn out_of_bounds(first: u32) -> RunError {
    RunError::OutOfBounds {
        first,
        end: first as u64 + 1,
        leaves: u32::MAX,
    }
}

/// A claim, proved against an MTSR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenClaim {
    /// The claim.
    pub claim: StateClaim,
    /// Range proof of the run of length one.
    pub proof: Vec<Hash>,
}

/// All that decides a dispute at a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The leaf.
    pub leaf: Position,
    /// The element at it.
    pub element: ProvenElement,
    /// The claim before it: of the leaf before, or of the last leaf of the parent.
    pub before: ProvenClaim,
    /// What the element needs of the state before it, encoded.
    pub witness: Vec<u8>,
}
