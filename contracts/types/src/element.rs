//! One transaction in a batch, with its place in the L2.

use alloc::vec::Vec;

use crate::{DecodeError, L2Block, L2Timestamp};

/// The hard cap on an element's length, in bytes (spec section 2). A parameter set may set a lower one.
pub const MAX_ELEMENT_LEN: usize = 65_536;

/// One element of a batch: the leaf data of the transaction tree (spec section 2).
///
/// The transaction's bytes are not looked into here: bytes that are no transaction make an element that
/// is not executable, not a batch that is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Element<'a> {
    /// L2 block that the transaction is in.
    pub l2_block: L2Block,
    /// Time of that block, in seconds.
    pub l2_timestamp: L2Timestamp,
    /// The signed Ethereum transaction, in its EIP-2718 encoding.
    pub transaction: &'a [u8],
}

impl<'a> Element<'a> {
    /// Length of what stands before the transaction, in bytes.
    pub const PREFIX_LEN: usize = 16;

    /// Length of the encoding, in bytes.
    pub const fn encoded_len(&self) -> usize {
        Self::PREFIX_LEN.saturating_add(self.transaction.len())
    }

    /// The encoding, big-endian:
    ///
    /// | bytes | field |
    /// |---|---|
    /// | 0..8 | L2 block number |
    /// | 8..16 | L2 timestamp |
    /// | 16.. | signed transaction |
    ///
    /// # Errors
    ///
    /// [`DecodeError::TooLong`] above [`MAX_ELEMENT_LEN`].
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        check_maximum(self.encoded_len())?;
        let mut bytes = Vec::with_capacity(self.encoded_len());
        bytes.extend_from_slice(&self.l2_block.0.to_be_bytes());
        bytes.extend_from_slice(&self.l2_timestamp.0.to_be_bytes());
        bytes.extend_from_slice(self.transaction);
        Ok(bytes)
    }

    /// Reads the encoding; the transaction is borrowed from `bytes` and may be empty.
    ///
    /// # Errors
    ///
    /// [`DecodeError::TooShort`] below [`Element::PREFIX_LEN`], [`DecodeError::TooLong`] above
    /// [`MAX_ELEMENT_LEN`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        check_maximum(bytes.len())?;
        let too_short = DecodeError::TooShort {
            minimum: Self::PREFIX_LEN,
            actual: bytes.len(),
        };
        let (block, rest) = bytes.split_first_chunk().ok_or(too_short)?;
        let (timestamp, transaction) = rest.split_first_chunk().ok_or(too_short)?;
        Ok(Self {
            l2_block: L2Block(u64::from_be_bytes(*block)),
            l2_timestamp: L2Timestamp(u64::from_be_bytes(*timestamp)),
            transaction,
        })
    }
}

fn check_maximum(length: usize) -> Result<(), DecodeError> {
    if length > MAX_ELEMENT_LEN {
        return Err(DecodeError::TooLong {
            maximum: MAX_ELEMENT_LEN,
            actual: length,
        });
    }
    Ok(())
}
