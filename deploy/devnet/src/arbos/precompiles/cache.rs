//! ArbWasmCache, 0x72 (sheet of the VM, section 5.7).

use alloy::sol;
use revm::{Database, primitives::B256};

use super::{
    call::{
        Answer, Call, Mutability, STORAGE_READ, STORAGE_WRITE, Stop, answer, decode, list_reads,
    },
    wasm::{code_hash, unusable},
};

sol! {
    interface IArbWasmCache {
        function isCacheManager(address manager) external view returns (bool);
        function allCacheManagers() external view returns (address[] managers);
        function cacheProgram(address program) external;
        function evictCodehash(bytes32 codehash) external;
        function codehashIsCached(bytes32 codehash) external view returns (bool);

        event UpdateProgramCache(address indexed manager, bytes32 indexed codehash, bool cached);
    }
}

use IArbWasmCache::IArbWasmCacheCalls as Method;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    call.open(match method {
        Method::cacheProgram(_) | Method::evictCodehash(_) => Mutability::Write,
        _ => Mutability::View,
    })?;
    match method {
        Method::isCacheManager(arguments) => {
            call.burn(STORAGE_READ)?;
            let is_manager = call.state().cache_managers().contains(arguments.manager);
            answer::<IArbWasmCache::isCacheManagerCall, _>(&is_manager.map_err(Stop::fault)?)
        }
        Method::allCacheManagers(_) => {
            let managers = call.state().cache_managers().all().map_err(Stop::fault)?;
            call.burn(list_reads(managers.len()))?;
            answer::<IArbWasmCache::allCacheManagersCall, _>(&managers)
        }
        Method::codehashIsCached(arguments) => {
            call.burn(STORAGE_READ)?;
            let record = call.state().program(arguments.codehash);
            let is_cached = record.map_err(Stop::fault)?.is_cached;
            answer::<IArbWasmCache::codehashIsCachedCall, _>(&is_cached)
        }
        Method::cacheProgram(arguments) => {
            let code_hash = code_hash(call, arguments.program)?;
            check_manager(call)?;
            set_cached(call, code_hash, true)
        }
        Method::evictCodehash(arguments) => {
            check_manager(call)?;
            set_cached(call, arguments.codehash, false)
        }
    }
}

/// Only cache managers and chain owners may; anybody else loses all gas.
fn check_manager<DB: Database>(call: &mut Call<'_, '_, DB>) -> Result<(), Stop<DB>> {
    let caller = call.caller;
    call.burn(STORAGE_READ)?;
    if call
        .state()
        .cache_managers()
        .contains(caller)
        .map_err(Stop::fault)?
    {
        return Ok(());
    }
    call.burn(STORAGE_READ)?;
    if call
        .state()
        .owners()
        .contains(caller)
        .map_err(Stop::fault)?
    {
        return Ok(());
    }
    Err(Stop::OutOfGas)
}

fn set_cached<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    code_hash: B256,
    cached: bool,
) -> Answer<DB> {
    let params = call.params()?;
    call.burn(STORAGE_READ)?;
    let mut record = call.state().program(code_hash).map_err(Stop::fault)?;
    if cached {
        // One that was never activated has version 0 and is no exception.
        record
            .check_current(&params, call.now())
            .map_err(|reason| unusable(&reason))?;
    }
    if record.is_cached == cached {
        return Ok(Vec::new());
    }
    let manager = call.caller;
    call.emit(&IArbWasmCache::UpdateProgramCache {
        manager,
        codehash: code_hash,
        cached,
    })?;
    call.burn(record.init_cost.into())?;
    // The module's hash, by which the cache would load it.
    call.burn(STORAGE_READ)?;
    record.is_cached = cached;
    call.burn(STORAGE_WRITE)?;
    call.state()
        .set_program(code_hash, record)
        .map_err(Stop::fault)?;
    Ok(Vec::new())
}
