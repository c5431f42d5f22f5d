//! A malformed move on its way: what is right, one fault in it, and what must become of it.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolError;
use interfaces::{
    abi::ProvenElement,
    contracts::{
        IBatchRegistry::{Header, Verdict},
        IFraudProof::{
            AtLeaf, BadSize, DisputeStatus, NoOpenDispute, NoReplay, NotAtLeaf, NotDecided,
            NotPending, NotRevealed, Position, ProvenClaim, ReplayAlreadyBegun, ReplayStatus,
            TooLate,
        },
    },
};
use motsu::prelude::*;

use super::{
    super::{batch::Sample, transition::UNSTAGED},
    malformed::{Call, Fault, Malformed},
    world::{World, ALICE},
};
use crate::Error;

/// A dispute, and all that a right move in it consists of.
#[derive(Clone)]
pub(super) struct Attempt<'a> {
    pub(super) world: &'a World,
    pub(super) batch: &'a Sample,
    pub(super) challenger: Address,
    pub(super) position: Position,
    /// What lies below it; empty of a leaf.
    pub(super) frontier: Vec<B256>,
    entry: u32,
    parent: Header,
    /// The claim before the leaf.
    pub(super) before: ProvenClaim,
    /// The claim before the batch.
    start: ProvenClaim,
    element: Vec<u8>,
    proof: Vec<B256>,
    first: u32,
    run: Vec<u8>,
    run_proof: Vec<B256>,
    staged: Vec<Address>,
    witness: Vec<u8>,
}

impl<'a> Attempt<'a> {
    /// As the author's tree has it.
    pub(super) fn new(
        world: &'a World,
        batch: &'a Sample,
        challenger: Address,
        position: Position,
    ) -> Self {
        let element = batch.element(position.first);
        let cursor = world.contract.sender(ALICE).replay_of(batch.hash()).cursor;
        let first = cursor.min(batch.count() - 1);
        let (run, run_proof) = batch.run(first, batch.count());
        let frontier = if position.size > 1 {
            batch.frontier(&position)
        } else {
            vec![]
        };
        Self {
            world,
            batch,
            challenger,
            frontier,
            entry: 0,
            parent: batch.parent.clone(),
            before: batch.claim_before(position.first),
            start: batch.claim_before(0),
            element: element.element.to_vec(),
            proof: element.proof,
            first,
            run,
            run_proof,
            staged: vec![],
            witness: vec![],
            position,
        }
    }

    /// Sends a move with one fault; the error that it must be refused with, if there is only one, and what became of it.
    pub(super) fn send(
        mut self,
        sender: Address,
        Malformed(call, fault): Malformed,
    ) -> (Option<[u8; 4]>, Result<(), Error>) {
        let expected = self.expected(sender, call, fault);
        self.spoil(call, fault);
        (expected, self.call(sender, call))
    }

    /// The first thing that is wrong, in the order in which the interface says that it is looked at.
    fn expected(&self, sender: Address, call: Call, fault: Fault) -> Option<[u8; 4]> {
        let hindrance = match call {
            Call::Select if sender != self.challenger && self.is_open(sender) => return None,
            Call::Select => self.before_select(sender, fault),
            Call::Prove => self.before_prove(fault),
            Call::TimeOut => self.before_timeout(),
            Call::Settle => self.before_settle(),
            Call::Reveal => (self.position.size < 2).then_some(BadSize::SELECTOR),
            Call::Begin => self.before_replay(ReplayStatus::None, ReplayAlreadyBegun::SELECTOR),
            Call::Feed => self.before_replay(ReplayStatus::Running, NoReplay::SELECTOR),
        };
        Some(hindrance.unwrap_or(fault.refusal()))
    }

    fn before_select(&self, sender: Address, fault: Fault) -> Option<[u8; 4]> {
        if sender != self.challenger || !self.is_open(sender) {
            return Some(NoOpenDispute::SELECTOR);
        }
        if fault.is_stale() {
            return None;
        }
        if self.position.size == 1 {
            return Some(AtLeaf::SELECTOR);
        }
        let (is_author, is_over) = self.turn();
        let Position { node, size, .. } = self.position;
        let revealed = self.world.contract.sender(ALICE).reveal_of(node, size);
        if is_author && revealed == 0 {
            return Some(NotRevealed::SELECTOR);
        }
        is_over.then_some(TooLate::SELECTOR)
    }

    fn before_prove(&self, fault: Fault) -> Option<[u8; 4]> {
        let decided = self.before_timeout();
        if decided.is_some() || fault.is_stale() {
            return decided;
        }
        if self.position.size > 1 {
            return Some(NotAtLeaf::SELECTOR);
        }
        self.turn().1.then_some(TooLate::SELECTOR)
    }

    fn before_timeout(&self) -> Option<[u8; 4]> {
        if !self.is_open(self.challenger) {
            return Some(NoOpenDispute::SELECTOR);
        }
        (!self.is_pending()).then_some(NotPending::SELECTOR)
    }

    fn before_settle(&self) -> Option<[u8; 4]> {
        if !self.is_open(self.challenger) {
            return Some(NoOpenDispute::SELECTOR);
        }
        self.is_pending().then_some(NotDecided::SELECTOR)
    }

    fn before_replay(&self, needed: ReplayStatus, refusal: [u8; 4]) -> Option<[u8; 4]> {
        let replay = self
            .world
            .contract
            .sender(ALICE)
            .replay_of(self.batch.hash());
        if replay.status != needed {
            return Some(refusal);
        }
        (!self.is_pending()).then_some(NotPending::SELECTOR)
    }

    fn is_open(&self, who: Address) -> bool {
        self.world.status(who, self.batch) == DisputeStatus::Open
    }

    fn is_pending(&self) -> bool {
        self.world.verdict(self.batch) == Verdict::Pending
    }

    /// Whether it is the author's turn, and whether it is over.
    fn turn(&self) -> (bool, bool) {
        let contract = self.world.contract.sender(ALICE);
        let turn = contract.turn(self.batch.hash(), self.challenger, self.position.clone());
        let (is_author, deadline) = turn.motsu_unwrap();
        (is_author, self.world.now() > deadline)
    }

    fn spoil(&mut self, call: Call, fault: Fault) {
        match fault {
            Fault::Node => self.position.node.0[9] ^= 1,
            Fault::Size => self.position.size += 1,
            Fault::First => self.position.first += 1,
            Fault::Entry => self.entry = self.frontier.len() as u32,
            Fault::Frontier => spoil_hash(&mut self.frontier),
            Fault::Short => drop(self.frontier.pop()),
            Fault::Long => self.frontier.push(B256::ZERO),
            Fault::NoSize(size) => self.position.size = size,
            Fault::Parent => self.parent = self.batch.header.clone(),
            Fault::Claim | Fault::ClaimProof | Fault::ClaimLength => self.spoil_claim(call, fault),
            Fault::Part => {
                self.staged = vec![Address::repeat_byte(0x5a)];
                self.witness = vec![UNSTAGED];
            }
            _ => self.spoil_elements(fault),
        }
    }

    fn spoil_claim(&mut self, call: Call, fault: Fault) {
        let claim = match call {
            Call::Begin => &mut self.start,
            _ => &mut self.before,
        };
        match fault {
            Fault::ClaimLength => claim.proof.push(B256::ZERO),
            Fault::ClaimProof if !claim.proof.is_empty() => spoil_hash(&mut claim.proof),
            _ => claim.claim.l2Timestamp += 1,
        }
    }

    fn spoil_elements(&mut self, fault: Fault) {
        match fault {
            Fault::ElementProof if !self.proof.is_empty() => spoil_hash(&mut self.proof),
            Fault::ElementLength => self.proof.push(B256::ZERO),
            _ => self.element[0] ^= 1,
        }
        match fault {
            Fault::Gap => self.first += self.cursor() - self.first + 1,
            Fault::Nothing => self.run.clear(),
            Fault::Torn => drop(self.run.pop()),
            Fault::Beyond => self.run.extend([0, 0, 0, 1, 7]),
            Fault::ElementProof if !self.run_proof.is_empty() => spoil_hash(&mut self.run_proof),
            Fault::ElementLength => self.run_proof.push(B256::ZERO),
            // The byte behind the first length.
            _ => self.run[4] ^= 1,
        }
    }

    pub(super) fn cursor(&self) -> u32 {
        let contract = self.world.contract.sender(ALICE);
        contract.replay_of(self.batch.hash()).cursor
    }

    fn call(self, sender: Address, call: Call) -> Result<(), Error> {
        let header = self.batch.header.clone();
        let mut contract = self.world.contract.sender(sender);
        let (challenger, position) = (self.challenger, self.position);
        match call {
            Call::Select => contract
                .select(self.batch.hash(), position, self.frontier, self.entry)
                .motsu_res(),
            Call::Prove => contract
                .prove(
                    header,
                    self.parent,
                    challenger,
                    position,
                    ProvenElement {
                        element: &self.element,
                        proof: self.proof,
                    },
                    self.before,
                    self.staged,
                    &self.witness,
                )
                .motsu_res(),
            Call::TimeOut => contract.timeout(header, challenger, position).motsu_res(),
            Call::Settle => contract.settle(header, challenger, position).motsu_res(),
            Call::Reveal => {
                let revealed = contract.reveal(position.size, self.frontier);
                revealed.motsu_res().map(|_| ())
            }
            Call::Begin => contract
                .begin_replay(header, self.parent, self.start)
                .motsu_res(),
            Call::Feed => contract
                .replay(
                    header,
                    self.first,
                    &self.run,
                    self.run_proof,
                    self.staged,
                    &self.witness,
                )
                .motsu_res(),
        }
    }
}

fn spoil_hash(hashes: &mut [B256]) {
    if let Some(hash) = hashes.first_mut() {
        hash.0[9] ^= 1;
    }
}
