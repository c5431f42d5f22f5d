//! `expire`.

use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IBatchRegistry::invalidateCall, IDataAvailability::*},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    calls,
    peers::{BOUNTY, REFUSAL},
    world::{deadline, fee, World, ALICE, BOB, CAROL, NOT_ASKED},
};

#[test]
fn expire_punishes_invalidates_rotates_and_closes_in_this_order() {
    let (world, batch) = World::with_request();
    let before = world.calls().len();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).motsu_unwrap();
    let expected = [
        calls::punish(&batch, ALICE),
        calls::invalidate(&batch),
        calls::rotate_from(),
        calls::close_request(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE),
    ];
    assert_eq!(world.calls_since(before), expected);
    world.contract.assert_emitted(&RequestDefaulted {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: fee(&batch),
        bounty: BOUNTY,
    });
    let entry = Request {
        status: RequestStatus::Defaulted,
        requester: ALICE,
        fee: fee(&batch),
        deadline: deadline(),
        ..NOT_ASKED
    };
    assert_eq!(world.request_of(&batch), entry);
}

#[test]
fn expire_reverts_StillAnswerable_up_to_the_deadline() {
    let (world, batch) = World::with_request();
    let deadline = deadline();
    for current in [deadline - 1, deadline] {
        world.at(current);
        let error = world.expire(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, StillAnswerable { deadline, current }.into());
    }
}

#[test]
fn expire_leaves_nothing_to_answer_in_the_same_block() {
    let (world, batch) = World::with_request();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    let error = world.publish(BOB, &batch, batch.whole()).motsu_unwrap_err();
    let (headerHash, verdict) = (batch.hash(), Verdict::Invalid);
    assert_eq!(
        error,
        NotPending {
            headerHash,
            verdict
        }
        .into()
    );
}

#[test]
fn expire_succeeds_when_the_data_came_in_part() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.call(0, 4)).motsu_unwrap();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
    assert_eq!(world.publication(&batch).elements, 4);
}

#[test]
fn expire_reverts_NoOpenRequest_when_nobody_has_asked_or_the_request_has_ended() {
    let (world, batch) = World::with_batch();
    let headerHash = batch.hash();
    let refused = |status| {
        let error = world.expire(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NoOpenRequest { headerHash, status }.into());
    };
    world.at(deadline() + 100);
    refused(RequestStatus::None);
    world.at(super::world::START);
    world.request(ALICE, &batch).motsu_unwrap();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).motsu_unwrap();
    refused(RequestStatus::Defaulted);
}

#[test]
fn expire_reverts_NoOpenRequest_when_the_request_is_answered() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    world.at(deadline() + 1);
    let (headerHash, status) = (batch.hash(), RequestStatus::Answered);
    let error = world.expire(CAROL, &batch).motsu_unwrap_err();
    assert_eq!(error, NoOpenRequest { headerHash, status }.into());
}

#[test]
fn expire_reverts_NotPending_when_the_batch_was_cut() {
    let (world, batch) = World::with_request();
    world.at(deadline() + 1);
    let headerHash = batch.hash();
    for verdict in [Verdict::Orphaned, Verdict::Invalid] {
        world.rule(&batch, verdict);
        let error = world.expire(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(
            error,
            NotPending {
                headerHash,
                verdict
            }
            .into()
        );
    }
}

#[test]
fn expire_succeeds_for_anybody_when_the_requester_is_a_friend_who_is_silent() {
    let (world, batch) = World::with_request();
    // Alice has asked so that no honest verifier can: the request binds the author all the same.
    let headerHash = batch.hash();
    let error = world.request(BOB, &batch).motsu_unwrap_err();
    assert_eq!(error, AlreadyRequested { headerHash }.into());
    world.at(deadline() + 1);
    world.expire(BOB, &batch).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Defaulted);
}

#[test]
fn expire_passes_on_what_a_peer_refuses_with_and_changes_nothing() {
    let (world, batch) = World::with_request();
    world.refuse(invalidateCall::SELECTOR);
    world.at(deadline() + 1);
    let before = world.calls();
    let error = world.expire(CAROL, &batch).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    assert_eq!(world.status(&batch), RequestStatus::Open);
    assert_eq!(world.calls(), before);
}
