//! A token that calls back in the middle of `request`.

use alloy_primitives::{Address, U256, U8};
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{
        IDataAvailability::{
            expireCall, publishCall, requestCall, requestHaltedCall, settleHaltedCall,
            settleOrphanCall, Header, RequestStatus, Verdict,
        },
        ISequencerPool::{Role, Status},
    },
    host::ARB_SYS,
};
use motsu::prelude::*;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBytes, StorageMap, StorageU256, StorageU8},
    stylus_core::calls::{CallContext, MutatingCallContext},
};
use testing::{ArbSys, ALICE, DEPLOYER};
use treasury::Treasury;

use super::super::{
    batch::Sample,
    peers::Peers,
    world::{fee, halted_fee, AUTHOR, START},
};
use crate::DataAvailability;

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
}

struct World {
    contract: Contract<DataAvailability>,
    treasury: Contract<Treasury>,
    token: Contract<Hostile>,
    batch: Sample,
    _arb_sys: Contract<ArbSys>,
    _peers: Contract<Peers>,
}

impl World {
    /// A pending batch, and a token that calls this back when the fee is pulled. It is a verifier itself.
    fn new(callback: impl FnOnce(&Sample) -> Vec<u8>) -> Self {
        let (contract, peers) = (
            Contract::<DataAvailability>::new(),
            Contract::<Peers>::new(),
        );
        let (treasury, token) = (Contract::<Treasury>::new(), Contract::<Hostile>::new());
        let arb_sys = Contract::<ArbSys>::new_at(ARB_SYS);
        arb_sys.sender(DEPLOYER).set(U256::from(START));
        let batch = Sample::of(AUTHOR, &[30, 40]);
        let (own, peer) = (contract.address(), peers.address());
        let mut deployer = contract.sender(DEPLOYER);
        deployer.constructor(DEPLOYER, 1).motsu_unwrap();
        deployer
            .wire(peer, peer, treasury.address(), peer)
            .motsu_unwrap();
        let mut deployer = treasury.sender(DEPLOYER);
        deployer
            .constructor(token.address(), DEPLOYER)
            .motsu_unwrap();
        deployer.wire(peer, peer, own, peer, peer).motsu_unwrap();
        let mut told = peers.sender(DEPLOYER);
        told.set_verdict(batch.hash(), Verdict::Pending);
        for verifier in [ALICE, token.address()] {
            told.set_member(verifier, Role::Verifier, Status::Active, false);
        }
        token.sender(DEPLOYER).prepare(own, &callback(&batch));
        Self {
            contract,
            treasury,
            token,
            batch,
            _arb_sys: arb_sys,
            _peers: peers,
        }
    }

    /// Lets Alice ask; gives whether the call back was done.
    fn request(&self) -> bool {
        let header = self.batch.header.clone();
        self.contract.sender(ALICE).request(header).motsu_unwrap();
        self.called_back()
    }

    /// The same of a halted L2.
    fn request_halted(&self) -> bool {
        let header = self.batch.header.clone();
        let mut alice = self.contract.sender(ALICE);
        alice.request_halted(header).motsu_unwrap();
        self.called_back()
    }

    fn called_back(&self) -> bool {
        let held = self.token.sender(ALICE).balance_of(self.treasury.address());
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert_eq!(held, U256::from(locked + credited + pot));
        let outcome: u8 = self.token.sender(ALICE).outcome.get().to();
        assert_ne!(outcome, 0, "the token has not tried");
        outcome == 2
    }

    fn status(&self) -> RequestStatus {
        self.contract
            .sender(ALICE)
            .request_of(self.batch.hash())
            .status
    }
}

fn own(batch: &Sample) -> Header {
    // The same words; the other interface's name.
    let words = alloy_sol_types::SolValue::abi_encode(&batch.header);
    alloy_sol_types::SolValue::abi_decode(&words, true).unwrap()
}

#[test]
fn request_succeeds_once_when_the_token_asks_again() {
    let world = World::new(|batch| requestCall { header: own(batch) }.abi_encode());
    assert!(!world.request());
    assert_eq!(world.status(), RequestStatus::Open);
    assert_eq!(
        world.treasury.sender(ALICE).totals(),
        (fee(&world.batch), 0, 0)
    );
}

#[test]
fn request_cannot_be_expired_or_settled_by_the_token() {
    let expire = |batch: &Sample| expireCall { header: own(batch) }.abi_encode();
    let settle = |batch: &Sample| settleOrphanCall { header: own(batch) }.abi_encode();
    for callback in [expire as fn(&Sample) -> Vec<u8>, settle] {
        let world = World::new(callback);
        assert!(!world.request());
        assert_eq!(world.status(), RequestStatus::Open);
    }
}

#[test]
fn request_may_be_answered_by_the_token_and_its_fee_moves_once() {
    let world = World::new(|batch| {
        let whole = batch.whole();
        let publish = publishCall {
            header: own(batch),
            first: 0,
            elements: whole.elements.0.into(),
            proof: whole.proof,
        };
        publish.abi_encode()
    });
    assert!(world.request());
    assert_eq!(world.status(), RequestStatus::Answered);
    assert_eq!(
        world.treasury.sender(ALICE).totals(),
        (0, 0, fee(&world.batch))
    );
}

#[test]
fn request_halted_can_neither_be_made_again_nor_ended_by_the_token() {
    let ask = |batch: &Sample| requestHaltedCall { header: own(batch) }.abi_encode();
    let expire = |batch: &Sample| expireCall { header: own(batch) }.abi_encode();
    let settle = |batch: &Sample| settleHaltedCall { header: own(batch) }.abi_encode();
    let orphan = |batch: &Sample| settleOrphanCall { header: own(batch) }.abi_encode();
    for callback in [ask as fn(&Sample) -> Vec<u8>, expire, settle, orphan] {
        let world = World::new(callback);
        assert!(!world.request_halted());
        assert_eq!(world.status(), RequestStatus::Open);
        let locked = halted_fee(&world.batch);
        assert_eq!(world.treasury.sender(ALICE).totals(), (locked, 0, 0));
    }
}

#[test]
fn request_halted_awaits_the_verdict_when_the_token_publishes_the_data() {
    let world = World::new(|batch| {
        let whole = batch.whole();
        let publish = publishCall {
            header: own(batch),
            first: 0,
            elements: whole.elements.0.into(),
            proof: whole.proof,
        };
        publish.abi_encode()
    });
    assert!(world.request_halted());
    assert_eq!(world.status(), RequestStatus::Open);
    let locked = halted_fee(&world.batch);
    assert_eq!(world.treasury.sender(ALICE).totals(), (locked, 0, 0));
}
