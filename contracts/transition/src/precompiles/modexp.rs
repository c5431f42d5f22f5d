//! Modular exponentiation (5): gas of EIP-2565, operands of at most 1,024 bytes.

use alloc::vec::Vec;
use alloy_primitives::U256;

use super::{Failure, padded};
use crate::Arithmetic;

/// Longest operand in bytes, so that no host's bound can divide node and contract.
const LONGEST: usize = 1_024;
/// The three lengths before the operands.
const HEADER_BYTES: usize = 96;
/// Least gas of a call.
const LEAST_GAS: u64 = 200;

/// Lengths of base, exponent and modulus in bytes.
struct Lengths {
    base: usize,
    exponent: usize,
    modulus: usize,
}

fn lengths(input: &[u8]) -> Result<Lengths, Failure> {
    let read = |at| match usize::try_from(U256::from_be_bytes(padded::<32>(input, at))) {
        Ok(length) if length <= LONGEST => Ok(length),
        _ => Err(Failure),
    };
    Ok(Lengths {
        base: read(0)?,
        exponent: read(32)?,
        modulus: read(64)?,
    })
}

/// Gas by EIP-2565: squared words of the longer operand, times the exponent's bits, over three.
pub(super) fn gas(input: &[u8]) -> Result<u64, Failure> {
    let lengths = lengths(input)?;
    let words = lengths.base.max(lengths.modulus).div_ceil(8) as u64;
    let head = exponent_head(input, &lengths);
    let head_bits = (head.bit_len() as u64).saturating_sub(1);
    let tail_bits = 8 * lengths.exponent.saturating_sub(32) as u64;
    let iterations = (tail_bits + head_bits).max(1);
    Ok((words * words * iterations / 3).max(LEAST_GAS))
}

/// The first 32 bytes of the exponent as a number.
fn exponent_head(input: &[u8], lengths: &Lengths) -> U256 {
    let head = U256::from_be_bytes(padded::<32>(input, HEADER_BYTES + lengths.base));
    match 32_usize.checked_sub(lengths.exponent) {
        Some(32) => U256::ZERO,
        Some(missing) => head >> (8 * missing),
        None => head,
    }
}

pub(super) fn run<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    let Lengths {
        base,
        exponent,
        modulus,
    } = lengths(input)?;
    if modulus == 0 {
        return Ok(Vec::new());
    }
    let mut operands = input.get(HEADER_BYTES..).unwrap_or_default().to_vec();
    operands.resize(base + exponent + modulus, 0);
    let (base, rest) = operands.split_at(base);
    let (exponent, modulus) = rest.split_at(exponent);
    let output = arithmetic.modexp(base, exponent, modulus);
    if output.len() == modulus.len() {
        Ok(output)
    } else {
        Err(Failure)
    }
}
