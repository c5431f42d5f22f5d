//! What activation pays for the space that it takes (sheet of the VM, section 5.5).

use revm::primitives::U256;

use super::{
    program::ARBITRUM_START,
    series::{ONE, exponential},
};

/// Bytes of demand that decay per second: a tebibyte in a year.
const BYTES_PER_SECOND: u64 = 34_865;
/// Wei per byte without demand.
const MIN_PRICE: u64 = 82_928_201;
/// Bytes of demand that multiply the price by e.
const INERTIA: u64 = 21_360_419;
/// Terms of the exponential series.
const TERMS: u64 = 12;

/// Demand for space, and when it was last brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DataPricer {
    /// Bytes.
    pub(crate) demand: u32,
    /// Seconds since the Unix epoch.
    pub(crate) updated_at: u64,
}

impl DataPricer {
    /// What a new chain begins with.
    pub(crate) const INITIAL: Self = Self {
        demand: 0,
        updated_at: ARBITRUM_START,
    };

    /// Adds `bytes` at the time `now` and returns their price in wei.
    pub(crate) fn charge(&mut self, bytes: u32, now: u64) -> U256 {
        let passed = now.saturating_sub(self.updated_at);
        let decayed = passed.saturating_mul(BYTES_PER_SECOND);
        let decayed = u32::try_from(decayed).unwrap_or(u32::MAX);
        self.demand = self.demand.saturating_sub(decayed).saturating_add(bytes);
        self.updated_at = now;

        let exponent = ONE * u64::from(self.demand) / INERTIA;
        let per_byte = MIN_PRICE.saturating_mul(exponential(exponent, TERMS)) / ONE;
        U256::from(per_byte.saturating_mul(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charge_succeeds_with_the_sheets_example() {
        let mut pricer = DataPricer::INITIAL;
        let fee = pricer.charge(600_000, ARBITRUM_START + 1);
        // x = 280 basis points.
        assert_eq!(fee, U256::from(82_928_201_u64 * 10_283 / 10_000 * 600_000));
    }

    #[test]
    fn charge_succeeds_with_decay_when_time_passes() {
        let mut pricer = DataPricer::INITIAL;
        pricer.charge(100_000, ARBITRUM_START);
        pricer.charge(1, ARBITRUM_START + 2);
        assert_eq!(pricer.demand, 100_000 - 2 * 34_865 + 1);
    }
}
