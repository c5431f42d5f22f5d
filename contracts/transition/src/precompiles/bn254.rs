//! The curve alt_bn128: addition (6), multiplication (7), pairing (8); EIP-196, 197, gas of EIP-1108.

use alloc::vec::Vec;
use alloy_primitives::{U256, uint};

use super::{Failure, padded};
use crate::Arithmetic;

/// One pair: a point of the curve (64 bytes) and one of its twist (128 bytes).
pub(super) const PAIR_BYTES: usize = 192;

/// Modulus of the coordinates.
const FIELD: U256 = uint!(0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47_U256);

/// Fails unless `point` is on the curve y² = x³ + 3; zero, zero stands for infinity.
fn check<A: Arithmetic>(point: &[u8; 64], arithmetic: &A) -> Result<(), Failure> {
    let x = U256::from_be_slice(&point[..32]);
    let y = U256::from_be_slice(&point[32..]);
    if x >= FIELD || y >= FIELD {
        return Err(Failure);
    }
    if x.is_zero() && y.is_zero() {
        return Ok(());
    }
    let times = |a, b| arithmetic.mul_mod(a, b, FIELD);
    if times(y, y) == arithmetic.add_mod(times(times(x, x), x), uint!(3_U256), FIELD) {
        Ok(())
    } else {
        Err(Failure)
    }
}

pub(super) fn add<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    let (a, b) = (padded::<64>(input, 0), padded::<64>(input, 64));
    check(&a, arithmetic)?;
    check(&b, arithmetic)?;
    arithmetic
        .bn_add(&a, &b)
        .map(|sum| sum.to_vec())
        .ok_or(Failure)
}

pub(super) fn mul<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    let point = padded::<64>(input, 0);
    check(&point, arithmetic)?;
    arithmetic
        .bn_mul(&point, &padded::<32>(input, 64))
        .map(|product| product.to_vec())
        .ok_or(Failure)
}

pub(super) fn pairing<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    if !input.len().is_multiple_of(PAIR_BYTES) {
        return Err(Failure);
    }
    for pair in input.chunks_exact(PAIR_BYTES) {
        check(&padded(pair, 0), arithmetic)?;
        let twist_in_field = pair[64..]
            .chunks_exact(32)
            .all(|coordinate| U256::from_be_slice(coordinate) < FIELD);
        if !twist_in_field {
            return Err(Failure);
        }
    }
    // The empty product is one.
    let one = input.is_empty() || arithmetic.bn_pairing(input).ok_or(Failure)?;
    Ok(U256::from(one).to_be_bytes::<32>().to_vec())
}
