//! Storage, transient storage and logs.

use revm::{
    Database,
    context_interface::{Cfg, ContextTr, JournalTr},
    primitives::{B256, Bytes, Log, LogData, U256},
};

use super::serve::Interrupt;
use crate::{
    evm::ArbContext,
    program::{
        data::word,
        escape::Escape,
        guest::Guest,
        price::{EVM_API, HOST, POINTER},
        request::Pointer,
    },
};

/// Gas that a load must have at hand beside that of the API: a cold SLOAD, the largest cache step.
const LOAD_REQUIRES: u64 = 2100 + 10;
/// Gas that a write to the cache must have at hand: the SSTORE sentry and the largest cache step.
const CACHE_REQUIRES: u64 = 2300 + 10;
/// Gas that a flush must have at hand.
const FLUSH_REQUIRES: u64 = 2300;
const COLD_SLOAD: u64 = 2100;
const WARM_ACCESS: u64 = 100;
const LOG_TOPIC: u64 = 375;
const LOG_BYTE: u64 = 8;
const MAX_TOPICS: u32 = 4;

/// Writes the word in slot `key` to `dest`.
pub(super) fn load<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    key: Pointer,
    dest: Pointer,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + 2 * POINTER)?;
    let api_gas = EVM_API / u64::from(guest.data().env.ink_price);
    guest.require_gas(LOAD_REQUIRES + api_gas)?;
    let key = guest.read_word(key)?;
    let mut gas = guest.data_mut().storage.read_gas();
    let value = if let Some(value) = guest.data().storage.get(key) {
        value
    } else {
        let address = guest.data().env.contract;
        let slot = ctx
            .journal_mut()
            .sload(address, key)
            .map_err(Interrupt::fault)?;
        gas += if slot.is_cold {
            COLD_SLOAD
        } else {
            WARM_ACCESS
        };
        gas += api_gas;
        guest.data_mut().storage.learn(key, slot.data);
        slot.data
    };
    guest.buy_gas(gas)?;
    guest.write_word(dest, value)?;
    guest.note(&[word(key).as_slice()], &[word(value).as_slice()]);
    Ok(())
}

/// Puts the word at `value` into the cache under the key at `key`.
pub(super) fn cache(guest: &mut Guest<'_>, key: Pointer, value: Pointer) -> Result<(), Escape> {
    guest.buy_ink(HOST + 2 * POINTER)?;
    guest.require_gas(CACHE_REQUIRES)?;
    let (key, value) = (guest.read_word(key)?, guest.read_word(value)?);
    let gas = guest.data_mut().storage.write_gas();
    guest.buy_gas(gas)?;
    guest.data_mut().storage.set(key, value);
    guest.note(&[word(key).as_slice(), word(value).as_slice()], &[]);
    Ok(())
}

/// Writes what is dirty in the cache to the chain; `clear` empties the cache.
pub(super) fn flush<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    clear: bool,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + EVM_API)?;
    guest.require_gas(FLUSH_REQUIRES)?;
    let dirty = guest.data_mut().storage.take_dirty();
    if clear {
        guest.data_mut().storage.clear();
    }
    if !dirty.is_empty() {
        if guest.data().env.is_static {
            return Err(Escape::Failure.into());
        }
        let gas = store_all(guest, ctx, &dirty)?;
        guest.buy_gas(gas)?;
    }
    guest.note(&[&[u8::from(clear)]], &[]);
    Ok(())
}

/// Stores `slots` and returns the gas, which may be one more than there is.
fn store_all<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    slots: &[(U256, U256)],
) -> Result<u64, Interrupt<DB>> {
    let budget = guest.gas_left().saturating_add(1);
    let address = guest.data().env.contract;
    let mut spent = 0_u64;
    for (key, value) in slots {
        let stored = ctx
            .journal_mut()
            .sstore(address, *key, *value)
            .map_err(Interrupt::fault)?;
        let params = ctx.cfg().gas_params();
        let gas = params.sstore_static_gas()
            + params.sstore_dynamic_gas(true, &stored.data, stored.is_cold);
        if gas > budget - spent {
            return Ok(budget);
        }
        spent += gas;
        guest.data_mut().refund += params.sstore_refund(true, &stored.data);
    }
    Ok(spent)
}

/// Writes the transient word in slot `key` to `dest`.
pub(super) fn transient_load<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    key: Pointer,
    dest: Pointer,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + 2 * POINTER + EVM_API)?;
    guest.buy_gas(WARM_ACCESS)?;
    let key = guest.read_word(key)?;
    let address = guest.data().env.contract;
    let value = ctx.journal_mut().tload(address, key);
    guest.write_word(dest, value)?;
    guest.note(&[word(key).as_slice()], &[word(value).as_slice()]);
    Ok(())
}

/// Stores the word at `value` in the transient slot `key`.
pub(super) fn transient_store<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    key: Pointer,
    value: Pointer,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + 2 * POINTER + EVM_API)?;
    guest.buy_gas(WARM_ACCESS)?;
    let (key, value) = (guest.read_word(key)?, guest.read_word(value)?);
    if guest.data().env.is_static {
        return Err(Escape::Failure.into());
    }
    let address = guest.data().env.contract;
    ctx.journal_mut().tstore(address, key, value);
    guest.note(&[word(key).as_slice(), word(value).as_slice()], &[]);
    Ok(())
}

/// Emits a log whose topics are the first words of the data.
pub(super) fn emit_log<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    data: Pointer,
    len: u32,
    topics: u32,
) -> Result<(), Interrupt<DB>> {
    guest.buy_ink(HOST + EVM_API)?;
    if topics > MAX_TOPICS || len < topics * 32 {
        return Err(Escape::Failure.into());
    }
    guest.pay_for_read(len)?;
    let body_len = len - topics * 32;
    guest.buy_gas(LOG_TOPIC * (1 + u64::from(topics)) + LOG_BYTE * u64::from(body_len))?;
    let bytes = guest.read_bytes(data, len)?;
    if guest.data().env.is_static {
        return Err(Escape::Failure.into());
    }
    guest.note(&[&topics.to_be_bytes(), &bytes], &[]);
    let mut words = bytes.chunks(32);
    let topics: Vec<B256> = (0..topics)
        .filter_map(|_| words.next())
        .map(B256::from_slice)
        .collect();
    let body = Bytes::copy_from_slice(bytes.get(topics.len() * 32..).unwrap_or_default());
    let address = guest.data().env.contract;
    ctx.journal_mut().log(Log {
        address,
        data: LogData::new_unchecked(topics, body),
    });
    Ok(())
}
