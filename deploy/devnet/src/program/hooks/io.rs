//! Arguments, result, return data, hashing.

use revm::primitives::{Bytes, keccak256};

use crate::program::{
    escape::Escape,
    guest::Guest,
    price::{self, EVM_API, HOST},
    request::Pointer,
};

/// Writes the call data at `dest`.
pub(super) fn read_args(guest: &mut Guest<'_>, dest: Pointer) -> Result<(), Escape> {
    guest.buy_ink(HOST)?;
    let args = guest.data().args.clone();
    guest.pay_for_write(length(&args))?;
    guest.write(dest, &args)?;
    guest.note(&[], &[&args]);
    Ok(())
}

/// Takes the output from `data`, in place of any before.
pub(super) fn write_result(guest: &mut Guest<'_>, data: Pointer, len: u32) -> Result<(), Escape> {
    guest.buy_ink(HOST)?;
    guest.pay_for_read(len)?;
    guest.pay_for_read(len)?;
    let output = guest.read_bytes(data, len)?;
    guest.note(&[&output], &[]);
    guest.data_mut().output = output;
    Ok(())
}

/// Writes the part of the last return data from `offset` on, at most `size` bytes, at `dest`, and
/// returns how many they were.
pub(super) fn read_return_data(
    guest: &mut Guest<'_>,
    dest: Pointer,
    offset: u32,
    size: u32,
) -> Result<u32, Escape> {
    guest.buy_ink(HOST + EVM_API)?;
    let part = part(&guest.data().return_data, offset, size);
    guest.pay_for_write(length(&part))?;
    // With nothing to write, `dest` may point anywhere.
    if !part.is_empty() {
        guest.write(dest, &part)?;
    }
    guest.note(&[&offset.to_be_bytes(), &size.to_be_bytes()], &[&part]);
    Ok(length(&part))
}

/// Length of the last return data.
pub(super) fn return_data_size(guest: &mut Guest<'_>) -> Result<u32, Escape> {
    guest.buy_ink(HOST)?;
    let len = length(&guest.data().return_data);
    guest.note(&[], &[&len.to_be_bytes()]);
    Ok(len)
}

/// Writes keccak-256 of `len` bytes at `input` to `output`.
pub(super) fn native_keccak256(
    guest: &mut Guest<'_>,
    input: Pointer,
    len: u32,
    output: Pointer,
) -> Result<(), Escape> {
    guest.buy_ink(price::keccak(len))?;
    let preimage = guest.read_bytes(input, len)?;
    let digest = keccak256(&preimage);
    guest.write(output, digest.as_slice())?;
    guest.note(&[&preimage], &[digest.as_slice()]);
    Ok(())
}

/// Bytes from `offset` on, at most `size`.
pub(super) fn part(bytes: &Bytes, offset: u32, size: u32) -> Bytes {
    let start = usize::try_from(offset)
        .unwrap_or(usize::MAX)
        .min(bytes.len());
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let end = start.saturating_add(size).min(bytes.len());
    bytes.slice(start..end)
}

/// Length in the type that programs use. Nothing that fits the gas is longer.
pub(super) fn length(bytes: &Bytes) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
