//! Addresses that ArbOS owns.

use revm::primitives::{Address, address};

/// Account that holds ArbOS's state.
pub const ARBOS_STATE: Address = address!("A4B05FffffFffFFFFfFFfffFfffFFfffFfFfFFFf");

/// ArbSys: block numbers, chain id, version.
pub const ARB_SYS: Address = precompile(0x64);
/// ArbInfo: balance and code of an account.
pub const ARB_INFO: Address = precompile(0x65);
/// ArbOwnerPublic: what the owner set, for everybody.
pub const ARB_OWNER_PUBLIC: Address = precompile(0x6b);
/// ArbGasInfo: prices.
pub const ARB_GAS_INFO: Address = precompile(0x6c);
/// ArbStatistics: the height, and what was before Nitro.
pub const ARB_STATISTICS: Address = precompile(0x6f);
/// ArbOwner: the chain owner's switches.
pub const ARB_OWNER: Address = precompile(0x70);
/// ArbWasm: activation and facts of programs.
pub const ARB_WASM: Address = precompile(0x71);
/// ArbWasmCache: the program cache.
pub const ARB_WASM_CACHE: Address = precompile(0x72);
/// ArbDebug: helpers of debug chains.
pub const ARB_DEBUG: Address = precompile(0xff);

/// Addresses that hold precompiles of ArbOS at version 60. Those without a name here are not
/// implemented: a call of one runs its account's code, an invalid instruction.
pub(crate) const PRECOMPILES: [Address; 18] = [
    ARB_SYS,
    ARB_INFO,
    precompile(0x66),
    precompile(0x67),
    precompile(0x68),
    precompile(0x69),
    ARB_OWNER_PUBLIC,
    ARB_GAS_INFO,
    precompile(0x6d),
    precompile(0x6e),
    ARB_STATISTICS,
    ARB_OWNER,
    ARB_WASM,
    ARB_WASM_CACHE,
    precompile(0x73),
    precompile(0x74),
    ARB_DEBUG,
    address!("00000000000000000000000000000000000a4b05"),
];

const fn precompile(last: u8) -> Address {
    Address::with_last_byte(last)
}
