//! The honest challenger.

use alloy_primitives::B256;
use interfaces::contracts::{
    IBatchRegistry::Verdict,
    IFraudProof::{DisputeStatus, Position, ProvenClaim},
};
use merkle::{Keccak, Node};
use motsu::prelude::*;

use super::{
    super::batch::Sample,
    attempt::Attempt,
    world::{Base, World, ALICE},
};

/// The honest challenger: it knows the true claims, and follows the first hash that is another one.
pub(super) struct Challenger<'a> {
    pub(super) world: &'a World,
    pub(super) batch: &'a Sample,
    /// What lies below the root, as the author has shown it.
    pub(super) shown: &'a [B256],
    pub(super) truth: Sample,
    pub(super) position: Position,
}

impl<'a> Challenger<'a> {
    /// With a dispute that is to be opened, or has just been.
    pub(super) fn new(world: &'a World, batch: &'a Sample, shown: &'a [B256], base: &Base) -> Self {
        let (count, author) = (batch.count(), batch.header.sequencer);
        let mut truth = Sample::on(&base.header, &base.last, author, count, None);
        truth.parent_proof.clone_from(&base.proof);
        let position = Position {
            first: 0,
            size: count,
            node: batch.header.mtsr,
        };
        Self {
            world,
            batch,
            shown,
            truth,
            position,
        }
    }

    /// What would be right to do.
    pub(super) fn attempt(&self) -> Attempt<'a> {
        let mut right = Attempt::new(self.world, self.batch, ALICE, self.position.clone());
        if self.position.size > 1 {
            right.frontier = self.frontier();
        }
        right.before = self.before();
        right
    }

    /// The claim before the leaf at hand. It is true; its proof is of the author's tree, as far as it was shown.
    fn before(&self) -> ProvenClaim {
        let leaf = self.position.first;
        let mut before = self.truth.claim_before(leaf);
        if let Some(previous) = leaf.checked_sub(1) {
            before.proof = shown_proof(self.batch, self.shown, previous);
        }
        before
    }

    /// Whether the dispute is still to be fought.
    pub(super) fn is_undecided(&self) -> bool {
        self.is_open() && self.world.verdict(self.batch) == Verdict::Pending
    }

    /// Whether it is the author's turn, and its last block.
    pub(super) fn turn(&self) -> (bool, u64) {
        let contract = self.world.contract.sender(ALICE);
        let turn = contract.turn(self.batch.hash(), ALICE, self.position.clone());
        turn.motsu_unwrap()
    }

    pub(super) fn is_open(&self) -> bool {
        self.world.status(ALICE, self.batch) == DisputeStatus::Open
    }

    /// What the author can show of the node at hand.
    pub(super) fn frontier(&self) -> Vec<B256> {
        if self.position.size == self.batch.count() {
            return self.shown.to_vec();
        }
        self.batch.frontier(&self.position)
    }

    /// Goes on with the first entry whose hash is not the true one.
    pub(super) fn select(&mut self) {
        let (at, frontier) = (self.position.clone(), self.frontier());
        let node = Node::root(at.size).unwrap();
        let is_wrong = |entry: &u32| {
            let below = node.frontier_entry(4, *entry).unwrap();
            let truth = self.truth.position(at.first + below.first(), below.size());
            truth.node != frontier[*entry as usize]
        };
        let entry = (0..frontier.len() as u32)
            .find(is_wrong)
            .expect("the node is wrong");
        let below = node.frontier_entry(4, entry).unwrap();
        self.position = Position {
            first: at.first + below.first(),
            size: below.size(),
            node: frontier[entry as usize],
        };
        let mut contract = self.world.contract.sender(ALICE);
        contract
            .select(self.batch.hash(), at, frontier, entry)
            .motsu_unwrap();
    }

    pub(super) fn prove(&self) {
        let leaf = self.position.first;
        let mut contract = self.world.contract.sender(ALICE);
        let proved = contract.prove(
            self.batch.header.clone(),
            self.batch.parent.clone(),
            ALICE,
            self.position.clone(),
            self.truth.element(leaf),
            self.before(),
            vec![],
            &[],
        );
        proved.motsu_unwrap();
    }
}

/// The proof of a leaf in a tree of which one node right below the root's frontier was made up.
fn shown_proof(batch: &Sample, shown: &[B256], leaf: u32) -> Vec<B256> {
    let run = merkle::Run::leaf(batch.count(), leaf).unwrap();
    let root = Node::root(batch.count()).unwrap();
    let entries: Vec<_> = (0..shown.len() as u32)
        .map(|entry| root.frontier_entry(4, entry).unwrap())
        .collect();
    let nodes = run.before().chain(run.behind());
    let hash = |node: Node| fold(batch, shown, &entries, node);
    nodes.map(|node| hash(node).0.into()).collect()
}

/// A node's hash: from the shown frontier at or above it, from the author's leaves below.
fn fold(batch: &Sample, shown: &[B256], entries: &[Node], node: Node) -> merkle::Hash {
    if let Some(at) = entries.iter().position(|entry| *entry == node) {
        return merkle::Hash(shown[at].0);
    }
    let inside = |entry: &Node| {
        entry.first() <= node.first() && node.first() + node.size() <= entry.first() + entry.size()
    };
    if entries.iter().any(inside) {
        return batch.states().hash(node).unwrap();
    }
    let (left, right) = node.children().unwrap();
    merkle::node_hash::<Keccak>(
        &fold(batch, shown, entries, left),
        &fold(batch, shown, entries, right),
    )
}
