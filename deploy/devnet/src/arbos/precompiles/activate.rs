//! `activateProgram`, step by step (sheet of the VM, sections 1.4 and 5.3).

use revm::{
    Database,
    context_interface::{ContextTr, JournalTr},
    primitives::{Address, B256, keccak256},
};

use super::{
    call::{Answer, Call, STORAGE_READ, STORAGE_WRITE, Stop, answer},
    wasm::{IArbWasm, charge_space, pay_fee},
};
use crate::{
    arbos::{params::StylusParams, program::ProgramRecord},
    evm::{is_destroyed, peek_code},
    program::{ProgramCode, RootCode, decompress},
    wasm::{CompileConfig, GAS_PER_MICROSECOND, Program, ProgramCosts, compile},
};

/// Gas that every activation costs.
const FIXED: u64 = 1_659_168;
/// Bytes that the code of one account may have.
const MAX_CODE_BYTES: u64 = 24_576;
const COLD_ACCESS: u64 = 2600;
const WARM_ACCESS: u64 = 100;
const COPY_WORD: u64 = 3;

/// Activates the program whose code lies at `program`.
pub(super) fn activate<DB: Database>(call: &mut Call<'_, '_, DB>, program: Address) -> Answer<DB> {
    if call.ctx.chain.rules.arbos.has_stylus_v3() {
        call.burn(STORAGE_READ)?;
        let gas = call.state().activation_gas().map_err(Stop::fault)?;
        call.burn(gas)?;
    }
    call.burn(FIXED)?;
    if is_destroyed(call.ctx, program) {
        return Err(Stop::Plain);
    }
    let params = call.params()?;
    let (code_hash, code) = peek_code(call.ctx, program).map_err(Stop::fault)?;
    call.burn(STORAGE_READ)?;
    let before = call.state().program(code_hash).map_err(Stop::fault)?;
    let now = call.now();
    if before.version == params.version && !before.is_expired(&params, now) {
        return Err(Stop::error(&IArbWasm::ProgramUpToDate {}));
    }
    let wasm = load(call, &code.original_bytes(), &params)?;
    let program_code = check(call, &wasm, &params)?;
    if before.is_cached {
        // The hash of the module that leaves the cache.
        call.burn(STORAGE_READ)?;
    }
    let module_hash = keep_module(call, &program_code, params.version)?;
    call.burn(STORAGE_WRITE)?;
    call.state()
        .set_module_hash(code_hash, module_hash)
        .map_err(Stop::fault)?;
    let fee = charge_space(call, program_code.costs.asm_estimate)?;
    let record = record(&program_code.costs, &params, now, before.is_cached);
    call.burn(STORAGE_WRITE)?;
    call.state()
        .set_program(code_hash, record)
        .map_err(Stop::fault)?;
    pay_fee(call, fee)?;
    call.emit(&IArbWasm::ProgramActivated {
        codehash: code_hash,
        moduleHash: module_hash,
        program,
        dataFee: fee,
        version: params.version,
    })?;
    answer::<IArbWasm::activateProgramCall, _>(&(params.version, fee).into())
}

fn record(costs: &ProgramCosts, params: &StylusParams, now: u64, is_cached: bool) -> ProgramRecord {
    ProgramRecord {
        version: params.version,
        init_cost: costs.init,
        cached_init_cost: costs.cached_init,
        footprint: costs.footprint,
        activated_at: ProgramRecord::hours(now),
        asm_kib: costs.asm_estimate.div_ceil(1024),
        is_cached,
    }
}

/// Checks and instruments the file and charges for the work.
fn check<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    wasm: &[u8],
    params: &StylusParams,
) -> Result<Program, Stop<DB>> {
    let open = call.ctx.chain.pages.open();
    let config = CompileConfig {
        stylus_version: params.version,
        debug: call.ctx.chain.rules.debug,
        page_limit: params.page_limit.saturating_sub(open),
    };
    let program = compile(wasm, &config).map_err(|_| Stop::Halt)?;
    for microseconds in program.work {
        let charged = call.burn(microseconds.saturating_mul(GAS_PER_MICROSECOND));
        charged.map_err(|_| Stop::Halt)?;
    }
    Ok(program)
}

/// Hands the module to the interpreter and names it.
///
/// The name is not Nitro's, which is the root of a tree that only its prover builds.
fn keep_module<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    program: &Program,
    version: u16,
) -> Result<B256, Stop<DB>> {
    let mut preimage = version.to_be_bytes().to_vec();
    preimage.extend(&program.wasm);
    let hash = keccak256(preimage);
    call.ctx
        .chain
        .modules
        .insert(hash, &program.wasm)
        .map_err(|_| Stop::Halt)?;
    Ok(hash)
}

/// The WASM file that `code` holds or points to.
fn load<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    code: &[u8],
    params: &StylusParams,
) -> Result<Vec<u8>, Stop<DB>> {
    let has_fragments = call.ctx.chain.rules.arbos.has_fragments();
    let limit = usize::try_from(params.max_wasm_size).unwrap_or(usize::MAX);
    if code.is_empty() {
        return Err(Stop::error(&IArbWasm::ProgramNotWasm {}));
    }
    match ProgramCode::parse(code) {
        Ok(Some(ProgramCode::Classic {
            dictionary,
            compressed,
        })) => decompress(compressed, dictionary, limit).map_err(|_| Stop::Plain),
        // Older versions know no other kind, and their refusal has no data.
        _ if !has_fragments => Err(Stop::Plain),
        Ok(Some(ProgramCode::Root(root))) => assemble(call, &root, params),
        Ok(Some(ProgramCode::Fragment { .. })) | Err(_) => Err(Stop::Plain),
        Ok(None) => Err(Stop::error(&IArbWasm::ProgramNotWasm {})),
    }
}

/// The WASM file whose parts `root` names.
fn assemble<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    root: &RootCode,
    params: &StylusParams,
) -> Result<Vec<u8>, Stop<DB>> {
    let count = root.fragments.len();
    let most = usize::from(params.max_fragment_count);
    if root.length > params.max_wasm_size || count == 0 || count > most {
        return Err(Stop::Plain);
    }
    let mut compressed = Vec::new();
    for address in &root.fragments {
        compressed.extend(fragment(call, *address)?);
    }
    let declared = usize::try_from(root.length).unwrap_or(usize::MAX);
    let wasm = decompress(&compressed, root.dictionary, declared).map_err(|_| Stop::Plain)?;
    if wasm.len() != declared {
        return Err(Stop::Plain);
    }
    Ok(wasm)
}

/// The bytes of one fragment, charged as the EVM charges for reading code.
fn fragment<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    address: Address,
) -> Result<Vec<u8>, Stop<DB>> {
    let code = call.ctx.journal_mut().code(address).map_err(Stop::fault)?;
    let access = if code.is_cold {
        COLD_ACCESS
    } else {
        WARM_ACCESS
    };
    if call.gas_left() < access + copy(MAX_CODE_BYTES) {
        return Err(Stop::OutOfGas);
    }
    call.burn(access + copy(u64::try_from(code.len()).unwrap_or(MAX_CODE_BYTES)))?;
    match ProgramCode::parse(&code) {
        Ok(Some(ProgramCode::Fragment { part })) => Ok(part.to_vec()),
        _ => Err(Stop::Plain),
    }
}

/// Gas of copying `bytes` bytes.
fn copy(bytes: u64) -> u64 {
    COPY_WORD * bytes.div_ceil(32)
}
