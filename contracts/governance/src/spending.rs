//! How much of the pot may be spent. No VM in here.

use interfaces::contracts::IGovernance::{PotReserved, SpendingCapped, Terms};
use types::BasisPoints;

use crate::error::Error;

/// What was spent in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spending {
    pub(crate) period: u64,
    pub(crate) spent: u128,
}

/// The pot as it is, and what of it is kept back for compensations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pot {
    pub(crate) amount: u128,
    pub(crate) reserved: u128,
}

impl Pot {
    fn free(self) -> u128 {
        self.amount.saturating_sub(self.reserved)
    }
}

impl Spending {
    /// As of a block: nothing is spent yet in a new period.
    pub(crate) fn at(self, now: u64, terms: &Terms) -> Self {
        let period = now / u64::from(terms.spendingPeriod.max(1));
        if period == self.period {
            self
        } else {
            Self { period, spent: 0 }
        }
    }

    /// What may still be spent in the period: a share of what the pot would be had nothing been spent in it.
    fn left(self, pot: u128, terms: &Terms) -> u128 {
        let share = BasisPoints::new(terms.spendingBps).unwrap_or(BasisPoints::WHOLE);
        let cap = share.of(pot.saturating_add(self.spent));
        cap.saturating_sub(self.spent)
    }

    /// What may be spent now.
    pub(crate) fn spendable(self, pot: Pot, terms: &Terms) -> u128 {
        self.left(pot.amount, terms).min(pot.free())
    }

    /// After an amount.
    ///
    /// # Errors
    ///
    /// `SpendingCapped`, `PotReserved`.
    pub(crate) fn spend(self, asked: u128, pot: Pot, terms: &Terms) -> Result<Self, Error> {
        let left = self.left(pot.amount, terms);
        if asked > left {
            return Err(SpendingCapped { asked, left }.into());
        }
        let left = pot.free();
        if asked > left {
            return Err(PotReserved { asked, left }.into());
        }
        Ok(Self {
            spent: self.spent + asked,
            ..self
        })
    }
}
