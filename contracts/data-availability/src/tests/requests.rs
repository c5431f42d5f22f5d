//! `request`, and the views about it.

use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{
        IBatchRegistry::openRequestCall,
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
    peers::REFUSAL,
    world::{deadline, fee, window_end, World, ALICE, AUTHOR, BOB, CAROL, NOT_ASKED},
};

#[test]
fn request_emits_the_terms_and_locks_the_fee_last() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).motsu_unwrap();
    let (headerHash, fee) = (batch.hash(), fee(&batch));
    world.contract.assert_emitted(&RequestOpened {
        headerHash,
        requester: ALICE,
        author: AUTHOR,
        fee,
        deadline: deadline(),
    });
    let entry = Request {
        status: RequestStatus::Open,
        requester: ALICE,
        fee,
        deadline: deadline(),
        ..NOT_ASKED
    };
    assert_eq!(world.request_of(&batch), entry);
    let expected = [
        calls::open_request(&batch),
        calls::place_hold(),
        calls::lock(&batch, ALICE),
    ];
    assert_eq!(world.calls(), expected);
}

#[test]
fn request_reverts_NotVerifier_for_everybody_who_is_no_active_verifier() {
    let (world, batch) = World::with_batch();
    let members = [
        (Role::None, Status::None, false),
        (Role::Sequencer, Status::Active, false),
        (Role::Producer, Status::Active, false),
        (Role::Verifier, Status::Exiting, false),
        (Role::Verifier, Status::Active, true),
    ];
    for (role, status, banned) in members {
        world.set_member(CAROL, role, status, banned);
        let error = world.request(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NotVerifier { caller: CAROL }.into());
    }
    assert_eq!(world.status(&batch), RequestStatus::None);
}

#[test]
fn request_reverts_AlreadyRequested_once_and_for_ever() {
    let (world, batch) = World::with_request();
    let headerHash = batch.hash();
    for requester in [ALICE, BOB] {
        let error = world.request(requester, &batch).motsu_unwrap_err();
        assert_eq!(error, AlreadyRequested { headerHash }.into());
    }
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let error = world.request(BOB, &batch).motsu_unwrap_err();
    assert_eq!(error, AlreadyRequested { headerHash }.into());
}

#[test]
fn request_reverts_AlreadyPublished_when_the_data_came_unasked() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let error = world.request(ALICE, &batch).motsu_unwrap_err();
    let headerHash = batch.hash();
    assert_eq!(error, AlreadyPublished { headerHash }.into());
}

#[test]
fn request_passes_on_what_a_peer_refuses_with_and_changes_nothing() {
    // Registry: the batch cannot be asked for. Treasury, and by it the token: no money.
    for selector in [
        openRequestCall::SELECTOR,
        placeHoldCall::SELECTOR,
        lockCall::SELECTOR,
    ] {
        let (world, batch) = World::with_batch();
        world.refuse(selector);
        let error = world.request(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
        assert_eq!(world.request_of(&batch), NOT_ASKED);
        assert!(world.calls().is_empty());
    }
}

#[test]
fn request_keeps_what_is_published_already() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
    world.request(ALICE, &batch).motsu_unwrap();
    assert_eq!(world.publication(&batch).elements, 3);
    world.publish(BOB, &batch, batch.call(3, 5)).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Answered);
}

#[test]
fn request_costs_a_fee_on_every_batch_anew() {
    let world = World::new();
    for index in 1..=4 {
        let mut batch = Sample::of(AUTHOR, &[30, 40]);
        batch.header.index = index;
        world.rule(&batch, Verdict::Pending);
        world.request(ALICE, &batch).motsu_unwrap();
        let last = world.calls().pop();
        assert_eq!(last, Some(calls::lock(&batch, ALICE)));
        // Each has a deadline of its own; none is moved by the others.
        assert_eq!(world.request_of(&batch).deadline, deadline());
    }
}

#[test]
fn request_fee_grows_by_the_rate_with_the_data_length() {
    let world = World::new();
    let fees = super::peers::limits().request;
    for length in [0, 1, 1 << 20, u32::MAX] {
        let mut header = Sample::of(AUTHOR, &[1]).header;
        header.dataLength = length;
        let quote = world.contract.sender(CAROL).request_fee(header);
        let expected = fees.base + fees.per_byte * u128::from(length);
        assert_eq!(quote.motsu_unwrap(), expected);
    }
}

#[test]
fn publishable_until_gives_the_window_and_then_the_deadline_of_the_request() {
    let (world, batch) = World::with_batch();
    let until = |world: &World| {
        let contract = world.contract.sender(CAROL);
        contract
            .publishable_until(batch.header.clone())
            .motsu_unwrap()
    };
    assert_eq!(until(&world), window_end());
    world.request(ALICE, &batch).motsu_unwrap();
    assert_eq!(until(&world), deadline());
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    assert_eq!(until(&world), deadline());
}
