//! A token that lies, takes fees and calls back.
//!
//! Nothing refuses a call back into the running Treasury: what holds below holds by the order of its own steps.

use alloy_primitives::{Address, U256, U8};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::ITreasury::*,
    host::{call, PeerError},
};
use motsu::prelude::*;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageMap, StorageU256, StorageU8},
};

use super::world::{stake, ALICE, BOB, DEPLOYER, GOVERNANCE};
use crate::{Error, Treasury};

/// What the token does when it is asked to move tokens.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Trick {
    None,
    /// Answers `false` and moves nothing.
    Refuse,
    /// Answers a number that is no boolean.
    Babble,
    /// The receiver gets one less.
    Fee,
    /// The receiver gets one more.
    Bonus,
    /// The sender loses one more.
    Tax,
    /// Calls `skim` after moving.
    Skim,
    /// Calls `withdraw` for all of its own credit before moving.
    Withdraw,
    /// Calls `lock` for 5 before moving.
    LockBefore,
    /// Calls `lock` for 5 after moving.
    LockAfter,
    /// As `LockAfter`, and takes the 5 back, so that the balance is what the first lock expects.
    LockAndTakeBack,
}

#[storage]
struct Hostile {
    balances: StorageMap<Address, StorageU256>,
    trick: StorageU8,
    treasury: StorageAddress,
}

unsafe impl TopLevelStorage for Hostile {}

#[public]
impl Hostile {
    fn balance_of(&self, account: Address) -> U256 {
        self.balances.get(account)
    }

    fn transfer(&mut self, to: Address, value: U256) -> U256 {
        let from = self.vm().msg_sender();
        self.transfer_from(from, to, value)
    }

    fn transfer_from(&mut self, from: Address, to: Address, value: U256) -> U256 {
        let trick = self.trick.get();
        // A trick is played once: what it calls must not play it again.
        self.trick.set(U8::ZERO);
        let is = |candidate: Trick| trick == U8::from(candidate as u8);
        let one = U256::from(1);
        if is(Trick::Refuse) {
            return U256::ZERO;
        }
        if is(Trick::Babble) {
            return U256::MAX;
        }
        if is(Trick::Withdraw) {
            self.withdraw_again();
        }
        if is(Trick::LockBefore) {
            self.lock_again();
        }
        self.shift(from, to, value);
        if is(Trick::Fee) {
            self.shift(to, Address::ZERO, one);
        }
        if is(Trick::Bonus) {
            self.shift(from, to, one);
        }
        if is(Trick::Tax) {
            self.shift(from, Address::ZERO, one);
        }
        if is(Trick::Skim) {
            let _refused = call(self.vm(), self.treasury.get(), &skimCall {});
        }
        if is(Trick::LockAfter) {
            self.lock_again();
        }
        if is(Trick::LockAndTakeBack) {
            self.lock_again();
            self.shift(to, from, U256::from(5));
        }
        one
    }
}

impl Hostile {
    fn shift(&mut self, from: Address, to: Address, value: U256) {
        let balance = self.balances.get(from);
        self.balances.setter(from).set(balance - value);
        let balance = self.balances.get(to);
        self.balances.setter(to).set(balance + value);
    }

    fn lock_again(&self) {
        let inner = lockCall {
            owner: ALICE,
            purpose: stake(),
            amount: 5,
        };
        let _refused = call(self.vm(), self.treasury.get(), &inner);
    }

    fn withdraw_again(&self) {
        let inner = withdrawCall {
            recipient: self.vm().contract_address(),
            amount: 50,
        };
        let _refused = call(self.vm(), self.treasury.get(), &inner);
    }

    fn prepare(&mut self, treasury: Address) {
        self.treasury.set(treasury);
        for account in [ALICE, BOB] {
            self.balances.setter(account).set(U256::from(u128::MAX));
        }
    }

    fn play(&mut self, trick: Trick) {
        self.trick.set(U8::from(trick as u8));
    }
}

struct World {
    treasury: Contract<Treasury>,
    token: Contract<Hostile>,
}

impl World {
    /// A Treasury whose only peers are the token itself, as the pool, and Governance. 100 of Alice are
    /// locked, and the token has a credit of 50.
    fn new() -> Self {
        let world = Self {
            treasury: Contract::new(),
            token: Contract::new(),
        };
        let (treasury, token) = (world.treasury.address(), world.token.address());
        world.token.sender(ALICE).prepare(treasury);
        let mut deployer = world.treasury.sender(DEPLOYER);
        deployer.constructor(token, DEPLOYER).motsu_unwrap();
        let zero = Address::ZERO;
        deployer
            .wire(zero, token, zero, zero, GOVERNANCE)
            .motsu_unwrap();
        let mut pool = world.treasury.sender(token);
        pool.lock(ALICE, stake(), 150).motsu_unwrap();
        pool.seize(ALICE, stake(), token, 50, 0).motsu_unwrap();
        world
    }

    fn lock(&self, trick: Trick, amount: u128) -> Result<(), Error> {
        self.token.sender(ALICE).play(trick);
        let mut pool = self.treasury.sender(self.token.address());
        pool.lock(BOB, stake(), amount).motsu_res()
    }

    fn withdraw(&self, trick: Trick, amount: u128) -> Result<(), Error> {
        self.token.sender(ALICE).play(trick);
        let mut token = self.treasury.sender(self.token.address());
        token.withdraw(BOB, amount).motsu_res()
    }

    fn held(&self) -> U256 {
        self.token.sender(ALICE).balance_of(self.treasury.address())
    }

    fn assert_solvent(&self) {
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert!(self.held() >= U256::from(locked + credited + pot));
    }

    fn assert_untouched(&self) {
        assert_eq!(self.treasury.sender(ALICE).totals(), (100, 50, 0));
        assert_eq!(self.held(), U256::from(150));
    }
}

#[test]
fn lock_reverts_transfer_refused_when_the_token_answers_false() {
    let world = World::new();
    let expected = TransferRefused {
        from: BOB,
        to: world.treasury.address(),
        amount: 20,
    };
    assert_eq!(world.lock(Trick::Refuse, 20), Err(expected.into()));
    world.assert_untouched();
}

#[test]
fn lock_reverts_peer_failed_when_the_token_answers_no_boolean() {
    let world = World::new();
    let peer = world.token.address();
    let refused = world.lock(Trick::Babble, 20).unwrap_err();
    assert_eq!(refused, PeerError::Failed(peer).into());
    assert_eq!(Vec::from(refused), PeerFailed { peer }.abi_encode());
    world.assert_untouched();
}

#[test]
fn lock_reverts_wrong_amount_received_when_the_balance_rises_by_less_or_more() {
    let world = World::new();
    for (trick, rise) in [(Trick::Fee, 19), (Trick::Bonus, 21)] {
        let expected = WrongAmountReceived {
            expected: 20,
            balanceBefore: U256::from(150),
            balanceAfter: U256::from(150 + rise),
        };
        assert_eq!(world.lock(trick, 20), Err(expected.into()));
        world.assert_untouched();
    }
}

#[test]
fn lock_succeeds_and_skim_finds_nothing_when_the_token_calls_it_back() {
    let world = World::new();
    assert_eq!(world.lock(Trick::Skim, 20), Ok(()));
    assert_eq!(world.treasury.sender(ALICE).totals(), (120, 50, 0));
    world.assert_solvent();
}

#[test]
fn lock_succeeds_and_no_inner_call_does_when_the_tokens_have_not_arrived_yet() {
    for trick in [Trick::Withdraw, Trick::LockBefore] {
        let world = World::new();
        assert_eq!(world.lock(trick, 20), Ok(()));
        assert_eq!(world.treasury.sender(ALICE).totals(), (120, 50, 0));
        assert_eq!(world.held(), U256::from(170));
    }
}

#[test]
fn lock_reverts_wrong_amount_received_when_another_lock_is_opened_in_the_middle() {
    let world = World::new();
    let expected = WrongAmountReceived {
        expected: 20,
        balanceBefore: U256::from(150),
        balanceAfter: U256::from(175),
    };
    assert_eq!(world.lock(Trick::LockAfter, 20), Err(expected.into()));
    world.assert_untouched();
}

#[test]
fn lock_reverts_insolvent_when_one_transfer_is_to_pay_for_two_locks() {
    let world = World::new();
    let expected = Insolvent {
        balance: U256::from(170),
        owed: U256::from(175),
    };
    assert_eq!(world.lock(Trick::LockAndTakeBack, 20), Err(expected.into()));
    world.assert_untouched();
}

#[test]
fn lock_reverts_ledger_overflow_when_the_sums_would_leave_128_bits() {
    let world = World::new();
    let expected = LedgerOverflow {
        sum: 150,
        added: U256::from(u128::MAX),
    };
    assert_eq!(world.lock(Trick::None, u128::MAX), Err(expected.into()));
    let most = u128::MAX - 150;
    assert_eq!(world.lock(Trick::None, most), Ok(()));
    assert_eq!(world.treasury.sender(ALICE).totals(), (most + 100, 50, 0));
}

#[test]
fn withdraw_reverts_transfer_refused_when_the_token_answers_false() {
    let world = World::new();
    let expected = TransferRefused {
        from: world.treasury.address(),
        to: BOB,
        amount: 50,
    };
    assert_eq!(world.withdraw(Trick::Refuse, 50), Err(expected.into()));
    world.assert_untouched();
}

#[test]
fn withdraw_reverts_insolvent_when_the_token_takes_more_than_was_sent() {
    let world = World::new();
    let expected = Insolvent {
        balance: U256::from(99),
        owed: U256::from(100),
    };
    assert_eq!(world.withdraw(Trick::Tax, 50), Err(expected.into()));
    world.assert_untouched();
}

#[test]
fn withdraw_pays_a_credit_once_when_the_token_withdraws_again_in_the_middle() {
    let world = World::new();
    assert_eq!(world.withdraw(Trick::Withdraw, 50), Ok(()));
    assert_eq!(world.treasury.sender(ALICE).totals(), (100, 0, 0));
    assert_eq!(world.held(), U256::from(100));
}
