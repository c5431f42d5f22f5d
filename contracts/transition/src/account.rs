//! The account as the state trie holds it.

use alloc::vec::Vec;
use alloy_primitives::{B256, KECCAK256_EMPTY, U256};
use alloy_rlp::{Decodable, Encodable, Header};

use crate::EMPTY_ROOT;

/// An account of the L2: RLP of `[nonce, balance, storage root, code hash]` in the state trie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Transactions sent, or contracts created.
    pub nonce: u64,
    /// Balance in wei.
    pub balance: U256,
    /// Root of the storage trie.
    pub storage_root: B256,
    /// keccak-256 of the bytecode.
    pub code_hash: B256,
}

impl Default for Account {
    /// The account that does not exist: all zero, no storage, no code.
    fn default() -> Self {
        Self {
            nonce: 0,
            balance: U256::ZERO,
            storage_root: EMPTY_ROOT,
            code_hash: KECCAK256_EMPTY,
        }
    }
}

impl Account {
    /// The account's RLP.
    pub fn encode(&self) -> Vec<u8> {
        let payload_length = self.nonce.length()
            + self.balance.length()
            + self.storage_root.length()
            + self.code_hash.length();
        let mut out = Vec::with_capacity(payload_length + 3);
        Header {
            list: true,
            payload_length,
        }
        .encode(&mut out);
        self.nonce.encode(&mut out);
        self.balance.encode(&mut out);
        self.storage_root.encode(&mut out);
        self.code_hash.encode(&mut out);
        out
    }

    /// Reads an account's RLP.
    ///
    /// # Errors
    /// The bytes are not the canonical RLP of an account.
    pub fn decode(mut bytes: &[u8]) -> alloy_rlp::Result<Self> {
        let mut payload = Header::decode_bytes(&mut bytes, true)?;
        let account = Self {
            nonce: u64::decode(&mut payload)?,
            balance: U256::decode(&mut payload)?,
            storage_root: B256::decode(&mut payload)?,
            code_hash: B256::decode(&mut payload)?,
        };
        if bytes.is_empty() && payload.is_empty() {
            Ok(account)
        } else {
            Err(alloy_rlp::Error::UnexpectedLength)
        }
    }
}
