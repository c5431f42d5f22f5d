//! `requestHalted`, and the publication of what it asks for.

use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{
        IBatchRegistry::openHaltedRequestCall,
        IDataAvailability::*,
        ISequencerPool::{placeHoldCall, Role, Status},
        ITreasury::lockCall,
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    peers::{limits, BOUNTY, REFUSAL},
    world::{
        deadline, halted_fee, window_end, World, ALICE, AUTHOR, BOB, CAROL, NOT_ASKED, PRODUCER,
        START,
    },
};

/// A block producer's slot that runs since before every batch.
pub(super) const SLOT: u64 = 5;

/// A pending batch, and a producer that was selected all the while.
pub(super) fn with_producer() -> (World, Sample) {
    let (world, batch) = World::with_batch();
    world.set_slot(SLOT, PRODUCER, START - 1);
    (world, batch)
}

/// The blocks for a verdict.
pub(super) fn verdict_window() -> u64 {
    limits().windows.halted.0.into()
}

#[test]
fn request_halted_emits_the_terms_and_locks_the_higher_fee_last() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    let (headerHash, fee) = (batch.hash(), halted_fee(&batch));
    world.contract.assert_emitted(&RequestOpened {
        headerHash,
        requester: ALICE,
        author: AUTHOR,
        fee,
        deadline: deadline(),
    });
    world.contract.assert_emitted(&HaltedRequestOpened {
        headerHash,
        producer: PRODUCER,
        slot: SLOT,
    });
    let entry = Request {
        status: RequestStatus::Open,
        requester: ALICE,
        fee,
        deadline: deadline(),
        halted: true,
        replayUntil: 0,
        producer: PRODUCER,
        producerSlot: SLOT,
    };
    assert_eq!(world.request_of(&batch), entry);
    let expected = [
        calls::open_halted_request(&batch),
        calls::place_hold(),
        calls::lock_halted(&batch, ALICE),
    ];
    assert_eq!(world.calls(), expected);
}

#[test]
fn request_halted_awaits_the_verdict_at_once_when_the_data_is_there() {
    let (world, batch) = with_producer();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    world.at(START + 9);
    world.request_halted(ALICE, &batch).motsu_unwrap();
    let replayUntil = START + 9 + verdict_window();
    world.contract.assert_emitted(&VerdictAwaited {
        headerHash: batch.hash(),
        replayUntil,
    });
    let entry = world.request_of(&batch);
    assert_eq!((entry.deadline, entry.replayUntil), (0, replayUntil));
    // What was published stays so, and until when it could be.
    assert!(world.publication(&batch).complete);
    let header = batch.header.clone();
    let contract = world.contract.sender(CAROL);
    let until = contract.publishable_until(header).motsu_unwrap();
    assert_eq!(until, window_end());
}

#[test]
fn publish_lets_a_halted_request_await_the_verdict() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
    let before = world.calls().len();
    world.at(deadline());
    world.publish(BOB, &batch, batch.call(3, 5)).motsu_unwrap();
    // Neither fee nor hold nor request is touched.
    assert_eq!(world.calls_since(before), [calls::mark_published(&batch)]);
    let replayUntil = deadline() + verdict_window();
    world.contract.assert_emitted(&VerdictAwaited {
        headerHash: batch.hash(),
        replayUntil,
    });
    let entry = world.request_of(&batch);
    assert_eq!(entry.status, RequestStatus::Open);
    assert_eq!(entry.replayUntil, replayUntil);
}

#[test]
fn publish_of_a_broken_promise_costs_the_producer_its_slot_too() {
    let (world, mut batch) = World::with_batch();
    batch.header.dataLength += 1;
    world.rule(&batch, Verdict::Pending);
    world.set_slot(SLOT, PRODUCER, START - 1);
    world.request_halted(ALICE, &batch).motsu_unwrap();
    let before = world.calls().len();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    assert_eq!(world.calls_since(before), defaulted(&batch));
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
}

/// The author first, and all of it; then the producer; then the request.
fn defaulted(batch: &Sample) -> [Vec<u8>; 7] {
    [
        calls::punish(batch, ALICE),
        calls::invalidate(batch),
        calls::rotate_from(),
        calls::rotate_producer(),
        calls::close_request(batch),
        calls::lift_hold(),
        calls::release_halted(batch, ALICE),
    ]
}

#[test]
fn expire_costs_the_producer_its_slot_too() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    let before = world.calls().len();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).motsu_unwrap();
    assert_eq!(world.calls_since(before), defaulted(&batch));
    world.contract.assert_emitted(&ProducerRotated {
        headerHash: batch.hash(),
        producer: PRODUCER,
        slot: SLOT,
    });
    world.contract.assert_emitted(&RequestDefaulted {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: halted_fee(&batch),
        bounty: BOUNTY,
    });
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
}

#[test]
fn expire_reverts_AlreadyPublished_while_a_verdict_is_awaited() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let headerHash = batch.hash();
    for block in [deadline() + 1, u64::MAX] {
        world.at(block);
        let error = world.expire(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, AlreadyPublished { headerHash }.into());
    }
}

#[test]
fn request_halted_reverts_NotVerifier_for_everybody_who_is_no_active_verifier() {
    let (world, batch) = with_producer();
    let members = [
        (Role::None, Status::None, false),
        (Role::Sequencer, Status::Active, false),
        (Role::Producer, Status::Active, false),
        (Role::Verifier, Status::Exiting, false),
        (Role::Verifier, Status::Active, true),
    ];
    for (role, status, banned) in members {
        world.set_member(CAROL, role, status, banned);
        let error = world.request_halted(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NotVerifier { caller: CAROL }.into());
    }
    assert_eq!(world.request_of(&batch), NOT_ASKED);
}

#[test]
fn requests_revert_AlreadyRequested_behind_a_halted_one() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    let headerHash = batch.hash();
    for request in [World::request, World::request_halted] {
        let error = request(&world, BOB, &batch).motsu_unwrap_err();
        assert_eq!(error, AlreadyRequested { headerHash }.into());
    }
}

#[test]
fn request_halted_reverts_AlreadyRequested_behind_one_for_data_even_when_it_is_answered() {
    let (world, batch) = with_producer();
    world.request(ALICE, &batch).motsu_unwrap();
    let headerHash = batch.hash();
    let error = world.request_halted(BOB, &batch).motsu_unwrap_err();
    assert_eq!(error, AlreadyRequested { headerHash }.into());
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let error = world.request_halted(BOB, &batch).motsu_unwrap_err();
    assert_eq!(error, AlreadyRequested { headerHash }.into());
}

#[test]
fn request_halted_passes_on_what_a_peer_refuses_with_and_changes_nothing() {
    let selectors = [
        openHaltedRequestCall::SELECTOR,
        placeHoldCall::SELECTOR,
        lockCall::SELECTOR,
    ];
    for selector in selectors {
        let (world, batch) = with_producer();
        world.refuse(selector);
        let error = world.request_halted(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
        assert_eq!(world.request_of(&batch), NOT_ASKED);
        assert!(world.calls().is_empty());
    }
}

#[test]
fn halted_request_fee_is_the_request_fee_and_the_surcharge() {
    let (world, batch) = with_producer();
    let contract = world.contract.sender(CAROL);
    let quote = contract.halted_request_fee(batch.header.clone());
    assert_eq!(quote.motsu_unwrap(), halted_fee(&batch));
}
