//! Signature recovery: precompile 1, and the range of signatures that transactions share with it.

use alloc::vec::Vec;
use alloy_primitives::{B256, U256, uint};

use super::padded;
use crate::Arithmetic;

/// Order of the secp256k1 group.
pub(crate) const ORDER: U256 =
    uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

/// Whether a signature's number is one: above zero and below the group's order.
pub(crate) fn in_range(number: &U256) -> bool {
    !number.is_zero() && *number < ORDER
}

/// The signer as a 32-byte word, or nothing: a bad signature is no failure.
pub(super) fn run<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Vec<u8> {
    let hash = B256::from(padded::<32>(input, 0));
    let v = U256::from_be_bytes(padded::<32>(input, 32));
    let r = B256::from(padded::<32>(input, 64));
    let s = B256::from(padded::<32>(input, 96));
    let odd = v == uint!(28_U256);
    let valid = (odd || v == uint!(27_U256)) && in_range(&r.into()) && in_range(&s.into());
    if !valid {
        return Vec::new();
    }
    arithmetic
        .recover(&hash, odd, &r, &s)
        .map_or_else(Vec::new, |signer| signer.into_word().to_vec())
}
