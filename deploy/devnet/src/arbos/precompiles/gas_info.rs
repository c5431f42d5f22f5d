//! ArbGasInfo, 0x6c. The parent chain's price is always zero.

use alloy::{sol, sol_types::SolInterface};
use revm::{Database, primitives::U256};

use super::call::{Answer, Call, Mutability, STORAGE_READ, Stop, answer};

sol! {
    interface IArbGasInfo {
        function getPricesInWei() external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getGasAccountingParams() external view returns (uint256, uint256, uint256);
        function getMinimumGasPrice() external view returns (uint256);
        function getL1BaseFeeEstimate() external view returns (uint256);
        function getL1GasPriceEstimate() external view returns (uint256);
        function getCurrentTxL1GasFees() external view returns (uint256);
        function getGasBacklog() external view returns (uint64);
    }
}

use IArbGasInfo::IArbGasInfoCalls as Method;

/// Least base fee, wei per gas.
const MINIMUM_BASE_FEE: u64 = 100_000_000;
/// Gas per second that the chain is meant for.
const SPEED_LIMIT: u64 = 7_000_000;
/// Gas of one block, and of one transaction.
const BLOCK_GAS: u64 = 32_000_000;
/// Gas of setting a storage slot.
const STORAGE_GAS: u64 = 20_000;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method = Method::abi_decode(input).map_err(|_| Stop::BadCall)?;
    call.open(Mutability::View)?;
    let zero = U256::ZERO;
    match method {
        Method::getPricesInWei(_) => {
            call.burn(2 * STORAGE_READ)?;
            let price = U256::from(call.ctx.block.basefee);
            let base = price.min(U256::from(MINIMUM_BASE_FEE));
            let storage = price.saturating_mul(U256::from(STORAGE_GAS));
            answer::<IArbGasInfo::getPricesInWeiCall, _>(
                &(zero, zero, storage, base, price - base, price).into(),
            )
        }
        Method::getGasAccountingParams(_) => {
            call.burn(2 * STORAGE_READ)?;
            let block = U256::from(BLOCK_GAS);
            answer::<IArbGasInfo::getGasAccountingParamsCall, _>(
                &(U256::from(SPEED_LIMIT), block, block).into(),
            )
        }
        Method::getMinimumGasPrice(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbGasInfo::getMinimumGasPriceCall, _>(&U256::from(MINIMUM_BASE_FEE))
        }
        Method::getL1BaseFeeEstimate(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbGasInfo::getL1BaseFeeEstimateCall, _>(&zero)
        }
        Method::getL1GasPriceEstimate(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbGasInfo::getL1GasPriceEstimateCall, _>(&zero)
        }
        Method::getCurrentTxL1GasFees(_) => {
            answer::<IArbGasInfo::getCurrentTxL1GasFeesCall, _>(&zero)
        }
        Method::getGasBacklog(_) => {
            call.burn(STORAGE_READ)?;
            answer::<IArbGasInfo::getGasBacklogCall, _>(&0)
        }
    }
}
