//! The ledger in storage, and its comparison with what is really held.

use alloy_primitives::{Address, B256, U128, U256};
use interfaces::contracts::ITreasury::{Insolvent, LockTooSmall, PotTooSmall, WrongAmountReceived};
use stylus_sdk::prelude::*;

use crate::{bad_recipient, ledger::Totals, some, token, Error, Treasury};

/// The ledger in storage.
impl Treasury {
    pub(crate) fn ledger(&self) -> Totals {
        Totals {
            locked: self.locked.get().to(),
            credited: self.credited.get().to(),
            pot: self.pot.get().to(),
        }
    }

    pub(crate) fn set_ledger(&mut self, totals: Totals) {
        self.locked.set(U128::from(totals.locked));
        self.credited.set(U128::from(totals.credited));
        self.pot.set(U128::from(totals.pot));
    }

    pub(crate) fn set_lock(&mut self, owner: Address, purpose: B256, amount: u128) {
        let mut locks = self.locks.setter(owner);
        locks.setter(purpose).set(U128::from(amount));
    }

    pub(crate) fn take_from_lock(
        &mut self,
        owner: Address,
        purpose: B256,
        asked: U256,
    ) -> Result<(), Error> {
        let locked = self.lock_of(owner, purpose);
        let rest = U256::from(locked).checked_sub(asked).ok_or(LockTooSmall {
            owner,
            purpose,
            locked,
            asked,
        })?;
        self.set_lock(owner, purpose, rest.to());
        Ok(())
    }

    pub(crate) fn add_credit(&mut self, owner: Address, amount: u128) {
        let credit = self.credit_of(owner) + amount;
        self.credits.setter(owner).set(U128::from(credit));
    }

    pub(crate) fn credit_from_pot(
        &mut self,
        beneficiary: Address,
        amount: u128,
    ) -> Result<(), Error> {
        some(amount)?;
        if beneficiary.is_zero() {
            return Err(bad_recipient(beneficiary));
        }
        let totals = self.ledger();
        if amount > totals.pot {
            let refusal = PotTooSmall {
                pot: totals.pot,
                asked: amount,
            };
            return Err(refusal.into());
        }
        self.add_credit(beneficiary, amount);
        self.set_ledger(totals.spend(amount));
        Ok(())
    }
}

/// What is really held.
impl Treasury {
    pub(crate) fn balance(&self) -> Result<U256, Error> {
        let vm = self.vm();
        token::balance(vm, self.token.get(), vm.contract_address())
    }

    /// Pulls `amount` from `owner`, last of all: the ledger has it already.
    pub(crate) fn receive(&self, owner: Address, amount: u128) -> Result<(), Error> {
        let before = self.balance()?;
        token::pull(self.vm(), self.token.get(), owner, amount)?;
        let after = self.balance()?;
        if before.checked_add(U256::from(amount)) != Some(after) {
            let refusal = WrongAmountReceived {
                expected: amount,
                balanceBefore: before,
                balanceAfter: after,
            };
            return Err(refusal.into());
        }
        self.check_solvency(after)
    }

    /// The sums are read again: the token may have called back since they were written.
    pub(crate) fn check_solvency(&self, balance: U256) -> Result<(), Error> {
        let owed = U256::from(self.ledger().owed());
        if balance < owed {
            return Err(Insolvent { balance, owed }.into());
        }
        Ok(())
    }
}
