//! The Treasury as plain maps, written from its interface: the second implementation, which shares no code with the
//! ledger.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{IMetisToken::ERC20InsufficientBalance, ITreasury::*},
    host::PeerError,
};

use super::world::{DATA_AVAILABILITY, FRAUD_PROOF, FUNDS, GOVERNANCE, POOL};
use crate::Error;

/// A call, with all that is chosen about it but the caller.
#[derive(Clone, Debug)]
pub(super) enum Action {
    Lock(Address, B256, u128),
    Release(Address, B256, u128),
    Seize(Address, B256, Address, u128, u128),
    Withdraw(Address, u128),
    SpendPot(Address, u128),
    ForfeitCredit(Address),
    Repay(Address, B256, u128),
    Skim,
    /// Not a call of the Treasury's: somebody sends it tokens directly.
    Donate(u128),
}

/// What somebody expects who knows only the promises.
pub(super) struct Model {
    treasury: Address,
    pub(super) locks: BTreeMap<(Address, B256), u128>,
    pub(super) credits: BTreeMap<Address, u128>,
    pub(super) pot: u128,
    /// Who owns which tokens, the Treasury among them.
    pub(super) wallets: BTreeMap<Address, u128>,
}

impl Model {
    pub(super) fn new(treasury: Address, owners: &[Address]) -> Self {
        Self {
            treasury,
            locks: BTreeMap::new(),
            credits: BTreeMap::new(),
            pot: 0,
            wallets: owners.iter().map(|owner| (*owner, FUNDS)).collect(),
        }
    }

    pub(super) fn owed(&self) -> u128 {
        self.locks.values().sum::<u128>() + self.credits.values().sum::<u128>() + self.pot
    }

    pub(super) fn wallet(&self, owner: Address) -> u128 {
        self.wallets.get(&owner).copied().unwrap_or(0)
    }

    /// What a call does, or why it is refused. A refused one has changed nothing.
    pub(super) fn play(&mut self, caller: Address, action: &Action) -> Result<(), Error> {
        match *action {
            Action::Lock(owner, purpose, amount) => self.lock(caller, owner, purpose, amount),
            Action::Release(owner, purpose, amount) => self.release(caller, owner, purpose, amount),
            Action::Seize(owner, purpose, beneficiary, first, then) => {
                self.seize(caller, owner, purpose, beneficiary, [first, then])
            }
            Action::Withdraw(recipient, amount) => self.withdraw(caller, recipient, amount),
            Action::SpendPot(beneficiary, amount) => self.spend(caller, beneficiary, amount),
            Action::ForfeitCredit(owner) => self.forfeit(caller, owner),
            Action::Repay(beneficiary, purpose, amount) => {
                self.repay(caller, beneficiary, purpose, amount)
            }
            Action::Skim => self.skim(),
            Action::Donate(amount) => {
                self.transfer(caller, self.treasury, amount);
                Ok(())
            }
        }
    }

    fn only_keeper(caller: Address, purpose: B256) -> Result<(), Error> {
        let keepers = [POOL, DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE];
        let kind = usize::from(purpose[0]);
        match kind.checked_sub(1).and_then(|at| keepers.get(at)) {
            None => Err(UnknownKind { purpose }.into()),
            Some(keeper) if *keeper != caller => Err(NotKeeper { caller, purpose }.into()),
            Some(_) => Ok(()),
        }
    }

    fn transfer(&mut self, from: Address, to: Address, amount: u128) {
        *self.wallets.entry(from).or_default() -= amount;
        *self.wallets.entry(to).or_default() += amount;
    }

    fn lock(
        &mut self,
        caller: Address,
        owner: Address,
        purpose: B256,
        amount: u128,
    ) -> Result<(), Error> {
        Self::only_keeper(caller, purpose)?;
        if amount == 0 {
            return Err(ZeroAmount {}.into());
        }
        let balance = self.wallet(owner);
        if balance < amount {
            let poor = ERC20InsufficientBalance {
                sender: owner,
                balance: U256::from(balance),
                needed: U256::from(amount),
            };
            return Err(PeerError::Refused(poor.abi_encode()).into());
        }
        self.transfer(owner, self.treasury, amount);
        *self.locks.entry((owner, purpose)).or_default() += amount;
        Ok(())
    }

    fn take(&mut self, owner: Address, purpose: B256, amount: u128) -> Result<(), Error> {
        let locked = self.locks.get(&(owner, purpose)).copied().unwrap_or(0);
        if locked < amount {
            let asked = U256::from(amount);
            let refusal = LockTooSmall {
                owner,
                purpose,
                locked,
                asked,
            };
            return Err(refusal.into());
        }
        self.locks.insert((owner, purpose), locked - amount);
        Ok(())
    }

    fn release(
        &mut self,
        caller: Address,
        owner: Address,
        purpose: B256,
        amount: u128,
    ) -> Result<(), Error> {
        Self::only_keeper(caller, purpose)?;
        self.take(owner, purpose, amount)?;
        *self.credits.entry(owner).or_default() += amount;
        Ok(())
    }

    fn seize(
        &mut self,
        caller: Address,
        owner: Address,
        purpose: B256,
        beneficiary: Address,
        [first, then]: [u128; 2],
    ) -> Result<(), Error> {
        Self::only_keeper(caller, purpose)?;
        if beneficiary.is_zero() && first > 0 {
            let recipient = beneficiary;
            return Err(BadRecipient { recipient }.into());
        }
        self.take(owner, purpose, first + then)?;
        *self.credits.entry(beneficiary).or_default() += first;
        self.pot += then;
        Ok(())
    }

    fn withdraw(&mut self, owner: Address, recipient: Address, asked: u128) -> Result<(), Error> {
        if asked == 0 {
            return Err(ZeroAmount {}.into());
        }
        if recipient.is_zero() || recipient == self.treasury {
            return Err(BadRecipient { recipient }.into());
        }
        let credit = self.credits.get(&owner).copied().unwrap_or(0);
        if credit < asked {
            let refusal = CreditTooSmall {
                owner,
                credit,
                asked,
            };
            return Err(refusal.into());
        }
        self.credits.insert(owner, credit - asked);
        self.transfer(self.treasury, recipient, asked);
        Ok(())
    }

    fn spend(&mut self, caller: Address, beneficiary: Address, asked: u128) -> Result<(), Error> {
        if caller != GOVERNANCE {
            return Err(NotGovernance { caller }.into());
        }
        self.pay_from_pot(beneficiary, asked)
    }

    fn forfeit(&mut self, caller: Address, owner: Address) -> Result<(), Error> {
        if caller != GOVERNANCE {
            return Err(NotGovernance { caller }.into());
        }
        self.pot += self.credits.remove(&owner).unwrap_or(0);
        Ok(())
    }

    fn repay(
        &mut self,
        caller: Address,
        beneficiary: Address,
        purpose: B256,
        asked: u128,
    ) -> Result<(), Error> {
        Self::only_keeper(caller, purpose)?;
        if purpose[0] != 2 {
            return Err(NotRepayable { purpose }.into());
        }
        self.pay_from_pot(beneficiary, asked)
    }

    fn pay_from_pot(&mut self, beneficiary: Address, asked: u128) -> Result<(), Error> {
        if asked == 0 {
            return Err(ZeroAmount {}.into());
        }
        if beneficiary.is_zero() {
            let recipient = beneficiary;
            return Err(BadRecipient { recipient }.into());
        }
        if self.pot < asked {
            let pot = self.pot;
            return Err(PotTooSmall { pot, asked }.into());
        }
        self.pot -= asked;
        *self.credits.entry(beneficiary).or_default() += asked;
        Ok(())
    }

    fn skim(&mut self) -> Result<(), Error> {
        let (held, owed) = (self.wallet(self.treasury), self.owed());
        if held == owed {
            let (balance, owed) = (U256::from(held), U256::from(owed));
            return Err(NothingToSkim { balance, owed }.into());
        }
        self.pot += held - owed;
        Ok(())
    }
}
