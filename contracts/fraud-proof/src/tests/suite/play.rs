//! One step done to the suite and to the model, and both compared.

use alloy_primitives::{Address, B256};
use interfaces::contracts::{
    IBatchRegistry::Verdict,
    IFraudProof::{DisputeStatus, Position},
};
use motsu::prelude::*;

use super::{
    super::{batch::Sample, world::bond},
    model::Model,
    objects::{Batch, Fate, State},
    schedule::Step,
    world::{Base, World, ALICE, PEOPLE, SEQUENCERS, START},
};

/// The suite and what is expected of it.
pub(super) struct Play {
    pub(super) world: World,
    pub(super) model: Model,
}

impl Play {
    pub(super) fn new() -> Self {
        Self {
            world: World::new(),
            model: Model::new(START, &SEQUENCERS),
        }
    }

    pub(super) fn play(&mut self, step: &Step, who: Address) {
        match step {
            Step::Submit(count, lie) => self.submit(*count, *lie),
            Step::Publish(back) => self.act(*back, |play, at| {
                let done = play.world.publish(&play.model.batches[at].sample);
                (done, play.model.publish(at))
            }),
            Step::Open(back) => self.act(*back, |play, at| {
                let done = play.world.open(who, &play.model.batches[at].sample);
                (done.is_ok(), play.model.open(at, who))
            }),
            Step::Reveal(back) => self.act(*back, |play, at| play.reveal(at, who)),
            Step::Select(back, entry) => self.act(*back, |play, at| play.select(at, who, *entry)),
            Step::Prove(back) => self.act(*back, |play, at| play.prove(at, who)),
            Step::Timeout(back, who) => self.act(*back, |play, at| play.timeout(at, PEOPLE[*who])),
            Step::Settle(back, who) => self.act(*back, |play, at| play.settle(at, PEOPLE[*who])),
            Step::BeginReplay(back) => self.act(*back, |play, at| {
                let done = play.world.begin_replay(&play.model.batches[at].sample);
                (done.is_ok(), play.model.begin_replay(at))
            }),
            Step::Feed(back, less, more) => {
                self.act(*back, |play, at| play.feed(at, who, *less, *more));
            }
            Step::Claim(back) => self.act(*back, |play, at| {
                let done = play.world.claim_share(who, &play.model.batches[at].sample);
                let expected = play.model.claim(at, who);
                assert_eq!(done.as_ref().ok(), expected.as_ref());
                (done.is_ok(), expected.is_some())
            }),
            Step::Cut(back) => self.act(*back, |play, at| {
                let done = play.world.cut(&play.model.batches[at].sample);
                (done, play.model.cut(at))
            }),
            Step::Finalize => self.finalize(),
            Step::Wait(blocks) => {
                self.model.now += blocks;
                self.world.at(self.model.now);
            }
        }
    }

    /// Does the same to both, and wants the same answer.
    fn act(&mut self, back: usize, act: impl FnOnce(&mut Self, usize) -> (bool, bool)) {
        if let Some(at) = self.model.batches.len().checked_sub(1 + back) {
            let (done, expected) = act(self, at);
            assert_eq!(done, expected);
        }
    }

    fn submit(&mut self, count: u32, lie: Option<u32>) {
        if self.world.selected().is_zero() {
            return;
        }
        let lie = lie.filter(|leaf| *leaf < count);
        let head = self.model.head;
        let base = head.map(|at| Base::of(&self.model.batches[at].sample));
        let base = base.unwrap_or_else(|| self.world.genesis().clone());
        let sample = self.world.submit(&base, count, lie);
        let mut batch = Batch::new(sample, head, lie);
        // What is the same in an earlier batch is revealed already.
        for earlier in &self.model.batches {
            for (node, block) in &earlier.reveals {
                let hash = earlier.sample.position(node.0, node.1).node;
                if has(&batch.sample, *node, hash) {
                    batch.reveals.insert(*node, *block);
                }
            }
        }
        self.model.batches.push(batch);
        self.model.head = Some(self.model.batches.len() - 1);
    }

    /// Where a dispute is, as the author's tree has it; of whoever has none, the root.
    pub(super) fn position(&mut self, at: usize, who: Address) -> Position {
        let batch = &mut self.model.batches[at];
        let root = (0, batch.sample.count());
        let (first, size) = batch.dispute(who).map_or(root, |dispute| dispute.node);
        batch.sample.position(first, size)
    }

    pub(super) fn reveal(&mut self, at: usize, who: Address) -> (bool, bool) {
        let position = self.position(at, who);
        let node = (position.first, position.size);
        // What is the same in two batches is revealed for both.
        let frontier = self.model.batches[at].sample.frontier(&position);
        let done = self.world.reveal(position.size, frontier).is_ok();
        let mut expected = false;
        for other in 0..self.model.batches.len() {
            if has(&self.model.batches[other].sample, node, position.node) {
                let fresh = self.model.reveal(other, node);
                expected |= fresh && other == at;
            }
        }
        (done, expected)
    }

    pub(super) fn select(&mut self, at: usize, who: Address, entry: Option<usize>) -> (bool, bool) {
        let position = self.position(at, who);
        let batch = &self.model.batches[at];
        let (entry, below) = if let Some(entry) = entry {
            let length = batch.sample.frontier(&position).len();
            let entry = (entry % length) as u32;
            let node = merkle::Node::root(position.size).unwrap();
            let below = node.frontier_entry(4, entry).unwrap();
            (entry, (position.first + below.first(), below.size()))
        } else {
            let lie = batch.lie.unwrap_or_default();
            let lie = lie.clamp(position.first, position.first + position.size - 1);
            let (entry, below) = batch.sample.entry(&position, lie);
            (entry, (below.first, below.size))
        };
        let done = self.world.select(who, &batch.sample, &position, entry);
        (done.is_ok(), self.model.select(at, who, below))
    }

    pub(super) fn prove(&mut self, at: usize, who: Address) -> (bool, bool) {
        let position = self.position(at, who);
        if position.size > 1 {
            let done = self
                .world
                .prove(who, &self.model.batches[at].sample, &position);
            return (done.is_ok(), false);
        }
        let done = self
            .world
            .prove(who, &self.model.batches[at].sample, &position);
        (done.is_ok(), self.model.prove(at, who))
    }

    pub(super) fn timeout(&mut self, at: usize, who: Address) -> (bool, bool) {
        let position = self.position(at, who);
        let sample = &self.model.batches[at].sample;
        let done = self.world.timeout(who, sample, &position);
        (done.is_ok(), self.model.timeout(at, who))
    }

    pub(super) fn settle(&mut self, at: usize, who: Address) -> (bool, bool) {
        let position = self.position(at, who);
        let sample = &self.model.batches[at].sample;
        let done = self.world.settle(who, sample, &position);
        (done.is_ok(), self.model.settle(at, who))
    }

    fn feed(&mut self, at: usize, who: Address, less: u32, more: u32) -> (bool, bool) {
        let batch = &self.model.batches[at];
        let count = batch.sample.count();
        let cursor = batch.replay.as_ref().map_or(0, |replay| replay.cursor);
        let first = cursor.saturating_sub(less).min(count - 1);
        let end = (cursor + more).clamp(first + 1, count);
        let done = self.world.feed(who, &batch.sample, first, end);
        (done.is_ok(), self.model.feed(at, who, first, end))
    }

    /// When a batch becomes final is the registry's business, but never over an open dispute, unless it is proven.
    fn finalize(&mut self) {
        let next = |batch: &&mut Batch| matches!(batch.fate, Fate::Pending | Fate::Proven);
        let Some(batch) = self.model.batches.iter_mut().find(next) else {
            return;
        };
        if self.world.finalize(&batch.sample) {
            let open = batch
                .disputes
                .iter()
                .any(|dispute| dispute.state == State::Open);
            assert!(!open || batch.fate == Fate::Proven);
            batch.fate = Fate::Final;
        }
    }

    pub(super) fn assert_equal(&self) {
        let (world, model) = (&self.world, &self.model);
        for batch in &model.batches {
            self.assert_batch(batch);
        }
        for sequencer in SEQUENCERS {
            let member = world.member(sequencer);
            assert_eq!(member.stake, model.stakes[&sequencer]);
            let of = |batch: &&Batch| batch.author() == sequencer;
            let open = model
                .batches
                .iter()
                .filter(of)
                .flat_map(|batch| &batch.disputes);
            let holds = open.filter(|dispute| dispute.state == State::Open).count();
            assert_eq!(member.disputeHolds as usize, holds);
            assert_eq!(member.banned, member.stake == 0);
        }
        for (owner, credit) in &model.credits {
            assert_eq!(world.credit(*owner), *credit);
        }
        let shares = model
            .batches
            .iter()
            .filter_map(|batch| batch.replay.as_ref());
        let shares: u128 = shares.map(|replay| replay.share).sum();
        assert_eq!(world.credit(world.contract.address()), shares);
        assert_eq!(world.pot(), model.pot);
        world.assert_solvent();
    }

    fn assert_batch(&self, batch: &Batch) {
        let (world, sample) = (&self.world, &batch.sample);
        let verdict = match batch.fate {
            Fate::Pending => Verdict::Pending,
            Fate::Proven => Verdict::Proven,
            Fate::Final => Verdict::Final,
            Fate::Invalid => Verdict::Invalid,
            Fate::Orphaned => Verdict::Orphaned,
        };
        assert_eq!(world.verdict(sample), verdict);
        let contract = world.contract.sender(ALICE);
        for (at, dispute) in batch.disputes.iter().enumerate() {
            let there = contract.dispute_of(sample.hash(), dispute.who);
            let (status, locked) = match dispute.state {
                State::Open => (DisputeStatus::Open, bond()),
                State::Won => (DisputeStatus::Won, 0),
                State::Lost => (DisputeStatus::Lost, 0),
                State::Orphaned => (DisputeStatus::Orphaned, 0),
            };
            assert_eq!((there.status, there.number), (status, at as u32 + 1));
            assert_eq!(u128::from(there.reveals), dispute.reveals);
            let used = (u64::from(there.authorUsed), u64::from(there.challengerUsed));
            assert_eq!(used, (dispute.author, dispute.challenger));
            assert_eq!(world.locked(sample, dispute.who), locked);
        }
        let mut open = batch.disputes.iter();
        let earliest = open.find(|dispute| dispute.state == State::Open);
        let earliest = earliest.map_or(Address::ZERO, |dispute| dispute.who);
        let on = contract.disputes_on(sample.hash());
        assert_eq!(on, (batch.disputes.len() as u32, earliest));
        let record = world.registry.sender(ALICE).record_of(sample.hash());
        let count = batch.disputes.iter();
        let count = count.filter(|dispute| dispute.state == State::Open).count();
        assert_eq!(record.openDisputes as usize, count);
        let cursor = batch.replay.as_ref().map_or(0, |replay| replay.cursor);
        assert_eq!(contract.replay_of(sample.hash()).cursor, cursor);
    }

    /// Of every open dispute on a pending batch, the side whose turn it is can move, or it can be timed out: the view
    /// says which, and the timeout agrees.
    pub(super) fn assert_one_way_on(&mut self) {
        for at in 0..self.model.batches.len() {
            for who in PEOPLE {
                if self.model.batches[at].dispute(who).is_none() {
                    continue;
                }
                let position = self.position(at, who);
                let batch = &self.model.batches[at];
                let contract = self.world.contract.sender(ALICE);
                let turn = contract.turn(batch.sample.hash(), who, position.clone());
                let (_, deadline) = turn.motsu_unwrap();
                let is_over = self.model.now > deadline;
                if batch.fate == Fate::Pending && !is_over {
                    assert!(self.world.timeout(who, &batch.sample, &position).is_err());
                    assert!(self.world.settle(who, &batch.sample, &position).is_err());
                } else if batch.fate == Fate::Pending {
                    let selected = self.world.select(who, &batch.sample, &position, 0);
                    assert!(position.size == 1 || selected.is_err());
                    let proved = position.size == 1
                        && self.world.prove(who, &batch.sample, &position).is_ok();
                    assert!(!proved);
                }
            }
        }
    }

    /// Ends every dispute: time runs out, and what is decided is settled.
    pub(super) fn end_all(&mut self) {
        self.model.now += 100;
        self.world.at(self.model.now);
        for at in 0..self.model.batches.len() {
            for who in PEOPLE {
                let (timed_out, expected) = self.timeout(at, who);
                assert_eq!(timed_out, expected);
                let (settled, expected) = self.settle(at, who);
                assert_eq!(settled, expected);
                let claimed = self.world.claim_share(who, &self.model.batches[at].sample);
                assert_eq!(claimed.ok(), self.model.claim(at, who));
            }
        }
        // What was orphaned by the last of these.
        for at in 0..self.model.batches.len() {
            for who in PEOPLE {
                let (settled, expected) = self.settle(at, who);
                assert_eq!(settled, expected);
            }
        }
    }
}

/// Whether a batch has this node, at this place.
fn has(sample: &Sample, (first, size): (u32, u32), hash: B256) -> bool {
    merkle::Node::new(sample.count(), first, size).is_ok()
        && sample.position(first, size).node == hash
}
