//! keccak-256 by the host function, for the crates that are generic over the hasher.

use alloc::vec::Vec;

use merkle::{Hash, Hasher};
use stylus_primitives::keccak256;

/// The host's `native_keccak256`. It takes one contiguous slice, so a prefix costs a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostKeccak;

impl Hasher for HostKeccak {
    fn hash(bytes: &[u8]) -> Hash {
        Hash(keccak256(bytes).0)
    }

    fn hash_prefixed(prefix: u8, bytes: &[u8]) -> Hash {
        let mut joined = Vec::with_capacity(1 + bytes.len());
        joined.push(prefix);
        joined.extend_from_slice(bytes);
        Self::hash(&joined)
    }
}
