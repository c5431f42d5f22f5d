//! `attest` and `attestationOf`.

use alloy_primitives::{Address, B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;

use super::world::{hash_of, World, START};

const ROOT: B256 = B256::repeat_byte(0xaa);
const OTHER: B256 = B256::repeat_byte(0xab);
const NOTHING: (B256, u32, u64) = (B256::ZERO, 0, 0);

#[test]
fn attest_emits_Attested_and_is_kept() {
    let mut world = World::new();
    let head = world.genesis();
    assert_eq!(world.attestation(&head, world.producer), NOTHING);
    world.at(U256::from(START + 7));
    world.attest(world.producer, &head, ROOT).motsu_unwrap();
    let attestedAt = START + 7;
    assert_eq!(
        world.attestation(&head, world.producer),
        (ROOT, 0, attestedAt)
    );
    world.registry.assert_emitted(&abi::Attested {
        producer: world.producer.address(),
        parent: hash_of(&head),
        mttbr: ROOT,
        fork: 0,
        attestedAt,
    });
    // It is by this producer, about this parent.
    assert_eq!(world.attestation(&head, world.sequencer), NOTHING);
    let next = world.append(&head, START + 7);
    assert_eq!(world.attestation(&next, world.producer), NOTHING);
}

#[test]
fn attest_reverts_NotProducer() {
    let world = World::new();
    let selected = world.producer.address();
    for who in [world.stranger, world.sequencer, world.deployer] {
        let error = world.attest(who, &world.genesis(), ROOT);
        let caller = who.address();
        let expected = abi::NotProducer { caller, selected };
        assert_eq!(error.motsu_unwrap_err(), expected.into());
        assert_eq!(world.attestation(&world.genesis(), who), NOTHING);
    }
}

#[test]
fn attest_reverts_NotProducer_when_none_is_selected() {
    let world = World::new();
    world
        .pool
        .sender(world.stranger)
        .producer
        .set(Address::ZERO);
    let (caller, selected) = (Address::ZERO, Address::ZERO);
    let mut registry = world.registry.sender(caller);
    let error = registry.attest(hash_of(&world.genesis()), ROOT);
    let expected = abi::NotProducer { caller, selected };
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}

#[test]
fn attest_reverts_EmptyAttestation() {
    let world = World::new();
    let error = world.attest(world.producer, &world.genesis(), B256::ZERO);
    assert_eq!(error.motsu_unwrap_err(), abi::EmptyAttestation {}.into());
}

/// An attestation behind the submission is none: neither about the batch's parent nor about what was cut.
#[test]
fn attest_reverts_ParentMoved_when_a_batch_came_first() {
    let mut world = World::new();
    let genesis = world.genesis();
    let first = world.append(&genesis, START);
    let second = world.append(&first, START);
    world.invalidate(&second).motsu_unwrap();
    for parent in [&genesis, &second] {
        let error = world.attest(world.producer, parent, ROOT);
        let expected = abi::ParentMoved {
            given: hash_of(parent),
            head: hash_of(&first),
        };
        assert_eq!(error.motsu_unwrap_err(), expected.into());
    }
    world.attest(world.producer, &first, ROOT).motsu_unwrap();
}

#[test]
fn attest_reverts_AlreadyAttested_and_keeps_the_first() {
    let mut world = World::new();
    let head = world.genesis();
    world.attest(world.producer, &head, ROOT).motsu_unwrap();
    world.at(U256::from(START + 1));
    for root in [ROOT, OTHER] {
        let error = world.attest(world.producer, &head, root);
        let expected = abi::AlreadyAttested {
            parent: hash_of(&head),
            mttbr: ROOT,
        };
        assert_eq!(error.motsu_unwrap_err(), expected.into());
    }
    assert_eq!(world.attestation(&head, world.producer), (ROOT, 0, START));
}

/// Each producer speaks for itself: the next one is not bound by what the last one has said.
#[test]
fn attest_succeeds_once_for_each_producer() {
    let world = World::new();
    let head = world.genesis();
    world.attest(world.producer, &head, ROOT).motsu_unwrap();
    let next = world.stranger;
    world.pool.sender(next).producer.set(next.address());
    world.attest(next, &head, OTHER).motsu_unwrap();
    assert_eq!(world.attestation(&head, next), (OTHER, 0, START));
    assert_eq!(world.attestation(&head, world.producer), (ROOT, 0, START));
}

/// After an invalidation the parent is the head again. What is attested then came behind the batch that was cut, and
/// its fork says so.
#[test]
fn attest_records_the_fork_so_that_it_never_looks_older_than_a_batch_that_was_cut() {
    let mut world = World::new();
    let parent = world.append(&world.genesis(), START);
    let cut = world.append(&parent, START);
    world.invalidate(&cut).motsu_unwrap();
    world.attest(world.producer, &parent, ROOT).motsu_unwrap();
    let (_, fork, _) = world.attestation(&parent, world.producer);
    assert!(fork > cut.fork.0);
    let next = world.append(&parent, START);
    assert!(fork <= next.fork.0);
}

#[test]
fn attest_reverts_NotWired() {
    let world = World::unwired();
    let error = world.attest(world.producer, &world.genesis(), ROOT);
    let expected = interfaces::host::SetupError::NotWired;
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}
