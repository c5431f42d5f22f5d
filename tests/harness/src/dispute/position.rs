//! Where a dispute stands.

use alloy::primitives::{Address, B256, keccak256};
use interfaces::client::IFraudProof;
use merkle::{Hash, Keccak, Node};
use types::{BISECTION_LEVELS, Header, HeaderHash};

use super::DisputeError;

/// The node of the state tree that a dispute has come down to, with the hash that its author has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The node.
    pub node: Node,
    /// Its hash, as the author committed to it.
    pub hash: Hash,
}

impl Position {
    /// Where a dispute on a batch begins: at its MTSR.
    ///
    /// # Errors
    ///
    /// [`DisputeError::Node`] for a header without elements, of which Layer 1 takes none.
    pub fn root(header: &Header) -> Result<Self, DisputeError> {
        let (node, hash) = (Node::root(header.element_count)?, header.mtsr);
        Ok(Self { node, hash })
    }

    /// The position of an interface, in a tree of `leaves` leaves.
    ///
    /// # Errors
    ///
    /// [`DisputeError::Node`] if the tree has no such node.
    pub fn read(leaves: u32, position: &IFraudProof::Position) -> Result<Self, DisputeError> {
        Ok(Self {
            node: Node::new(leaves, position.first, position.size)?,
            hash: Hash(position.node.0),
        })
    }

    /// Whether it is a leaf, of which nothing is revealed: its element is to be executed.
    pub fn is_leaf(&self) -> bool {
        self.node.is_leaf()
    }

    /// The position of an entry of its frontier, which must be the author's.
    ///
    /// # Errors
    ///
    /// [`DisputeError::AtLeaf`] for a leaf; [`DisputeError::Frontier`] if the frontier is that of another node, or has
    /// no such entry.
    pub fn entry(&self, frontier: &[Hash], entry: u32) -> Result<Self, DisputeError> {
        self.check_frontier(frontier)?;
        let node = self.node.frontier_entry(BISECTION_LEVELS, entry)?;
        let hash = frontier[entry as usize];
        Ok(Self { node, hash })
    }

    /// That a frontier is the one below this node.
    pub(super) fn check_frontier(&self, frontier: &[Hash]) -> Result<(), DisputeError> {
        if self.is_leaf() {
            return Err(DisputeError::AtLeaf(self.node.first()));
        }
        let (levels, hash) = (BISECTION_LEVELS, &self.hash);
        let checked = self.node.verify_frontier::<Keccak>(hash, levels, frontier);
        Ok(checked?)
    }

    /// Hash of the state of a dispute that stands here: what its moves answer to.
    pub fn state(&self, batch: HeaderHash, challenger: Address) -> B256 {
        let (first, size) = (self.node.first(), self.node.size());
        let bytes = [
            &batch.0[..],
            challenger.as_slice(),
            &first.to_be_bytes(),
            &size.to_be_bytes(),
            &self.hash.0,
        ];
        keccak256(bytes.concat())
    }
}

impl From<&Position> for IFraudProof::Position {
    fn from(position: &Position) -> Self {
        Self {
            first: position.node.first(),
            size: position.node.size(),
            node: position.hash.0.into(),
        }
    }
}
