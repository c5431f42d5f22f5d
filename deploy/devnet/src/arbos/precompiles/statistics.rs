//! ArbStatistics, 0x6f.

use alloy::sol;
use revm::{Database, primitives::U256};

use super::call::{Answer, Call, Mutability, answer, decode};

sol! {
    interface IArbStatistics {
        function getStats() external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
    }
}

use IArbStatistics::IArbStatisticsCalls as Method;

/// Runs the only method: the height, and five figures of the chain before Nitro, of which there
/// is none.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let Method::getStats(_) = decode(input)?;
    call.open(Mutability::View)?;
    let number = U256::from(call.ctx.chain.number);
    let none = U256::ZERO;
    answer::<IArbStatistics::getStatsCall, _>(&(number, none, none, none, none, none).into())
}
