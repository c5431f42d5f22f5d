//! Treasury: custody of all money (spec 4.7).
//!
//! - **Role**: holds every token of the protocol and the ledger of whose it is.
//! - **Callers**: keepers of locks (SequencerPool, DataAvailability, FraudProof, Governance), owners of
//!   credits, Governance for the pot, anyone for `skim`.
//! - **Invariant**: after every call, token balance ≥ locks + credits + pot.
//! - **Dangers**: the token runs foreign code in the middle of `lock` and `withdraw`. The ledger is written
//!   before the token is called, and the invariant is checked after it.
//!
//! Functions, events, errors and the encoding of purposes: see `ITreasury`.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod books;
mod error;
mod guard;
mod ledger;
mod token;
mod views;

#[cfg(test)]
mod tests;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U128, U256};
use interfaces::{
    contracts::ITreasury::{
        self, BadRecipient, Constructed, CreditForfeited, CreditTooSmall, Locked, NotRepayable,
        NothingToSkim, PotSpent, Released, Repaid, Seized, Skimmed, Wired, Withdrawn, ZeroAmount,
    },
    host::{require_address, require_contract, require_wirable},
    purpose::Kind,
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageMap, StorageU128},
};

pub use error::Error;

interfaces::entrypoint!(Treasury, ITreasury, constructor(token, deployer), {
    wireCall => wire(registry, pool, data_availability, fraud_proof, governance),
    lockCall => lock(owner, purpose, amount),
    releaseCall => release(owner, purpose, amount),
    seizeCall => seize(owner, purpose, beneficiary, to_beneficiary, to_pot),
    withdrawCall => withdraw(recipient, amount),
    spendPotCall => spend_pot(beneficiary, amount),
    repayCall => repay(beneficiary, purpose, amount),
    forfeitCreditCall => forfeit_credit(owner),
    skimCall => skim(),
    lockOfCall => lock_of(owner, purpose),
    creditOfCall => credit_of(owner),
    potCall => pot(),
    totalsCall => totals(),
    tokenCall => token(),
    deployerCall => deployer(),
    registryCall => registry(),
    poolCall => pool(),
    dataAvailabilityCall => data_availability(),
    fraudProofCall => fraud_proof(),
    governanceCall => governance(),
});

/// See `ITreasury`.
#[storage]
pub struct Treasury {
    token: StorageAddress,
    wired: StorageBool,
    deployer: StorageAddress,
    registry: StorageAddress,
    pool: StorageAddress,
    data_availability: StorageAddress,
    fraud_proof: StorageAddress,
    governance: StorageAddress,
    locked: StorageU128,
    credited: StorageU128,
    pot: StorageU128,
    locks: StorageMap<Address, StorageMap<B256, StorageU128>>,
    credits: StorageMap<Address, StorageU128>,
}

/// Set-up.
impl Treasury {
    /// Names the token, which must be a contract, and who may wire.
    ///
    /// # Errors
    ///
    /// `NotAContract`, `ZeroAddress`.
    pub fn constructor(&mut self, token: Address, deployer: Address) -> Result<(), Error> {
        require_contract(self.vm(), token)?;
        require_address(deployer, 1)?;
        self.token.set(token);
        self.deployer.set(deployer);
        log(self.vm(), Constructed { token, deployer });
        Ok(())
    }

    /// See `ITreasury.wire`.
    pub fn wire(
        &mut self,
        registry: Address,
        pool: Address,
        data_availability: Address,
        fraud_proof: Address,
        governance: Address,
    ) -> Result<(), Error> {
        require_wirable(self.vm(), self.deployer.get(), self.wired.get())?;
        self.wired.set(true);
        self.registry.set(registry);
        self.pool.set(pool);
        self.data_availability.set(data_availability);
        self.fraud_proof.set(fraud_proof);
        self.governance.set(governance);
        let wired = Wired {
            registry,
            pool,
            dataAvailability: data_availability,
            fraudProof: fraud_proof,
            governance,
        };
        log(self.vm(), wired);
        Ok(())
    }
}

/// What keepers, owners and Governance do.
impl Treasury {
    /// See `ITreasury.lock`.
    pub fn lock(&mut self, owner: Address, purpose: B256, amount: u128) -> Result<(), Error> {
        self.only_keeper(purpose)?;
        some(amount)?;
        let totals = self.ledger().lock(amount)?;
        let locked = self.lock_of(owner, purpose);
        self.set_lock(owner, purpose, locked + amount);
        self.set_ledger(totals);
        let event = Locked {
            owner,
            purpose,
            amount,
        };
        log(self.vm(), event);
        self.receive(owner, amount)
    }

    /// See `ITreasury.release`.
    pub fn release(&mut self, owner: Address, purpose: B256, amount: u128) -> Result<(), Error> {
        self.only_keeper(purpose)?;
        self.take_from_lock(owner, purpose, U256::from(amount))?;
        self.add_credit(owner, amount);
        self.set_ledger(self.ledger().release(amount));
        let event = Released {
            owner,
            purpose,
            amount,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ITreasury.seize`.
    pub fn seize(
        &mut self,
        owner: Address,
        purpose: B256,
        beneficiary: Address,
        to_beneficiary: u128,
        to_pot: u128,
    ) -> Result<(), Error> {
        self.only_keeper(purpose)?;
        if beneficiary.is_zero() && to_beneficiary != 0 {
            return Err(bad_recipient(beneficiary));
        }
        self.take_from_lock(
            owner,
            purpose,
            U256::from(to_beneficiary) + U256::from(to_pot),
        )?;
        self.add_credit(beneficiary, to_beneficiary);
        self.set_ledger(self.ledger().seize(to_beneficiary, to_pot));
        let event = Seized {
            owner,
            purpose,
            beneficiary,
            toBeneficiary: to_beneficiary,
            toPot: to_pot,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ITreasury.withdraw`.
    pub fn withdraw(&mut self, recipient: Address, amount: u128) -> Result<(), Error> {
        self.only_wired()?;
        some(amount)?;
        if recipient.is_zero() || recipient == self.vm().contract_address() {
            return Err(bad_recipient(recipient));
        }
        let owner = self.vm().msg_sender();
        let credit = self.credit_of(owner);
        let rest = credit.checked_sub(amount).ok_or(CreditTooSmall {
            owner,
            credit,
            asked: amount,
        })?;
        self.credits.setter(owner).set(U128::from(rest));
        self.set_ledger(self.ledger().withdraw(amount));
        let event = Withdrawn {
            owner,
            recipient,
            amount,
        };
        log(self.vm(), event);
        token::push(self.vm(), self.token.get(), recipient, amount)?;
        self.check_solvency(self.balance()?)
    }

    /// See `ITreasury.spendPot`.
    pub fn spend_pot(&mut self, beneficiary: Address, amount: u128) -> Result<(), Error> {
        self.only_governance()?;
        self.credit_from_pot(beneficiary, amount)?;
        let event = PotSpent {
            beneficiary,
            amount,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ITreasury.repay`.
    pub fn repay(
        &mut self,
        beneficiary: Address,
        purpose: B256,
        amount: u128,
    ) -> Result<(), Error> {
        self.only_keeper(purpose)?;
        if Kind::of(&purpose.0) != Some(Kind::RequestFee) {
            return Err(NotRepayable { purpose }.into());
        }
        self.credit_from_pot(beneficiary, amount)?;
        let event = Repaid {
            beneficiary,
            purpose,
            amount,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ITreasury.forfeitCredit`.
    pub fn forfeit_credit(&mut self, owner: Address) -> Result<u128, Error> {
        self.only_governance()?;
        let amount = self.credit_of(owner);
        self.credits.setter(owner).set(U128::ZERO);
        self.set_ledger(self.ledger().forfeit(amount));
        log(self.vm(), CreditForfeited { owner, amount });
        Ok(amount)
    }

    /// See `ITreasury.skim`.
    pub fn skim(&mut self) -> Result<u128, Error> {
        self.only_wired()?;
        let balance = self.balance()?;
        let before = self.ledger();
        let (after, amount) = before.skim(balance)?;
        if amount == 0 {
            let owed = U256::from(before.owed());
            return Err(NothingToSkim { balance, owed }.into());
        }
        self.set_ledger(after);
        let caller = self.vm().msg_sender();
        log(self.vm(), Skimmed { caller, amount });
        Ok(amount)
    }
}

pub(crate) fn some(amount: u128) -> Result<(), Error> {
    if amount == 0 {
        return Err(ZeroAmount {}.into());
    }
    Ok(())
}

pub(crate) fn bad_recipient(recipient: Address) -> Error {
    BadRecipient { recipient }.into()
}
