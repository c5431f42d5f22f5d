//! What a call of a program costs before its first instruction (sheet of the VM, section 5.6).

use revm::{
    Database,
    bytecode::Bytecode,
    context_interface::ContextTr,
    primitives::{B256, Bytes},
};
use wasmi::Module;

use super::code::{ProgramCode, decompress};
use crate::{
    arbos::{ArbosState, ProgramRecord, StylusParams, Unusable},
    evm::{ArbContext, Fault, peek_code},
    wasm::{CompileConfig, compile},
};

/// A program that may be called, and what that costs.
pub(super) struct Entry {
    pub(super) params: StylusParams,
    pub(super) module_hash: B256,
    pub(super) footprint: u16,
    pub(super) page_gas: u64,
    pub(super) init_gas: u64,
    pub(super) is_cached: bool,
}

/// Looks the program up and notes the call in the block's list.
///
/// # Errors
/// The inner error tells why the program cannot be called; the outer one is the database's.
pub(super) fn enter<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    code_hash: B256,
) -> Result<Result<Entry, Unusable>, Fault<DB>> {
    let now = ctx.block.timestamp.saturating_to();
    let mut state = ArbosState::new(ctx.journal_mut());
    let params = state.params()?;
    let record = state.program(code_hash)?;
    let module_hash = state.module_hash(code_hash)?;
    if let Err(reason) = record.check_usable(&params, now) {
        return Ok(Err(reason));
    }
    let was_called = ctx.chain.touch_program(code_hash, params.block_cache_size);
    let is_recent = was_called && ctx.chain.rules.arbos.has_recent_programs();
    let is_cached = record.is_cached || is_recent;
    Ok(Ok(Entry {
        params,
        module_hash,
        footprint: record.footprint,
        page_gas: ctx.chain.pages.cost(record.footprint, &params),
        init_gas: init_gas(&record, &params, is_cached),
        is_cached,
    }))
}

/// Gas of initialising an instance.
fn init_gas(record: &ProgramRecord, params: &StylusParams, is_cached: bool) -> u64 {
    let mut gas = params.cached_init_gas(record.cached_init_cost);
    if !is_cached {
        gas = gas.saturating_add(params.init_gas(record.init_cost));
    }
    gas
}

/// The compiled program, translated again if the process does not have it (any more).
///
/// # Errors
/// The database's, or that an activated program does not compile.
pub(super) fn module<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    entry: &Entry,
    code: &Bytecode,
) -> Result<Module, Fault<DB>> {
    let modules = ctx.chain.modules.clone();
    modules.get_or_insert_with(entry.module_hash, || {
        let wasm = stored_wasm(ctx, &code.original_bytes())?;
        let config = CompileConfig {
            stylus_version: entry.params.version,
            debug: ctx.chain.rules.debug,
            // Checked when it was activated.
            page_limit: u16::MAX,
        };
        let program =
            compile(&wasm, &config).map_err(|error| Fault::<DB>::Custom(error.to_string()))?;
        modules
            .translate(&program.wasm)
            .map_err(|error| Fault::<DB>::Custom(error.to_string()))
    })
}

/// The WASM file of an activated program. Free of charge and past the access list.
fn stored_wasm<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    code: &Bytes,
) -> Result<Vec<u8>, Fault<DB>> {
    let broken = || Fault::<DB>::Custom("activated program cannot be unpacked".to_owned());
    match ProgramCode::parse(code) {
        Ok(Some(ProgramCode::Classic {
            dictionary,
            compressed,
        })) => decompress(compressed, dictionary, usize::MAX).map_err(|_| broken()),
        Ok(Some(ProgramCode::Root(root))) => {
            let mut compressed = Vec::new();
            for address in root.fragments {
                let code = peek_code(ctx, address)?.1.original_bytes();
                match ProgramCode::parse(&code) {
                    Ok(Some(ProgramCode::Fragment { part })) => compressed.extend_from_slice(part),
                    _ => return Err(broken()),
                }
            }
            let limit = usize::try_from(root.length).unwrap_or(usize::MAX);
            decompress(&compressed, root.dictionary, limit).map_err(|_| broken())
        }
        Ok(Some(ProgramCode::Fragment { .. }) | None) | Err(_) => Err(broken()),
    }
}
