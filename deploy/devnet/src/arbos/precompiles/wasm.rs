//! ArbWasm, 0x71: activation and facts of programs (sheet of the VM, section 5.2).

use alloy::sol;
use revm::{
    Database,
    primitives::{Address, B256, U256},
};

use super::{
    activate,
    call::{
        Answer, CODE_HASH, Call, Mutability, STORAGE_READ, STORAGE_WRITE, Stop, answer, decode,
    },
};
use crate::{
    arbos::{
        params::StylusParams,
        program::{ProgramRecord, Unusable},
    },
    evm::peek_code,
};

sol! {
    interface IArbWasm {
        function activateProgram(address program)
            external payable returns (uint16 version, uint256 dataFee);
        function stylusVersion() external view returns (uint16 version);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
        function codehashKeepalive(bytes32 codehash) external payable;
        function codehashAsmSize(bytes32 codehash) external view returns (uint32 size);
        function programVersion(address program) external view returns (uint16 version);
        function programInitGas(address program)
            external view returns (uint64 gas, uint64 gasWhenCached);
        function programMemoryFootprint(address program) external view returns (uint16 footprint);
        function programTimeLeft(address program) external view returns (uint64 _secs);
        function inkPrice() external view returns (uint32 price);
        function maxStackDepth() external view returns (uint32 depth);
        function freePages() external view returns (uint16 pages);
        function pageGas() external view returns (uint16 gas);
        function pageRamp() external view returns (uint64 ramp);
        function pageLimit() external view returns (uint16 limit);
        function minInitGas() external view returns (uint64 gas, uint64 cached);
        function initCostScalar() external view returns (uint64 percent);
        function expiryDays() external view returns (uint16 _days);
        function keepaliveDays() external view returns (uint16 _days);
        function blockCacheSize() external view returns (uint16 count);
        function activationGas() external view returns (uint64 gas);

        event ProgramActivated(
            bytes32 indexed codehash,
            bytes32 moduleHash,
            address program,
            uint256 dataFee,
            uint16 version
        );
        event ProgramLifetimeExtended(bytes32 indexed codehash, uint256 dataFee);

        error ProgramNotWasm();
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }
}

use IArbWasm::IArbWasmCalls as Method;

/// Percent that one unit of a stored scalar stands for.
const SCALAR_PERCENT: u64 = 2;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    if matches!(method, Method::activationGas(_)) && !call.ctx.chain.rules.arbos.has_stylus_v3() {
        return Err(Stop::BadCall);
    }
    call.open(match method {
        Method::activateProgram(_) | Method::codehashKeepalive(_) => Mutability::Payable,
        _ => Mutability::View,
    })?;
    match method {
        Method::activateProgram(arguments) => activate::activate(call, arguments.program),
        Method::codehashKeepalive(arguments) => keep_alive(call, arguments.codehash),
        Method::codehashVersion(arguments) => {
            let (record, _) = usable(call, arguments.codehash)?;
            answer::<IArbWasm::codehashVersionCall, _>(&record.version)
        }
        Method::codehashAsmSize(arguments) => {
            let (record, _) = usable(call, arguments.codehash)?;
            answer::<IArbWasm::codehashAsmSizeCall, _>(&record.asm_kib.saturating_mul(1024))
        }
        Method::programVersion(arguments) => {
            let (record, _) = usable_at(call, arguments.program)?;
            answer::<IArbWasm::programVersionCall, _>(&record.version)
        }
        Method::programInitGas(arguments) => {
            let (record, params) = usable_at(call, arguments.program)?;
            let cached = params.cached_init_gas(record.cached_init_cost);
            let gas = params.init_gas(record.init_cost) + cached;
            answer::<IArbWasm::programInitGasCall, _>(&(gas, cached).into())
        }
        Method::programMemoryFootprint(arguments) => {
            let (record, _) = usable_at(call, arguments.program)?;
            answer::<IArbWasm::programMemoryFootprintCall, _>(&record.footprint)
        }
        Method::programTimeLeft(arguments) => {
            let (record, params) = usable_at(call, arguments.program)?;
            let left = record.time_left(&params, call.now());
            answer::<IArbWasm::programTimeLeftCall, _>(&left)
        }
        Method::activationGas(_) => {
            call.burn(STORAGE_READ)?;
            let gas = call.state().activation_gas().map_err(Stop::fault)?;
            answer::<IArbWasm::activationGasCall, _>(&gas)
        }
        parameter => {
            let params = call.params()?;
            read_parameter(&parameter, &params)
        }
    }
}

fn read_parameter<DB: Database>(method: &Method, params: &StylusParams) -> Answer<DB> {
    match method {
        Method::stylusVersion(_) => answer::<IArbWasm::stylusVersionCall, _>(&params.version),
        Method::inkPrice(_) => answer::<IArbWasm::inkPriceCall, _>(&params.ink_price),
        Method::maxStackDepth(_) => {
            answer::<IArbWasm::maxStackDepthCall, _>(&params.max_stack_depth)
        }
        Method::freePages(_) => answer::<IArbWasm::freePagesCall, _>(&params.free_pages),
        Method::pageGas(_) => answer::<IArbWasm::pageGasCall, _>(&params.page_gas),
        Method::pageRamp(_) => answer::<IArbWasm::pageRampCall, _>(&StylusParams::PAGE_RAMP),
        Method::pageLimit(_) => answer::<IArbWasm::pageLimitCall, _>(&params.page_limit),
        Method::minInitGas(_) => {
            answer::<IArbWasm::minInitGasCall, _>(&params.least_init_gas().into())
        }
        Method::initCostScalar(_) => {
            let percent = u64::from(params.init_cost_scalar) * SCALAR_PERCENT;
            answer::<IArbWasm::initCostScalarCall, _>(&percent)
        }
        Method::expiryDays(_) => answer::<IArbWasm::expiryDaysCall, _>(&params.expiry_days),
        Method::keepaliveDays(_) => {
            answer::<IArbWasm::keepaliveDaysCall, _>(&params.keepalive_days)
        }
        Method::blockCacheSize(_) => {
            answer::<IArbWasm::blockCacheSizeCall, _>(&params.block_cache_size)
        }
        _ => Err(Stop::BadCall),
    }
}

/// Resets a program's age, for the price of its space.
fn keep_alive<DB: Database>(call: &mut Call<'_, '_, DB>, code_hash: B256) -> Answer<DB> {
    let (mut record, params) = usable(call, code_hash)?;
    let now = call.now();
    if record.is_too_young(&params, now) {
        return Err(Stop::error(&IArbWasm::ProgramKeepaliveTooSoon {
            ageInSeconds: record.age(now),
        }));
    }
    let fee = charge_space(call, record.asm_kib.saturating_mul(1024))?;
    record.activated_at = ProgramRecord::hours(now);
    call.burn(STORAGE_WRITE)?;
    call.state()
        .set_program(code_hash, record)
        .map_err(Stop::fault)?;
    pay_fee(call, fee)?;
    call.emit(&IArbWasm::ProgramLifetimeExtended {
        codehash: code_hash,
        dataFee: fee,
    })?;
    Ok(Vec::new())
}

/// Charges gas for the pricer's state and returns the fee for `bytes` bytes.
pub(super) fn charge_space<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    bytes: u32,
) -> Result<U256, Stop<DB>> {
    const READS: u64 = 5;
    const WRITES: u64 = 2;
    call.burn(READS * STORAGE_READ + WRITES * STORAGE_WRITE)?;
    let now = call.now();
    let mut pricer = call.state().pricer().map_err(Stop::fault)?;
    let fee = pricer.charge(bytes, now);
    call.state().set_pricer(pricer).map_err(Stop::fault)?;
    Ok(fee)
}

/// Takes the fee out of the value sent; the rest goes back.
pub(super) fn pay_fee<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    fee: U256,
) -> Result<(), Stop<DB>> {
    let Some(rest) = call.value.checked_sub(fee) else {
        return Err(Stop::error(&IArbWasm::ProgramInsufficientValue {
            have: call.value,
            want: fee,
        }));
    };
    call.burn(STORAGE_READ)?;
    let network = call.state().network_fee_account().map_err(Stop::fault)?;
    let caller = call.caller;
    call.pay(network, fee)?;
    call.pay(caller, rest)
}

/// A program that could be called, by the address of its code.
fn usable_at<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    program: Address,
) -> Result<(ProgramRecord, StylusParams), Stop<DB>> {
    let code_hash = code_hash(call, program)?;
    usable(call, code_hash)
}

/// A program that could be called, by its code hash.
fn usable<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    code_hash: B256,
) -> Result<(ProgramRecord, StylusParams), Stop<DB>> {
    let params = call.params()?;
    call.burn(STORAGE_READ)?;
    let record = call.state().program(code_hash).map_err(Stop::fault)?;
    record
        .check_usable(&params, call.now())
        .map_err(|reason| unusable(&reason))?;
    Ok((record, params))
}

/// Hash of an account's code, charged.
pub(super) fn code_hash<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    program: Address,
) -> Result<B256, Stop<DB>> {
    call.burn(CODE_HASH)?;
    let (hash, _) = peek_code(call.ctx, program).map_err(Stop::fault)?;
    Ok(hash)
}

/// The Solidity error for a program that cannot be called.
pub(super) fn unusable<DB: Database>(reason: &Unusable) -> Stop<DB> {
    match *reason {
        Unusable::NotActivated => Stop::error(&IArbWasm::ProgramNotActivated {}),
        Unusable::NeedsUpgrade { version, stylus } => Stop::error(&IArbWasm::ProgramNeedsUpgrade {
            version,
            stylusVersion: stylus,
        }),
        Unusable::Expired { age } => Stop::error(&IArbWasm::ProgramExpired { ageInSeconds: age }),
    }
}
