//! The claimed L2 state after an element.

use merkle::{Hash, Hasher};

use crate::{
    DecodeError, L2Block, L2Timestamp,
    codec::{Reader, Writer},
};

/// The L2 state that the sequencer claims after an element: the leaf data of the state tree (spec
/// section 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StateClaim {
    /// Root of the Ethereum account state (secure Merkle-Patricia trie).
    pub state_root: Hash,
    /// L2 block of the last executed element.
    pub l2_block: L2Block,
    /// Time of that block, in seconds.
    pub l2_timestamp: L2Timestamp,
}

impl StateClaim {
    /// Length of the encoding, in bytes.
    pub const ENCODED_LEN: usize = 48;

    /// The encoding, big-endian:
    ///
    /// | bytes | field |
    /// |---|---|
    /// | 0..32 | state root |
    /// | 32..40 | L2 block number |
    /// | 40..48 | L2 timestamp |
    pub fn encode(&self) -> [u8; Self::ENCODED_LEN] {
        Writer::new()
            .put(&self.state_root.0)
            .u64(self.l2_block.0)
            .u64(self.l2_timestamp.0)
            .finish()
    }

    /// Reads the encoding; every 48 bytes are one.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Length`] for any other length.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::<{ Self::ENCODED_LEN }>::new(bytes)?;
        Ok(Self {
            state_root: Hash(reader.take()),
            l2_block: L2Block(reader.u64()),
            l2_timestamp: L2Timestamp(reader.u64()),
        })
    }

    /// The claim's leaf hash in the state tree: keccak-256 of `0x00 ‖ encoding`.
    pub fn leaf_hash<H: Hasher>(&self) -> Hash {
        merkle::leaf_hash::<H>(&self.encode())
    }
}
