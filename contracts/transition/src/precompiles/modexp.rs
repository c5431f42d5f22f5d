//! Modular exponentiation (5): gas of EIP-2565, operands of at most 1,024 bytes.

use alloc::vec::Vec;
use alloy_primitives::U256;

use super::{Failure, padded};
use crate::Arithmetic;

/// Longest operand in bytes, so that no host's bound can divide node and contract.
const LONGEST: usize = 1_024;
/// Least work of a call.
const LEAST_WORK: u64 = 500;
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
    let words = words(&lengths);
    Ok((words * words * iterations(input, &lengths, 8) / 3).max(LEAST_GAS))
}

/// Units of work: gas by EIP-7883, which hosts charge and which is up to a hundred times that of EIP-2565.
pub(super) fn work(input: &[u8]) -> Result<u64, Failure> {
    let lengths = lengths(input)?;
    let words = words(&lengths);
    let complexity = if words > 4 { 2 * words * words } else { 16 };
    Ok((complexity * iterations(input, &lengths, 16)).max(LEAST_WORK))
}

/// Words of eight bytes of the longer operand.
fn words(lengths: &Lengths) -> u64 {
    lengths.base.max(lengths.modulus).div_ceil(8) as u64
}

/// Bits of the exponent's head, and this many for each byte after it.
fn iterations(input: &[u8], lengths: &Lengths, per_byte: u64) -> u64 {
    let head = exponent_head(input, lengths);
    let head_bits = (head.bit_len() as u64).saturating_sub(1);
    let tail_bits = per_byte * lengths.exponent.saturating_sub(32) as u64;
    (tail_bits + head_bits).max(1)
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
