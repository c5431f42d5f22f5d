//! How many elements one transaction of a replay can execute, by what the last ones have cost.

/// Most gas of a transaction of the host chain (Nitro's limit).
pub const MAX_GAS: u64 = 32_000_000;

/// What a transaction of a replay is to use: what is above it covers what an estimate misses.
const TARGET: u64 = MAX_GAS / 4 * 3;

/// Layer 1 gas per thousand of L2 gas to begin with: more than was measured for any element.
const FIRST: u64 = 20_000;

/// What an element that is not executable is taken to cost, in L2 gas: it is still hashed, decoded and validated.
const LEAST: u64 = 21_000;

/// Layer 1 gas by L2 gas, learnt on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    per_thousand: u64,
}

impl Pace {
    /// Before anything was executed.
    pub const fn new() -> Self {
        Self {
            per_thousand: FIRST,
        }
    }

    /// What a transaction with these elements is expected to use, in gas, by the L2 gas that each has used.
    pub fn expected(&self, l2_gas: &[u64]) -> u64 {
        weight(l2_gas).saturating_mul(self.per_thousand) / 1_000
    }

    /// How many of these elements one transaction can execute; one is always tried.
    pub fn most(&self, l2_gas: &[u64]) -> usize {
        let counts = 1..=l2_gas.len();
        let fit = counts.take_while(|count| self.expected(&l2_gas[..*count]) <= TARGET);
        fit.last().unwrap_or(1)
    }

    /// A transaction with these elements has used so much gas: if it was more than expected, this counts from now on; if
    /// it was less, half of the difference does.
    pub fn learn(&mut self, l2_gas: &[u64], used: u64) {
        let measured = used.saturating_mul(1_000).div_ceil(weight(l2_gas).max(1));
        self.per_thousand = measured.max(self.per_thousand.midpoint(measured));
    }

    /// A transaction has run out of gas: half as many elements from now on.
    pub const fn slow_down(&mut self) {
        self.per_thousand = self.per_thousand.saturating_mul(2);
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::new()
    }
}

/// L2 gas of all elements, of each at least [`LEAST`].
fn weight(l2_gas: &[u64]) -> u64 {
    l2_gas.iter().map(|gas| (*gas).max(LEAST)).sum()
}
