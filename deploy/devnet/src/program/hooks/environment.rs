//! Facts about block, transaction and frame.

use revm::primitives::Address;

use crate::program::{
    data::{ProgramData, word},
    escape::Escape,
    guest::Guest,
    price::{HOST, POINTER},
    request::Pointer,
};

/// Returns a number.
pub(super) fn number(
    guest: &mut Guest<'_>,
    pick: impl FnOnce(&ProgramData) -> u64,
) -> Result<u64, Escape> {
    guest.buy_ink(HOST)?;
    let value = pick(guest.data());
    guest.note(&[], &[&value.to_be_bytes()]);
    Ok(value)
}

/// Returns a small number.
pub(super) fn small_number(
    guest: &mut Guest<'_>,
    pick: impl FnOnce(&ProgramData) -> u32,
) -> Result<u32, Escape> {
    guest.buy_ink(HOST)?;
    let value = pick(guest.data());
    guest.note(&[], &[&value.to_be_bytes()]);
    Ok(value)
}

/// Writes an address at `dest`.
pub(super) fn address(
    guest: &mut Guest<'_>,
    dest: Pointer,
    pick: impl FnOnce(&ProgramData) -> Address,
) -> Result<(), Escape> {
    guest.buy_ink(HOST + POINTER)?;
    let value = pick(guest.data());
    guest.write(dest, value.as_slice())?;
    guest.note(&[], &[value.as_slice()]);
    Ok(())
}

/// Writes a word at `dest`.
pub(super) fn write_word(
    guest: &mut Guest<'_>,
    dest: Pointer,
    pick: impl FnOnce(&ProgramData) -> revm::primitives::U256,
) -> Result<(), Escape> {
    guest.buy_ink(HOST + POINTER)?;
    let value = pick(guest.data());
    guest.write_word(dest, value)?;
    guest.note(&[], &[word(value).as_slice()]);
    Ok(())
}

/// Gas that the ink left after the charge is worth.
pub(super) fn evm_gas_left(guest: &mut Guest<'_>) -> Result<u64, Escape> {
    guest.buy_ink(HOST)?;
    let gas = guest.gas_left();
    guest.note(&[], &[&gas.to_be_bytes()]);
    Ok(gas)
}

/// Ink left after the charge.
pub(super) fn evm_ink_left(guest: &mut Guest<'_>) -> Result<u64, Escape> {
    guest.buy_ink(HOST)?;
    let ink = guest.ink_left();
    guest.note(&[], &[&ink.to_be_bytes()]);
    Ok(ink)
}
