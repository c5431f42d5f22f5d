//! `publish`, as long as the author is honest.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IBatchRegistry::markPublishedCall, IDataAvailability::*},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    batch::{pack, Call, Sample},
    calls,
    peers::REFUSAL,
    world::{deadline, fee, window_end, World, ALICE, AUTHOR, BOB, CAROL, NOT_ASKED},
};

fn assert_progress(world: &World, batch: &Sample, elements: u32, by_author: u32) {
    let expected = Publication {
        elements,
        length: batch.length(0, elements),
        authorLength: by_author,
        complete: elements == batch.count(),
    };
    assert_eq!(world.publication(batch), expected);
}

#[test]
fn publish_emits_what_is_new_and_marks_the_batch_published_with_the_last_element() {
    let (world, batch) = World::with_batch();
    let headerHash = batch.hash();
    world.publish(BOB, &batch, batch.call(0, 2)).motsu_unwrap();
    world.contract.assert_emitted(&ElementsPublished {
        headerHash,
        publisher: BOB,
        first: 0,
        elements: 2,
        length: 47,
    });
    assert_progress(&world, &batch, 2, 0);
    assert!(world.calls().is_empty());
    world
        .publish(AUTHOR, &batch, batch.call(2, 5))
        .motsu_unwrap();
    world.contract.assert_emitted(&PublicationComplete {
        headerHash,
        authorLength: 245,
    });
    assert_progress(&world, &batch, 5, 245);
    assert_eq!(world.calls(), vec![calls::mark_published(&batch)]);
    assert_eq!(world.request_of(&batch), NOT_ASKED);
}

#[test]
fn publish_succeeds_in_one_call() {
    let (world, batch) = World::with_batch();
    world.publish(CAROL, &batch, batch.whole()).motsu_unwrap();
    assert_progress(&world, &batch, 5, 0);
}

#[test]
fn publish_succeeds_in_one_call_per_element() {
    let (world, batch) = World::with_batch();
    for index in 0..5 {
        let call = batch.call(index, index + 1);
        world.publish(AUTHOR, &batch, call).motsu_unwrap();
    }
    assert_progress(&world, &batch, 5, 292);
}

#[test]
fn publish_counts_only_what_is_new_when_chunks_overlap() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
    world
        .publish(AUTHOR, &batch, batch.call(1, 4))
        .motsu_unwrap();
    assert_progress(&world, &batch, 4, 200);
    world.contract.assert_emitted(&ElementsPublished {
        headerHash: batch.hash(),
        publisher: AUTHOR,
        first: 3,
        elements: 1,
        length: 200,
    });
    world.publish(AUTHOR, &batch, batch.whole()).motsu_unwrap();
    assert_progress(&world, &batch, 5, 245);
}

#[test]
fn publish_reverts_NothingNew_for_a_duplicate_chunk() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
    for (first, end) in [(0, 3), (1, 2)] {
        let call = batch.call(first, end);
        let error = world.publish(AUTHOR, &batch, call).motsu_unwrap_err();
        let end = u64::from(end);
        assert_eq!(error, NothingNew { end, next: 3 }.into());
    }
    let empty = Call {
        first: 3,
        elements: pack(&[]),
        proof: vec![],
    };
    let error = world.publish(AUTHOR, &batch, empty).motsu_unwrap_err();
    assert_eq!(error, NothingNew { end: 3, next: 3 }.into());
    assert_progress(&world, &batch, 3, 0);
}

#[test]
fn publish_goes_on_for_the_author_when_a_copy_of_its_chunk_came_first() {
    let (world, batch) = World::with_batch();
    let chunk = batch.call(0, 3);
    // Somebody has seen it and was faster: what counts is that the data is there.
    world.publish(CAROL, &batch, chunk.clone()).motsu_unwrap();
    let error = world.publish(AUTHOR, &batch, chunk).motsu_unwrap_err();
    assert_eq!(error, NothingNew { end: 3, next: 3 }.into());
    world
        .publish(AUTHOR, &batch, batch.call(3, 5))
        .motsu_unwrap();
    assert_progress(&world, &batch, 5, 245);
}

#[test]
fn publish_reverts_ElementsMissing_when_a_chunk_is_left_out() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.call(0, 1)).motsu_unwrap();
    let error = world
        .publish(BOB, &batch, batch.call(2, 5))
        .motsu_unwrap_err();
    assert_eq!(error, ElementsMissing { first: 2, next: 1 }.into());
}

#[test]
fn publish_reverts_BeyondBatch_when_there_are_more_elements_than_the_header_counts() {
    let (world, batch) = World::with_batch();
    let mut call = batch.whole();
    call.elements.0.extend([0; 4]);
    let error = world.publish(BOB, &batch, call).motsu_unwrap_err();
    assert_eq!(error, BeyondBatch { end: 6, count: 5 }.into());
}

#[test]
fn publish_reverts_MalformedElements_when_the_last_one_is_cut_off() {
    let (world, batch) = World::with_batch();
    let mut call = batch.whole();
    call.elements.0.pop();
    let error = world.publish(BOB, &batch, call).motsu_unwrap_err();
    let offset = U256::from(4 * 4 + batch.length(0, 4));
    assert_eq!(error, MalformedElements { offset }.into());
}

#[test]
fn publish_reverts_ElementsNotProven_for_a_garbage_chunk() {
    let (world, batch) = World::with_batch();
    let mttbr = batch.header.mttbr;
    let refused = |call: Call| {
        let error = world.publish(BOB, &batch, call).motsu_unwrap_err();
        match error {
            crate::Error::ElementsNotProven(error) => {
                assert_eq!(error.mttbr, mttbr);
                assert_ne!(error.root, mttbr);
            }
            other => panic!("{other:?}"),
        }
    };
    // Every byte of an element, and every bit of a proof, counts.
    for index in [4, 33, 38, 54, 63, 262] {
        let mut call = batch.call(0, 4);
        call.elements.0[index] ^= 1;
        refused(call);
    }
    let mut call = batch.call(0, 4);
    call.proof[0].0[31] ^= 1;
    refused(call);
    // The right elements, split elsewhere: the same bytes with other lengths.
    let mut call = batch.call(0, 2);
    call.elements.0[3] -= 1;
    call.elements.0.remove(33);
    call.elements.0[36] += 1;
    call.elements.0.push(0x11);
    refused(call);
    assert_eq!(world.publication(&batch), Publication::default());
}

#[test]
fn publish_reverts_ElementsNotProven_when_elements_change_places() {
    let world = World::new();
    let batch = Sample::with(AUTHOR, vec![vec![1; 9], vec![2; 9], vec![3; 9], vec![4; 9]]);
    world.rule(&batch, Verdict::Pending);
    let swapped = Call {
        elements: pack(&[vec![2; 9], vec![1; 9]]),
        ..batch.call(0, 2)
    };
    let error = world.publish(BOB, &batch, swapped).motsu_unwrap_err();
    assert!(matches!(error, crate::Error::ElementsNotProven(_)));
}

#[test]
fn publish_keeps_batches_with_equal_content_apart() {
    let (world, batch) = World::with_batch();
    let mut twin = batch.clone();
    twin.header.index = 2;
    world.rule(&twin, Verdict::Pending);
    world.publish(BOB, &batch, batch.call(0, 3)).motsu_unwrap();
    assert_eq!(world.publication(&twin), Publication::default());
    // The same bytes and proof count for the other one only when they are published for it.
    let error = world
        .publish(BOB, &twin, twin.call(3, 5))
        .motsu_unwrap_err();
    assert_eq!(error, ElementsMissing { first: 3, next: 0 }.into());
    world.publish(BOB, &twin, batch.whole()).motsu_unwrap();
    assert!(world.publication(&twin).complete);
    assert!(!world.publication(&batch).complete);
}

#[test]
fn publish_reverts_ElementsNotProven_for_the_chunk_of_a_batch_that_begins_alike() {
    let (world, batch) = World::with_batch();
    let mut longer = batch.elements.clone();
    longer.push(vec![7; 7]);
    let other = Sample::with(AUTHOR, longer);
    let call = Call {
        proof: batch.call(0, 3).proof,
        ..other.call(0, 3)
    };
    let error = world
        .publish(BOB, &batch, other.call(0, 3))
        .motsu_unwrap_err();
    assert!(matches!(error, crate::Error::ElementsNotProven(_)));
    // With the proof of this batch they are this batch's elements.
    world.publish(BOB, &batch, call).motsu_unwrap();
}

#[test]
fn publish_reverts_WrongProofLength() {
    let (world, batch) = World::with_batch();
    let mut call = batch.call(0, 2);
    let expected = U256::from(call.proof.len());
    let hash = call.proof.pop().unwrap();
    let error = world.publish(BOB, &batch, call.clone()).motsu_unwrap_err();
    let given = expected - U256::from(1);
    assert_eq!(error, WrongProofLength { given, expected }.into());
    call.proof.extend([hash, hash]);
    let error = world.publish(BOB, &batch, call).motsu_unwrap_err();
    let given = expected + U256::from(1);
    assert_eq!(error, WrongProofLength { given, expected }.into());
}

#[test]
fn publish_reverts_NotPending_when_the_batch_is_unknown_or_decided() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.call(0, 2)).motsu_unwrap();
    let cases = [
        Verdict::Unknown,
        Verdict::Proven,
        Verdict::Final,
        Verdict::Invalid,
        Verdict::Orphaned,
    ];
    let headerHash = batch.hash();
    for verdict in cases {
        world.rule(&batch, verdict);
        let error = world
            .publish(BOB, &batch, batch.call(2, 5))
            .motsu_unwrap_err();
        assert_eq!(
            error,
            NotPending {
                headerHash,
                verdict
            }
            .into()
        );
    }
    assert_progress(&world, &batch, 2, 0);
}

#[test]
fn publish_reverts_AlreadyPublished() {
    let (world, batch) = World::with_batch();
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    let headerHash = batch.hash();
    for call in [batch.whole(), batch.call(4, 5)] {
        let error = world.publish(AUTHOR, &batch, call).motsu_unwrap_err();
        assert_eq!(error, AlreadyPublished { headerHash }.into());
    }
}

#[test]
fn publish_reverts_TooLate_behind_the_challenge_window_when_nobody_has_asked() {
    let (world, batch) = World::with_batch();
    world.at(window_end());
    world.publish(BOB, &batch, batch.call(0, 2)).motsu_unwrap();
    world.at(window_end() + 1);
    let error = world
        .publish(BOB, &batch, batch.call(2, 5))
        .motsu_unwrap_err();
    let expected = TooLate {
        until: window_end(),
        current: window_end() + 1,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn publish_answers_an_open_request_at_its_deadline() {
    let (world, batch) = World::with_request();
    let before = world.calls().len();
    world.at(deadline());
    world.publish(BOB, &batch, batch.call(0, 4)).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Open);
    assert!(world.calls_since(before).is_empty());
    world
        .publish(AUTHOR, &batch, batch.call(4, 5))
        .motsu_unwrap();
    let (headerHash, fee) = (batch.hash(), fee(&batch));
    world.contract.assert_emitted(&RequestAnswered {
        headerHash,
        requester: ALICE,
        fee,
    });
    let expected = [
        calls::mark_published(&batch),
        calls::seize_for_the_pot(&batch, ALICE),
        calls::close_request(&batch),
        calls::lift_hold(),
    ];
    assert_eq!(world.calls_since(before), expected);
    // The ledger: who asked, what it paid, and the bytes that the author itself has posted.
    let entry = Request {
        status: RequestStatus::Answered,
        requester: ALICE,
        fee,
        deadline: deadline(),
        ..NOT_ASKED
    };
    assert_eq!(world.request_of(&batch), entry);
    assert_progress(&world, &batch, 5, 45);
}

#[test]
fn publish_succeeds_with_a_request_behind_the_challenge_window_up_to_the_deadline() {
    let (world, batch) = World::with_batch();
    world.at(window_end());
    world.request(ALICE, &batch).motsu_unwrap();
    world.at(window_end() + 20);
    world.publish(BOB, &batch, batch.whole()).motsu_unwrap();
    assert_eq!(world.status(&batch), RequestStatus::Answered);
}

#[test]
fn publish_reverts_TooLate_behind_the_deadline_although_the_challenge_window_is_open() {
    let (world, batch) = World::with_request();
    // The clock jumps over the deadline.
    world.at(deadline() - 1);
    world.publish(BOB, &batch, batch.call(0, 4)).motsu_unwrap();
    let current = window_end() - 1;
    world.at(current);
    let error = world
        .publish(BOB, &batch, batch.call(4, 5))
        .motsu_unwrap_err();
    let until = deadline();
    assert_eq!(error, TooLate { until, current }.into());
    world.expire(CAROL, &batch).motsu_unwrap();
}

#[test]
fn publish_passes_on_what_a_peer_refuses_with_and_changes_nothing() {
    let (world, batch) = World::with_request();
    world.refuse(markPublishedCall::SELECTOR);
    let error = world.publish(BOB, &batch, batch.whole()).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    assert_eq!(world.publication(&batch), Publication::default());
    assert_eq!(world.status(&batch), RequestStatus::Open);
}
