//! Answers the host calls that need the chain.

use revm::{Database, interpreter::FrameInput};

use super::{
    accounts,
    calls::{self, Pending},
    storage,
};
use crate::{
    evm::{ArbContext, Fault},
    program::{escape::Escape, guest::Guest, price::HOST, request::Request},
};

/// Answer to a host call.
pub(in crate::program) enum Reply {
    /// Returned nothing.
    Done,
    /// Returned a number.
    Value(u32),
    /// Wants a call or creation first, then [`Pending::complete`].
    Child(FrameInput, Pending),
}

/// Why a host call has no answer.
pub(in crate::program) enum Interrupt<DB: Database> {
    /// The program ends: the ink or its status tell why.
    Escape,
    /// The transaction ends: the state database failed.
    Fault(Fault<DB>),
}

impl<DB: Database> From<Escape> for Interrupt<DB> {
    fn from(_: Escape) -> Self {
        Self::Escape
    }
}

impl<DB: Database> Interrupt<DB> {
    /// For errors of the state database.
    pub(super) fn fault(error: DB::Error) -> Self {
        Self::Fault(Fault::<DB>::Db(error))
    }
}

/// Serves `request`.
pub(in crate::program) fn serve<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    request: Request,
) -> Result<Reply, Interrupt<DB>> {
    match request {
        Request::StorageLoad { key, dest } => storage::load(guest, ctx, key, dest)?,
        Request::StorageFlush { clear } => storage::flush(guest, ctx, clear)?,
        Request::TransientLoad { key, dest } => storage::transient_load(guest, ctx, key, dest)?,
        Request::TransientStore { key, value } => {
            storage::transient_store(guest, ctx, key, value)?;
        }
        Request::EmitLog { data, len, topics } => {
            storage::emit_log(guest, ctx, data, len, topics)?;
        }
        Request::AccountBalance { address, dest } => {
            accounts::balance(guest, ctx, address, dest)?;
        }
        Request::AccountCodeHash { address, dest } => {
            accounts::code_hash(guest, ctx, address, dest)?;
        }
        Request::AccountCodeSize { address } => {
            return accounts::code_size(guest, ctx, address).map(Reply::Value);
        }
        Request::AccountCode {
            address,
            offset,
            size,
            dest,
        } => {
            return accounts::code(guest, ctx, address, (offset, size), dest).map(Reply::Value);
        }
        Request::PayForMemoryGrow { pages } => pay_for_memory_grow(guest, ctx, pages)?,
        Request::Call { .. } => return calls::call(guest, ctx, request),
        Request::Create { .. } => return calls::create(guest, ctx, request),
    }
    Ok(Reply::Done)
}

/// Pays for pages that are about to be asked for, whether or not the memory will grow.
fn pay_for_memory_grow<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    pages: u32,
) -> Result<(), Interrupt<DB>> {
    let params = guest.data().params;
    if params.has_page_cap() && pages > u16::MAX.into() {
        return Ok(guest.buy_gas(u64::MAX)?);
    }
    // Before that rule only the low half of the argument counts.
    let [low, high, ..] = pages.to_le_bytes();
    let new = u16::from_le_bytes([low, high]);
    guest.note(&[&new.to_be_bytes()], &[]);
    if new == 0 {
        return Ok(guest.buy_ink(HOST)?);
    }
    let cost = ctx.chain.pages.cost(new, &params);
    ctx.chain.pages.add(new);
    Ok(guest.buy_gas(cost)?)
}
