//! `prove`.

use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IBatchRegistry::invalidateCall, IFraudProof::*},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    batch::{as_abi, next, Sample},
    calls,
    peers::REFUSAL,
    world::{bond, clock, payment, World, ALICE, AUTHOR, BOB, CAROL, START},
};
use crate::Error;

/// A lying author, brought down to its first wrong leaf.
pub(super) fn caught(count: u32, leaf: u32) -> (World, Sample, Position) {
    let (world, batch) = World::lying(count, leaf);
    let position = world.dispute(ALICE, &batch, leaf);
    (world, batch, position)
}

#[test]
fn prove_of_fraud_punishes_invalidates_rotates_and_closes_in_this_order() {
    let (world, batch, leaf) = caught(40, 21);
    let before = world.calls().len();
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    let expected = [
        calls::punish(&batch, ALICE),
        calls::invalidate(&batch),
        calls::rotate_from(),
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::release(&batch, ALICE, bond()),
    ];
    assert_eq!(world.calls_since(before), expected);
}

#[test]
fn prove_of_fraud_emits_the_claim_the_verdict_and_the_end() {
    let (world, batch, leaf) = caught(40, 21);
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    let (headerHash, challenger) = (batch.hash(), ALICE);
    world.contract.assert_emitted(&ElementProven {
        headerHash,
        challenger,
        index: 21,
        claim: as_abi(&batch.truth[21]),
        fraud: true,
    });
    world.contract.assert_emitted(&FraudProven {
        headerHash,
        author: AUTHOR,
        winner: ALICE,
        reward: 8_000,
    });
    world.contract.assert_emitted(&DisputeEnded {
        headerHash,
        challenger,
        status: DisputeStatus::Won,
        toChallenger: bond(),
        toAuthor: 0,
        toPot: 0,
    });
    let dispute = world.dispute_of(&batch, ALICE);
    assert_eq!(dispute.status, DisputeStatus::Won);
    assert!(dispute.state.is_zero());
    assert!(world.earliest(&batch).is_zero());
}

#[test]
fn prove_takes_the_bond_when_the_author_is_right() {
    let (world, batch) = World::honest(40);
    let leaf = world.dispute(ALICE, &batch, 21);
    let before = world.calls().len();
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    // Two selections: 40 leaves, nodes of 2 or 8, leaves.
    let (to_author, to_pot) = (2 * payment(), bond() - 2 * payment());
    let expected = [
        calls::close_dispute(&batch),
        calls::lift_hold(),
        calls::seize(&batch, ALICE, to_author, to_pot),
    ];
    assert_eq!(world.calls_since(before), expected);
    world.contract.assert_emitted(&DisputeEnded {
        headerHash: batch.hash(),
        challenger: ALICE,
        status: DisputeStatus::Lost,
        toChallenger: 0,
        toAuthor: to_author,
        toPot: to_pot,
    });
}

#[test]
fn prove_succeeds_for_every_leaf_of_a_tree() {
    for leaf in 0..17 {
        let outcome = |(world, batch): (World, Sample)| {
            let position = world.dispute(ALICE, &batch, leaf);
            world.prove(ALICE, &batch, &position, &[]).motsu_unwrap();
            world.status(&batch, ALICE)
        };
        assert_eq!(outcome(World::lying(17, leaf)), DisputeStatus::Won);
        assert_eq!(outcome(World::honest(17)), DisputeStatus::Lost);
    }
}

#[test]
fn prove_of_the_first_element_takes_the_last_claim_of_a_parent_of_many() {
    let parent = Sample::honest(AUTHOR, 6);
    let last = *parent.truth.last().unwrap();
    let batch = Sample::on(&parent.header, &last, AUTHOR, 3, Some(0));
    let (world, batch) = World::with(batch);
    let leaf = world.dispute(ALICE, &batch, 0);
    let mut before = batch.claim_before(0);
    let proof = parent.states().prove_leaf(5).unwrap();
    before.proof = super::batch::hashes(&proof);
    let mut contract = world.contract.sender(CAROL);
    let proved = contract.prove(
        batch.header.clone(),
        parent.header,
        ALICE,
        leaf,
        batch.element(0),
        before,
        vec![],
        &[],
    );
    proved.motsu_unwrap();
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn prove_gives_the_share_to_the_earliest_that_is_open() {
    let (world, batch) = World::lying(40, 21);
    for who in [BOB, CAROL] {
        world.open(who, &batch).motsu_unwrap();
    }
    let leaf = world.dispute(ALICE, &batch, 21);
    // Bob gives up a dispute that he could win.
    world.at(START + clock());
    let _ = world.timeout(BOB, &batch, &batch.root()).motsu_res();
    let before = world.calls().len();
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    assert_eq!(world.calls_since(before)[0], calls::punish(&batch, BOB));
    assert_eq!(world.earliest(&batch), BOB);
    for who in [BOB, CAROL] {
        world.rule(&batch, Verdict::Invalid);
        world.settle(who, &batch, &batch.root()).motsu_unwrap();
        assert_eq!(world.status(&batch, who), DisputeStatus::Won);
    }
    assert!(world.earliest(&batch).is_zero());
}

#[test]
fn prove_reverts_NotAtLeaf() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    let error = world.prove(ALICE, &batch, &batch.root(), &[]);
    assert_eq!(error.motsu_unwrap_err(), NotAtLeaf { size: 5 }.into());
}

#[test]
fn prove_succeeds_at_the_deadline_and_reverts_TooLate_behind_it() {
    for (late, outcome) in [(0, DisputeStatus::Won), (1, DisputeStatus::Open)] {
        let (world, batch, leaf) = caught(5, 3);
        let deadline = START + clock();
        let current = deadline + late;
        world.at(current);
        let done = world.prove(ALICE, &batch, &leaf, &[]).motsu_res();
        let refusal = TooLate { deadline, current }.into();
        assert_eq!(done, if late == 0 { Ok(()) } else { Err(refusal) });
        assert_eq!(world.status(&batch, ALICE), outcome);
    }
}

#[test]
fn prove_reverts_NoOpenDispute_on_one_that_is_resolved() {
    let (world, batch, leaf) = caught(5, 3);
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    let error = world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err();
    let expected = NoOpenDispute {
        headerHash: batch.hash(),
        challenger: ALICE,
        status: DisputeStatus::Won,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn prove_reverts_NotPending_once_the_batch_is_decided() {
    let (world, batch, leaf) = caught(5, 3);
    let headerHash = batch.hash();
    for verdict in [
        Verdict::Proven,
        Verdict::Invalid,
        Verdict::Orphaned,
        Verdict::Final,
    ] {
        world.rule(&batch, verdict);
        let error = world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err();
        let expected = NotPending {
            headerHash,
            verdict,
        };
        assert_eq!(error, expected.into());
    }
}

#[test]
fn prove_reverts_StaleMove_for_another_leaf() {
    let (world, batch, _) = caught(5, 3);
    let other = batch.position(2, 1);
    let error = world.prove(ALICE, &batch, &other, &[]).motsu_unwrap_err();
    assert!(matches!(error, Error::StaleMove(_)));
}

#[test]
fn prove_undoes_everything_when_the_registry_refuses() {
    let (world, batch, leaf) = caught(5, 3);
    world.told(|peers| peers.refuse(invalidateCall::SELECTOR));
    let before = world.calls();
    let error = world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Open);
    assert_eq!(world.calls(), before);
}

#[test]
fn prove_of_an_element_above_the_header_s_bounds_leaves_the_claim_as_it_was() {
    let mut batch = Sample::honest(AUTHOR, 1);
    batch.header.lastL2Block = batch.before.l2_block.0;
    let unchanged = batch.before;
    assert_ne!(unchanged, next(&unchanged, &batch.elements[0]));
    let (world, batch) = World::with(batch);
    let leaf = world.dispute(ALICE, &batch, 0);
    world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
    world.contract.assert_emitted(&ElementProven {
        headerHash: batch.hash(),
        challenger: ALICE,
        index: 0,
        claim: as_abi(&unchanged),
        fraud: true,
    });
}
