//! The part of a state that one element needs: trie nodes and bytecodes.

use alloc::vec::Vec;
use alloy_primitives::{B256, Bytes, keccak256, map::B256Map};
use alloy_rlp::{Decodable, Encodable, Header};
use core::convert::Infallible;

use crate::NodeSource;

/// Trie nodes and bytecodes, in any order; what is not needed is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// RLP of trie nodes.
    pub nodes: Vec<Bytes>,
    /// Bytecodes.
    pub codes: Vec<Bytes>,
}

impl Witness {
    /// The witness as bytes: RLP of `[[node, ...], [code, ...]]`.
    pub fn encode(&self) -> Vec<u8> {
        let payload_length = self.nodes.length() + self.codes.length();
        let mut out = Vec::with_capacity(payload_length + 9);
        Header {
            list: true,
            payload_length,
        }
        .encode(&mut out);
        self.nodes.encode(&mut out);
        self.codes.encode(&mut out);
        out
    }

    /// Reads what [`Witness::encode`] wrote.
    ///
    /// # Errors
    /// The bytes are no canonical RLP of two lists of byte strings, or more follows.
    pub fn decode(mut bytes: &[u8]) -> alloy_rlp::Result<Self> {
        let mut payload = Header::decode_bytes(&mut bytes, true)?;
        let witness = Self {
            nodes: Vec::decode(&mut payload)?,
            codes: Vec::decode(&mut payload)?,
        };
        if bytes.is_empty() && payload.is_empty() {
            Ok(witness)
        } else {
            Err(alloy_rlp::Error::UnexpectedLength)
        }
    }

    /// Bytes of all nodes and codes together.
    pub fn size(&self) -> usize {
        self.nodes
            .iter()
            .chain(&self.codes)
            .map(|bytes| bytes.len())
            .sum()
    }
}

/// A witness by the hashes of its content, computed here: nothing in it is taken on trust.
#[derive(Clone, Debug)]
pub struct IndexedWitness {
    nodes: B256Map<Bytes>,
    codes: B256Map<Bytes>,
}

impl IndexedWitness {
    /// Hashes every part of the witness.
    pub fn new(witness: &Witness) -> Self {
        Self {
            nodes: witness.nodes.iter().cloned().map(hashed).collect(),
            codes: witness.codes.iter().cloned().map(hashed).collect(),
        }
    }

    /// Reads what [`Witness::encode`] wrote, and copies nothing: what is returned keeps all of `bytes`.
    ///
    /// # Errors
    /// As for [`Witness::decode`].
    pub fn decode(bytes: &Bytes) -> alloy_rlp::Result<Self> {
        let mut rest = &bytes[..];
        let mut payload = Header::decode_bytes(&mut rest, true)?;
        let witness = Self {
            nodes: index(bytes, &mut payload)?,
            codes: index(bytes, &mut payload)?,
        };
        if rest.is_empty() && payload.is_empty() {
            Ok(witness)
        } else {
            Err(alloy_rlp::Error::UnexpectedLength)
        }
    }
}

fn hashed(part: Bytes) -> (B256, Bytes) {
    (keccak256(&part), part)
}

/// Reads a list of byte strings, which lie in `all`.
fn index(all: &Bytes, rest: &mut &[u8]) -> alloy_rlp::Result<B256Map<Bytes>> {
    let mut list = Header::decode_bytes(rest, true)?;
    let mut parts = B256Map::default();
    while !list.is_empty() {
        let part = Header::decode_bytes(&mut list, false)?;
        parts.insert(keccak256(part), all.slice_ref(part));
    }
    Ok(parts)
}

impl NodeSource for IndexedWitness {
    type Error = Infallible;

    fn node(&self, hash: &B256) -> Result<Option<Bytes>, Infallible> {
        Ok(self.nodes.get(hash).cloned())
    }

    fn code(&self, hash: &B256) -> Result<Option<Bytes>, Infallible> {
        Ok(self.codes.get(hash).cloned())
    }
}
