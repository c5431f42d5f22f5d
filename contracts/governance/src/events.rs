//! The events, word by word, topics first: the SDK's `log` would unfold one more encoder for each.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::IGovernance::{
        Closed, Compensated, CompensationEnded, CompensationReserved, Constructed, Construction,
        EquivocationPunished, Executed, KickSkipped, Proposed, RequestSkipped, Statement, Voted,
        Wired,
    },
};
use stylus_sdk::prelude::*;

use crate::{compensation::Claim, proposal::Proposal, Governance};

/// Of set-up.
impl Governance {
    pub(crate) fn emit_constructed(&self, construction: &Construction) {
        let mut log = begin(Constructed::SIGNATURE_HASH);
        construction.write(&mut log);
        self.emit(log, 1);
    }

    pub(crate) fn emit_wired(&self, peers: [Address; 4]) {
        let mut log = begin(Wired::SIGNATURE_HASH);
        for peer in peers {
            peer.write(&mut log);
        }
        self.emit(log, 1);
    }
}

/// Of proposals.
impl Governance {
    pub(crate) fn emit_proposed(&self, proposal: &Proposal, number: u64, payload: &[u8]) {
        let stored = &proposal.stored;
        let mut log = about(Proposed::SIGNATURE_HASH, proposal);
        (stored.proposer, number, stored.snapshot).write(&mut log);
        // Six heads: the last says where the payload is.
        (stored.electorate, stored.bond, 192u8).write(&mut log);
        log.bytes(payload);
        self.emit(log, 4);
    }

    pub(crate) fn emit_voted(&self, id: B256, voter: Address, support: bool, weight: u128) {
        let mut log = begin(Voted::SIGNATURE_HASH);
        (id, voter).write(&mut log);
        (support, weight).write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_executed(&self, proposal: &Proposal) {
        self.emit(about(Executed::SIGNATURE_HASH, proposal), 4);
    }

    pub(crate) fn emit_closed(&self, proposal: &Proposal, quorum: bool) {
        let mut log = about(Closed::SIGNATURE_HASH, proposal);
        quorum.write(&mut log);
        self.emit(log, 4);
    }

    pub(crate) fn emit_kick_skipped(&self, id: B256, member: Address) {
        let mut log = begin(KickSkipped::SIGNATURE_HASH);
        (id, member).write(&mut log);
        self.emit(log, 3);
    }
}

/// Of compensations, and of evidence.
impl Governance {
    pub(crate) fn emit_reserved(&self, id: B256, amount: u128) {
        let mut log = begin(CompensationReserved::SIGNATURE_HASH);
        (id, amount).write(&mut log);
        self.emit(log, 2);
    }

    pub(crate) fn emit_compensated(&self, id: B256, claim: &Claim, paid: u128) {
        let mut log = begin(Compensated::SIGNATURE_HASH);
        (id, claim.header_hash, claim.beneficiary).write(&mut log);
        (claim.owed, paid).write(&mut log);
        self.emit(log, 4);
    }

    pub(crate) fn emit_skipped(&self, id: B256, header_hash: B256) {
        let mut log = begin(RequestSkipped::SIGNATURE_HASH);
        (id, header_hash).write(&mut log);
        self.emit(log, 3);
    }

    pub(crate) fn emit_compensation_ended(&self, id: B256, owed: u128, taken: u128, paid: u128) {
        let mut log = begin(CompensationEnded::SIGNATURE_HASH);
        id.write(&mut log);
        (owed, taken, paid).write(&mut log);
        self.emit(log, 2);
    }

    pub(crate) fn emit_equivocation(
        &self,
        producer: Address,
        parent: B256,
        statements: [&Statement; 2],
        slashed: u128,
    ) {
        let mut log = begin(EquivocationPunished::SIGNATURE_HASH);
        (producer, parent).write(&mut log);
        let [first, second] = statements;
        (first.mttbr, second.mttbr, slashed).write(&mut log);
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

/// An event about a proposal and its subject.
#[inline(never)]
fn about(signature: B256, proposal: &Proposal) -> Encoder {
    let mut log = begin(signature);
    (proposal.id, proposal.stored.kind, proposal.subject).write(&mut log);
    log
}
