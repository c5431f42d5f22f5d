//! ArbSys, 0x64.

use alloy::sol;
use revm::{
    Database,
    context_interface::{ContextTr, JournalTr},
    primitives::{Address, U256},
};

use super::call::{Answer, Call, Mutability, Stop, answer, decode};

sol! {
    interface IArbSys {
        function arbBlockNumber() external view returns (uint256);
        function arbBlockHash(uint256 arbBlockNum) external view returns (bytes32);
        function arbChainID() external view returns (uint256);
        function arbOSVersion() external view returns (uint256);
        function getStorageGasAvailable() external view returns (uint256);
        function isTopLevelCall() external view returns (bool);
        function mapL1SenderContractAddressToL2Alias(address sender, address unused)
            external pure returns (address);
        function wasMyCallersAddressAliased() external view returns (bool);
        function myCallersAddressWithoutAliasing() external view returns (address);

        error InvalidBlockNumber(uint256 requested, uint256 current);
    }
}

use IArbSys::IArbSysCalls as Method;

/// What `arbOSVersion` adds to the version, for the sake of the chain before Nitro.
const VERSION_OFFSET: u64 = 55;
/// Blocks whose hashes are known.
const HASH_WINDOW: u64 = 256;
/// Frames of a call of a precompile by the transaction's target, itself included.
const TOP_LEVEL_DEPTH: usize = 2;
/// What an L1 contract's address is moved by on L2.
const ALIAS_OFFSET: U256 = U256::from_limbs([0x1111, 0, 0x1111_0000, 0]);

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    call.open(match method {
        Method::mapL1SenderContractAddressToL2Alias(_) => Mutability::Pure,
        _ => Mutability::View,
    })?;
    let number = call.ctx.chain.number;
    match method {
        Method::arbBlockNumber(_) => answer::<IArbSys::arbBlockNumberCall, _>(&U256::from(number)),
        Method::arbBlockHash(arguments) => block_hash(call, arguments.arbBlockNum),
        Method::arbChainID(_) => {
            answer::<IArbSys::arbChainIDCall, _>(&U256::from(call.ctx.chain.rules.chain_id))
        }
        Method::arbOSVersion(_) => {
            let version = VERSION_OFFSET + call.ctx.chain.rules.arbos.get();
            answer::<IArbSys::arbOSVersionCall, _>(&U256::from(version))
        }
        Method::getStorageGasAvailable(_) => {
            answer::<IArbSys::getStorageGasAvailableCall, _>(&U256::ZERO)
        }
        Method::isTopLevelCall(_) => {
            let is_top = call.ctx.journal().depth() <= TOP_LEVEL_DEPTH;
            answer::<IArbSys::isTopLevelCallCall, _>(&is_top)
        }
        Method::mapL1SenderContractAddressToL2Alias(arguments) => {
            let moved = U256::from_be_slice(arguments.sender.as_slice()).wrapping_add(ALIAS_OFFSET);
            let alias = Address::from_word(moved.into());
            answer::<IArbSys::mapL1SenderContractAddressToL2AliasCall, _>(&alias)
        }
        // Nothing comes from L1 here, so no address is ever aliased.
        Method::wasMyCallersAddressAliased(_) => {
            answer::<IArbSys::wasMyCallersAddressAliasedCall, _>(&false)
        }
        Method::myCallersAddressWithoutAliasing(_) => {
            let caller = call.ctx.chain.caller().unwrap_or_default();
            answer::<IArbSys::myCallersAddressWithoutAliasingCall, _>(&caller)
        }
    }
}

fn block_hash<DB: Database>(call: &mut Call<'_, '_, DB>, requested: U256) -> Answer<DB> {
    let current = call.ctx.chain.number;
    let known = u64::try_from(requested)
        .ok()
        .filter(|number| *number < current && *number + HASH_WINDOW >= current);
    let Some(number) = known else {
        return Err(Stop::error(&IArbSys::InvalidBlockNumber {
            requested,
            current: U256::from(current),
        }));
    };
    let hash = call
        .ctx
        .journal_mut()
        .db_mut()
        .block_hash(number)
        .map_err(Stop::fault)?;
    answer::<IArbSys::arbBlockHashCall, _>(&hash)
}
