//! `submitBatch`.

use alloy_primitives::{Address, B256, U256};
use interfaces::{contracts::IBatchRegistry as abi, host::PeerError};
use motsu::prelude::*;
use types::{MAX_L2_BLOCK_RISE, MAX_SECONDS_AHEAD};

use super::world::{hash_of, refusal, Batch, MockGarbled, World, HOST_TIMESTAMP, START};
use crate::{signature::MAX_S, Error};

fn refused(change: impl FnOnce(&World, &mut Batch)) -> Error {
    let world = World::new();
    let mut batch = Batch::on(&world.genesis());
    change(&world, &mut batch);
    let error = world.submit(world.sequencer, &batch).motsu_unwrap_err();
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.head(), (0, hash_of(&world.genesis())));
    error
}

#[test]
fn submit_batch_succeeds_and_emits_the_header_whole() {
    let mut world = World::new();
    world.at(U256::from(START + 7));
    let batch = Batch::on(&world.genesis());
    let header = batch.header(&world, START + 7);
    let hash = world.submit(world.sequencer, &batch).motsu_unwrap();

    assert_eq!(hash, hash_of(&header));
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.head(), (1, hash));
    assert_eq!(registry.header_hash(1), Ok(hash));
    assert_eq!(registry.final_head().0, 0);
    assert_eq!(registry.hash_header((&header).into()), hash);
    let record = registry.record_of(hash);
    let window = World::limits().windows.challenge.0;
    assert!(record.known && record.publishedAt == 0 && record.openDisputes == 0);
    assert_eq!(record.closesAt, START + 7 + u64::from(window));
    world.registry.assert_emitted(&abi::BatchSubmitted {
        index: 1,
        headerHash: hash,
        header: (&header).into(),
    });
}

#[test]
fn submit_batch_reports_to_the_pool() {
    let mut world = World::new();
    world.append(&world.genesis(), START);
    let pool = world.pool.sender(world.stranger);
    assert_eq!(pool.member.get(), world.sequencer.address());
    assert_eq!(pool.elements.get().to::<u32>(), 3);
}

#[test]
fn submit_batch_succeeds_on_top_of_a_pending_batch() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START + 1);
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.head(), (2, hash_of(&second)));
    assert_eq!(second.parent.0, hash_of(&first).0);
}

#[test]
fn submit_batch_gives_two_headers_to_equal_batches_of_two_blocks() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let second = world.append(&first, START);
    assert_ne!(hash_of(&first), hash_of(&second));
}

#[test]
fn submit_batch_succeeds_with_the_producers_signature() {
    let _precompiles = deploy_precompiles();
    let world = World::new();
    let batch = Batch::on(&world.genesis()).signed_by(world.producer);
    let hash = world.submit(world.sequencer, &batch).motsu_unwrap();
    let header = batch.header(&world, START);
    assert_eq!(header.producer.0, world.producer.address().0 .0);
    assert_eq!(hash, hash_of(&header));
}

#[test]
fn submit_batch_reverts_ParameterSetMoved_when_a_set_was_added_on_its_way() {
    let world = World::new();
    let batch = Batch::on(&world.genesis());
    let set = world.registry.sender(world.stranger).parameters(0);
    let set = set.motsu_unwrap();
    let mut governance = world.registry.sender(world.governance);
    governance.add_parameter_set(set).motsu_unwrap();
    for (given, current) in [(0, 1), (2, 1), (u32::MAX, 1)] {
        let error = world.submit_under(world.sequencer, &batch, given);
        let moved = abi::ParameterSetMoved { given, current };
        assert_eq!(error.motsu_unwrap_err(), moved.into());
    }
    let accepted = world.submit_under(world.sequencer, &batch, 1);
    accepted.motsu_unwrap();
}

#[test]
fn submit_batch_reverts_ParentMoved() {
    let mut world = World::new();
    let first = world.append(&world.genesis(), START);
    let late = Batch::on(&world.genesis());
    let error = world.submit(world.sequencer, &late).motsu_unwrap_err();
    let expected = abi::ParentMoved {
        given: hash_of(&world.genesis()),
        head: hash_of(&first),
    };
    assert_eq!(error, expected.into());
}

#[test]
fn submit_batch_reverts_ParentMoved_when_any_field_of_the_parent_is_wrong() {
    let error = refused(|_, batch| batch.parent.last_l2_timestamp = 1.into());
    assert!(matches!(error, Error::ParentMoved(_)));
    let error = refused(|_, batch| batch.parent.submitted_at = 0.into());
    assert!(matches!(error, Error::ParentMoved(_)));
}

#[test]
fn submit_batch_reverts_NoSequencer() {
    let error = refused(|world, _| {
        let mut pool = world.pool.sender(world.stranger);
        pool.sequencer.set(Address::ZERO);
    });
    assert_eq!(error, abi::NoSequencer {}.into());
}

#[test]
fn submit_batch_reverts_NotSelected() {
    let world = World::new();
    let batch = Batch::on(&world.genesis());
    for caller in [world.stranger, world.deployer, world.producer] {
        let error = world.submit(caller, &batch).motsu_unwrap_err();
        let expected = abi::NotSelected {
            caller: caller.address(),
            selected: world.sequencer.address(),
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn submit_batch_reverts_EmptyBatch() {
    let error = refused(|_, batch| batch.count = 0);
    assert_eq!(error, abi::EmptyBatch {}.into());
}

#[test]
fn submit_batch_reverts_TooManyElements() {
    let cap = World::limits().batch.elements;
    let error = refused(|_, batch| batch.count = u32::MAX);
    let count = u32::MAX;
    assert_eq!(error, abi::TooManyElements { count, cap }.into());
}

#[test]
fn submit_batch_reverts_TooMuchData() {
    let error = refused(|_, batch| batch.data_length = u32::MAX);
    let expected = abi::TooMuchData {
        dataLength: u32::MAX,
        cap: World::limits().batch.data_length,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn submit_batch_reverts_L2BlockBelowParent() {
    let error = refused(|_, batch| batch.last_l2_block = 0);
    let parent = World::genesis_claim().l2_block.0;
    assert_eq!(error, abi::L2BlockBelowParent { given: 0, parent }.into());
}

#[test]
fn submit_batch_reverts_L2TimestampBelowParent() {
    let error = refused(|_, batch| batch.last_l2_timestamp = 0);
    let parent = World::genesis_claim().l2_timestamp.0;
    let expected = abi::L2TimestampBelowParent { given: 0, parent };
    assert_eq!(error, expected.into());
}

#[test]
fn submit_batch_reverts_L2TimestampAhead() {
    let latest = HOST_TIMESTAMP + MAX_SECONDS_AHEAD;
    let error = refused(|_, batch| batch.last_l2_timestamp = latest + 1);
    let given = latest + 1;
    assert_eq!(error, abi::L2TimestampAhead { given, latest }.into());
}

/// The attack: one batch that takes the L2 to the last number there is, after which no block can follow.
#[test]
fn submit_batch_reverts_L2BlockAhead_when_it_jumps_to_the_last_number() {
    let highest = World::genesis_claim().l2_block.0 + MAX_L2_BLOCK_RISE;
    for given in [u64::MAX, highest + 1] {
        let error = refused(|_, batch| batch.last_l2_block = given);
        assert_eq!(error, abi::L2BlockAhead { given, highest }.into());
    }
}

#[test]
fn submit_batch_succeeds_with_the_highest_rise_again_and_again() {
    let world = World::new();
    let mut parent = world.genesis();
    for _ in 0..3 {
        let mut batch = Batch::on(&parent);
        batch.last_l2_block = parent.last_l2_block.0 + MAX_L2_BLOCK_RISE;
        world.submit(world.sequencer, &batch).motsu_unwrap();
        parent = batch.header(&world, START);
    }
}

#[test]
fn submit_batch_reverts_BadSignatureLength() {
    let error = refused(|_, batch| batch.signature = vec![1; 64]);
    let length = U256::from(64);
    assert_eq!(error, abi::BadSignatureLength { length }.into());
}

/// For each signature there is a second one with s' = order − s; only the one with the smaller s counts.
/// That the flipped one recovers to the same signer shows that the constant is half the order.
#[test]
fn submit_batch_reverts_BadSignatureForm_when_the_signature_is_flipped() {
    let _precompiles = deploy_precompiles();
    let world = World::new();
    let mut batch = Batch::on(&world.genesis()).signed_by(world.producer);
    let order = U256::from_be_bytes(MAX_S.0) * U256::from(2) + U256::from(1);
    let s = B256::from(order - U256::from_be_slice(&batch.signature[32..64]));
    let v = 27 + 28 - batch.signature[64];
    batch.signature[32..64].copy_from_slice(s.as_slice());
    batch.signature[64] = v;

    let digest = batch.attestation().digest::<merkle::Keccak>().0.into();
    let r = B256::from_slice(&batch.signature[..32]);
    let registry = world.registry.sender(world.stranger);
    let vm = stylus_sdk::prelude::HostAccess::vm(&*registry);
    let signer = interfaces::host::recover(vm, digest, v, r, s);
    assert_eq!(signer, Ok(world.producer.address()));

    let error = world.submit(world.sequencer, &batch).motsu_unwrap_err();
    assert_eq!(error, abi::BadSignatureForm { v, s }.into());
}

#[test]
fn submit_batch_reverts_BadProducerSignature_when_another_signed() {
    let _precompiles = deploy_precompiles();
    let error = refused(|world, batch| *batch = batch.clone().signed_by(world.stranger));
    let world = World::empty();
    let expected = abi::BadProducerSignature {
        recovered: world.stranger.address(),
        selected: world.producer.address(),
    };
    assert_eq!(error, expected.into());
}

/// The attacks: other elements, or bounds under which the signed ones would not be executable.
#[test]
fn submit_batch_reverts_BadProducerSignature_when_another_batch_was_signed() {
    let _precompiles = deploy_precompiles();
    let changes: [fn(&mut Batch); 5] = [
        |batch| batch.mttbr = B256::repeat_byte(0xac),
        |batch| batch.last_l2_block += 1,
        |batch| batch.last_l2_block -= 1,
        |batch| batch.last_l2_timestamp += 1,
        |batch| batch.last_l2_timestamp -= 1,
    ];
    for change in changes {
        let error = refused(|world, batch| {
            *batch = batch.clone().signed_by(world.producer);
            change(batch);
        });
        assert!(matches!(error, Error::BadProducerSignature(_)));
    }
}

#[test]
fn submit_batch_reverts_BadProducerSignature_when_nobody_signed() {
    let _precompiles = deploy_precompiles();
    // r = 0 is no signature, and no producer is selected: zero must not equal zero.
    let error = refused(|world, batch| {
        let mut pool = world.pool.sender(world.stranger);
        pool.producer.set(Address::ZERO);
        batch.signature = [[0; 32].as_slice(), &[1; 32], &[27]].concat();
    });
    let expected = abi::BadProducerSignature {
        recovered: Address::ZERO,
        selected: Address::ZERO,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn submit_batch_passes_on_what_the_pool_refuses_with() {
    let error = refused(|world, _| world.pool.sender(world.stranger).refuses.set(true));
    assert_eq!(error, Error::Peer(PeerError::Refused(refusal())));
}

#[test]
fn submit_batch_reverts_PeerFailed_when_the_pool_answers_no_address() {
    let world = World::new();
    let garbled = Contract::<MockGarbled>::from_tag("garbled");
    let mut registry = world.registry.sender(world.stranger);
    registry.pool.set(garbled.address());
    let batch = Batch::on(&world.genesis());
    let error = world.submit(world.sequencer, &batch).motsu_unwrap_err();
    let peer = garbled.address();
    assert_eq!(error, PeerError::Failed(peer).into());
}
