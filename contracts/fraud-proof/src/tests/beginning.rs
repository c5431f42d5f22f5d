//! `beginReplay`.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolCall;
use interfaces::{contracts::IFraudProof::*, host::PeerError};
use motsu::prelude::*;

use super::{
    batch::{as_abi, hash_of},
    replaying::honest,
    world::{World, ALICE, CAROL},
};
use crate::Error;

#[test]
fn begin_replay_emits_replay_begun_and_starts_from_the_parent_s_last_claim() {
    let (world, batch) = honest(5);
    world.contract.assert_emitted(&ReplayBegun {
        headerHash: batch.hash(),
        by: CAROL,
        claim: as_abi(&batch.before),
    });
    let expected = Replay {
        status: ReplayStatus::Running,
        cursor: 0,
        claim: as_abi(&batch.before),
    };
    assert_eq!(world.replay_of(&batch), expected);
}

#[test]
fn begin_replay_reverts_ReplayAlreadyBegun_while_running_and_after() {
    let (world, batch) = honest(2);
    let headerHash = batch.hash();
    let error = world.begin_replay(&batch).motsu_unwrap_err();
    assert_eq!(error, ReplayAlreadyBegun { headerHash }.into());
    world.feed(ALICE, &batch, 0, 2).motsu_unwrap();
    let error = world.begin_replay(&batch).motsu_unwrap_err();
    assert_eq!(error, ReplayAlreadyBegun { headerHash }.into());
}

#[test]
fn begin_replay_reverts_NotPending_and_NotPublished() {
    let (world, batch) = World::honest(2);
    let headerHash = batch.hash();
    world.told(|peers| peers.unpublish(headerHash));
    let error = world.begin_replay(&batch).motsu_unwrap_err();
    assert_eq!(error, NotPublished { headerHash }.into());
    for verdict in [Verdict::Unknown, Verdict::Proven, Verdict::Invalid] {
        world.rule(&batch, verdict);
        let error = world.begin_replay(&batch).motsu_unwrap_err();
        let expected = NotPending {
            headerHash,
            verdict,
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn begin_replay_reverts_NotParent_ClaimNotProven_and_WrongProofLength() {
    let (world, mut batch) = World::honest(2);
    let error = {
        let mut contract = world.contract.sender(CAROL);
        let mut before = batch.claim_before(0);
        before.claim.l2Timestamp += 1;
        contract.begin_replay(batch.header.clone(), batch.parent.clone(), before)
    };
    assert!(matches!(error.motsu_unwrap_err(), Error::ClaimNotProven(_)));
    let error = {
        let mut contract = world.contract.sender(CAROL);
        let mut before = batch.claim_before(0);
        before.proof.push(B256::ZERO);
        contract.begin_replay(batch.header.clone(), batch.parent.clone(), before)
    };
    let (given, expected) = (U256::from(1), U256::ZERO);
    let expected = WrongProofLength { given, expected };
    assert_eq!(error.motsu_unwrap_err(), expected.into());
    batch.parent.count = 2;
    let error = world.begin_replay(&batch).motsu_unwrap_err();
    let (given, expected) = (hash_of(&batch.parent), batch.header.parent);
    assert_eq!(error, NotParent { given, expected }.into());
}

#[test]
fn begin_replay_reverts_PeerFailed_when_the_registry_answers_no_record() {
    let (world, batch) = World::honest(2);
    let selector = interfaces::contracts::IBatchRegistry::recordOfCall::SELECTOR;
    world.told(|peers| peers.garble(selector));
    let error = world.begin_replay(&batch).motsu_unwrap_err();
    assert_eq!(error, PeerError::Failed(world.peers.address()).into());
}
