//! Attacks that need the other contracts to be tried.

use alloy_primitives::Address;
use alloy_primitives::U256;
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IBatchRegistry::{self as registry, Parameters, Verdict},
        IDataAvailability::{AlreadyRequested, NotPending, RequestStatus, TooLate},
        IMetisToken::ERC20InsufficientAllowance,
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    super::{batch::Sample, peers::limits, world::fee},
    world::{World, ALICE, BOB, CAROL, GOVERNANCE, SEQUENCERS, START},
};
use crate::Error;

fn refused(error: impl SolError) -> Error {
    PeerError::Refused(error.abi_encode()).into()
}

/// Makes every batch of a list final.
fn finalize(world: &World, batches: &[&Sample]) {
    let hashes = batches.iter().map(|batch| batch.hash()).collect();
    let mut anyone = world.registry.sender(CAROL);
    anyone.finalize(hashes).motsu_unwrap();
}

#[test]
fn request_is_refused_on_what_the_registry_does_not_know() {
    let (world, mut batch) = World::with_batch();
    batch.header.mtsr.0[0] ^= 1;
    let headerHash = batch.hash();
    let expected = refused(registry::UnknownHeader { headerHash });
    assert_eq!(world.request(ALICE, &batch), Err(expected));
    assert_eq!(world.locked(&batch, ALICE), 0);
    assert_eq!(world.holds(SEQUENCERS[0]), 0);
}

#[test]
fn request_is_refused_behind_the_challenge_window_and_on_a_final_batch() {
    let (world, batch) = World::with_batch();
    let until = START + u64::from(limits().windows.challenge.0);
    let current = until + 1;
    world.at(current);
    let expected = refused(registry::WindowOver { until, current });
    assert_eq!(world.request(ALICE, &batch), Err(expected));
    finalize(&world, &[&batch]);
    let headerHash = batch.hash();
    let expected = refused(registry::AlreadyFinal { headerHash });
    assert_eq!(world.request(ALICE, &batch), Err(expected));
    let verdict = crate::IDataAvailability::Verdict::Final;
    let expected = NotPending {
        headerHash,
        verdict,
    }
    .into();
    let answer = world.publish(CAROL, &batch, batch.whole());
    assert_eq!(answer, Err(expected));
}

#[test]
fn request_is_refused_on_an_invalid_and_on_an_orphaned_batch() {
    let (world, batch) = World::with_batch();
    let child = world.submit(&batch.header, &[1], 0);
    world.convict(&batch);
    let headerHash = batch.hash();
    let expected = refused(registry::AlreadyInvalid { headerHash });
    assert_eq!(world.request(ALICE, &batch), Err(expected));
    let headerHash = child.hash();
    let expected = refused(registry::NotCanonical { headerHash });
    assert_eq!(world.request(ALICE, &child), Err(expected));
}

#[test]
fn request_is_refused_without_the_allowance_and_leaves_nothing_behind() {
    let (world, batch) = World::with_batch();
    let spender = world.treasury.address();
    let mut token = world.token.sender(ALICE);
    let allowance = U256::from(fee(&batch) - 1);
    token.approve(spender, allowance).motsu_unwrap();
    let needed = U256::from(fee(&batch));
    let expected = refused(ERC20InsufficientAllowance {
        spender,
        allowance,
        needed,
    });
    assert_eq!(world.request(ALICE, &batch), Err(expected));
    assert!(world.is_secure());
    assert_eq!(world.holds(SEQUENCERS[0]), 0);
    world.request(BOB, &batch).unwrap();
}

#[test]
fn friendly_requester_gains_no_time_and_loses_more_than_it_gets() {
    let (world, batch) = World::with_batch();
    // Alice and the author are one: she takes the place of an honest verifier, and is silent.
    world.request(ALICE, &batch).unwrap();
    let headerHash = batch.hash();
    let taken = AlreadyRequested { headerHash }.into();
    assert_eq!(world.request(BOB, &batch), Err(taken));
    let before = world.stake(SEQUENCERS[0]);
    world.at(world.request_of(&batch).deadline + 1);
    world.expire(BOB, &batch).unwrap();
    let lost = before - world.stake(SEQUENCERS[0]);
    let got = world.credit(ALICE) - fee(&batch);
    assert!(got * 2 < lost, "{got} of {lost}");
}

#[test]
fn requests_renewed_on_batch_after_batch_pay_each_and_delay_none_behind_its_own_bound() {
    let world = World::new();
    let mut parent = world.genesis().clone();
    let mut batches = Vec::new();
    for block in 0..5 {
        world.at(START + block);
        let batch = world.submit(&parent, &[20, 20], 0);
        parent = batch.header.clone();
        batches.push(batch);
    }
    // The last block at which each can be asked for.
    for batch in &batches {
        world.at(batch.header.submittedAt + u64::from(limits().windows.challenge.0));
        world.request(ALICE, batch).unwrap();
        world.publish(CAROL, batch, batch.whole()).unwrap();
    }
    assert_eq!(world.pot(), batches.iter().map(fee).sum::<u128>());
    let last = batches.last().unwrap();
    let decided = last.header.submittedAt + limits().windows.decision_time();
    world.at(decided);
    finalize(&world, &batches.iter().collect::<Vec<_>>());
    assert_eq!(world.verdict(last), Verdict::Final);
}

#[test]
fn parameters_that_change_while_a_request_is_open_do_not_touch_it() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    let entry = world.request_of(&batch);
    let mut set = limits();
    set.windows.data_request.0 = 15;
    set.request.per_byte *= 3;
    set.batch.element_length = 100;
    let mut governance = world.registry.sender(GOVERNANCE);
    let set = Parameters::from(&set);
    governance.add_parameter_set(set).motsu_unwrap();
    // An element of 200 bytes, above the new cap, behind the new deadline.
    assert_eq!(world.request_of(&batch), entry);
    world.at(entry.deadline);
    let fresh = world.submit(&batch.header, &[101], 0);
    world.publish(CAROL, &batch, batch.whole()).unwrap();
    assert_eq!(world.pot(), entry.fee);
    // The next batch has the new terms.
    world.request(ALICE, &fresh).unwrap();
    assert_eq!(world.request_of(&fresh).deadline, entry.deadline + 15);
    let rate = limits().request.per_byte * 3;
    let expected = limits().request.base + rate * 101;
    assert_eq!(world.request_of(&fresh).fee, expected);
    world.publish(CAROL, &fresh, fresh.whole()).unwrap();
    assert_eq!(world.verdict(&fresh), Verdict::Invalid);
}

#[test]
fn clock_that_jumps_over_a_deadline_leaves_exactly_one_way() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    let until = world.request_of(&batch).deadline;
    world.at(until - 1);
    world.publish(CAROL, &batch, batch.call(0, 4)).unwrap();
    let current = until + 1_000;
    world.at(current);
    let late = world.publish(CAROL, &batch, batch.call(4, 5));
    assert_eq!(late, Err(TooLate { until, current }.into()));
    // Nothing has become final over the open request meanwhile.
    let hashes = vec![batch.hash()];
    assert!(world
        .registry
        .sender(CAROL)
        .finalize(hashes)
        .motsu_res()
        .is_err());
    world.expire(CAROL, &batch).unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
}

#[test]
fn author_that_has_left_the_pool_is_held_and_punished_all_the_same() {
    let (world, batch) = World::with_batch();
    let author: Address = SEQUENCERS[0];
    world.request(ALICE, &batch).unwrap();
    world.pool.sender(author).request_exit().motsu_unwrap();
    world.at(START + 10_000);
    assert!(world
        .pool
        .sender(author)
        .release_stake()
        .motsu_res()
        .is_err());
    world.expire(CAROL, &batch).unwrap();
    world.at(START + 20_000);
    world.pool.sender(author).release_stake().motsu_unwrap();
    world.assert_solvent();
}
