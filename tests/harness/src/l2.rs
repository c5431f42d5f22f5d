//! The L2 as its actors hold it: blocks of the Block Producer, batches of the Sequencer.

mod chunk;

use merkle::{Hash, Keccak, Tree};
use types::{Element, Header, HeaderHash, L2Block, L2Timestamp, StateClaim};

use crate::error::FlowError;

pub(crate) use chunk::pack;
pub use chunk::{Chunk, MAX_TRANSACTION, cut, unpack};

/// A block of the L2, as the Peer Network passes it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number.
    pub number: L2Block,
    /// Its time, in seconds.
    pub timestamp: L2Timestamp,
    /// One encoded [`Element`] per transaction, in order.
    pub elements: Vec<Vec<u8>>,
}

impl Block {
    /// A block of these signed transactions.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a transaction is too long for an element.
    pub fn new(
        number: L2Block,
        timestamp: L2Timestamp,
        transactions: &[Vec<u8>],
    ) -> Result<Self, FlowError> {
        let elements = transactions
            .iter()
            .map(|transaction| {
                Element {
                    l2_block: number,
                    l2_timestamp: timestamp,
                    transaction,
                }
                .encode()
            })
            .collect::<Result<_, _>>()
            .map_err(anyhow::Error::from)?;
        Ok(Self {
            number,
            timestamp,
            elements,
        })
    }
}

/// A leaf of the state tree whose data is not the encoding of any claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddLeaf {
    /// Which leaf, from 0.
    pub at: usize,
    /// Its data.
    pub data: Vec<u8>,
}

/// What a sequencer computes of a run of elements (seed step 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The elements, in order.
    pub elements: Vec<Vec<u8>>,
    /// The claim after each element.
    pub claims: Vec<StateClaim>,
    /// A leaf of the state tree that is no claim, of an author that lies so.
    pub odd_leaf: Option<OddLeaf>,
    /// L2 block of the last element.
    pub last_l2_block: L2Block,
    /// Its time.
    pub last_l2_timestamp: L2Timestamp,
}

impl Batch {
    /// Root over the elements.
    pub fn mttbr(&self) -> Hash {
        mttbr(&self.elements)
    }

    /// Root over the claims, as it is posted.
    pub fn mtsr(&self) -> Hash {
        self.states().root()
    }

    /// The state tree whose root is posted.
    pub fn states(&self) -> Tree {
        state_tree(self.state_leaves())
    }

    /// Data of the leaves of that tree: the claims, encoded.
    pub fn state_leaves(&self) -> Vec<Vec<u8>> {
        let claims = self.claims.iter();
        let mut leaves: Vec<_> = claims.map(|claim| claim.encode().to_vec()).collect();
        if let Some(OddLeaf { at, data }) = &self.odd_leaf {
            leaves[*at].clone_from(data);
        }
        leaves
    }

    /// Bytes of all elements.
    pub fn data_length(&self) -> usize {
        self.elements.iter().map(Vec::len).sum()
    }
}

/// A batch that Layer 1 took: its header, and its hash.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The header that Layer 1 emitted.
    pub header: Header,
    /// Its hash.
    pub hash: HeaderHash,
}

impl Accepted {
    /// The accepted batch with this header.
    pub fn new(header: Header) -> Self {
        Self {
            header,
            hash: header.hash::<Keccak>(),
        }
    }
}

/// MTTBR of a list of encoded elements (spec section 2).
pub fn mttbr(elements: &[Vec<u8>]) -> Hash {
    merkle::root_of_data::<Keccak, _>(elements)
}

/// MTSR of a list of claims (spec section 2).
pub fn mtsr(claims: &[StateClaim]) -> Hash {
    merkle::root_of_data::<Keccak, _>(claims.iter().map(StateClaim::encode))
}

/// The state tree over these claims.
pub(crate) fn tree_of_claims(claims: &[StateClaim]) -> Tree {
    state_tree(claims.iter().map(StateClaim::encode))
}

fn state_tree<D: AsRef<[u8]>>(leaves: impl IntoIterator<Item = D>) -> Tree {
    Tree::of_data::<Keccak, _>(leaves).expect("memory holds fewer than 2^32 claims")
}
