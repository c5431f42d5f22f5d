//! `settleOrphan`, `claimFee`.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IDataAvailability::*, ITreasury::repayCall},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    calls,
    peers::REFUSAL,
    world::{deadline, fee, World, ALICE, BOB, CAROL, GOVERNANCE},
};

#[test]
fn settle_orphan_gives_the_fee_back_and_punishes_nobody() {
    for verdict in [Verdict::Orphaned, Verdict::Invalid] {
        let (world, batch) = World::with_request();
        // Answered in part: that changes nothing.
        world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
        let before = world.calls().len();
        world.rule(&batch, verdict);
        world.settle_orphan(CAROL, &batch).motsu_unwrap();
        let expected = [
            calls::close_request(&batch),
            calls::lift_hold(),
            calls::release(&batch, ALICE),
        ];
        assert_eq!(world.calls_since(before), expected);
        world.contract.assert_emitted(&RequestOrphaned {
            headerHash: batch.hash(),
            requester: ALICE,
            fee: fee(&batch),
        });
        assert_eq!(world.status(&batch), RequestStatus::Orphaned);
    }
}

#[test]
fn settle_orphan_succeeds_whatever_the_block() {
    for block in [0, deadline(), deadline() + 1, u64::MAX] {
        let (world, batch) = World::with_request();
        world.rule(&batch, Verdict::Orphaned);
        world.at(block);
        world.settle_orphan(CAROL, &batch).motsu_unwrap();
    }
}

#[test]
fn settle_orphan_reverts_NotOrphaned_while_the_batch_counts() {
    let (world, batch) = World::with_request();
    let headerHash = batch.hash();
    for verdict in [Verdict::Pending, Verdict::Proven, Verdict::Final] {
        world.rule(&batch, verdict);
        world.at(deadline() + 1);
        let error = world.settle_orphan(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(
            error,
            NotOrphaned {
                headerHash,
                verdict
            }
            .into()
        );
    }
}

#[test]
fn settle_orphan_reverts_NoOpenRequest_the_second_time() {
    let (world, batch) = World::with_request();
    world.rule(&batch, Verdict::Orphaned);
    world.settle_orphan(CAROL, &batch).motsu_unwrap();
    let (headerHash, status) = (batch.hash(), RequestStatus::Orphaned);
    let error = world.settle_orphan(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, NoOpenRequest { headerHash, status }.into());
}

#[test]
fn claim_fee_repays_the_requester_out_of_the_pot() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let before = world.calls().len();
    world.rule(&batch, Verdict::Invalid);
    world.claim_fee(CAROL, &batch).motsu_unwrap();
    assert_eq!(world.calls_since(before), [calls::repay(&batch, ALICE)]);
    world.contract.assert_emitted(&FeeRepaid {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: fee(&batch),
    });
    assert_eq!(world.status(&batch), RequestStatus::Repaid);
}

#[test]
fn claim_fee_reverts_NotAnswered_the_second_time() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    world.claim_fee(ALICE, &batch).motsu_unwrap();
    let (headerHash, status) = (batch.hash(), RequestStatus::Repaid);
    let error = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, NotAnswered { headerHash, status }.into());
}

#[test]
fn claim_fee_reverts_NotAnswered_when_the_fee_went_back_already() {
    let (world, batch) = World::with_request();
    world.at(deadline() + 1);
    world.expire(BOB, &batch).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    let (headerHash, status) = (batch.hash(), RequestStatus::Defaulted);
    let error = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, NotAnswered { headerHash, status }.into());
}

#[test]
fn claim_fee_reverts_NotInvalid_unless_the_batch_was_proven_false() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let headerHash = batch.hash();
    for verdict in [
        Verdict::Pending,
        Verdict::Proven,
        Verdict::Final,
        Verdict::Orphaned,
    ] {
        world.rule(&batch, verdict);
        let error = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(
            error,
            NotInvalid {
                headerHash,
                verdict
            }
            .into()
        );
    }
}

#[test]
fn claim_fee_can_be_called_again_when_the_pot_was_too_small() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    world.refuse(repayCall::SELECTOR);
    let error = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    world.refuse([0; 4]);
    world.claim_fee(ALICE, &batch).motsu_unwrap();
}

#[test]
fn compensate_settles_an_answered_request_for_ever() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let before = world.calls().len();
    let mut governance = world.contract.sender(GOVERNANCE);
    let headerHash = batch.hash();
    governance.compensate(headerHash).motsu_unwrap();
    world
        .contract
        .assert_emitted(&RequestCompensated { headerHash });
    let status = RequestStatus::Compensated;
    assert_eq!(world.status(&batch), status);
    let twice = governance.compensate(headerHash).motsu_unwrap_err();
    assert_eq!(twice, NotAnswered { headerHash, status }.into());
    world.rule(&batch, Verdict::Invalid);
    let claim = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
    assert_eq!(claim, NotAnswered { headerHash, status }.into());
    assert_eq!(world.calls_since(before), Vec::<Vec<u8>>::new());
}

#[test]
fn compensate_reverts_NotAnswered_before_and_after() {
    let (world, batch) = World::with_request();
    let headerHash = batch.hash();
    let refused = |status| {
        let mut governance = world.contract.sender(GOVERNANCE);
        let error = governance.compensate(headerHash).motsu_unwrap_err();
        assert_eq!(error, NotAnswered { headerHash, status }.into());
    };
    refused(RequestStatus::Open);
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    world.claim_fee(CAROL, &batch).motsu_unwrap();
    refused(RequestStatus::Repaid);
    let headerHash = B256::ZERO;
    let status = RequestStatus::None;
    let mut governance = world.contract.sender(GOVERNANCE);
    let error = governance.compensate(headerHash).motsu_unwrap_err();
    assert_eq!(error, NotAnswered { headerHash, status }.into());
}

#[test]
fn compensate_reverts_NotGovernance_for_everybody_else() {
    let (world, batch) = World::with_request();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    for caller in [ALICE, BOB, world.peers.address(), Address::ZERO] {
        let mut contract = world.contract.sender(caller);
        let error = contract.compensate(batch.hash()).motsu_unwrap_err();
        assert_eq!(error, NotGovernance { caller }.into());
    }
}
