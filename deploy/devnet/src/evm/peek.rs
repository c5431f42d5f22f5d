//! Looks at accounts past the access list, for what costs nothing and must leave no trace.

use revm::{
    Database,
    bytecode::Bytecode,
    context_interface::{ContextTr, JournalTr},
    primitives::{Address, B256, KECCAK_EMPTY, U256},
    state::AccountInfo,
};

use super::executor::ArbContext;

/// Hash and code of an account as the transaction sees it now; empty if there is none.
pub(crate) fn peek_code<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
) -> Result<(B256, Bytecode), DB::Error> {
    let info = peek(ctx, address)?;
    let Some(info) = info.filter(|info| !info.is_empty()) else {
        return Ok((KECCAK_EMPTY, Bytecode::default()));
    };
    let code = match info.code {
        Some(code) => code,
        None => ctx.journal_mut().db_mut().code_by_hash(info.code_hash)?,
    };
    Ok((info.code_hash, code))
}

/// Balance of an account as the transaction sees it now, in wei.
pub(crate) fn peek_balance<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
) -> Result<U256, DB::Error> {
    Ok(peek(ctx, address)?.map_or(U256::ZERO, |info| info.balance))
}

fn peek<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
) -> Result<Option<AccountInfo>, DB::Error> {
    let (db, state) = ctx.journal_mut().db_and_state_mut();
    match state.get(&address) {
        Some(account) => Ok(Some(account.info.clone())),
        None => db.basic(address),
    }
}

/// Whether the account ran SELFDESTRUCT in this transaction.
pub(crate) fn is_destroyed<DB: Database>(ctx: &ArbContext<'_, DB>, address: Address) -> bool {
    let (_, state) = ctx.journal_ref().db_and_state();
    state
        .get(&address)
        .is_some_and(revm::state::Account::is_selfdestructed_locally)
}
