//! A wired pool over a real Treasury and token, on a clock that tests set.

use alloy_primitives::{Address, B256, U256};
use interfaces::{
    contracts::ISequencerPool::{Member, Offence, PoolParameters, Role, Slot},
    host::ARB_SYS,
    purpose::Kind,
};
use metis_token::MetisToken;
use motsu::prelude::*;
use testing::ArbSys;
pub(super) use testing::{
    ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, FRAUD_PROOF, GOVERNANCE, REGISTRY,
};
use treasury::Treasury;

use crate::{Error, SequencerPool};

/// An empty part of a queue.
pub(super) const NONE: [Address; 0] = [];

/// What each of the four owns and has approved.
pub(super) const FUNDS: u128 = 1_000;

/// The block at which every test begins.
pub(super) const START: u64 = 100;

/// Small numbers, each different.
pub(super) const PARAMETERS: PoolParameters = PoolParameters {
    slotElements: 30,
    slotBatches: 4,
    idleLimit: 7,
    joinDelay: 5,
    unbonding: 50,
    dataWithheldBps: 5_000,
    fraudBps: 10_000,
    bountyBps: 1_000,
    winnerBps: 4_000,
    minSequencerStake: 100,
    minProducerStake: 60,
    minVerifierStake: 20,
};

pub(super) struct World {
    pub(super) pool: Contract<SequencerPool>,
    pub(super) treasury: Contract<Treasury>,
    pub(super) token: Contract<MetisToken>,
    arb_sys: Contract<ArbSys>,
}

impl World {
    /// Everything deployed and funded; only the Treasury is wired.
    pub(super) fn unwired() -> Self {
        let world = Self {
            pool: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            arb_sys: Contract::new_at(ARB_SYS),
        };
        world.at(START);
        world.fund();
        let (zero, pool) = (Address::ZERO, world.pool.address());
        let mut treasury = world.treasury.sender(DEPLOYER);
        treasury
            .constructor(world.token.address(), DEPLOYER)
            .motsu_unwrap();
        treasury.wire(zero, pool, zero, zero, zero).motsu_unwrap();
        world
            .pool
            .sender(DEPLOYER)
            .constructor(DEPLOYER, 1)
            .motsu_unwrap();
        world
    }

    fn fund(&self) {
        let supply = U256::from(u128::MAX) * U256::from(2);
        let mut bank = self.token.sender(DEPLOYER);
        bank.constructor(DEPLOYER, supply).motsu_unwrap();
        for owner in [ALICE, BOB, CAROL, DAVE] {
            self.give(owner);
        }
    }

    /// Gives somebody [`FUNDS`], all of which it approves.
    pub(super) fn give(&self, owner: Address) {
        let mut bank = self.token.sender(DEPLOYER);
        bank.transfer(owner, U256::from(FUNDS)).motsu_unwrap();
        let mut token = self.token.sender(owner);
        let treasury = self.treasury.address();
        token.approve(treasury, U256::MAX).motsu_unwrap();
    }

    /// As [`World::unwired`], with the pool wired to all its peers, without parameters.
    pub(super) fn wired() -> Self {
        let world = Self::unwired();
        let treasury = world.treasury.address();
        let mut deployer = world.pool.sender(DEPLOYER);
        deployer
            .wire(
                treasury,
                REGISTRY,
                DATA_AVAILABILITY,
                FRAUD_PROOF,
                GOVERNANCE,
            )
            .motsu_unwrap();
        world
    }

    /// As [`World::wired`], with parameter set 0.
    pub(super) fn new() -> Self {
        let world = Self::wired();
        world.push(PARAMETERS);
        world
    }

    /// As [`World::new`], with these sequencers, at the block from which the first is selected.
    pub(super) fn with_sequencers(members: &[Address]) -> Self {
        let world = Self::new();
        for member in members {
            world.join(*member, Role::Sequencer);
        }
        world.at(START + u64::from(PARAMETERS.joinDelay));
        world
    }

    /// Sets the clock.
    pub(super) fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    /// Sets the clock to what no clock of blocks can show.
    pub(super) fn break_clock(&self) {
        self.arb_sys.sender(DEPLOYER).set(U256::MAX);
    }

    pub(super) fn push(&self, parameters: PoolParameters) {
        let mut registry = self.pool.sender(REGISTRY);
        registry.set_parameters(parameters).motsu_unwrap();
    }

    pub(super) fn join(&self, member: Address, role: Role) {
        self.pool.sender(member).join(role, 100).motsu_unwrap();
    }

    pub(super) fn submit(&self, member: Address, elements: u32) {
        let mut registry = self.pool.sender(REGISTRY);
        registry.record_submission(member, elements).motsu_unwrap();
    }

    pub(super) fn slot(&self) -> Slot {
        self.pool.sender(ALICE).slot(Role::Sequencer)
    }

    pub(super) fn member(&self, account: Address) -> Member {
        self.pool.sender(ALICE).member(account)
    }

    pub(super) fn selected(&self) -> Address {
        self.pool.sender(ALICE).selected_sequencer().motsu_unwrap()
    }

    pub(super) fn queue(&self) -> Vec<Address> {
        let pool = self.pool.sender(ALICE);
        pool.queue(Role::Sequencer, Address::ZERO, u32::MAX)
            .motsu_unwrap()
    }

    /// A judge's punishment for an object of this number, in favour of `beneficiary`.
    pub(super) fn punish(
        &self,
        member: Address,
        offence: Offence,
        object: u8,
        beneficiary: Address,
    ) -> Result<(u128, u128), Error> {
        let judge = match offence {
            Offence::DataWithheld => DATA_AVAILABILITY,
            _ => FRAUD_PROOF,
        };
        let object = B256::repeat_byte(object);
        let mut pool = self.pool.sender(judge);
        pool.punish(member, offence, object, 0, beneficiary)
            .motsu_res()
    }

    pub(super) fn rotate_from(&self, member: Address) {
        let mut judge = self.pool.sender(FRAUD_PROOF);
        judge.rotate_from(member).motsu_unwrap();
    }

    pub(super) fn set_head_contested(&self, contested: bool) {
        let mut registry = self.pool.sender(REGISTRY);
        registry.set_head_contested(contested).motsu_unwrap();
    }

    /// What the Treasury owes somebody.
    pub(super) fn credit(&self, owner: Address) -> u128 {
        self.treasury.sender(ALICE).credit_of(owner)
    }

    pub(super) fn pot(&self) -> u128 {
        self.treasury.sender(ALICE).pot()
    }

    /// What the Treasury has locked as a member's stake.
    pub(super) fn locked(&self, member: Address, role: Role) -> u128 {
        let purpose = Kind::stake(role as u8).into();
        self.treasury.sender(ALICE).lock_of(member, purpose)
    }
}
