//! The events, word by word, topics first: the SDK's `log` would unfold one more encoder for each.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::IFraudProof::{
        Constructed, DisputeEnded, DisputeOpened, DisputeStatus, ElementProven, FraudProven,
        NodeRevealed, NodeSelected, Position, ReplayAdvanced, ReplayBegun, ReplayEnded,
        ReplayStatus, ShareClaimed, Staged, StateClaim, TimedOut, Wired,
    },
};
use stylus_sdk::prelude::*;

use crate::{contest::Contest, payment::Spending, peers::Batch, FraudProof};

/// Of set-up.
impl FraudProof {
    pub(crate) fn emit_constructed(&self, deployer: Address, clock: u8) {
        let mut log = begin(Constructed::SIGNATURE_HASH);
        deployer.write(&mut log);
        clock.write(&mut log);
        self.emit(log, 1);
    }

    pub(crate) fn emit_wired(&self, registry: Address, pool: Address, treasury: Address) {
        let mut log = begin(Wired::SIGNATURE_HASH);
        (registry, pool, treasury).write(&mut log);
        self.emit(log, 1);
    }
}

/// Of disputes.
impl FraudProof {
    pub(crate) fn emit_opened(&self, contest: &Contest, batch: &Batch, bond: u128) {
        let mut log = about(DisputeOpened::SIGNATURE_HASH, contest);
        batch.header.sequencer.write(&mut log);
        (contest.dispute.number, batch.header.count, bond).write(&mut log);
        contest.dispute.clocks.allowance.0.write(&mut log);
        self.emit(log, 4);
    }

    pub(crate) fn emit_revealed(&self, node: B256, size: u32, frontier: &[B256]) {
        let mut log = begin(NodeRevealed::SIGNATURE_HASH);
        // Two heads: size, and where the list is.
        (node, size, 64u8).write(&mut log);
        (frontier.len() as u64).write(&mut log);
        for hash in frontier {
            hash.write(&mut log);
        }
        self.emit(log, 2);
    }

    pub(crate) fn emit_selected(&self, contest: &Contest, position: &Position) {
        let clocks = &contest.dispute.clocks;
        let mut log = about(NodeSelected::SIGNATURE_HASH, contest);
        position.write(&mut log);
        (clocks.author_used.0, clocks.challenger_used.0).write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_proven(
        &self,
        contest: &Contest,
        leaf: u32,
        claim: &StateClaim,
        fraud: bool,
    ) {
        let mut log = about(ElementProven::SIGNATURE_HASH, contest);
        leaf.write(&mut log);
        claim.write(&mut log);
        fraud.write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_timed_out(&self, contest: &Contest, author: bool) {
        let mut log = about(TimedOut::SIGNATURE_HASH, contest);
        author.write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_fraud(&self, batch: &Batch, winner: Address, reward: u128) {
        let mut log = begin(FraudProven::SIGNATURE_HASH);
        (batch.hash, batch.header.sequencer, winner).write(&mut log);
        reward.write(&mut log);
        self.emit(log, 4);
    }

    pub(crate) fn emit_ended(&self, contest: &Contest, status: DisputeStatus, spent: &Spending) {
        let mut log = about(DisputeEnded::SIGNATURE_HASH, contest);
        status.write(&mut log);
        (spent.returned, spent.earned, spent.forfeited).write(&mut log);
        self.emit(log, 3);
    }
}

/// Of replays and staging.
impl FraudProof {
    pub(crate) fn emit_begun(&self, batch: &Batch, claim: &StateClaim) {
        let mut log = begin(ReplayBegun::SIGNATURE_HASH);
        (batch.hash, self.vm().msg_sender()).write(&mut log);
        claim.write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_advanced(&self, batch: &Batch, first: u32, count: u32, claim: &StateClaim) {
        let mut log = begin(ReplayAdvanced::SIGNATURE_HASH);
        (batch.hash, self.vm().msg_sender()).write(&mut log);
        (first, count).write(&mut log);
        claim.write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_replayed(&self, batch: &Batch, status: ReplayStatus, mtsr: B256) {
        let mut log = begin(ReplayEnded::SIGNATURE_HASH);
        batch.hash.write(&mut log);
        status.write(&mut log);
        mtsr.write(&mut log);
        self.emit(log, 2);
    }

    pub(crate) fn emit_claimed(&self, header_hash: B256, recipient: Address, amount: u128) {
        let mut log = begin(ShareClaimed::SIGNATURE_HASH);
        (header_hash, self.vm().msg_sender()).write(&mut log);
        (recipient, amount).write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_staged(&self, part: Address, content_hash: B256, length: u32) {
        let mut log = begin(Staged::SIGNATURE_HASH);
        (part, content_hash, length).write(&mut log);
        self.emit(log, 3);
    }

    #[inline(never)]
    fn emit(&self, log: Encoder, topics: usize) {
        self.vm().emit_log(&log.finish(), topics);
    }
}

#[inline(never)]
fn begin(signature: B256) -> Encoder {
    let mut log = Encoder::default();
    signature.write(&mut log);
    log
}

/// An event about a dispute.
#[inline(never)]
fn about(signature: B256, contest: &Contest) -> Encoder {
    let mut log = begin(signature);
    (contest.header_hash, contest.challenger).write(&mut log);
    log
}
