//! `replay`.

use alloy_primitives::U256;
use alloy_sol_types::{SolCall, SolError};
use interfaces::{
    contracts::{IBatchRegistry::markProvenCall, IFraudProof::*},
    host::PeerError,
};
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    batch::{as_abi, pack, Sample},
    calls,
    peers::REFUSAL,
    transition::{self, missing},
    world::{World, ALICE, AUTHOR, BOB, CAROL},
};
use crate::Error;

/// A replay that has begun.
fn begun(batch: Sample) -> (World, Sample) {
    let (world, batch) = World::with(batch);
    world.begin_replay(&batch).motsu_unwrap();
    (world, batch)
}

pub(super) fn honest(count: u32) -> (World, Sample) {
    begun(Sample::honest(AUTHOR, count))
}

#[test]
fn replay_advances_by_what_is_new_and_emits_replay_advanced() {
    let (world, batch) = honest(9);
    world.feed(ALICE, &batch, 0, 4).motsu_unwrap();
    // Bob has not seen Alice's call, and overlaps.
    world.feed(BOB, &batch, 2, 7).motsu_unwrap();
    world.contract.assert_emitted(&ReplayAdvanced {
        headerHash: batch.hash(),
        feeder: BOB,
        first: 4,
        count: 3,
        claim: as_abi(&batch.truth[6]),
    });
    let expected = Replay {
        status: ReplayStatus::Running,
        cursor: 7,
        claim: as_abi(&batch.truth[6]),
    };
    assert_eq!(world.replay_of(&batch), expected);
    assert_eq!(world.share(&batch, ALICE), (4, 0));
    assert_eq!(world.share(&batch, BOB), (3, 0));
}

#[test]
fn replay_that_agrees_marks_the_batch_proven() {
    let (world, batch) = honest(9);
    world.feed(ALICE, &batch, 0, 5).motsu_unwrap();
    world.feed(ALICE, &batch, 5, 9).motsu_unwrap();
    assert_eq!(world.calls(), [calls::mark_proven(&batch)]);
    world.contract.assert_emitted(&ReplayEnded {
        headerHash: batch.hash(),
        status: ReplayStatus::Agreed,
        mtsr: batch.header.mtsr,
    });
    assert_eq!(world.replay_of(&batch).status, ReplayStatus::Agreed);
}

#[test]
fn replay_that_finds_fraud_gives_the_share_to_itself_without_a_dispute() {
    let (world, batch) = begun(Sample::lying(AUTHOR, 9, 8));
    world.feed(ALICE, &batch, 0, 9).motsu_unwrap();
    let own = world.contract.address();
    let expected = [
        calls::punish(&batch, own),
        calls::invalidate(&batch),
        calls::rotate_from(),
    ];
    assert_eq!(world.calls(), expected);
    let honest = Sample::honest(AUTHOR, 9);
    world.contract.assert_emitted(&ReplayEnded {
        headerHash: batch.hash(),
        status: ReplayStatus::Fraud,
        mtsr: honest.header.mtsr,
    });
    world.contract.assert_emitted(&FraudProven {
        headerHash: batch.hash(),
        author: AUTHOR,
        winner: own,
        reward: 8_000,
    });
    assert_eq!(world.share(&batch, ALICE), (9, 8_000));
}

#[test]
fn replay_that_finds_fraud_gives_the_share_to_the_earliest_dispute_opened_before_it() {
    let (world, batch) = World::lying(9, 8);
    for who in [BOB, CAROL] {
        world.open(who, &batch).motsu_unwrap();
    }
    world.begin_replay(&batch).motsu_unwrap();
    let before = world.calls().len();
    world.feed(ALICE, &batch, 0, 9).motsu_unwrap();
    let expected = [
        calls::punish(&batch, BOB),
        calls::invalidate(&batch),
        calls::rotate_from(),
    ];
    assert_eq!(world.calls_since(before), expected);
    // Both are still to be settled, and the feeders have nothing to claim.
    assert_eq!(world.status(&batch, BOB), DisputeStatus::Open);
    assert_eq!(world.share(&batch, ALICE), (9, 0));
}

#[test]
fn replay_pays_the_feeders_when_a_dispute_opens_after_it_began() {
    let (world, batch) = World::lying(9, 8);
    world.open(BOB, &batch).motsu_unwrap();
    world.begin_replay(&batch).motsu_unwrap();
    world.open(CAROL, &batch).motsu_unwrap();
    // The one that was opened before loses meanwhile.
    let leaf = world.descend(BOB, &batch, 2);
    world.prove(BOB, &batch, &leaf, &[]).motsu_unwrap();
    assert_eq!(world.earliest(&batch), CAROL);
    world.feed(ALICE, &batch, 0, 9).motsu_unwrap();
    let own = world.contract.address();
    assert!(world.calls().contains(&calls::punish(&batch, own)));
    assert_eq!(world.share(&batch, ALICE), (9, 8_000));
}

#[test]
fn replay_reverts_NoReplay_before_it_has_begun_and_after_its_end() {
    let (world, batch) = World::honest(2);
    let headerHash = batch.hash();
    let status = ReplayStatus::None;
    let error = world.feed(ALICE, &batch, 0, 1).motsu_unwrap_err();
    assert_eq!(error, NoReplay { headerHash, status }.into());
    world.begin_replay(&batch).motsu_unwrap();
    world.feed(ALICE, &batch, 0, 2).motsu_unwrap();
    let status = ReplayStatus::Agreed;
    let error = world.feed(ALICE, &batch, 0, 2).motsu_unwrap_err();
    assert_eq!(error, NoReplay { headerHash, status }.into());
}

#[test]
fn replay_reverts_NotPending_when_the_batch_was_cut() {
    let (world, batch) = honest(2);
    world.rule(&batch, Verdict::Orphaned);
    let error = world.feed(ALICE, &batch, 0, 2).motsu_unwrap_err();
    let expected = NotPending {
        headerHash: batch.hash(),
        verdict: Verdict::Orphaned,
    };
    assert_eq!(error, expected.into());
}

#[test]
fn replay_reverts_GapBefore_NothingNew_RunTooLong_and_NoElements() {
    let (world, batch) = honest(9);
    world.feed(ALICE, &batch, 0, 4).motsu_unwrap();
    let error = world.feed(ALICE, &batch, 5, 6).motsu_unwrap_err();
    let (first, cursor) = (5, 4);
    assert_eq!(error, GapBefore { first, cursor }.into());
    let error = world.feed(ALICE, &batch, 1, 4).motsu_unwrap_err();
    assert_eq!(error, NothingNew { end: 4, cursor }.into());
    let raw = |first, elements: &[u8]| {
        let mut contract = world.contract.sender(ALICE);
        let header = batch.header.clone();
        let done = contract.replay(header, first, elements, vec![], vec![], &[]);
        done.motsu_unwrap_err()
    };
    let six = pack(&vec![vec![7]; 6]);
    let expected = RunTooLong { end: 10, count: 9 };
    assert_eq!(raw(4, &six), expected.into());
    assert_eq!(raw(4, &[]), NoElements {}.into());
}

#[test]
fn replay_reverts_MalformedElements() {
    let (world, batch) = honest(9);
    let (packed, proof) = batch.run(0, 3);
    for (length, position) in [(1, 0), (6, 0), (packed.len() - 1, 7 + 12)] {
        let mut contract = world.contract.sender(ALICE);
        let header = batch.header.clone();
        let cut = &packed[..length];
        let error = contract.replay(header, 0, cut, proof.clone(), vec![], &[]);
        let position = U256::from(position);
        let expected = MalformedElements { position };
        assert_eq!(error.motsu_unwrap_err(), expected.into());
    }
}

#[test]
fn replay_reverts_ElementsNotProven_and_WrongProofLength() {
    let (world, batch) = honest(9);
    let (mut packed, mut proof) = batch.run(0, 3);
    let attempt = |packed: &[u8], proof: &[_]| {
        let mut contract = world.contract.sender(ALICE);
        let header = batch.header.clone();
        let done = contract.replay(header, 0, packed, proof.to_vec(), vec![], &[]);
        done.motsu_unwrap_err()
    };
    packed[5] ^= 1;
    let error = attempt(&packed, &proof);
    assert!(matches!(error, Error::ElementsNotProven(_)));
    packed[5] ^= 1;
    let expected = U256::from(proof.len());
    proof.pop();
    let given = U256::from(proof.len());
    let wrong = WrongProofLength { given, expected };
    assert_eq!(attempt(&packed, &proof), wrong.into());
    // The honest ones of other places.
    let (packed, proof) = batch.run(3, 6);
    assert!(matches!(
        attempt(&packed, &proof),
        Error::ElementsNotProven(_) | Error::WrongProofLength(_)
    ));
    assert_eq!(world.replay_of(&batch).cursor, 0);
}

#[test]
fn replay_passes_on_what_state_transition_refuses_with_and_keeps_its_cursor() {
    let (world, batch) = honest(9);
    world.feed(ALICE, &batch, 0, 2).motsu_unwrap();
    let transition = world.transition.address();
    let (elements, proof) = batch.run(1, 5);
    let wrong = WrongClaimCount {
        bytesGiven: U256::from(3 * 48 - 1),
        elements: 3,
    };
    let cases: [(u8, Error); 3] = [
        (
            transition::MISSING,
            PeerError::Refused(missing().abi_encode()).into(),
        ),
        (transition::SILENT, PeerError::Failed(transition).into()),
        (transition::SHORT, wrong.into()),
    ];
    for (witness, expected) in cases {
        let mut contract = world.contract.sender(BOB);
        let header = batch.header.clone();
        let done = contract.replay(header, 1, &elements, proof.clone(), vec![], &[witness]);
        assert_eq!(done.motsu_unwrap_err(), expected);
        assert_eq!(world.replay_of(&batch).cursor, 2);
        assert_eq!(world.share(&batch, BOB), (0, 0));
    }
}

#[test]
fn replay_undoes_everything_when_the_registry_refuses() {
    let (world, batch) = honest(3);
    world.told(|peers| peers.refuse(markProvenCall::SELECTOR));
    let error = world.feed(ALICE, &batch, 0, 3).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    assert_eq!(world.replay_of(&batch).status, ReplayStatus::Running);
    assert_eq!(world.share(&batch, ALICE), (0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However a batch is cut into calls, the verdict is the same.
    #[test]
    fn prop_replay_finds_fraud_exactly_when_a_leaf_is_false(
        count in 1..40u32,
        lie in proptest::option::of(0..40u32),
        cuts in proptest::collection::vec((0..3u32, 1..9u32), 40),
    ) {
        let lie = lie.filter(|leaf| *leaf < count);
        let genesis = Sample::genesis();
        let first = super::batch::first_claim();
        let (world, batch) = begun(Sample::on(&genesis, &first, AUTHOR, count, lie));
        let mut cursor = 0;
        for (less, more) in cuts {
            let end = (cursor + more).min(count);
            world.feed(ALICE, &batch, cursor.saturating_sub(less), end).motsu_unwrap();
            cursor = end;
            if cursor == count {
                break;
            }
        }
        let expected = if lie.is_some() { ReplayStatus::Fraud } else { ReplayStatus::Agreed };
        prop_assert_eq!(world.replay_of(&batch).status, expected);
    }
}
