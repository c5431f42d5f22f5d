//! ArbGasInfo, 0x6c. The parent chain's price is always zero, and nothing is ever posted there.

use alloy::sol;
use revm::{
    Database,
    primitives::{Address, I256, U256},
};

use super::call::{Answer, Call, Mutability, STORAGE_READ, STORAGE_WRITE, Stop, answer, decode};

sol! {
    interface IArbGasInfo {
        function getPricesInWeiWithAggregator(address aggregator) external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getPricesInWei() external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getPricesInArbGasWithAggregator(address aggregator) external view
            returns (uint256, uint256, uint256);
        function getPricesInArbGas() external view returns (uint256, uint256, uint256);
        function getGasAccountingParams() external view returns (uint256, uint256, uint256);
        function getMaxTxGasLimit() external view returns (uint256);
        function getMinimumGasPrice() external view returns (uint256);
        function getL1BaseFeeEstimate() external view returns (uint256);
        function getL1BaseFeeEstimateInertia() external view returns (uint64);
        function getL1RewardRate() external view returns (uint64);
        function getL1RewardRecipient() external view returns (address);
        function getL1GasPriceEstimate() external view returns (uint256);
        function getCurrentTxL1GasFees() external view returns (uint256);
        function getGasBacklog() external view returns (uint64);
        function getPricingInertia() external view returns (uint64);
        function getGasBacklogTolerance() external view returns (uint64);
        function getL1PricingSurplus() external view returns (int256);
        function getPerBatchGasCharge() external view returns (int64);
        function getAmortizedCostCapBips() external view returns (uint64);
        function getL1FeesAvailable() external view returns (uint256);
        function getL1PricingEquilibrationUnits() external view returns (uint256);
        function getLastL1PricingUpdateTime() external view returns (uint64);
        function getL1PricingFundsDueForRewards() external view returns (uint256);
        function getL1PricingUnitsSinceUpdate() external view returns (uint64);
        function getLastL1PricingSurplus() external view returns (int256);
        function getMaxBlockGasLimit() external view returns (uint64);
    }
}

use IArbGasInfo::IArbGasInfoCalls as Method;

/// How slowly the estimate of the parent chain's price would move.
const L1_INERTIA: u64 = 10;
/// Wei per unit of data that the poster would be rewarded with.
const L1_REWARD_RATE: u64 = 10;
/// Parent-chain gas that one batch would cost beside its data.
const BATCH_GAS: i64 = 210_000;
/// Units of data over which a deficit would be recovered.
const EQUILIBRATION_UNITS: u64 = 160_000_000;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    call.open(Mutability::View)?;
    match method {
        Method::getPricesInWei(_) => {
            let prices = prices_in_wei(call)?;
            answer::<IArbGasInfo::getPricesInWeiCall, _>(&prices.into())
        }
        Method::getPricesInWeiWithAggregator(_) => {
            let prices = prices_in_wei(call)?;
            answer::<IArbGasInfo::getPricesInWeiWithAggregatorCall, _>(&prices.into())
        }
        Method::getPricesInArbGas(_) => {
            let prices = prices_in_gas(call)?;
            answer::<IArbGasInfo::getPricesInArbGasCall, _>(&prices.into())
        }
        Method::getPricesInArbGasWithAggregator(_) => {
            let prices = prices_in_gas(call)?;
            answer::<IArbGasInfo::getPricesInArbGasWithAggregatorCall, _>(&prices.into())
        }
        Method::getGasAccountingParams(_) => {
            call.burn(2 * STORAGE_READ)?;
            let speed = call.state().gas_pricer().map_err(Stop::fault)?.speed_limit;
            let block = U256::from(call.state().max_block_gas().map_err(Stop::fault)?);
            answer::<IArbGasInfo::getGasAccountingParamsCall, _>(
                &(U256::from(speed), block, block).into(),
            )
        }
        // Computed from what is never but zero.
        Method::getCurrentTxL1GasFees(_) => {
            answer::<IArbGasInfo::getCurrentTxL1GasFeesCall, _>(&U256::ZERO)
        }
        Method::getL1PricingSurplus(_) => {
            call.burn(3 * STORAGE_READ)?;
            answer::<IArbGasInfo::getL1PricingSurplusCall, _>(&I256::ZERO)
        }
        one_word => {
            call.burn(STORAGE_READ)?;
            stored(call, &one_word)
        }
    }
}

/// Answers that are one word of state.
fn stored<DB: Database>(call: &mut Call<'_, '_, DB>, method: &Method) -> Answer<DB> {
    let pricer = call.state().gas_pricer().map_err(Stop::fault)?;
    match method {
        Method::getMaxTxGasLimit(_) => {
            let limit = call.state().max_transaction_gas().map_err(Stop::fault)?;
            let limit = limit.unwrap_or(call.ctx.chain.rules.max_transaction_gas);
            answer::<IArbGasInfo::getMaxTxGasLimitCall, _>(&U256::from(limit))
        }
        Method::getMaxBlockGasLimit(_) => {
            let limit = call.state().max_block_gas().map_err(Stop::fault)?;
            answer::<IArbGasInfo::getMaxBlockGasLimitCall, _>(&limit)
        }
        Method::getMinimumGasPrice(_) => {
            let price = U256::from(pricer.min_base_fee);
            answer::<IArbGasInfo::getMinimumGasPriceCall, _>(&price)
        }
        Method::getGasBacklog(_) => answer::<IArbGasInfo::getGasBacklogCall, _>(&pricer.backlog),
        Method::getPricingInertia(_) => {
            answer::<IArbGasInfo::getPricingInertiaCall, _>(&pricer.inertia)
        }
        Method::getGasBacklogTolerance(_) => {
            answer::<IArbGasInfo::getGasBacklogToleranceCall, _>(&pricer.tolerance)
        }
        parent_chain => initial(parent_chain),
    }
}

/// What parent-chain pricing begins with, and here stays at.
fn initial<DB: Database>(method: &Method) -> Answer<DB> {
    let zero = U256::ZERO;
    match method {
        Method::getL1BaseFeeEstimate(_) => {
            answer::<IArbGasInfo::getL1BaseFeeEstimateCall, _>(&zero)
        }
        Method::getL1GasPriceEstimate(_) => {
            answer::<IArbGasInfo::getL1GasPriceEstimateCall, _>(&zero)
        }
        Method::getL1BaseFeeEstimateInertia(_) => {
            answer::<IArbGasInfo::getL1BaseFeeEstimateInertiaCall, _>(&L1_INERTIA)
        }
        Method::getL1RewardRate(_) => {
            answer::<IArbGasInfo::getL1RewardRateCall, _>(&L1_REWARD_RATE)
        }
        // The initial chain owner.
        Method::getL1RewardRecipient(_) => {
            answer::<IArbGasInfo::getL1RewardRecipientCall, _>(&Address::ZERO)
        }
        Method::getPerBatchGasCharge(_) => {
            answer::<IArbGasInfo::getPerBatchGasChargeCall, _>(&BATCH_GAS)
        }
        Method::getAmortizedCostCapBips(_) => {
            answer::<IArbGasInfo::getAmortizedCostCapBipsCall, _>(&0)
        }
        Method::getL1FeesAvailable(_) => answer::<IArbGasInfo::getL1FeesAvailableCall, _>(&zero),
        Method::getL1PricingEquilibrationUnits(_) => answer::<
            IArbGasInfo::getL1PricingEquilibrationUnitsCall,
            _,
        >(&U256::from(EQUILIBRATION_UNITS)),
        Method::getLastL1PricingUpdateTime(_) => {
            answer::<IArbGasInfo::getLastL1PricingUpdateTimeCall, _>(&0)
        }
        Method::getL1PricingFundsDueForRewards(_) => {
            answer::<IArbGasInfo::getL1PricingFundsDueForRewardsCall, _>(&zero)
        }
        Method::getL1PricingUnitsSinceUpdate(_) => {
            answer::<IArbGasInfo::getL1PricingUnitsSinceUpdateCall, _>(&0)
        }
        Method::getLastL1PricingSurplus(_) => {
            answer::<IArbGasInfo::getLastL1PricingSurplusCall, _>(&I256::ZERO)
        }
        _ => Err(Stop::BadCall),
    }
}

/// Wei for a simple transaction, a byte of its data (both on the parent chain), a storage slot,
/// and a unit of gas: its base, congestion and total.
type Prices = (U256, U256, U256, U256, U256, U256);

fn prices_in_wei<DB: Database>(call: &mut Call<'_, '_, DB>) -> Result<Prices, Stop<DB>> {
    call.burn(2 * STORAGE_READ)?;
    let least = call.state().gas_pricer().map_err(Stop::fault)?.min_base_fee;
    // The block's own, also in calls that see a base fee of zero.
    let price = call.ctx.chain.base_fee;
    let base = price.min(least);
    let storage = U256::from(price) * U256::from(STORAGE_WRITE);
    let [base, congestion, total] = [base, price - base, price].map(U256::from);
    Ok((U256::ZERO, U256::ZERO, storage, base, congestion, total))
}

/// Gas for a simple transaction, a byte of its data, and a storage slot.
fn prices_in_gas<DB: Database>(
    call: &mut Call<'_, '_, DB>,
) -> Result<(U256, U256, U256), Stop<DB>> {
    call.burn(STORAGE_READ)?;
    Ok((U256::ZERO, U256::ZERO, U256::from(STORAGE_WRITE)))
}
