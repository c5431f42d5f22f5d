//! How long Governance takes, and what it may spend: fixed at its construction.

use interfaces::client::IGovernance;
use serde::{Deserialize, Serialize};

use super::Preset;

/// Blocks, and basis points of the pot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GovernanceTerms {
    /// Blocks for which votes are taken.
    pub voting: u32,
    /// Blocks from the end of voting to the execution of a parameter set or a spending.
    pub timelock: u32,
    /// Blocks for which what has passed is executable.
    pub expiry: u32,
    /// Blocks of one spending period.
    pub spending_period: u32,
    /// Share of the pot that may be spent in one period, in basis points.
    pub spending_bps: u16,
}

impl GovernanceTerms {
    /// Of a preset: the spec's (three days, a week, a week, in blocks of 12 seconds), a tenth of the pot a week; on a devnet
    /// short enough to be lived through.
    pub(super) const fn of(preset: Preset) -> Self {
        match preset {
            Preset::Ethereum | Preset::Arbitrum => Self {
                voting: 21_600,
                timelock: 50_400,
                expiry: 50_400,
                spending_period: 50_400,
                spending_bps: 1_000,
            },
            Preset::Devnet => Self {
                voting: 20,
                timelock: 40,
                expiry: 100,
                spending_period: 100,
                spending_bps: 2_500,
            },
        }
    }

    /// Every number of blocks.
    pub(super) const fn durations(&mut self) -> [&mut u32; 4] {
        [
            &mut self.voting,
            &mut self.timelock,
            &mut self.expiry,
            &mut self.spending_period,
        ]
    }
}

impl From<GovernanceTerms> for IGovernance::Terms {
    fn from(terms: GovernanceTerms) -> Self {
        Self {
            voting: terms.voting,
            timelock: terms.timelock,
            expiry: terms.expiry,
            spendingPeriod: terms.spending_period,
            spendingBps: terms.spending_bps,
        }
    }
}

impl From<&IGovernance::Terms> for GovernanceTerms {
    fn from(terms: &IGovernance::Terms) -> Self {
        Self {
            voting: terms.voting,
            timelock: terms.timelock,
            expiry: terms.expiry,
            spending_period: terms.spendingPeriod,
            spending_bps: terms.spendingBps,
        }
    }
}
