//! `settleHalted`.

use interfaces::contracts::IDataAvailability::*;
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    halted::{verdict_window, with_producer, SLOT},
    world::{deadline, halted_fee, World, ALICE, BOB, CAROL, PRODUCER, START},
};

/// A request on a halted L2 by Alice whose data is there since `START`.
fn awaiting() -> (World, Sample) {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    (world, batch)
}

fn replay_until() -> u64 {
    START + verdict_window()
}

#[test]
fn settle_halted_rotates_the_producer_and_keeps_the_fee_when_the_batch_is_right() {
    for verdict in [Verdict::Proven, Verdict::Final] {
        let (world, batch) = awaiting();
        let before = world.calls().len();
        world.rule(&batch, verdict);
        world.settle_halted(CAROL, &batch).motsu_unwrap();
        let expected = [
            calls::rotate_producer(),
            calls::seize_halted_for_the_pot(&batch, ALICE),
            calls::close_request(&batch),
            calls::lift_hold(),
        ];
        assert_eq!(world.calls_since(before), expected);
        let headerHash = batch.hash();
        world.contract.assert_emitted(&RequestUpheld {
            headerHash,
            requester: ALICE,
            fee: halted_fee(&batch),
        });
        world.contract.assert_emitted(&ProducerRotated {
            headerHash,
            producer: PRODUCER,
            slot: SLOT,
        });
        assert_eq!(world.status(&batch), RequestStatus::Upheld);
    }
}

#[test]
fn settle_halted_rotates_the_producer_and_returns_the_fee_when_the_batch_is_false() {
    let (world, batch) = awaiting();
    let before = world.calls().len();
    world.rule(&batch, Verdict::Invalid);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    let expected = [
        calls::rotate_producer(),
        calls::close_request(&batch),
        calls::lift_hold(),
        calls::release_halted(&batch, ALICE),
    ];
    assert_eq!(world.calls_since(before), expected);
    world.contract.assert_emitted(&RequestRefuted {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: halted_fee(&batch),
    });
    assert_eq!(world.status(&batch), RequestStatus::Refuted);
}

#[test]
fn settle_halted_keeps_the_fee_and_spares_the_producer_when_there_is_no_verdict() {
    let (world, batch) = awaiting();
    let before = world.calls().len();
    world.at(replay_until() + 1);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    let expected = [
        calls::seize_halted_for_the_pot(&batch, ALICE),
        calls::close_request(&batch),
        calls::lift_hold(),
    ];
    assert_eq!(world.calls_since(before), expected);
    world.contract.assert_emitted(&RequestAnswered {
        headerHash: batch.hash(),
        requester: ALICE,
        fee: halted_fee(&batch),
    });
    assert_eq!(world.status(&batch), RequestStatus::Answered);
}

/// Nothing was said within the window: the batch may still be proven false within its own.
#[test]
fn claim_fee_repays_all_that_was_paid_for_an_undecided_batch_that_proves_false() {
    let (world, batch) = awaiting();
    world.at(replay_until() + 1);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    world.rule(&batch, Verdict::Invalid);
    world.claim_fee(CAROL, &batch).motsu_unwrap();
    assert_eq!(
        world.calls().pop(),
        Some(calls::repay_halted(&batch, ALICE))
    );
    assert_eq!(world.status(&batch), RequestStatus::Repaid);
}

#[test]
fn claim_fee_reverts_NotAnswered_when_a_verdict_has_settled_the_request() {
    let ends = [
        (Verdict::Proven, RequestStatus::Upheld),
        (Verdict::Invalid, RequestStatus::Refuted),
    ];
    for (verdict, status) in ends {
        let (world, batch) = awaiting();
        world.rule(&batch, verdict);
        world.settle_halted(CAROL, &batch).motsu_unwrap();
        world.rule(&batch, Verdict::Invalid);
        let headerHash = batch.hash();
        let error = world.claim_fee(ALICE, &batch).motsu_unwrap_err();
        assert_eq!(error, NotAnswered { headerHash, status }.into());
    }
}

#[test]
fn settle_halted_returns_the_fee_and_spares_the_producer_when_the_batch_is_orphaned() {
    // Whether the data came or not.
    for publishes in [true, false] {
        let (world, batch) = with_producer();
        world.request_halted(ALICE, &batch).motsu_unwrap();
        if publishes {
            world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
        }
        let before = world.calls().len();
        world.rule(&batch, Verdict::Orphaned);
        world.settle_halted(CAROL, &batch).motsu_unwrap();
        let expected = [
            calls::close_request(&batch),
            calls::lift_hold(),
            calls::release_halted(&batch, ALICE),
        ];
        assert_eq!(world.calls_since(before), expected);
        assert_eq!(world.status(&batch), RequestStatus::Orphaned);
    }
}

#[test]
fn settle_halted_reverts_VerdictPending_until_the_last_block_for_one() {
    let (world, batch) = awaiting();
    for current in [START, replay_until()] {
        world.at(current);
        let error = world.settle_halted(CAROL, &batch).motsu_unwrap_err();
        let expected = VerdictPending {
            replayUntil: replay_until(),
            current,
        };
        assert_eq!(error, expected.into());
    }
    assert_eq!(world.status(&batch), RequestStatus::Open);
}

#[test]
fn settle_halted_reverts_NotPublished_before_the_data_is_there() {
    let (world, batch) = with_producer();
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.publish(BOB, &batch, batch.call(0, 4)).motsu_unwrap();
    let headerHash = batch.hash();
    // Behind the deadline, too: then it is `expire` that ends it.
    for block in [START, deadline() + 1, u64::MAX] {
        world.at(block);
        let error = world.settle_halted(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NotPublished { headerHash }.into());
    }
}

#[test]
fn settle_halted_reverts_NotHalted_when_only_data_was_asked_for() {
    let (world, batch) = World::with_request();
    let headerHash = batch.hash();
    for verdict in [Verdict::Pending, Verdict::Invalid, Verdict::Orphaned] {
        world.rule(&batch, verdict);
        let error = world.settle_halted(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NotHalted { headerHash }.into());
    }
}

#[test]
fn settle_halted_reverts_NoOpenRequest_without_a_request_and_the_second_time() {
    let (world, batch) = with_producer();
    let headerHash = batch.hash();
    let refused = |status| {
        let error = world.settle_halted(CAROL, &batch).motsu_unwrap_err();
        assert_eq!(error, NoOpenRequest { headerHash, status }.into());
    };
    refused(RequestStatus::None);
    world.request_halted(ALICE, &batch).motsu_unwrap();
    world.rule(&batch, Verdict::Proven);
    world.settle_halted(CAROL, &batch).motsu_unwrap();
    let after = world.calls().len();
    for verdict in [Verdict::Proven, Verdict::Invalid, Verdict::Orphaned] {
        world.rule(&batch, verdict);
        refused(RequestStatus::Upheld);
    }
    assert_eq!(world.calls().len(), after);
}

/// The producer itself may be in a hurry to have the request gone before anybody settles it.
#[test]
fn settle_orphan_reverts_NotOrphaned_when_the_producer_is_to_pay_for_an_invalid_batch() {
    let (world, batch) = awaiting();
    let verdict = Verdict::Invalid;
    world.rule(&batch, verdict);
    let headerHash = batch.hash();
    let error = world.settle_orphan(PRODUCER, &batch).motsu_unwrap_err();
    let expected = NotOrphaned {
        headerHash,
        verdict,
    };
    assert_eq!(error, expected.into());
    world.rule(&batch, Verdict::Orphaned);
    world.settle_orphan(PRODUCER, &batch).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Orphaned);
}
