//! A token that calls back in the middle of `open` and of `claimShare`.

use alloy_primitives::{Address, U256, U8};
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::IFraudProof::{
        claimShareCall, openCall, settleCall, timeoutCall, DisputeStatus, Header, Verdict,
    },
    host::ARB_SYS,
};
use motsu::prelude::*;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBytes, StorageMap, StorageU256, StorageU8},
    stylus_core::calls::{CallContext, MutatingCallContext},
};
use testing::{ArbSys, ALICE, BOB, CAROL, DEPLOYER};
use treasury::Treasury;

use super::super::{
    batch::Sample,
    peers::Peers,
    transition::Transition,
    world::{bond, clock, AUTHOR, START},
};
use crate::FraudProof;

/// A token that sends what it is told to a contract in the middle of a transfer, once.
#[storage]
struct Hostile {
    balances: StorageMap<Address, StorageU256>,
    target: StorageAddress,
    callback: StorageBytes,
    /// 0: not tried; 1: refused; 2: done.
    outcome: StorageU8,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Hostile {}

#[public]
impl Hostile {
    fn balance_of(&self, account: Address) -> U256 {
        self.balances.get(account)
    }

    fn transfer(&mut self, to: Address, value: U256) -> bool {
        let from = self.vm().msg_sender();
        self.transfer_from(from, to, value)
    }

    fn transfer_from(&mut self, from: Address, to: Address, value: U256) -> bool {
        let callback = self.callback.get_bytes();
        self.callback.erase();
        if !callback.is_empty() {
            let target = self.target.get();
            let done = self.vm().call(&AllGas, target, &callback).is_ok();
            self.outcome.set(U8::from(1 + u8::from(done)));
        }
        let left = self.balances.get(from) - value;
        self.balances.setter(from).set(left);
        let more = self.balances.get(to) + value;
        self.balances.setter(to).set(more);
        true
    }
}

/// A call with all gas and no value.
struct AllGas;

impl CallContext for AllGas {
    fn gas(&self) -> u64 {
        u64::MAX
    }
}

// SAFETY: the token reads its storage anew after the call.
unsafe impl MutatingCallContext for AllGas {
    fn value(&self) -> U256 {
        U256::ZERO
    }
}

impl Hostile {
    fn prepare(&mut self, target: Address, callback: &[u8]) {
        self.target.set(target);
        self.callback.set_bytes(callback);
        self.balances.setter(ALICE).set(U256::from(u128::MAX));
    }

    fn outcome(&self) -> u8 {
        self.outcome.get().to()
    }
}

struct World {
    contract: Contract<FraudProof>,
    treasury: Contract<Treasury>,
    token: Contract<Hostile>,
    peers: Contract<Peers>,
    batch: Sample,
    arb_sys: Contract<ArbSys>,
    transition: Contract<Transition>,
}

impl World {
    /// A pending batch of one element, false or not, and the real Treasury over the token.
    fn new(is_false: bool) -> Self {
        let batch = Sample::on(
            &Sample::genesis(),
            &super::super::batch::first_claim(),
            AUTHOR,
            1,
            is_false.then_some(0),
        );
        let world = Self {
            contract: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            peers: Contract::new(),
            batch,
            arb_sys: Contract::new_at(ARB_SYS),
            transition: Contract::new(),
        };
        world.at(START);
        world.wire();
        let mut told = world.peers.sender(DEPLOYER);
        told.set_verdict(world.batch.hash(), Verdict::Pending);
        told.set_transition(world.transition.address());
        told.set_reward(600);
        world
    }

    fn wire(&self) {
        let (own, peer) = (self.contract.address(), self.peers.address());
        let mut deployer = self.contract.sender(DEPLOYER);
        deployer.constructor(DEPLOYER, 1).motsu_unwrap();
        let treasury = self.treasury.address();
        deployer.wire(peer, peer, treasury).motsu_unwrap();
        let mut deployer = self.treasury.sender(DEPLOYER);
        let token = self.token.address();
        deployer.constructor(token, DEPLOYER).motsu_unwrap();
        deployer.wire(peer, peer, peer, own, peer).motsu_unwrap();
    }

    fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    fn header(&self) -> Header {
        use alloy_sol_types::SolValue;
        Header::abi_decode(&self.batch.header.abi_encode(), true).unwrap()
    }

    /// Lets Alice open, with this call back; gives what became of it.
    fn open(&self, callback: &[u8]) -> u8 {
        let own = self.contract.address();
        self.token.sender(DEPLOYER).prepare(own, callback);
        let header = self.batch.header.clone();
        let mut contract = self.contract.sender(ALICE);
        contract.open(header.clone(), header).motsu_unwrap();
        self.assert_solvent();
        self.token.sender(ALICE).outcome()
    }

    fn assert_solvent(&self) {
        let held = self.token.sender(ALICE).balance_of(self.treasury.address());
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert_eq!(held, U256::from(locked + credited + pot));
    }

    fn assert_open(&self) {
        let contract = self.contract.sender(ALICE);
        let dispute = contract.dispute_of(self.batch.hash(), ALICE);
        assert_eq!(dispute.status, DisputeStatus::Open);
        let totals = self.treasury.sender(ALICE).totals();
        assert_eq!(totals, (bond(), 0, 0));
    }
}

#[test]
fn open_again_from_the_token_is_the_token_s_own_dispute_and_fails_for_want_of_money() {
    let world = World::new(true);
    let header = world.header();
    let ancestor = header.clone();
    let again = openCall { header, ancestor };
    assert_eq!(world.open(&again.abi_encode()), 1);
    world.assert_open();
    let on = world.contract.sender(ALICE).disputes_on(world.batch.hash());
    assert_eq!(on, (1, ALICE));
}

#[test]
fn open_cannot_be_won_by_the_token_before_any_time_is_over() {
    let world = World::new(true);
    let timeout = timeoutCall {
        header: world.header(),
        challenger: ALICE,
        position: world.batch.root(),
    };
    assert_eq!(world.open(&timeout.abi_encode()), 1);
    world.assert_open();
}

#[test]
fn open_may_be_settled_by_the_token_and_its_bond_moves_once() {
    let world = World::new(true);
    let mut told = world.peers.sender(DEPLOYER);
    told.set_verdict(world.batch.hash(), Verdict::Invalid);
    let (header, challenger) = (world.header(), ALICE);
    let position = world.batch.root();
    let settle = settleCall {
        header,
        challenger,
        position,
    };
    assert_eq!(world.open(&settle.abi_encode()), 2);
    let contract = world.contract.sender(ALICE);
    let dispute = contract.dispute_of(world.batch.hash(), ALICE);
    assert_eq!(dispute.status, DisputeStatus::Won);
    let totals = world.treasury.sender(ALICE).totals();
    assert_eq!(totals, (0, bond(), 0));
}

#[test]
fn open_cannot_be_timed_out_by_the_token_in_its_own_block() {
    let world = World::new(true);
    world.at(START + 10 * clock());
    let timeout = timeoutCall {
        header: world.header(),
        challenger: ALICE,
        position: world.batch.root(),
    };
    assert_eq!(world.open(&timeout.abi_encode()), 1);
    world.assert_open();
}

#[test]
fn claim_share_is_paid_once_though_the_token_asks_again() {
    let world = World::new(true);
    let (header, parent) = (world.batch.header.clone(), world.batch.parent.clone());
    let mut contract = world.contract.sender(CAROL);
    let before = world.batch.claim_before(0);
    contract
        .begin_replay(header.clone(), parent, before)
        .motsu_unwrap();
    let (elements, proof) = world.batch.run(0, 1);
    // The token itself has fed it: it asks for its own part while it is paid.
    let token = world.token.address();
    let mut contract = world.contract.sender(token);
    contract
        .replay(header, 0, &elements, proof, vec![], &[])
        .motsu_unwrap();
    // Pool and registry are mocks: the credit comes from a bond that the contract has lost to itself.
    let own = world.contract.address();
    world.credit(own);
    let headerHash = world.batch.hash();
    let recipient = BOB;
    let again = claimShareCall {
        headerHash,
        recipient,
    };
    let mut hostile = world.token.sender(DEPLOYER);
    hostile.prepare(own, &again.abi_encode());
    let mut contract = world.contract.sender(token);
    assert_eq!(contract.claim_share(headerHash, BOB).motsu_unwrap(), 600);
    assert_eq!(world.token.sender(ALICE).outcome(), 1);
    assert_eq!(world.token.sender(ALICE).balance_of(BOB), U256::from(600));
    world.assert_solvent();
}

impl World {
    /// Gives an account a credit of more than the share, through a lock of the kind that the pool keeps.
    fn credit(&self, owner: Address) {
        self.token.sender(DEPLOYER).prepare(Address::ZERO, &[]);
        let purpose = interfaces::purpose::Kind::stake(1).into();
        let mut pool = self.treasury.sender(self.peers.address());
        pool.lock(ALICE, purpose, 5_000).motsu_unwrap();
        pool.seize(ALICE, purpose, owner, 5_000, 0).motsu_unwrap();
    }
}
