//! A wired contract over [`Peers`] and [`Transition`], on a clock that tests set.

use alloy_primitives::{Address, B256, U256};
use interfaces::{
    contracts::{
        IBatchRegistry::Header,
        IFraudProof::{Dispute, DisputeStatus, Position, Replay, Verdict},
    },
    host::ARB_SYS,
};
use motsu::prelude::*;
use testing::ArbSys;
pub(super) use testing::{ALICE, BOB, CAROL, DAVE, DEPLOYER};

use super::{
    batch::Sample,
    peers::{limits, Peers},
    transition::Transition,
};
use crate::{Error, FraudProof};

/// The block at which every test begins, and every batch was submitted.
pub(super) const START: u64 = 1_000;

/// The author of the batches.
pub(super) const AUTHOR: Address = Address::repeat_byte(0xa0);

/// Blocks that each side has.
pub(super) fn clock() -> u64 {
    u64::from(limits(Address::ZERO).windows.dispute_clock.0)
}

/// The bond.
pub(super) fn bond() -> u128 {
    limits(Address::ZERO).dispute.bond
}

/// What a losing challenger pays per reveal.
pub(super) fn payment() -> u128 {
    limits(Address::ZERO).dispute.payment_per_reveal
}

pub(super) struct World {
    pub(super) contract: Contract<FraudProof>,
    pub(super) peers: Contract<Peers>,
    pub(super) transition: Contract<Transition>,
    arb_sys: Contract<ArbSys>,
}

impl World {
    /// Nothing constructed.
    pub(super) fn empty() -> Self {
        let world = Self {
            contract: Contract::new(),
            peers: Contract::new(),
            transition: Contract::new(),
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

    /// Wired.
    pub(super) fn new() -> Self {
        let world = Self::unwired();
        let peers = world.peers.address();
        let mut contract = world.contract.sender(DEPLOYER);
        contract.wire(peers, peers, peers).motsu_unwrap();
        let transition = world.transition.address();
        world.told(|peers| {
            peers.set_transition(transition);
            peers.set_reward(8_000);
        });
        world
    }

    /// As [`World::new`], with a pending batch.
    pub(super) fn with(batch: Sample) -> (Self, Sample) {
        let world = Self::new();
        world.rule(&batch, Verdict::Pending);
        (world, batch)
    }

    /// With a pending batch of so many elements, right in all.
    pub(super) fn honest(count: u32) -> (Self, Sample) {
        Self::with(Sample::honest(AUTHOR, count))
    }

    /// With a pending batch of so many elements, false from one on.
    pub(super) fn lying(count: u32, from: u32) -> (Self, Sample) {
        Self::with(Sample::lying(AUTHOR, count, from))
    }

    /// Sets the clock.
    pub(super) fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    /// Sets the clock to what no clock of blocks can show.
    pub(super) fn break_clock(&self) {
        self.arb_sys.sender(DEPLOYER).set(U256::MAX);
    }

    /// Tells the peers something.
    pub(super) fn told(&self, tell: impl FnOnce(&mut Peers)) {
        tell(&mut self.peers.sender(DEPLOYER));
    }

    /// Has the registry give this verdict from now on.
    pub(super) fn rule(&self, batch: &Sample, verdict: Verdict) {
        self.told(|peers| peers.set_verdict(batch.hash(), verdict));
    }

    pub(super) fn open(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let header = batch.header.clone();
        self.contract.sender(who).open(header.clone(), header)
    }

    pub(super) fn reveal(&self, batch: &Sample, position: &Position) -> Result<B256, Error> {
        let frontier = batch.frontier(position);
        self.contract.sender(CAROL).reveal(position.size, frontier)
    }

    /// Selects the first entry over a leaf from `wrong` on; gives where the dispute is then.
    pub(super) fn select(
        &self,
        who: Address,
        batch: &Sample,
        position: &Position,
        wrong: u32,
    ) -> Result<Position, Error> {
        let (entry, below) = batch.entry(position, wrong);
        let frontier = batch.frontier(position);
        let mut contract = self.contract.sender(who);
        contract.select(batch.hash(), position.clone(), frontier, entry)?;
        Ok(below)
    }

    /// Reveals and selects down to a leaf, without a block between.
    pub(super) fn descend(&self, who: Address, batch: &Sample, leaf: u32) -> Position {
        let mut position = batch.root();
        while position.size > 1 {
            // Another dispute may have come by.
            let _ = self.reveal(batch, &position).motsu_res();
            position = self.select(who, batch, &position, leaf).motsu_unwrap();
        }
        position
    }

    /// Opens a dispute and brings it down to a leaf.
    pub(super) fn dispute(&self, who: Address, batch: &Sample, leaf: u32) -> Position {
        self.open(who, batch).motsu_unwrap();
        self.descend(who, batch, leaf)
    }

    /// Proves what is right for a leaf, with any witness.
    pub(super) fn prove(
        &self,
        challenger: Address,
        batch: &Sample,
        leaf: &Position,
        witness: &[u8],
    ) -> Result<(), Error> {
        self.contract.sender(CAROL).prove(
            batch.header.clone(),
            batch.parent.clone(),
            challenger,
            leaf.clone(),
            batch.element(leaf.first),
            batch.claim_before(leaf.first),
            vec![],
            witness,
        )
    }

    pub(super) fn timeout(
        &self,
        challenger: Address,
        batch: &Sample,
        position: &Position,
    ) -> Result<(), Error> {
        let mut contract = self.contract.sender(CAROL);
        contract.timeout(batch.header.clone(), challenger, position.clone())
    }

    pub(super) fn settle(
        &self,
        challenger: Address,
        batch: &Sample,
        position: &Position,
    ) -> Result<(), Error> {
        let mut contract = self.contract.sender(CAROL);
        contract.settle(batch.header.clone(), challenger, position.clone())
    }

    pub(super) fn begin_replay(&self, batch: &Sample) -> Result<(), Error> {
        let (header, parent) = (batch.header.clone(), batch.parent.clone());
        let mut contract = self.contract.sender(CAROL);
        contract.begin_replay(header, parent, batch.claim_before(0))
    }

    /// Feeds the elements from `first` to `end`.
    pub(super) fn feed(
        &self,
        who: Address,
        batch: &Sample,
        first: u32,
        end: u32,
    ) -> Result<(), Error> {
        let (elements, proof) = batch.run(first, end);
        let header: Header = batch.header.clone();
        let mut contract = self.contract.sender(who);
        contract.replay(header, first, &elements, proof, vec![], &[])
    }

    pub(super) fn dispute_of(&self, batch: &Sample, challenger: Address) -> Dispute {
        self.contract
            .sender(ALICE)
            .dispute_of(batch.hash(), challenger)
    }

    pub(super) fn status(&self, batch: &Sample, challenger: Address) -> DisputeStatus {
        self.dispute_of(batch, challenger).status
    }

    /// The earliest challenger whose dispute is open.
    pub(super) fn earliest(&self, batch: &Sample) -> Address {
        self.contract.sender(ALICE).disputes_on(batch.hash()).1
    }

    pub(super) fn replay_of(&self, batch: &Sample) -> Replay {
        self.contract.sender(ALICE).replay_of(batch.hash())
    }

    pub(super) fn share(&self, batch: &Sample, feeder: Address) -> (u32, u128) {
        self.contract.sender(ALICE).share_of(batch.hash(), feeder)
    }

    /// What the peers were told since `before` calls, apart from views.
    pub(super) fn calls_since(&self, before: usize) -> Vec<Vec<u8>> {
        self.calls().split_off(before)
    }

    pub(super) fn calls(&self) -> Vec<Vec<u8>> {
        self.peers.sender(ALICE).calls()
    }
}
