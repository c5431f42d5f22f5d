//! ArbOwnerPublic, 0x6b.

use alloy::sol;
use revm::Database;

use super::call::{Answer, Call, Mutability, STORAGE_READ, Stop, answer, decode, list_reads};

sol! {
    interface IArbOwnerPublic {
        function isChainOwner(address account) external view returns (bool);
        function getAllChainOwners() external view returns (address[]);
        function getNetworkFeeAccount() external view returns (address);
        function getInfraFeeAccount() external view returns (address);
        function getBrotliCompressionLevel() external view returns (uint64);
        function getScheduledUpgrade() external view
            returns (uint64 arbosVersion, uint64 scheduledForTimestamp);
        function isCalldataPriceIncreaseEnabled() external view returns (bool);
        function rectifyChainOwner(address ownerToRectify) external;
        function isNativeTokenOwner(address account) external view returns (bool);
        function getAllNativeTokenOwners() external view returns (address[]);
        function getNativeTokenManagementFrom() external view returns (uint64);
        function getParentGasFloorPerToken() external view returns (uint64);
        function getMaxStylusContractFragments() external view returns (uint8);
        function getCollectTips() external view returns (bool);
    }
}

use IArbOwnerPublic::IArbOwnerPublicCalls as Method;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    let is_late = matches!(
        method,
        Method::getMaxStylusContractFragments(_) | Method::getCollectTips(_)
    );
    if is_late && !call.ctx.chain.rules.arbos.has_fragments() {
        return Err(Stop::BadCall);
    }
    call.open(match method {
        Method::rectifyChainOwner(_) => Mutability::Write,
        _ => Mutability::View,
    })?;
    match method {
        Method::isChainOwner(arguments) => {
            call.burn(STORAGE_READ)?;
            let is_owner = call.state().owners().contains(arguments.account);
            answer::<IArbOwnerPublic::isChainOwnerCall, _>(&is_owner.map_err(Stop::fault)?)
        }
        Method::getAllChainOwners(_) => {
            let owners = call.state().owners().all().map_err(Stop::fault)?;
            call.burn(list_reads(owners.len()))?;
            answer::<IArbOwnerPublic::getAllChainOwnersCall, _>(&owners)
        }
        Method::getNetworkFeeAccount(_) => {
            call.burn(STORAGE_READ)?;
            let account = call.state().network_fee_account().map_err(Stop::fault)?;
            answer::<IArbOwnerPublic::getNetworkFeeAccountCall, _>(&account)
        }
        Method::getInfraFeeAccount(_) => {
            call.burn(STORAGE_READ)?;
            let account = call.state().infra_fee_account().map_err(Stop::fault)?;
            answer::<IArbOwnerPublic::getInfraFeeAccountCall, _>(&account)
        }
        Method::getBrotliCompressionLevel(_) => {
            call.burn(STORAGE_READ)?;
            let level = call.state().brotli_level().map_err(Stop::fault)?;
            answer::<IArbOwnerPublic::getBrotliCompressionLevelCall, _>(&level)
        }
        // The version is fixed for the life of the chain.
        Method::getScheduledUpgrade(_) => {
            call.burn(2 * STORAGE_READ)?;
            answer::<IArbOwnerPublic::getScheduledUpgradeCall, _>(&(0, 0).into())
        }
        Method::isCalldataPriceIncreaseEnabled(_) => {
            call.burn(STORAGE_READ)?;
            let is_enabled = call.state().has_calldata_floor().map_err(Stop::fault)?;
            answer::<IArbOwnerPublic::isCalldataPriceIncreaseEnabledCall, _>(&is_enabled)
        }
        Method::getMaxStylusContractFragments(_) => {
            let params = call.params()?;
            answer::<IArbOwnerPublic::getMaxStylusContractFragmentsCall, _>(
                &params.max_fragment_count,
            )
        }
        Method::getCollectTips(_) => {
            call.burn(STORAGE_READ)?;
            let collects = call.state().collects_tips().map_err(Stop::fault)?;
            answer::<IArbOwnerPublic::getCollectTipsCall, _>(&collects)
        }
        // Nobody owns the native token: that feature cannot be switched on here.
        Method::isNativeTokenOwner(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbOwnerPublic::isNativeTokenOwnerCall, _>(&false)
        }
        Method::getAllNativeTokenOwners(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbOwnerPublic::getAllNativeTokenOwnersCall, _>(&Vec::new())
        }
        Method::getNativeTokenManagementFrom(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbOwnerPublic::getNativeTokenManagementFromCall, _>(&0)
        }
        Method::getParentGasFloorPerToken(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbOwnerPublic::getParentGasFloorPerTokenCall, _>(&0)
        }
        // It mends entries that an old version left behind; this chain has none, and Nitro
        // refuses those that are in order.
        Method::rectifyChainOwner(arguments) => {
            let owner = arguments.ownerToRectify;
            call.burn(STORAGE_READ)?;
            if call.state().owners().contains(owner).map_err(Stop::fault)? {
                call.burn(3 * STORAGE_READ)?;
            }
            Err(Stop::Plain)
        }
    }
}
