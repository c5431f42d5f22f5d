//! The ledger's sums and how each movement changes them. No VM in here.

use alloy_primitives::U256;
use interfaces::contracts::ITreasury::LedgerOverflow;

/// Sums over all accounts, in base units of the token. Together they never leave 128 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Sum of all locks.
    pub(crate) locked: u128,
    /// Sum of all credits.
    pub(crate) credited: u128,
    /// What governance may spend.
    pub(crate) pot: u128,
}

// A movement takes from a lock, a credit or the pot only what its own entry holds, which the caller has
// checked; a sum is never smaller than one of its parts, so the subtractions below cannot fail. The
// additions cannot either, because `owed` never grows but by `admit`.
impl Totals {
    /// What the Treasury owes in all.
    pub(crate) fn owed(self) -> u128 {
        self.locked + self.credited + self.pot
    }

    /// After `amount` came in as a lock.
    ///
    /// # Errors
    ///
    /// [`LedgerOverflow`] if the sum of all sums would leave 128 bits.
    pub(crate) fn lock(self, amount: u128) -> Result<Self, LedgerOverflow> {
        self.admit(U256::from(amount))?;
        Ok(Self {
            locked: self.locked + amount,
            ..self
        })
    }

    /// After `amount` went from a lock to a credit.
    pub(crate) fn release(self, amount: u128) -> Self {
        Self {
            locked: self.locked - amount,
            credited: self.credited + amount,
            ..self
        }
    }

    /// After a lock lost `to_credit` to a credit and `to_pot` to the pot.
    pub(crate) fn seize(self, to_credit: u128, to_pot: u128) -> Self {
        Self {
            locked: self.locked - to_credit - to_pot,
            credited: self.credited + to_credit,
            pot: self.pot + to_pot,
        }
    }

    /// After `amount` went from the pot to a credit.
    pub(crate) fn spend(self, amount: u128) -> Self {
        Self {
            credited: self.credited + amount,
            pot: self.pot - amount,
            ..self
        }
    }

    /// After `amount` went from a credit to the pot.
    pub(crate) fn forfeit(self, amount: u128) -> Self {
        Self {
            credited: self.credited - amount,
            pot: self.pot + amount,
            ..self
        }
    }

    /// After `amount` of a credit was paid out.
    pub(crate) fn withdraw(self, amount: u128) -> Self {
        Self {
            credited: self.credited - amount,
            ..self
        }
    }

    /// After everything in `balance` that is not owed became part of the pot, and how much that was.
    ///
    /// # Errors
    ///
    /// [`LedgerOverflow`] if the balance itself leaves 128 bits.
    pub(crate) fn skim(self, balance: U256) -> Result<(Self, u128), LedgerOverflow> {
        let surplus = balance.saturating_sub(U256::from(self.owed()));
        let amount = self.admit(surplus)?;
        let after = Self {
            pot: self.pot + amount,
            ..self
        };
        Ok((after, amount))
    }

    fn admit(self, amount: U256) -> Result<u128, LedgerOverflow> {
        let overflow = LedgerOverflow {
            sum: self.owed(),
            added: amount,
        };
        match u128::try_from(amount) {
            Ok(fits) if self.owed().checked_add(fits).is_some() => Ok(fits),
            _ => Err(overflow),
        }
    }
}
