//! `openDispute` and `closeDispute`.

use alloy_primitives::{Address, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use types::Header;

use super::world::{hash_of, World, START};
use crate::Error;

/// A world with three batches, submitted and published at START.
fn three() -> (World, [Header; 3]) {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    let third = world.append(&second, START);
    let all = [first, second, third];
    for header in &all {
        world.mark_published(header).motsu_unwrap();
    }
    (world, all)
}

fn window() -> u64 {
    World::limits().windows.challenge.0.into()
}

fn grace() -> u64 {
    World::limits().windows.grace.0.into()
}

fn over(closes_at: u64, current: u64) -> Error {
    let closesAt = closes_at;
    abi::DisputeWindowOver { closesAt, current }.into()
}

#[test]
fn open_dispute_succeeds_and_counts() {
    let (world, [first, second, _]) = three();
    for openDisputes in 1..=3 {
        world.open_dispute(&first).motsu_unwrap();
        assert_eq!(world.record(&first).openDisputes, openDisputes);
        world.registry.assert_emitted(&abi::DisputeOpened {
            index: 1,
            headerHash: hash_of(&first),
            openDisputes,
        });
    }
    assert_eq!(world.verdict(&first), (abi::Verdict::Pending, true));
    // Disputes hold back through finality alone: the system is secure, and what is above is not contested itself.
    assert_eq!(world.system_state(), (true, u64::MAX));
    assert!(!world.verdict(&second).1);
}

#[test]
fn close_dispute_succeeds_and_counts_down() {
    let (world, [first, ..]) = three();
    world.open_dispute(&first).motsu_unwrap();
    world.open_dispute(&first).motsu_unwrap();
    for openDisputes in [1, 0] {
        world.close_dispute(&first).motsu_unwrap();
        world.registry.assert_emitted(&abi::DisputeClosed {
            index: 1,
            headerHash: hash_of(&first),
            openDisputes,
        });
        assert_eq!(world.verdict(&first).1, openDisputes > 0);
    }
    let expected = abi::NoOpenDispute {
        headerHash: hash_of(&first),
    };
    let error = world.close_dispute(&first).motsu_unwrap_err();
    assert_eq!(error, expected.into());
    assert_eq!(world.record(&first).openDisputes, 0);
}

#[test]
fn finalize_reverts_BatchContested_until_the_last_dispute_is_closed() {
    let (mut world, [first, ..]) = three();
    world.open_dispute(&first).motsu_unwrap();
    world.open_dispute(&first).motsu_unwrap();
    world.at(U256::from(START + 10_000));
    for _ in 0..2 {
        let error = world.finalize(&[first]).motsu_unwrap_err();
        assert_eq!(error, abi::BatchContested { index: 1 }.into());
        world.close_dispute(&first).motsu_unwrap();
    }
    world.finalize(&[first]).motsu_unwrap();
}

#[test]
fn disputes_tell_the_pool_when_they_are_on_the_head() {
    let (world, [first, _, third]) = three();
    world.open_dispute(&first).motsu_unwrap();
    assert_eq!(world.told(), (false, 0));
    world.open_dispute(&third).motsu_unwrap();
    world.open_dispute(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 2));
    world.close_dispute(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 3));
    world.close_dispute(&third).motsu_unwrap();
    assert_eq!(world.told(), (false, 4));
}

#[test]
fn invalidate_tells_the_pool_that_the_new_head_is_disputed() {
    let (world, [_, second, third]) = three();
    world.open_dispute(&second).motsu_unwrap();
    world.invalidate(&third).motsu_unwrap();
    assert_eq!(world.told(), (true, 1));
}

#[test]
fn open_dispute_reverts_NotFraudProof() {
    let (world, [first, ..]) = three();
    let callers = [
        world.stranger,
        world.sequencer,
        world.deployer,
        world.governance,
        world.data_availability,
    ];
    for caller in callers {
        let mut registry = world.registry.sender(caller);
        let header = || abi::Header::from(&first);
        let refusals = [
            registry.open_dispute(header(), header()).motsu_unwrap_err(),
            registry.close_dispute(header()).motsu_unwrap_err(),
            registry.mark_proven(header()).motsu_unwrap_err(),
        ];
        let caller = caller.address();
        for error in refusals {
            assert_eq!(error, abi::NotFraudProof { caller }.into());
        }
    }
}

#[test]
fn open_dispute_reverts_NotFraudProof_when_there_is_none() {
    let (world, [first, ..]) = three();
    let caller = Address::ZERO;
    let mut registry = world.registry.sender(caller);
    registry.fraud_proof.set(caller);
    let header = || abi::Header::from(&first);
    let error = registry.open_dispute(header(), header()).motsu_unwrap_err();
    assert_eq!(error, abi::NotFraudProof { caller }.into());
}

#[test]
fn disputes_revert_UnknownHeader() {
    let (world, [first, ..]) = three();
    let mut unknown = first;
    unknown.data_length += 1;
    let moves = [
        World::open_dispute,
        World::close_dispute,
        World::mark_proven,
    ];
    for contest in moves {
        let error = contest(&world, &unknown).motsu_unwrap_err();
        let expected = abi::UnknownHeader {
            headerHash: hash_of(&unknown),
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn open_dispute_reverts_NotPublished() {
    let (mut world, [.., third]) = three();
    let fourth = world.append(&third, START + 1);
    let expected = || {
        Error::from(abi::NotPublished {
            headerHash: hash_of(&fourth),
        })
    };
    // Not in the window of a published batch either.
    let error = world.open_dispute_below(&fourth, &third).motsu_unwrap_err();
    assert_eq!(error, expected());
    let error = world.mark_proven(&fourth).motsu_unwrap_err();
    assert_eq!(error, expected());
}

#[test]
fn open_dispute_reverts_by_the_verdict_when_the_batch_is_decided() {
    let (mut world, [first, second, third]) = three();
    world.open_dispute(&third).motsu_unwrap();
    world.invalidate(&second).motsu_unwrap();
    world.at(U256::from(START + 1_000));
    world.finalize(&[first]).motsu_unwrap();
    let cases: [(&Header, Error); 3] = [
        (
            &first,
            abi::AlreadyFinal {
                headerHash: hash_of(&first),
            }
            .into(),
        ),
        (
            &second,
            abi::AlreadyInvalid {
                headerHash: hash_of(&second),
            }
            .into(),
        ),
        (
            &third,
            abi::NotCanonical {
                headerHash: hash_of(&third),
            }
            .into(),
        ),
    ];
    for (header, expected) in cases {
        let error = world.open_dispute(header).motsu_unwrap_err();
        assert_eq!(error, expected);
    }
    // What is open on a batch that was cut is closed all the same.
    world.close_dispute(&third).motsu_unwrap();
    assert_eq!(world.record(&third).openDisputes, 0);
}

#[test]
fn open_dispute_reverts_DisputeWindowOver_behind_the_later_of_window_and_grace() {
    let (mut world, [first, second, third]) = three();
    let fourth = world.append(&third, START);
    let published = START + window() - 1;
    world.at(U256::from(published));
    world.mark_published(&fourth).motsu_unwrap();
    let late = START + window() + 1;
    world.at(U256::from(START + window()));
    world.open_dispute(&first).motsu_unwrap();
    world.at(U256::from(late));
    let error = world.open_dispute(&second).motsu_unwrap_err();
    assert_eq!(error, over(START + window(), late));
    let closes_at = published + grace();
    world.at(U256::from(closes_at));
    world.open_dispute(&fourth).motsu_unwrap();
    world.at(U256::from(closes_at + 1));
    let error = world.open_dispute(&fourth).motsu_unwrap_err();
    assert_eq!(error, over(closes_at, closes_at + 1));
}

/// Whoever wins against a batch, or sees its data late, can still turn to those above it.
#[test]
fn open_dispute_succeeds_in_the_window_of_a_batch_below() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    world.mark_published(&second).motsu_unwrap();
    world.open_request(&first).motsu_unwrap();
    let late = START + window() + 1;
    world.at(U256::from(late));
    world.mark_published(&first).motsu_unwrap();
    let error = world.open_dispute(&second).motsu_unwrap_err();
    assert_eq!(error, over(START + window(), late));
    world.at(U256::from(late + grace()));
    world.open_dispute_below(&second, &first).motsu_unwrap();
    world.at(U256::from(late + grace() + 1));
    let error = world.open_dispute_below(&second, &first).motsu_unwrap_err();
    assert_eq!(error, over(late + grace(), late + grace() + 1));
}

#[test]
fn open_dispute_reverts_NotAncestor() {
    let (mut world, [first, second, third]) = three();
    let refused = |world: &World, header: &Header, ancestor: &Header| {
        let error = world
            .open_dispute_below(header, ancestor)
            .motsu_unwrap_err();
        let expected = abi::NotAncestor {
            headerHash: hash_of(ancestor),
        };
        assert_eq!(error, expected.into());
    };
    // Above it.
    refused(&world, &first, &second);
    // Never accepted, at an index below and at one that no batch can have.
    let mut unknown = first;
    unknown.data_length += 1;
    refused(&world, &second, &unknown);
    unknown.index = u64::MAX.into();
    refused(&world, &second, &unknown);
    // Cut, though its index is below.
    world.invalidate(&second).motsu_unwrap();
    let again = world.append(&first, START + 1);
    let top = world.append(&again, START + 1);
    world.mark_published(&top).motsu_unwrap();
    refused(&world, &top, &second);
    refused(&world, &top, &third);
    world.open_dispute_below(&top, &again).motsu_unwrap();
}

#[test]
fn open_dispute_reverts_TooManyDisputes_when_no_more_can_be_counted() {
    let (world, [first, ..]) = three();
    world.set_record(&first, |record| record.open_disputes = u32::MAX - 1);
    world.open_dispute(&first).motsu_unwrap();
    let error = world.open_dispute(&first).motsu_unwrap_err();
    let expected = abi::TooManyDisputes {
        headerHash: hash_of(&first),
    };
    assert_eq!(error, expected.into());
    assert_eq!(world.record(&first).openDisputes, u32::MAX);
}

/// A settlement must not hang on the clock, nor on what has become of the batch.
#[test]
fn close_dispute_succeeds_however_late_and_whatever_the_verdict() {
    let (mut world, all) = three();
    for header in &all {
        world.open_dispute(header).motsu_unwrap();
    }
    world.mark_proven(&all[0]).motsu_unwrap();
    world.finalize(&all[..1]).motsu_unwrap();
    world.invalidate(&all[1]).motsu_unwrap();
    world.at(U256::from(u64::MAX));
    for header in &all {
        world.close_dispute(header).motsu_unwrap();
        assert_eq!(world.record(header).openDisputes, 0);
    }
}
