//! Attacks, most of which need the other contracts to be tried.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IBatchRegistry::{self as registry, Verdict},
        IFraudProof::*,
        IMetisToken::ERC20InsufficientAllowance,
        ISequencerPool::Role,
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    super::{
        batch::Sample,
        world::{bond, clock},
    },
    world::{Base, World, ALICE, BOB, DAVE, GOVERNANCE, REWARD, SEQUENCERS, STAKE, START},
};
use crate::Error;

fn refused(error: impl SolError) -> Error {
    PeerError::Refused(error.abi_encode()).into()
}

#[test]
fn dispute_on_an_unpublished_an_unknown_or_a_final_batch_is_refused_and_costs_nothing() {
    let world = World::new();
    let batch = world.submit(world.genesis(), 5, Some(2));
    let headerHash = batch.hash();
    let expected = refused(registry::NotPublished { headerHash });
    assert_eq!(world.open(ALICE, &batch), Err(expected));
    let mut unknown = batch.clone();
    unknown.header.mtsr.0[0] ^= 1;
    let unknown_hash = unknown.hash();
    let expected = refused(registry::UnknownHeader {
        headerHash: unknown_hash,
    });
    assert_eq!(world.open(ALICE, &unknown), Err(expected));
    assert!(world.publish(&batch));
    world.at(START + 1_000);
    assert!(world.finalize(&batch));
    let expected = refused(registry::AlreadyFinal { headerHash });
    assert_eq!(world.open(ALICE, &batch), Err(expected));
    assert_eq!(world.locked(&batch, ALICE), 0);
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 0);
    world.assert_solvent();
}

#[test]
fn replay_of_an_unpublished_batch_is_refused() {
    let world = World::new();
    let batch = world.submit(world.genesis(), 5, None);
    let headerHash = batch.hash();
    let expected = NotPublished { headerHash }.into();
    assert_eq!(world.begin_replay(&batch), Err(expected));
}

#[test]
fn dispute_without_the_allowance_leaves_nothing_behind() {
    let (world, batch) = World::with(5, Some(2));
    let spender = world.treasury.address();
    let allowance = U256::from(bond() - 1);
    let mut token = world.token.sender(ALICE);
    token.approve(spender, allowance).motsu_unwrap();
    let expected = refused(ERC20InsufficientAllowance {
        spender,
        allowance,
        needed: U256::from(bond()),
    });
    assert_eq!(world.open(ALICE, &batch), Err(expected));
    assert_eq!(world.status(ALICE, &batch), DisputeStatus::None);
    assert_eq!(world.member(SEQUENCERS[0]).disputeHolds, 0);
    world.at(START + 1_000);
    assert!(world.finalize(&batch));
}

#[test]
fn finalize_is_refused_while_a_dispute_is_open_however_late() {
    let (world, batch) = World::with(5, None);
    world.open(ALICE, &batch).unwrap();
    world.at(START + 100_000);
    assert!(!world.finalize(&batch));
    world.timeout(ALICE, &batch, &batch.root()).unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
}

#[test]
fn friend_of_the_author_that_disputes_first_gets_less_than_the_author_loses() {
    let (world, batch) = World::with(20, Some(7));
    // Bob is the author's: he is the earliest, and hopes for the share.
    world.open(BOB, &batch).unwrap();
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    world.prove(ALICE, &batch, &leaf).unwrap();
    world.settle(BOB, &batch, &batch.root()).unwrap();
    let gained = world.credit(BOB) - bond();
    assert!(2 * gained < STAKE, "{gained}");
    // Whoever has proved it has its bond all the same.
    assert_eq!(world.credit(ALICE), bond());
}

#[test]
fn friend_of_the_author_that_loses_on_purpose_saves_nobody() {
    let (world, batch) = World::with(20, Some(7));
    world.open(BOB, &batch).unwrap();
    let wrong = world.descend(BOB, &batch, 3);
    world.prove(BOB, &batch, &wrong).unwrap();
    assert_eq!(world.status(BOB, &batch), DisputeStatus::Lost);
    assert_eq!(world.verdict(&batch), Verdict::Pending);
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    world.prove(ALICE, &batch, &leaf).unwrap();
    assert_eq!(world.credit(ALICE), bond() + REWARD);
}

/// Governance bans whoever is about to win: that takes its stake, but not what the dispute is worth.
#[test]
fn challenger_that_is_removed_before_the_last_move_still_wins_all_of_it() {
    let (world, batch) = World::with(20, Some(7));
    let stake = STAKE / 4;
    let mut pool = world.pool.sender(ALICE);
    pool.join(Role::Verifier, stake).motsu_unwrap();
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    let mut governance = world.pool.sender(GOVERNANCE);
    governance
        .remove(ALICE, batch.hash(), Address::ZERO, 0, u128::MAX)
        .motsu_unwrap();
    world
        .treasury
        .sender(GOVERNANCE)
        .forfeit_credit(ALICE)
        .motsu_unwrap();
    assert!(world.member(ALICE).banned);
    assert_eq!((world.member(ALICE).stake, world.pot()), (0, stake));
    world.prove(ALICE, &batch, &leaf).unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    assert_eq!(world.pot(), stake + STAKE - REWARD);
    world.assert_solvent();
}

#[test]
fn third_parties_that_move_for_a_challenger_get_nothing_of_bond_or_share() {
    let (world, batch) = World::with(20, Some(7));
    world.open(ALICE, &batch).unwrap();
    let leaf = world.descend(ALICE, &batch, 7);
    // In these tests it is Dave who proves, settles and times out.
    world.prove(ALICE, &batch, &leaf).unwrap();
    assert!(world.claim_share(DAVE, &batch).is_err());
    assert_eq!(world.credit(DAVE), 0);
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    assert_eq!(world.credit(world.contract.address()), 0);
}

#[test]
fn dispute_through_an_ancestor_is_open_as_long_as_the_ancestor_is() {
    let world = World::new();
    let first = world.submit(world.genesis(), 4, None);
    let second = world.submit(&Base::of(&first), 4, Some(1));
    assert!(world.publish(&second));
    world.at(START + 45);
    assert!(world.publish(&first));
    let record = |batch: &Sample| world.registry.sender(ALICE).record_of(batch.hash());
    let (closesAt, through) = (record(&second).closesAt, record(&first).closesAt);
    assert!(closesAt < through);
    let current = closesAt + 1;
    world.at(current);
    let late = world.open(ALICE, &second);
    let expected = refused(registry::DisputeWindowOver { closesAt, current });
    assert_eq!(late, Err(expected));
    let open = |ancestor: &Sample| {
        let mut contract = world.contract.sender(ALICE);
        let headers = (second.header.clone(), ancestor.header.clone());
        contract.open(headers.0, headers.1).motsu_res()
    };
    let mut stranger = first.clone();
    stranger.header.lastL2Block += 1;
    assert!(open(&stranger).is_err());
    world.at(through);
    open(&first).unwrap();
    let leaf = world.descend(ALICE, &second, 1);
    world.prove(ALICE, &second, &leaf).unwrap();
    assert_eq!(world.verdict(&second), Verdict::Invalid);
    assert!(world.is_head(&first));
}

#[test]
fn author_that_asks_to_leave_cannot_take_its_stake_out_of_a_dispute() {
    let (world, batch) = World::with(20, Some(7));
    world.open(ALICE, &batch).unwrap();
    let author = SEQUENCERS[0];
    world.pool.sender(author).request_exit().motsu_unwrap();
    world.at(START + clock() + 1);
    assert!(world
        .pool
        .sender(author)
        .release_stake()
        .motsu_res()
        .is_err());
    world.at(START + 10_000);
    assert!(world
        .pool
        .sender(author)
        .release_stake()
        .motsu_res()
        .is_err());
    world.timeout(ALICE, &batch, &batch.root()).unwrap();
    assert_eq!(world.credit(ALICE), bond() + REWARD);
    assert_eq!(world.member(author).stake, 0);
}
