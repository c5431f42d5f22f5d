//! Views.

use alloy_primitives::{Address, B256};

use crate::{ledger::Totals, Treasury};

/// See `ITreasury`.
impl Treasury {
    /// See `ITreasury.lockOf`.
    pub fn lock_of(&self, owner: Address, purpose: B256) -> u128 {
        self.locks.getter(owner).get(purpose).to()
    }

    /// See `ITreasury.creditOf`.
    pub fn credit_of(&self, owner: Address) -> u128 {
        self.credits.get(owner).to()
    }

    /// See `ITreasury.pot`.
    pub fn pot(&self) -> u128 {
        self.pot.get().to()
    }

    /// See `ITreasury.totals`.
    pub fn totals(&self) -> (u128, u128, u128) {
        let Totals {
            locked,
            credited,
            pot,
        } = self.ledger();
        (locked, credited, pot)
    }
}

interfaces::addresses!(
    Treasury: token, deployer, registry, pool, data_availability, fraud_proof, governance
);
