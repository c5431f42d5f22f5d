//! ArbOwner, 0x70: the chain owner's switches, free of gas (sheet of the VM, section 5.9).

use alloy::{sol, sol_types::SolInterface};
use revm::{
    Database,
    primitives::{Bytes, FixedBytes, U256},
};

use super::call::{Answer, Call, Mutability, Stop, answer};
use crate::arbos::params::StylusParams;

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
        function setBrotliCompressionLevel(uint64 level) external;
        function setL1PricePerUnit(uint256 pricePerUnit) external;
        function scheduleArbOSUpgrade(uint64 newVersion, uint64 timestamp) external;

        event OwnerActs(bytes4 indexed method, address indexed owner, bytes data);
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

/// Runs a method for a chain owner; anybody else loses all gas.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &Bytes) -> Answer<DB> {
    let method = Method::abi_decode(input).map_err(|_| Stop::BadCall)?;
    let owner = call.caller;
    if !call.state().owners().contains(owner).map_err(Stop::fault)? {
        return Err(Stop::Halt);
    }
    call.make_free();
    call.open(match method {
        Method::isChainOwner(_) | Method::getAllChainOwners(_) => Mutability::View,
        _ => Mutability::Write,
    })?;
    let output = act(call, method)?;
    if !call.is_static {
        call.emit(&IArbOwner::OwnerActs {
            method: FixedBytes::from_slice(&input[..4]),
            owner,
            data: input.clone(),
        })?;
    }
    Ok(output)
}

fn act<DB: Database>(call: &mut Call<'_, '_, DB>, method: Method) -> Answer<DB> {
    match method {
        Method::isChainOwner(arguments) => {
            let is_owner = call.state().owners().contains(arguments.account);
            return answer::<IArbOwner::isChainOwnerCall, _>(&is_owner.map_err(Stop::fault)?);
        }
        Method::getAllChainOwners(_) => {
            let owners = call.state().owners().all().map_err(Stop::fault)?;
            return answer::<IArbOwner::getAllChainOwnersCall, _>(&owners);
        }
        Method::addWasmCacheManager(arguments) => {
            call.state().cache_managers().add(arguments.manager)
        }
        Method::removeWasmCacheManager(arguments) => {
            call.state().cache_managers().remove(arguments.manager)
        }
        Method::addChainOwner(arguments) => call.state().owners().add(arguments.newOwner),
        Method::removeChainOwner(arguments) => {
            let owner = arguments.ownerToRemove;
            if !call.state().owners().contains(owner).map_err(Stop::fault)? {
                return Err(Stop::Plain);
            }
            call.state().owners().remove(owner)
        }
        Method::setNetworkFeeAccount(arguments) => {
            call.state().set_network_fee_account(arguments.account)
        }
        Method::setInfraFeeAccount(arguments) => {
            call.state().set_infra_fee_account(arguments.account)
        }
        Method::setBrotliCompressionLevel(arguments) => {
            if arguments.level > MAX_BROTLI_LEVEL {
                return Err(Stop::Plain);
            }
            call.state().set_brotli_level(arguments.level)
        }
        Method::setWasmActivationGas(arguments) => call.state().set_activation_gas(arguments.gas),
        // Data costs nothing on the parent chain here, and cannot be made to.
        Method::setL1PricePerUnit(arguments) if arguments.pricePerUnit == U256::ZERO => Ok(()),
        // A chain keeps its version; an upgrade to what it has is nothing.
        Method::scheduleArbOSUpgrade(arguments)
            if arguments.newVersion <= call.ctx.chain.rules.arbos.get() =>
        {
            Ok(())
        }
        Method::setL1PricePerUnit(_) | Method::scheduleArbOSUpgrade(_) => return Err(Stop::Plain),
        parameter => {
            let mut params = call.state().params().map_err(Stop::fault)?;
            set_parameter(&mut params, &parameter).ok_or(Stop::Plain)?;
            call.state().set_params(params)
        }
    }
    .map_err(Stop::fault)?;
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
