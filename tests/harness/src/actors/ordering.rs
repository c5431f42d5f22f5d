//! The Block Producer's order and Layer 1's: what it signs and attests, how it finds out that a batch has another order
//! (seed steps O.1 to O.4), and how it bows to it (O.4.B.1).

use alloy::{
    primitives::{B256, Signature},
    rpc::types::TransactionReceipt,
    signers::SignerSync,
};
use merkle::{Hash, Keccak};
use types::{Attestation, Bounds, Element, Header, HeaderHash, L2Block};

use super::block_producer::BlockProducer;
use crate::{
    error::FlowError,
    l2::{Accepted, Block, mttbr},
    layer1::b256,
};

/// What it says about an order.
impl BlockProducer {
    /// Signs that these are the elements after `previous`, up to one of its own blocks: r, s, v. `None` if they are not;
    /// if the bounds are not that block's, under which elements could be made not executable, or the L2 be carried beyond
    /// its head; or if it has signed others to follow the same header, which is punished, whatever has become of those.
    pub fn attest(&mut self, attestation: &Attestation, previous: L2Block) -> Option<[u8; 65]> {
        let Bounds {
            last_l2_block: last,
            last_l2_timestamp: timestamp,
        } = attestation.bounds;
        let own = |block: &Block| block.number == last && block.timestamp == timestamp;
        let is_own = self.blocks_after(previous).any(own)
            && self.root_of_blocks(previous, last) == attestation.mttbr;
        let signed = self.signed.entry(attestation.parent);
        if !is_own || signed.or_insert(*attestation).mttbr != attestation.mttbr {
            return None;
        }
        Some(self.sign(attestation))
    }

    /// What it has signed to follow a header.
    pub fn signed(&self, parent: HeaderHash) -> Option<&Attestation> {
        self.signed.get(&parent)
    }

    /// Its signature under whatever is said: r, s, v.
    ///
    /// # Panics
    ///
    /// Never: a local key signs any hash.
    pub(crate) fn sign(&self, attestation: &Attestation) -> [u8; 65] {
        let digest = B256::from(attestation.digest::<Keccak>().0);
        let signature: Signature = self
            .key
            .sign_hash_sync(&digest)
            .expect("a local key signs any hash");
        signature.as_bytes()
    }

    /// Says on Layer 1 that its blocks after this header are to follow it; returns their root.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's error.
    pub async fn attest_on_layer1(
        &self,
        parent: &Accepted,
    ) -> Result<(Hash, TransactionReceipt), FlowError> {
        let root = self.root_after(parent.header.last_l2_block);
        let attested = self.layer1().attest(parent.hash, b256(root));
        Ok((root, attested.await?))
    }

    /// The MTTBR of all its blocks after this one.
    pub fn root_after(&self, block: L2Block) -> Hash {
        self.root_of_blocks(block, self.head().l2_block)
    }

    /// The MTTBR of its own blocks with number in (`after`, `up_to`].
    fn root_of_blocks(&self, after: L2Block, up_to: L2Block) -> Hash {
        let elements: Vec<_> = self
            .blocks_after(after)
            .filter(|block| block.number <= up_to)
            .flat_map(|block| block.elements.iter().cloned())
            .collect();
        mttbr(&elements)
    }
}

/// What it does about a batch.
impl BlockProducer {
    /// The batch at an index, from Layer 1's events, checked against the hash that Layer 1 stores (O.1).
    ///
    /// # Errors
    ///
    /// As of the Verifier's.
    pub async fn posted(&self, index: u64) -> Result<Accepted, FlowError> {
        self.layer1().accepted(index).await
    }

    /// Downloads the transaction data between two headers from the Peer Network (O.2).
    pub fn download(&mut self, parent: &Header, batch: &Header) -> Vec<Vec<u8>> {
        self.peer.receive();
        let (after, up_to) = (parent.last_l2_block, batch.last_l2_block);
        self.peer.elements(after, up_to)
    }

    /// Reorganises the L2 to a batch (O.4.B.1): what it holds takes the place of its own blocks there, and its blocks
    /// after those are executed again on top, as far as they can be. Returns how many blocks it has passed on.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if it has no state to go on from, an element is none, or the database fails.
    pub fn reorganise(
        &mut self,
        parent: &Header,
        batch: &Header,
        elements: &[Vec<u8>],
    ) -> Result<usize, FlowError> {
        let given_up = self.give_up_after(parent.last_l2_block)?;
        let later = given_up.into_iter();
        let later = later.filter(|block| block.number > batch.last_l2_block);
        let mut blocks = blocks_of(elements)?;
        blocks.extend(later);
        let count = blocks.len();
        for block in blocks {
            self.adopt(block)?;
        }
        Ok(count)
    }
}

/// The blocks that elements are of, in their order.
fn blocks_of(elements: &[Vec<u8>]) -> Result<Vec<Block>, FlowError> {
    let mut blocks: Vec<Block> = Vec::new();
    for encoded in elements {
        let element = Element::decode(encoded).map_err(anyhow::Error::from)?;
        let (number, timestamp) = (element.l2_block, element.l2_timestamp);
        match blocks.last_mut() {
            Some(last) if (last.number, last.timestamp) == (number, timestamp) => {
                last.elements.push(encoded.clone());
            }
            _ => blocks.push(Block {
                number,
                timestamp,
                elements: vec![encoded.clone()],
            }),
        }
    }
    Ok(blocks)
}
