//! What gas costs (sheet of the VM, section 7.3): the minimum, and more while the chain has been
//! busier than it is meant to be.

use super::series::{ONE, exponential};

/// Terms of the exponential series.
const TERMS: u64 = 4;

/// Parameters of the price, and how much gas is waiting to be paid off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GasPricer {
    /// Wei per gas in the next block.
    pub(crate) base_fee: u64,
    /// Wei per gas at least.
    pub(crate) min_base_fee: u64,
    /// Gas per second that the chain is meant for.
    pub(crate) speed_limit: u64,
    /// Gas used above that, not yet paid off by time.
    pub(crate) backlog: u64,
    /// Seconds at the speed limit that multiply the price by e.
    pub(crate) inertia: u64,
    /// Seconds at the speed limit that cost nothing.
    pub(crate) tolerance: u64,
}

impl GasPricer {
    /// What a new chain begins with.
    pub(crate) const INITIAL: Self = Self {
        base_fee: 100_000_000,
        min_base_fee: 100_000_000,
        speed_limit: 7_000_000,
        backlog: 0,
        inertia: 102,
        tolerance: 10,
    };

    /// Notes gas that a transaction used.
    pub(crate) fn grow(&mut self, gas: u64) {
        self.backlog = self.backlog.saturating_add(gas);
    }

    /// A block begins `seconds` after its parent: sets the price of the block after it.
    pub(crate) fn begin_block(&mut self, seconds: u64) {
        let paid_off = seconds.saturating_mul(self.speed_limit);
        self.backlog = self.backlog.saturating_sub(paid_off);
        self.base_fee = self.min_base_fee;
        let tolerated = self.tolerance.saturating_mul(self.speed_limit);
        let unit = self.inertia.saturating_mul(self.speed_limit);
        if let Some(excess) = self.backlog.checked_sub(tolerated)
            && let Some(exponent) = signed(signed(excess).saturating_mul(ONE)).checked_div(unit)
        {
            let price = u128::from(self.min_base_fee) * u128::from(exponential(exponent, TERMS));
            let price = price / u128::from(ONE);
            self.base_fee = u64::try_from(price).unwrap_or(u64::MAX);
        }
    }
}

/// Nitro computes exponents in signed numbers, which saturate earlier.
fn signed(value: u64) -> u64 {
    value.min(i64::MAX.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begin_block_succeeds_with_the_minimum_when_backlog_is_tolerated() {
        let mut pricer = GasPricer::INITIAL;
        pricer.grow(10 * 7_000_000);
        pricer.begin_block(0);
        assert_eq!(pricer.base_fee, 100_000_000);
    }

    #[test]
    fn begin_block_succeeds_multiplying_by_e_when_the_inertia_is_used_up() {
        let mut pricer = GasPricer::INITIAL;
        pricer.grow((10 + 102) * 7_000_000);
        pricer.begin_block(0);
        assert_eq!(pricer.base_fee, 270_830_000);
    }

    #[test]
    fn begin_block_succeeds_paying_off_the_backlog_with_time() {
        let mut pricer = GasPricer::INITIAL;
        pricer.grow(100 * 7_000_000);
        pricer.begin_block(40);
        assert_eq!(pricer.backlog, 60 * 7_000_000);
        pricer.begin_block(60);
        assert_eq!((pricer.backlog, pricer.base_fee), (0, 100_000_000));
    }

    #[test]
    fn begin_block_succeeds_without_overflow_when_everything_is_at_its_limit() {
        let mut pricer = GasPricer {
            min_base_fee: u64::MAX,
            backlog: u64::MAX,
            speed_limit: 1,
            inertia: 1,
            ..GasPricer::INITIAL
        };
        pricer.begin_block(0);
        assert_eq!(pricer.base_fee, u64::MAX);
        pricer.inertia = 0;
        pricer.begin_block(0);
        assert_eq!(pricer.base_fee, u64::MAX);
    }
}
