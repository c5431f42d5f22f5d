//! A wired Treasury with a real token, and the accounts that act on it.

use alloy_primitives::{Address, B256, U256};
use interfaces::purpose::Kind;
use metis_token::MetisToken;
use motsu::prelude::*;
pub(super) use testing::{
    ALICE, BOB, DATA_AVAILABILITY, DEPLOYER, FRAUD_PROOF, GOVERNANCE, POOL, REGISTRY,
};

use crate::Treasury;

/// What Alice and Bob own at first, each.
pub(super) const FUNDS: u128 = 1_000;

pub(super) struct World {
    pub(super) treasury: Contract<Treasury>,
    pub(super) token: Contract<MetisToken>,
}

impl World {
    /// Everything deployed, nothing wired; Alice and Bob have approved all they own.
    pub(super) fn unwired() -> Self {
        let world = Self {
            treasury: Contract::new(),
            token: Contract::new(),
        };
        let token = &world.token;
        token
            .sender(ALICE)
            .constructor(ALICE, U256::from(2 * FUNDS))
            .motsu_unwrap();
        token
            .sender(ALICE)
            .transfer(BOB, U256::from(FUNDS))
            .motsu_unwrap();
        for owner in [ALICE, BOB] {
            token
                .sender(owner)
                .approve(world.treasury.address(), U256::MAX)
                .motsu_unwrap();
        }
        world
            .treasury
            .sender(DEPLOYER)
            .constructor(token.address(), DEPLOYER)
            .motsu_unwrap();
        world
    }

    /// As [`World::unwired`], with all five peers.
    pub(super) fn new() -> Self {
        let world = Self::unwired();
        world
            .treasury
            .sender(DEPLOYER)
            .wire(REGISTRY, POOL, DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE)
            .motsu_unwrap();
        world
    }

    /// As [`World::new`], with a stake of Alice.
    pub(super) fn with_stake(amount: u128) -> Self {
        let world = Self::new();
        world
            .treasury
            .sender(POOL)
            .lock(ALICE, stake(), amount)
            .motsu_unwrap();
        world
    }

    /// What an account owns outside the Treasury.
    pub(super) fn owned(&self, account: Address) -> U256 {
        self.token.sender(account).balance_of(account)
    }

    /// Sums of locks and credits, and the pot.
    pub(super) fn totals(&self) -> (u128, u128, u128) {
        self.treasury.sender(ALICE).totals()
    }

    pub(super) fn lock_of(&self, owner: Address, purpose: B256) -> u128 {
        self.treasury.sender(ALICE).lock_of(owner, purpose)
    }

    pub(super) fn credit_of(&self, owner: Address) -> u128 {
        self.treasury.sender(ALICE).credit_of(owner)
    }
}

/// The purpose of the fee of a data request.
pub(super) fn fee() -> B256 {
    Kind::RequestFee.purpose([0xab; 32]).into()
}

/// The purpose of a sequencer's stake.
pub(super) fn stake() -> B256 {
    Kind::stake(1).into()
}
