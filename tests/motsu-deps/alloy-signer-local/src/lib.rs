//! The key of a motsu account, with alloy-signer-local 0.11's names.

use alloy_primitives::{Address, PrimitiveSignature, B256};
use k256::ecdsa::SigningKey;

/// A secp256k1 key and its address.
#[derive(Clone, Debug)]
pub struct PrivateKeySigner {
    key: SigningKey,
    address: Address,
}

impl PrivateKeySigner {
    /// The signer of a key.
    pub fn from_signing_key(key: SigningKey) -> Self {
        let address = Address::from_private_key(&key);
        Self { key, address }
    }

    /// The key's address.
    pub const fn address(&self) -> Address {
        self.address
    }

    /// The key's 32 bytes.
    pub fn to_bytes(&self) -> B256 {
        B256::from_slice(&self.key.to_bytes())
    }

    /// Signs a hash; deterministic (RFC 6979), low `s`.
    ///
    /// # Panics
    ///
    /// Never: a 32-byte hash can always be signed.
    pub fn sign_hash_sync(&self, hash: &B256) -> PrimitiveSignature {
        let (signature, recovery) = self
            .key
            .sign_prehash_recoverable(hash.as_slice())
            .expect("a 32-byte hash can be signed");
        PrimitiveSignature::from((signature, recovery))
    }
}
