//! Requests on a halted L2, as all contracts see them; and attacks on them.

use alloy_primitives::B256;
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IBatchRegistry::{self as registry, Verdict},
        IDataAvailability::{NoOpenRequest, RequestStatus},
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    super::{batch::Sample, peers::limits, world::halted_fee},
    world::{hash_of, World, ALICE, BOB, CAROL, FRAUD_PROOF, PRODUCERS, SEQUENCERS, STAKE, START},
};
use crate::Error;

fn refused(error: impl SolError) -> Error {
    PeerError::Refused(error.abi_encode()).into()
}

/// A request by Alice on the first batch, whose data is there.
fn awaiting() -> (World, Sample) {
    let (world, batch) = World::with_batch();
    world.request_halted(ALICE, &batch).unwrap();
    world.publish(BOB, &batch, batch.whole()).unwrap();
    (world, batch)
}

fn selected_producer(world: &World) -> alloy_primitives::Address {
    let pool = world.pool.sender(ALICE);
    pool.selected_producer().motsu_unwrap()
}

#[test]
fn request_halted_makes_the_system_insecure_until_it_is_settled() {
    let (world, batch) = awaiting();
    assert!(!world.is_secure());
    assert_eq!(world.holds(SEQUENCERS[0]), 1);
    assert_eq!(world.locked(&batch, ALICE), halted_fee(&batch));
    assert!(world.prove(&batch));
    assert!(!world.is_secure());
    world.settle_halted(CAROL, &batch).unwrap();
    assert!(world.is_secure());
    assert_eq!(world.holds(SEQUENCERS[0]), 0);
    assert_eq!(world.locked(&batch, ALICE), 0);
    assert_eq!((world.pot(), world.credit(ALICE)), (halted_fee(&batch), 0));
    // P.3.B.2.A.2.A: the producer has lost its slot, the sequencer has not.
    assert_eq!(selected_producer(&world), PRODUCERS[1]);
    assert_eq!(world.selected(), SEQUENCERS[0]);
    world.assert_solvent();
}

#[test]
fn settle_halted_succeeds_when_the_batch_was_proven_and_is_final() {
    let (world, batch) = awaiting();
    assert!(world.prove(&batch));
    let mut anyone = world.registry.sender(CAROL);
    anyone.finalize(vec![batch.hash()]).motsu_unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Final);
    world.settle_halted(CAROL, &batch).unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Upheld);
    assert_eq!(selected_producer(&world), PRODUCERS[1]);
    assert_eq!(world.holds(SEQUENCERS[0]), 0);
}

/// P.3.B.2.A.2.B, whose first part is FraudProof's.
#[test]
fn settle_halted_rotates_the_producer_of_a_false_batch() {
    let (world, batch) = awaiting();
    world.convict(&batch);
    world.settle_halted(CAROL, &batch).unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Refuted);
    assert_eq!(selected_producer(&world), PRODUCERS[1]);
    assert_eq!(world.credit(ALICE), halted_fee(&batch));
    assert_eq!((world.pot(), world.holds(SEQUENCERS[0])), (0, 0));
    world.assert_solvent();
}

/// P.3.B.2.B.1 to 4, in one call.
#[test]
fn expire_punishes_the_author_and_rotates_both() {
    let (world, batch) = World::with_batch();
    world.request_halted(ALICE, &batch).unwrap();
    world.at(world.request_of(&batch).deadline + 1);
    world.expire(CAROL, &batch).unwrap();
    let taken = STAKE / 2;
    assert_eq!(world.stake(SEQUENCERS[0]), STAKE - taken);
    assert_eq!(world.credit(ALICE), halted_fee(&batch) + taken / 10);
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    assert_eq!(world.selected(), SEQUENCERS[1]);
    assert_eq!(selected_producer(&world), PRODUCERS[1]);
    assert!(world.is_secure());
    world.assert_solvent();
}

#[test]
fn settle_halted_leaves_the_batch_to_its_ordinary_rules_when_there_was_no_verdict() {
    let (world, batch) = awaiting();
    let until = world.request_of(&batch).replayUntil;
    assert_eq!(until, START + u64::from(limits().windows.halted.0));
    world.at(until);
    assert!(world.settle_halted(CAROL, &batch).is_err());
    world.at(until + 1);
    world.settle_halted(CAROL, &batch).unwrap();
    assert_eq!(selected_producer(&world), PRODUCERS[0]);
    assert_eq!(world.pot(), halted_fee(&batch));
    assert_eq!(world.verdict(&batch), Verdict::Pending);
    // It can still be disputed, proven false, and the fee be claimed: once.
    let header = batch.header.clone();
    let mut registry = world.registry.sender(FRAUD_PROOF);
    registry.open_dispute(header.clone(), header).motsu_unwrap();
    world.convict(&batch);
    world.claim_fee(CAROL, &batch).unwrap();
    assert_eq!((world.pot(), world.credit(ALICE)), (0, halted_fee(&batch)));
    assert!(world.claim_fee(CAROL, &batch).is_err());
    assert!(world.settle_halted(CAROL, &batch).is_err());
    world.assert_solvent();
}

/// A proven batch is right; that it stands on a false one is nobody's fault here.
#[test]
fn settle_halted_returns_the_fee_when_a_proven_batch_is_cut() {
    let (world, batch) = World::with_batch();
    let child = world.submit(&batch.header, &[9, 9], 0);
    world.request_halted(ALICE, &child).unwrap();
    world.publish(BOB, &child, child.whole()).unwrap();
    assert!(world.prove(&child));
    world.convict(&batch);
    world.settle_halted(CAROL, &child).unwrap();
    assert_eq!(world.status(&child), RequestStatus::Orphaned);
    assert_eq!(world.credit(ALICE), halted_fee(&child));
    assert_eq!(selected_producer(&world), PRODUCERS[0]);
    world.assert_solvent();
}

#[test]
fn fee_is_paid_once_whoever_settles_how_often() {
    let (world, batch) = awaiting();
    assert!(world.prove(&batch));
    world.settle_halted(CAROL, &batch).unwrap();
    let headerHash = batch.hash();
    let status = RequestStatus::Upheld;
    let again = || Err(Error::from(NoOpenRequest { headerHash, status }));
    assert_eq!(world.settle_halted(ALICE, &batch), again());
    assert_eq!(world.settle_orphan(ALICE, &batch), again());
    assert_eq!(world.expire(ALICE, &batch), again());
    assert!(world.claim_fee(ALICE, &batch).is_err());
    assert_eq!((world.pot(), world.credit(ALICE)), (halted_fee(&batch), 0));
    assert_eq!(world.producer_slot().number, 2);
}

#[test]
fn request_halted_is_refused_on_a_proven_batch_and_behind_the_window() {
    let (world, batch) = World::with_batch();
    let child = world.submit(&batch.header, &[9, 9], 0);
    world.publish(BOB, &batch, batch.whole()).unwrap();
    assert!(world.prove(&batch));
    let headerHash = batch.hash();
    let expected = refused(registry::AlreadyProven { headerHash });
    assert_eq!(world.request_halted(ALICE, &batch), Err(expected));
    let until = START + u64::from(limits().windows.challenge.0);
    let current = until + 1;
    world.at(current);
    let expected = refused(registry::WindowOver { until, current });
    assert_eq!(world.request_halted(ALICE, &child), Err(expected));
    assert_eq!(world.locked(&batch, ALICE), 0);
    assert!(world.is_secure());
}

#[test]
fn request_halted_is_refused_on_a_batch_that_the_producer_has_signed() {
    let _precompiles = deploy_precompiles();
    let world = World::new();
    let producer = Account::from_tag("producer");
    let mut pool = world.pool.sender(PRODUCERS[0]);
    pool.end_slot().motsu_unwrap();
    world.admit_producer(producer.address());
    let batch = world.submit_signed(&[30, 17], producer);
    assert_eq!(batch.header.producer, producer.address());
    let expected = refused(registry::ProducerSigned {
        headerHash: batch.hash(),
        producer: producer.address(),
    });
    assert_eq!(world.request_halted(ALICE, &batch), Err(expected));
    world.request(ALICE, &batch).unwrap();
}

/// It had said on chain what was to follow, and was ignored.
#[test]
fn producer_that_had_ordered_otherwise_keeps_its_slot() {
    let world = World::new();
    assert!(world.attest(PRODUCERS[0], B256::repeat_byte(0x99)));
    let batch = world.submit(world.genesis(), &[30, 17], 0);
    world.request_halted(ALICE, &batch).unwrap();
    world.publish(BOB, &batch, batch.whole()).unwrap();
    assert!(world.prove(&batch));
    world.settle_halted(CAROL, &batch).unwrap();
    assert_eq!(world.producer_slot().number, 1);
    assert_eq!(selected_producer(&world), PRODUCERS[0]);
}

/// Once the batch is there, its producer can attest nothing for its parent any more: neither now nor when the batch
/// was cut, for then its fork tells.
#[test]
fn producer_that_attests_afterwards_or_the_same_root_loses_its_slot() {
    let world = World::new();
    let sample = Sample::of(SEQUENCERS[0], &[30, 17]);
    assert!(world.attest(PRODUCERS[0], sample.header.mttbr));
    let batch = world.submit(world.genesis(), &[30, 17], 0);
    assert_eq!(batch.header.mttbr, sample.header.mttbr);
    world.request_halted(ALICE, &batch).unwrap();
    let parent = hash_of(world.genesis());
    let mut producer = world.registry.sender(PRODUCERS[0]);
    let late = producer.attest(parent, B256::repeat_byte(0x99));
    assert!(late.motsu_res().is_err());
    // For the head it can, which is another matter.
    assert!(world.attest(PRODUCERS[0], B256::repeat_byte(0x99)));
    world.convict(&batch);
    assert!(!world.attest(PRODUCERS[0], B256::repeat_byte(0x99)));
    world.settle_halted(CAROL, &batch).unwrap();
    assert_eq!(selected_producer(&world), PRODUCERS[1]);
}

/// Two requests blame one slot: the next producer does not pay for the last one, nor a later slot of the same.
#[test]
fn slot_is_lost_once_however_many_requests_blame_it() {
    let (world, first) = World::with_batch();
    let second = world.submit(&first.header, &[9, 9], 0);
    for batch in [&first, &second] {
        world.request_halted(ALICE, batch).unwrap();
        world.publish(BOB, batch, batch.whole()).unwrap();
        assert!(world.prove(batch));
    }
    world.settle_halted(CAROL, &first).unwrap();
    assert_eq!(world.producer_slot().number, 2);
    // The second producer hands over; the first one has its turn again.
    assert!(world.end_slot(PRODUCERS[1]));
    world.settle_halted(CAROL, &second).unwrap();
    assert_eq!(world.producer_slot().number, 3);
    assert_eq!(selected_producer(&world), PRODUCERS[0]);
}

/// Asked at the last block, answered at the last block, without a verdict: decided by the bound all the same.
#[test]
fn halted_request_delays_nothing_behind_the_bound() {
    let (world, batch) = World::with_batch();
    world.at(START + u64::from(limits().windows.challenge.0));
    world.request_halted(ALICE, &batch).unwrap();
    world.at(world.request_of(&batch).deadline);
    world.publish(CAROL, &batch, batch.whole()).unwrap();
    world.at(world.request_of(&batch).replayUntil + 1);
    world.settle_halted(CAROL, &batch).unwrap();
    let decided = START + limits().windows.decision_time();
    assert!(world.now() <= decided + 1);
    world.at(decided + 1);
    let mut anyone = world.registry.sender(CAROL);
    anyone.finalize(vec![batch.hash()]).motsu_unwrap();
}
