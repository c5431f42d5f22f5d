//! Authors that commit to hashes of which they have nothing, or something else than a claim.

use alloy_primitives::B256;
use interfaces::contracts::IFraudProof::{AtLeaf, DisputeStatus, Position};
use merkle::{Keccak, Node};
use motsu::prelude::*;

use super::{
    super::{
        batch::Sample,
        world::{bond, clock},
    },
    world::{Base, World, ALICE, REWARD, SEQUENCERS, START},
};
use crate::Error;

/// A batch whose root is the fold of what its author has made up.
fn made_up(world: &World, count: u32, change: impl FnOnce(&mut Vec<B256>)) -> (Sample, Vec<B256>) {
    let base = world.genesis();
    let author = world.selected();
    let mut batch = Sample::on(&base.header, &base.last, author, count, None);
    let mut frontier = batch.frontier(&batch.root());
    change(&mut frontier);
    let node = Node::root(count).unwrap();
    let hashes: Vec<_> = frontier.iter().map(|hash| merkle::Hash(hash.0)).collect();
    batch.header.mtsr = node.fold_frontier::<Keccak>(4, &hashes).unwrap().0.into();
    let batch = world.submit_sample(batch);
    assert!(world.publish(&batch));
    (batch, frontier)
}

#[test]
fn reveal_of_garbage_that_folds_correctly_helps_nobody_who_cannot_open_it() {
    let world = World::new();
    let (batch, frontier) = made_up(&world, 40, |frontier| {
        frontier[3] = B256::repeat_byte(0x66);
    });
    world.open(ALICE, &batch).unwrap();
    let root = Position {
        first: 0,
        size: 40,
        node: batch.header.mtsr,
    };
    world.reveal(40, frontier.clone()).unwrap();
    let mut contract = world.contract.sender(ALICE);
    contract
        .select(batch.hash(), root, frontier, 3)
        .motsu_unwrap();
    let garbage = Position {
        first: 12,
        size: 4,
        node: B256::repeat_byte(0x66),
    };
    world.at(START + clock() + 1);
    world.timeout(ALICE, &batch, &garbage).unwrap();
    assert_eq!(world.credit(ALICE), bond() + REWARD);
}

/// A batch whose first leaf is a hash of the author's choice, with Alice's dispute at that leaf.
fn disputed_leaf(count: u32, hidden: impl Fn(&[B256]) -> B256) -> (World, Sample, Position) {
    let world = World::new();
    let (batch, frontier) = made_up(&world, count, |frontier| frontier[0] = hidden(frontier));
    world.open(ALICE, &batch).unwrap();
    world.reveal(count, frontier.clone()).unwrap();
    let root = Position {
        first: 0,
        size: count,
        node: batch.header.mtsr,
    };
    let node = frontier[0];
    let mut contract = world.contract.sender(ALICE);
    contract
        .select(batch.hash(), root, frontier, 0)
        .motsu_unwrap();
    let leaf = Position {
        first: 0,
        size: 1,
        node,
    };
    (world, batch, leaf)
}

#[test]
fn leaf_that_is_no_claim_is_fraud() {
    for hidden in [B256::repeat_byte(0x66), B256::ZERO] {
        let (world, batch, leaf) = disputed_leaf(7, |_| hidden);
        world.prove(ALICE, &batch, &leaf).unwrap();
        assert_eq!(world.status(ALICE, &batch), DisputeStatus::Won);
    }
}

/// The node over a few leaves.
fn over(leaves: &[B256]) -> B256 {
    let node = Node::root(leaves.len() as u32).unwrap();
    let leaves: Vec<_> = leaves.iter().map(|leaf| merkle::Hash(leaf.0)).collect();
    node.fold_frontier::<Keccak>(4, &leaves).unwrap().0.into()
}

#[test]
fn leaf_that_is_a_node_is_fraud_though_what_is_below_it_can_be_revealed() {
    // Over the true leaf itself, left or right, or over more of the batch's leaves.
    let below: [&[usize]; 3] = [&[0, 1], &[5, 0], &[0, 1, 2, 3]];
    for below in below {
        let pick = |leaves: &[B256]| below.iter().map(|at| leaves[*at]).collect::<Vec<_>>();
        let (world, batch, leaf) = disputed_leaf(7, |leaves| over(&pick(leaves)));
        let Base { header, last, .. } = world.genesis();
        let truth = Sample::on(header, last, SEQUENCERS[0], 7, None);
        let frontier = pick(&truth.frontier(&truth.root()));
        let size = frontier.len() as u32;
        // It folds to the leaf, and nobody gets further down by it: a leaf has no size but one.
        assert_eq!(world.reveal(size, frontier.clone()), Ok(leaf.node));
        let select = |position: Position| {
            let mut contract = world.contract.sender(ALICE);
            let selected = contract.select(batch.hash(), position, frontier.clone(), 0);
            selected.motsu_res()
        };
        assert_eq!(select(leaf.clone()), Err(AtLeaf { leaf: 0 }.into()));
        let deeper = Position {
            size,
            ..leaf.clone()
        };
        assert!(matches!(select(deeper), Err(Error::StaleMove(_))));
        world.prove(ALICE, &batch, &leaf).unwrap();
        assert_eq!(world.status(ALICE, &batch), DisputeStatus::Won);
        assert_eq!(world.credit(ALICE), bond() + REWARD);
    }
}
