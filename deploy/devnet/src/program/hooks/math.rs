//! 256-bit arithmetic, in place on the first operand.

use revm::primitives::U256;

use crate::program::{
    data::word,
    escape::Escape,
    guest::Guest,
    price::{self, ADD_MOD, DIV, HOST, MUL_MOD, POINTER},
    request::Pointer,
};

/// Quotient; 0 when divided by 0.
pub(super) fn div(guest: &mut Guest<'_>, value: Pointer, divisor: Pointer) -> Result<(), Escape> {
    guest.buy_ink(HOST + 3 * POINTER + DIV)?;
    binary(guest, value, divisor, |a, b| {
        a.checked_div(b).unwrap_or_default()
    })
}

/// Remainder; 0 when divided by 0.
pub(super) fn rem(guest: &mut Guest<'_>, value: Pointer, modulus: Pointer) -> Result<(), Escape> {
    guest.buy_ink(HOST + 3 * POINTER + DIV)?;
    binary(guest, value, modulus, |a, b| {
        a.checked_rem(b).unwrap_or_default()
    })
}

/// Power modulo 2^256.
pub(super) fn pow(guest: &mut Guest<'_>, value: Pointer, exponent: Pointer) -> Result<(), Escape> {
    guest.buy_ink(HOST + 3 * POINTER)?;
    // Both operands are read before the exponent is charged for.
    guest.read_word(value)?;
    let bytes = guest.read_word(exponent)?.byte_len();
    guest.buy_ink(price::power(u64::try_from(bytes).unwrap_or(u64::MAX)))?;
    binary(guest, value, exponent, U256::wrapping_pow)
}

/// Sum in the ring of the modulus; 0 for the modulus 0.
pub(super) fn add_mod(
    guest: &mut Guest<'_>,
    value: Pointer,
    addend: Pointer,
    modulus: Pointer,
) -> Result<(), Escape> {
    guest.buy_ink(HOST + 4 * POINTER + ADD_MOD)?;
    ternary(guest, [value, addend, modulus], U256::add_mod)
}

/// Product in the ring of the modulus; 0 for the modulus 0.
pub(super) fn mul_mod(
    guest: &mut Guest<'_>,
    value: Pointer,
    multiplier: Pointer,
    modulus: Pointer,
) -> Result<(), Escape> {
    guest.buy_ink(HOST + 4 * POINTER + MUL_MOD)?;
    ternary(guest, [value, multiplier, modulus], U256::mul_mod)
}

fn binary(
    guest: &mut Guest<'_>,
    first: Pointer,
    second: Pointer,
    operation: impl FnOnce(U256, U256) -> U256,
) -> Result<(), Escape> {
    let (a, b) = (guest.read_word(first)?, guest.read_word(second)?);
    let result = operation(a, b);
    guest.write_word(first, result)?;
    guest.note(
        &[word(a).as_slice(), word(b).as_slice()],
        &[word(result).as_slice()],
    );
    Ok(())
}

fn ternary(
    guest: &mut Guest<'_>,
    operands: [Pointer; 3],
    operation: impl FnOnce(U256, U256, U256) -> U256,
) -> Result<(), Escape> {
    let a = guest.read_word(operands[0])?;
    let b = guest.read_word(operands[1])?;
    let c = guest.read_word(operands[2])?;
    let result = operation(a, b, c);
    guest.write_word(operands[0], result)?;
    guest.note(
        &[word(a).as_slice(), word(b).as_slice(), word(c).as_slice()],
        &[word(result).as_slice()],
    );
    Ok(())
}
