//! A wired contract over [`Peers`], on a clock that tests set.

use alloy_primitives::{Address, B256, U256};
use interfaces::{
    contracts::{
        IDataAvailability::{Publication, Request, RequestStatus, Verdict},
        ISequencerPool::{Role, Status},
    },
    host::ARB_SYS,
};
use motsu::prelude::*;
use testing::ArbSys;
pub(super) use testing::{ALICE, BOB, CAROL, DEPLOYER, GOVERNANCE};

use super::{
    batch::{Call, Sample},
    peers::{limits, Peers},
};
use crate::{DataAvailability, Error};

/// The block at which every test begins, and every batch was submitted.
pub(super) const START: u64 = 1_000;

/// The author of the batches.
pub(super) const AUTHOR: Address = Address::repeat_byte(0xa0);

/// The block producer that tests select.
pub(super) const PRODUCER: Address = Address::repeat_byte(0xb0);

/// The ledger's entry where there is none.
pub(super) const NOT_ASKED: Request = Request {
    status: RequestStatus::None,
    requester: Address::ZERO,
    fee: 0,
    deadline: 0,
    halted: false,
    replayUntil: 0,
    producer: Address::ZERO,
    producerSlot: 0,
};

/// Last block of the challenge window.
pub(super) fn window_end() -> u64 {
    START + u64::from(limits().windows.challenge.0)
}

/// Last block to answer a request that was opened at `START`.
pub(super) fn deadline() -> u64 {
    START + u64::from(limits().windows.data_request.0)
}

pub(super) struct World {
    pub(super) contract: Contract<DataAvailability>,
    pub(super) peers: Contract<Peers>,
    arb_sys: Contract<ArbSys>,
}

impl World {
    /// Nothing constructed.
    pub(super) fn empty() -> Self {
        let world = Self {
            contract: Contract::new(),
            peers: Contract::new(),
            arb_sys: Contract::new_at(ARB_SYS),
        };
        world.at(START);
        world
    }

    /// Constructed, not wired.
    pub(super) fn unwired() -> Self {
        let world = Self::empty();
        let mut contract = world.contract.sender(DEPLOYER);
        contract.constructor(DEPLOYER, 1).motsu_unwrap();
        world
    }

    /// Wired, with Alice and Bob as verifiers.
    pub(super) fn new() -> Self {
        let world = Self::unwired();
        let peers = world.peers.address();
        let mut contract = world.contract.sender(DEPLOYER);
        contract
            .wire(peers, peers, peers, GOVERNANCE)
            .motsu_unwrap();
        for verifier in [ALICE, BOB] {
            world.set_member(verifier, Role::Verifier, Status::Active, false);
        }
        world
    }

    /// As [`World::new`], with a pending batch of five elements.
    pub(super) fn with_batch() -> (Self, Sample) {
        let world = Self::new();
        let batch = Sample::of(AUTHOR, &[30, 17, 0, 200, 45]);
        world.rule(&batch, Verdict::Pending);
        (world, batch)
    }

    /// As [`World::with_batch`], with a request of Alice.
    pub(super) fn with_request() -> (Self, Sample) {
        let (world, batch) = Self::with_batch();
        world.request(ALICE, &batch).motsu_unwrap();
        (world, batch)
    }

    /// Sets the clock.
    pub(super) fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    /// Sets the clock to what no clock of blocks can show.
    pub(super) fn break_clock(&self) {
        self.arb_sys.sender(DEPLOYER).set(U256::MAX);
    }

    pub(super) fn set_member(&self, account: Address, role: Role, status: Status, banned: bool) {
        let mut peers = self.peers.sender(DEPLOYER);
        peers.set_member(account, role, status, banned);
    }

    /// Has the registry give this verdict from now on.
    pub(super) fn rule(&self, batch: &Sample, verdict: Verdict) {
        self.peers
            .sender(DEPLOYER)
            .set_verdict(batch.hash(), verdict);
    }

    /// Has a peer refuse a function from now on.
    pub(super) fn refuse(&self, selector: [u8; 4]) {
        self.peers.sender(DEPLOYER).refuse(selector);
    }

    pub(super) fn publish(&self, who: Address, batch: &Sample, call: Call) -> Result<(), Error> {
        let Call {
            first,
            elements,
            proof,
        } = call;
        let mut contract = self.contract.sender(who);
        contract.publish(batch.header.clone(), first, elements, proof)
    }

    pub(super) fn request(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        self.contract.sender(who).request(batch.header.clone())
    }

    pub(super) fn request_halted(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.request_halted(batch.header.clone())
    }

    pub(super) fn settle_halted(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.settle_halted(batch.header.clone())
    }

    /// Has the pool say whose slot it is among the block producers.
    pub(super) fn set_slot(&self, number: u64, holder: Address, starts_at: u64) {
        let mut peers = self.peers.sender(DEPLOYER);
        peers.set_slot(number, holder, starts_at);
    }

    /// Has the registry say what the producer has attested.
    pub(super) fn attest(&self, root: B256, fork: u32) {
        self.peers.sender(DEPLOYER).attest(root, fork);
    }

    pub(super) fn expire(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        self.contract.sender(who).expire(batch.header.clone())
    }

    pub(super) fn settle_orphan(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.settle_orphan(batch.header.clone())
    }

    pub(super) fn claim_fee(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        self.contract.sender(who).claim_fee(batch.header.clone())
    }

    pub(super) fn request_of(&self, batch: &Sample) -> Request {
        self.contract.sender(ALICE).request_of(batch.hash())
    }

    pub(super) fn status(&self, batch: &Sample) -> RequestStatus {
        self.request_of(batch).status
    }

    pub(super) fn publication(&self, batch: &Sample) -> Publication {
        self.contract.sender(ALICE).publication_of(batch.hash())
    }

    /// What the peers were told since `before` calls, apart from views.
    pub(super) fn calls_since(&self, before: usize) -> Vec<Vec<u8>> {
        self.calls().split_off(before)
    }

    pub(super) fn calls(&self) -> Vec<Vec<u8>> {
        self.peers.sender(ALICE).calls()
    }
}

/// The fee of a batch, by the parameters.
pub(super) fn fee(batch: &Sample) -> u128 {
    let fees = limits().request;
    fees.base + fees.per_byte * u128::from(batch.header.dataLength)
}

/// The fee of a request on a halted L2.
pub(super) fn halted_fee(batch: &Sample) -> u128 {
    fee(batch) + limits().request.halted_surcharge
}

/// The purpose of the lock of a fee.
pub(super) fn purpose(batch: &Sample) -> B256 {
    let mut purpose = batch.hash();
    purpose.0[0] = 2;
    purpose
}
