//! `claimShare`.

use alloy_sol_types::SolCall;
use interfaces::{
    contracts::{IFraudProof::*, ITreasury::withdrawCall},
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    peers::REFUSAL,
    world::{World, ALICE, AUTHOR, BOB, CAROL, DAVE},
};

/// A replay that found fraud, fed by three, for a share.
fn fraud(reward: u128) -> (World, Sample) {
    let (world, batch) = World::lying(7, 3);
    world.told(|peers| peers.set_reward(reward));
    world.begin_replay(&batch).motsu_unwrap();
    for (who, first, end) in [(ALICE, 0, 1), (BOB, 1, 4), (CAROL, 4, 7)] {
        world.feed(who, &batch, first, end).motsu_unwrap();
    }
    (world, batch)
}

#[test]
fn claim_share_pays_by_elements_and_the_last_takes_the_rest() {
    let (world, batch) = fraud(100);
    let before = world.calls().len();
    let mut paid = 0;
    for (who, expected) in [(BOB, 42), (ALICE, 14), (CAROL, 44)] {
        let (_, claimable) = world.share(&batch, who);
        let mut contract = world.contract.sender(who);
        let amount = contract.claim_share(batch.hash(), DAVE).motsu_unwrap();
        assert_eq!((amount, claimable), (expected, expected));
        paid += amount;
        world.contract.assert_emitted(&ShareClaimed {
            headerHash: batch.hash(),
            feeder: who,
            recipient: DAVE,
            amount,
        });
    }
    assert_eq!(paid, 100);
    let expected = [42, 14, 44].map(|amount| calls::withdraw(DAVE, amount));
    assert_eq!(world.calls_since(before), expected);
}

#[test]
fn claim_share_reverts_NoShare_for_a_second_time_and_whoever_fed_nothing() {
    let (world, batch) = fraud(100);
    let mut contract = world.contract.sender(ALICE);
    contract.claim_share(batch.hash(), ALICE).motsu_unwrap();
    for feeder in [ALICE, DAVE, AUTHOR] {
        let mut contract = world.contract.sender(feeder);
        let error = contract
            .claim_share(batch.hash(), feeder)
            .motsu_unwrap_err();
        let headerHash = batch.hash();
        assert_eq!(error, NoShare { headerHash, feeder }.into());
        assert_eq!(world.share(&batch, feeder), (0, 0));
    }
}

#[test]
fn claim_share_reverts_NoShare_when_a_dispute_has_won_or_the_author_is_right() {
    let (world, batch) = World::lying(3, 1);
    world.open(BOB, &batch).motsu_unwrap();
    world.begin_replay(&batch).motsu_unwrap();
    world.feed(ALICE, &batch, 0, 2).motsu_unwrap();
    let (headerHash, feeder) = (batch.hash(), ALICE);
    let refused = || {
        let mut contract = world.contract.sender(ALICE);
        let error = contract.claim_share(headerHash, ALICE).motsu_unwrap_err();
        assert_eq!(error, NoShare { headerHash, feeder }.into());
    };
    refused();
    world.feed(ALICE, &batch, 2, 3).motsu_unwrap();
    refused();
    assert_eq!(world.share(&batch, ALICE), (3, 0));
}

#[test]
fn claim_share_moves_nothing_when_the_part_rounds_to_nothing_but_loses_none() {
    let (world, batch) = fraud(2);
    let before = world.calls().len();
    let claim = |who| {
        let mut contract = world.contract.sender(who);
        contract.claim_share(batch.hash(), who).motsu_unwrap()
    };
    // 2 of 7 by element: nothing for one, nothing for three of six, the rest for the last.
    assert_eq!([claim(ALICE), claim(BOB), claim(CAROL)], [0, 1, 1]);
    assert_eq!(world.calls_since(before).len(), 2);
}

#[test]
fn claim_share_reverts_NoShare_when_the_author_had_no_stake_left() {
    let (world, batch) = fraud(0);
    let (headerHash, feeder) = (batch.hash(), ALICE);
    let mut contract = world.contract.sender(ALICE);
    let error = contract.claim_share(headerHash, ALICE).motsu_unwrap_err();
    assert_eq!(error, NoShare { headerHash, feeder }.into());
}

#[test]
fn claim_share_passes_on_what_the_treasury_refuses_with_and_can_be_tried_again() {
    let (world, batch) = fraud(70);
    world.told(|peers| peers.refuse(withdrawCall::SELECTOR));
    let mut contract = world.contract.sender(ALICE);
    let error = contract.claim_share(batch.hash(), ALICE).motsu_unwrap_err();
    assert_eq!(error, PeerError::Refused(REFUSAL.to_vec()).into());
    assert_eq!(world.share(&batch, ALICE), (1, 10));
    world.told(|peers| peers.refuse([0; 4]));
    let mut contract = world.contract.sender(ALICE);
    assert_eq!(contract.claim_share(batch.hash(), ALICE).motsu_unwrap(), 10);
}
