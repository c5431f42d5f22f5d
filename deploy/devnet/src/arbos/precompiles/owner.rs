//! ArbOwner, 0x70: the chain owner's switches, free of gas (sheet of the VM, section 5.9).

use alloy::{sol, sol_types::SolEvent};
use revm::{
    Database,
    primitives::{Bytes, FixedBytes},
};

use super::call::{
    Answer, Call, Mutability, STORAGE_CLEAR, STORAGE_READ, STORAGE_WRITE, Stop, answer, decode,
    list_reads,
};
use crate::arbos::{gas_pricer::GasPricer, params::StylusParams, version::ArbosVersion};

sol! {
    interface IArbOwner {
        function setInkPrice(uint32 price) external;
        function setWasmMaxStackDepth(uint32 depth) external;
        function setWasmFreePages(uint16 pages) external;
        function setWasmPageGas(uint16 gas) external;
        function setWasmPageLimit(uint16 limit) external;
        function setWasmMinInitGas(uint8 gas, uint16 cached) external;
        function setWasmInitCostScalar(uint64 percent) external;
        function setWasmExpiryDays(uint16 _days) external;
        function setWasmKeepaliveDays(uint16 _days) external;
        function setWasmBlockCacheSize(uint16 count) external;
        function setWasmMaxSize(uint32 size) external;
        function setMaxStylusContractFragments(uint8 count) external;
        function setWasmActivationGas(uint64 gas) external;
        function addWasmCacheManager(address manager) external;
        function removeWasmCacheManager(address manager) external;
        function addChainOwner(address newOwner) external;
        function removeChainOwner(address ownerToRemove) external;
        function isChainOwner(address account) external view returns (bool);
        function getAllChainOwners() external view returns (address[]);
        function setNetworkFeeAccount(address account) external;
        function setInfraFeeAccount(address account) external;
        function getNetworkFeeAccount() external view returns (address);
        function getInfraFeeAccount() external view returns (address);
        function setBrotliCompressionLevel(uint64 level) external;
        function setL2BaseFee(uint256 priceInWei) external;
        function setMinimumL2BaseFee(uint256 priceInWei) external;
        function setSpeedLimit(uint64 limit) external;
        function setMaxTxGasLimit(uint64 limit) external;
        function setMaxBlockGasLimit(uint64 limit) external;
        function setL2GasPricingInertia(uint64 sec) external;
        function setL2GasBacklogTolerance(uint64 sec) external;
        function setGasBacklog(uint64 backlog) external;
        function setCalldataPriceIncrease(bool enable) external;
        function setCollectTips(bool collectTips) external;
        function setL1PricePerUnit(uint256 pricePerUnit) external;
        function scheduleArbOSUpgrade(uint64 newVersion, uint64 timestamp) external;

        event OwnerActs(bytes4 indexed method, address indexed owner, bytes data);
        event ChainOwnerAdded(address indexed owner);
        event ChainOwnerRemoved(address indexed owner);
    }
}

use IArbOwner::IArbOwnerCalls as Method;

/// Largest ink price: 24 bits.
const MAX_INK_PRICE: u32 = (1 << 24) - 1;
/// Units of the least gas of initialisation, and of its cached part.
const INIT_UNITS: u16 = 128;
const CACHED_UNITS: u16 = 32;
/// Percent that one unit of a stored scalar stands for.
const SCALAR_PERCENT: u64 = 2;
/// Best compression.
const MAX_BROTLI_LEVEL: u64 = 11;
/// Gas of removing a member from a set when the last one takes its place.
const REMOVAL: u64 = 5 * STORAGE_READ + 3 * STORAGE_WRITE + 2 * STORAGE_CLEAR;

/// Runs a method for a chain owner; anybody else loses all gas.
///
/// The owner has to bring the gas and gets all of it back. What has no effect on this chain is
/// refused: any price of the parent chain but zero, upgrades, and (as unknown methods) the other
/// parameters of parent-chain pricing, gas constraints, native token and transaction filtering.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &Bytes) -> Answer<DB> {
    let owner = call.caller;
    call.burn(2 * STORAGE_READ).map_err(|_| Stop::Halt)?;
    if !call.state().owners().contains(owner).map_err(Stop::fault)? {
        return Err(Stop::Halt);
    }
    call.make_free();
    let method: Method = decode(input)?;
    if !is_known(&method, call.ctx.chain.rules.arbos) {
        return Err(Stop::BadCall);
    }
    call.open(match method {
        Method::isChainOwner(_)
        | Method::getAllChainOwners(_)
        | Method::getNetworkFeeAccount(_)
        | Method::getInfraFeeAccount(_) => Mutability::View,
        _ => Mutability::Write,
    })?;
    let output = act(call, method)?;
    if !call.is_static {
        let event = IArbOwner::OwnerActs {
            method: FixedBytes::from_slice(&input[..4]),
            owner,
            data: input.clone(),
        };
        call.log(event.encode_log_data());
    }
    Ok(output)
}

/// Whether the method is there in that version.
fn is_known(method: &Method, arbos: ArbosVersion) -> bool {
    match method {
        Method::setWasmActivationGas(_) => arbos.has_stylus_v3(),
        Method::setMaxStylusContractFragments(_) | Method::setCollectTips(_) => {
            arbos.has_fragments()
        }
        _ => true,
    }
}

fn act<DB: Database>(call: &mut Call<'_, '_, DB>, method: Method) -> Answer<DB> {
    match method {
        Method::isChainOwner(arguments) => {
            call.burn(STORAGE_READ)?;
            let is_owner = call.state().owners().contains(arguments.account);
            answer::<IArbOwner::isChainOwnerCall, _>(&is_owner.map_err(Stop::fault)?)
        }
        Method::getAllChainOwners(_) => {
            let owners = call.state().owners().all().map_err(Stop::fault)?;
            call.burn(list_reads(owners.len()))?;
            answer::<IArbOwner::getAllChainOwnersCall, _>(&owners)
        }
        Method::getNetworkFeeAccount(_) => {
            call.burn(STORAGE_READ)?;
            let account = call.state().network_fee_account().map_err(Stop::fault)?;
            answer::<IArbOwner::getNetworkFeeAccountCall, _>(&account)
        }
        Method::getInfraFeeAccount(_) => {
            call.burn(STORAGE_READ)?;
            let account = call.state().infra_fee_account().map_err(Stop::fault)?;
            answer::<IArbOwner::getInfraFeeAccountCall, _>(&account)
        }
        Method::addWasmCacheManager(arguments) => {
            let manager = arguments.manager;
            let is_member = call.state().cache_managers().contains(manager);
            call.burn_addition(is_member.map_err(Stop::fault)?)?;
            done(call.state().cache_managers().add(manager))
        }
        Method::removeWasmCacheManager(arguments) => {
            let manager = arguments.manager;
            call.burn(REMOVAL)?;
            let is_member = call.state().cache_managers().contains(manager);
            if !is_member.map_err(Stop::fault)? {
                return Err(Stop::Plain);
            }
            done(call.state().cache_managers().remove(manager))
        }
        Method::addChainOwner(arguments) => {
            let owner = arguments.newOwner;
            let is_member = call.state().owners().contains(owner);
            call.burn_addition(is_member.map_err(Stop::fault)?)?;
            call.state().owners().add(owner).map_err(Stop::fault)?;
            emit_since_60(call, &IArbOwner::ChainOwnerAdded { owner })
        }
        Method::removeChainOwner(arguments) => {
            let owner = arguments.ownerToRemove;
            call.burn(REMOVAL)?;
            if !call.state().owners().contains(owner).map_err(Stop::fault)? {
                return Err(Stop::Plain);
            }
            call.state().owners().remove(owner).map_err(Stop::fault)?;
            emit_since_60(call, &IArbOwner::ChainOwnerRemoved { owner })
        }
        // A chain keeps its version; an upgrade to what it has is nothing.
        Method::scheduleArbOSUpgrade(arguments)
            if arguments.newVersion > call.ctx.chain.rules.arbos.get() =>
        {
            Err(Stop::Plain)
        }
        // Data costs nothing on the parent chain here, and cannot be made to.
        Method::setL1PricePerUnit(arguments) if !arguments.pricePerUnit.is_zero() => {
            Err(Stop::Plain)
        }
        Method::scheduleArbOSUpgrade(_) | Method::setL1PricePerUnit(_) => {
            call.burn(STORAGE_WRITE)?;
            Ok(Vec::new())
        }
        parameter => {
            call.burn(STORAGE_READ + STORAGE_WRITE)?;
            set(call, &parameter)
        }
    }
}

/// Changes a parameter of the chain.
fn set<DB: Database>(call: &mut Call<'_, '_, DB>, method: &Method) -> Answer<DB> {
    done(match method {
        Method::setNetworkFeeAccount(arguments) => {
            call.state().set_network_fee_account(arguments.account)
        }
        Method::setInfraFeeAccount(arguments) => {
            call.state().set_infra_fee_account(arguments.account)
        }
        Method::setBrotliCompressionLevel(arguments) if arguments.level <= MAX_BROTLI_LEVEL => {
            call.state().set_brotli_level(arguments.level)
        }
        Method::setWasmActivationGas(arguments) => call.state().set_activation_gas(arguments.gas),
        // Zero stands for the chain's own limit in the state.
        Method::setMaxTxGasLimit(arguments) if arguments.limit != 0 => {
            call.state().set_max_transaction_gas(arguments.limit)
        }
        Method::setMaxBlockGasLimit(arguments) => call.state().set_max_block_gas(arguments.limit),
        Method::setCalldataPriceIncrease(arguments) => {
            call.state().set_calldata_floor(arguments.enable)
        }
        Method::setCollectTips(arguments) => call.state().set_collects_tips(arguments.collectTips),
        parameter => {
            let mut pricer = call.state().gas_pricer().map_err(Stop::fault)?;
            if set_price(&mut pricer, parameter).is_some() {
                return done(call.state().set_gas_pricer(pricer));
            }
            let mut params = call.state().params().map_err(Stop::fault)?;
            set_parameter(&mut params, parameter).ok_or(Stop::Plain)?;
            call.state().set_params(params)
        }
    })
}

/// Changes a parameter of the gas price; `None` if it is none, or the value is refused.
fn set_price(pricer: &mut GasPricer, method: &Method) -> Option<()> {
    match method {
        Method::setL2BaseFee(arguments) => {
            pricer.base_fee = u64::try_from(arguments.priceInWei).ok()?;
        }
        Method::setMinimumL2BaseFee(arguments) => {
            pricer.min_base_fee = u64::try_from(arguments.priceInWei).ok()?;
        }
        Method::setSpeedLimit(arguments) if arguments.limit != 0 => {
            pricer.speed_limit = arguments.limit;
        }
        Method::setL2GasPricingInertia(arguments) if arguments.sec != 0 => {
            pricer.inertia = arguments.sec;
        }
        Method::setL2GasBacklogTolerance(arguments) => pricer.tolerance = arguments.sec,
        Method::setGasBacklog(arguments) => pricer.backlog = arguments.backlog,
        _ => return None,
    }
    Some(())
}

fn done<DB: Database>(result: Result<(), DB::Error>) -> Answer<DB> {
    result.map_err(Stop::fault)?;
    Ok(Vec::new())
}

fn emit_since_60<DB: Database>(call: &mut Call<'_, '_, DB>, event: &impl SolEvent) -> Answer<DB> {
    if call.ctx.chain.rules.arbos.has_fragments() {
        call.emit(event)?;
    }
    Ok(Vec::new())
}

/// Changes a Stylus parameter; `None` if the value is refused.
fn set_parameter(params: &mut StylusParams, method: &Method) -> Option<()> {
    match method {
        Method::setInkPrice(arguments) => {
            if arguments.price == 0 || arguments.price > MAX_INK_PRICE {
                return None;
            }
            params.ink_price = arguments.price;
        }
        Method::setWasmMaxStackDepth(arguments) => params.max_stack_depth = arguments.depth,
        Method::setWasmFreePages(arguments) => params.free_pages = arguments.pages,
        Method::setWasmPageGas(arguments) => params.page_gas = arguments.gas,
        Method::setWasmPageLimit(arguments) => params.page_limit = arguments.limit,
        Method::setWasmMinInitGas(arguments) => {
            let units = u16::from(arguments.gas).div_ceil(INIT_UNITS);
            params.min_init_gas = saturate(units);
            params.min_cached_init_gas = saturate(arguments.cached.div_ceil(CACHED_UNITS));
        }
        Method::setWasmInitCostScalar(arguments) => {
            let units = arguments.percent.div_ceil(SCALAR_PERCENT);
            params.init_cost_scalar = u8::try_from(units).unwrap_or(u8::MAX);
        }
        Method::setWasmExpiryDays(arguments) => params.expiry_days = arguments._days,
        Method::setWasmKeepaliveDays(arguments) => params.keepalive_days = arguments._days,
        Method::setWasmBlockCacheSize(arguments) => params.block_cache_size = arguments.count,
        Method::setWasmMaxSize(arguments) => params.max_wasm_size = arguments.size,
        Method::setMaxStylusContractFragments(arguments) => {
            params.max_fragment_count = arguments.count;
        }
        _ => return None,
    }
    Some(())
}

fn saturate(units: u16) -> u8 {
    u8::try_from(units).unwrap_or(u8::MAX)
}
