//! Balance and code of any account.

use revm::{
    Database,
    context_interface::{ContextTr, JournalTr},
    primitives::{Address, B256, Bytes},
};

use super::{
    io::{length, part},
    serve::Interrupt,
};
use crate::{
    evm::ArbContext,
    program::{
        data::word,
        guest::Guest,
        price::{EVM_API, HOST, POINTER},
        request::Pointer,
    },
};

/// Gas of touching an account that the transaction did not touch before.
const COLD: u64 = 2600;
/// Gas of touching one again.
const WARM: u64 = 100;
/// Gas of looking at code, on top.
const CODE: u64 = 700;

/// Writes the balance to `dest`.
pub(super) fn balance<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    address: Pointer,
    dest: Pointer,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + 2 * POINTER + EVM_API)?;
    guest.require_gas(COLD)?;
    let address = guest.read_address(address)?;
    let account = ctx
        .journal_mut()
        .load_account(address)
        .map_err(Interrupt::fault)?;
    let (balance, is_cold) = (account.info.balance, account.is_cold);
    guest.buy_gas(touch(is_cold))?;
    guest.write_word(dest, balance)?;
    guest.note(&[address.as_slice()], &[word(balance).as_slice()]);
    Ok(())
}

/// Writes the code hash to `dest`: zero for an account that does not exist.
pub(super) fn code_hash<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    address: Pointer,
    dest: Pointer,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + 2 * POINTER + EVM_API)?;
    guest.require_gas(COLD)?;
    let address = guest.read_address(address)?;
    let account = ctx
        .journal_mut()
        .load_account(address)
        .map_err(Interrupt::fault)?;
    let is_cold = account.is_cold;
    let hash = if account.info.is_empty() {
        B256::ZERO
    } else {
        account.info.code_hash
    };
    guest.buy_gas(touch(is_cold))?;
    guest.write(dest, hash.as_slice())?;
    guest.note(&[address.as_slice()], &[hash.as_slice()]);
    Ok(())
}

/// Returns the length of the code.
pub(super) fn code_size<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    address: Pointer,
) -> Result<u32, Interrupt<DB>> {
    guest.buy_ink(HOST + EVM_API)?;
    guest.require_gas(COLD)?;
    let address = guest.read_address(address)?;
    let code = fetch(guest, ctx, address)?;
    let len = length(&code);
    guest.note(&[address.as_slice()], &[&len.to_be_bytes()]);
    Ok(len)
}

/// Writes the part of the code from an offset on, of at most a size, to `dest` and returns its
/// length. The charge is for the whole code.
pub(super) fn code<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    address: Pointer,
    (offset, size): (u32, u32),
    dest: Pointer,
) -> Result<u32, Interrupt<DB>> {
    guest.buy_ink(HOST + EVM_API)?;
    guest.require_gas(COLD)?;
    let address = guest.read_address(address)?;
    let code = fetch(guest, ctx, address)?;
    guest.pay_for_write(length(&code))?;
    let part = part(&code, offset, size);
    guest.write(dest, &part)?;
    guest.note(
        &[
            address.as_slice(),
            &offset.to_be_bytes(),
            &size.to_be_bytes(),
        ],
        &[&part],
    );
    Ok(length(&part))
}

/// Code of an account, paid for unless it is the one fetched last.
fn fetch<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
) -> Result<Bytes, Interrupt<DB>> {
    if let Some((last, code)) = &guest.data().last_code
        && *last == address
    {
        return Ok(code.clone());
    }
    let code = ctx.journal_mut().code(address).map_err(Interrupt::fault)?;
    guest.buy_gas(touch(code.is_cold) + CODE)?;
    if !code.data.is_empty() {
        guest.data_mut().last_code = Some((address, code.data.clone()));
    }
    Ok(code.data)
}

fn touch(is_cold: bool) -> u64 {
    if is_cold { COLD } else { WARM }
}
