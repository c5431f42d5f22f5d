//! The ends of a request, as all contracts see them.

use alloy_primitives::Address;
use interfaces::contracts::{
    IBatchRegistry::{SystemStateChanged, Verdict},
    IDataAvailability::RequestStatus,
    ISequencerPool::Status,
};
use motsu::prelude::*;

use super::{
    super::world::fee,
    world::{World, ALICE, BOB, CAROL, GOVERNANCE, SEQUENCERS, STAKE, START},
};

const AUTHOR: Address = SEQUENCERS[0];

/// Last block to answer a request of `START`.
fn deadline() -> u64 {
    START + u64::from(super::super::peers::limits().windows.data_request.0)
}

#[test]
fn request_makes_the_system_insecure_and_holds_stake_and_fee() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    assert!(!world.is_secure());
    assert_eq!(world.holds(AUTHOR), 1);
    assert_eq!(world.locked(&batch, ALICE), fee(&batch));
    world.assert_solvent();
}

#[test]
fn publish_moves_the_fee_to_the_pot_and_makes_the_system_secure() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    world.at(deadline());
    world.publish(AUTHOR, &batch, batch.whole()).unwrap();
    assert!(world.is_secure());
    assert_eq!(world.holds(AUTHOR), 0);
    assert_eq!(world.locked(&batch, ALICE), 0);
    assert_eq!(world.pot(), fee(&batch));
    // No money pump: neither requester nor author has gained a unit.
    assert_eq!([ALICE, AUTHOR].map(|who| world.credit(who)), [0, 0]);
    let record = world.registry.sender(ALICE).record_of(batch.hash());
    assert_eq!(record.publishedAt, deadline());
    assert!(!record.openRequest);
    world.assert_solvent();
}

#[test]
fn expire_does_everything_in_one_call() {
    let (world, batch) = World::with_batch();
    let child = world.submit(&batch.header, &[9, 9], 0);
    world.request(ALICE, &batch).unwrap();
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).unwrap();
    // 11.B.2.B.1: half of the stake is gone, a tenth of it to the requester; the author is out.
    let taken = STAKE / 2;
    assert_eq!(world.stake(AUTHOR), STAKE - taken);
    assert_eq!(world.credit(ALICE), fee(&batch) + taken / 10);
    assert_eq!(world.pot(), taken - taken / 10);
    let author = world.pool.sender(ALICE).member(AUTHOR);
    assert_eq!((author.status, author.banned), (Status::Exiting, true));
    // B.2: both roots are invalid, with what stands on them.
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    assert_eq!(world.verdict(&child), Verdict::Orphaned);
    // B.3: the next one's turn. B.4: secure.
    assert_eq!(world.selected(), SEQUENCERS[1]);
    world.registry.assert_emitted(&SystemStateChanged {
        secure: true,
        lowestInsecure: u64::MAX,
    });
    assert!(world.is_secure());
    assert_eq!(world.holds(AUTHOR), 0);
    world.assert_solvent();
    // The chain goes on from the parent.
    let next = world.submit(world.genesis(), &[5], 0);
    assert_eq!(world.verdict(&next), Verdict::Pending);
}

#[test]
fn settle_orphan_gives_back_the_fees_of_what_stood_on_a_withheld_batch() {
    let (world, batch) = World::with_batch();
    let child = world.submit(&batch.header, &[9, 9], 0);
    let grandchild = world.submit(&child.header, &[7], 0);
    for (requester, batch) in [(ALICE, &batch), (BOB, &child), (BOB, &grandchild)] {
        world.request(requester, batch).unwrap();
    }
    world.publish(CAROL, &child, child.call(0, 1)).unwrap();
    assert_eq!(world.holds(AUTHOR), 3);
    world.at(deadline() + 1);
    world.expire(CAROL, &batch).unwrap();
    let stake = world.stake(AUTHOR);
    for orphan in [&grandchild, &child] {
        world.settle_orphan(CAROL, orphan).unwrap();
        assert_eq!(world.status(orphan), RequestStatus::Orphaned);
        assert_eq!(world.locked(orphan, BOB), 0);
    }
    assert_eq!(world.credit(BOB), fee(&child) + fee(&grandchild));
    assert_eq!((world.stake(AUTHOR), world.holds(AUTHOR)), (stake, 0));
    assert!(world.is_secure());
    world.assert_solvent();
}

#[test]
fn settle_orphan_succeeds_when_fraud_was_faster_than_the_deadline() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    world.convict(&batch);
    world.settle_orphan(CAROL, &batch).unwrap();
    assert_eq!(world.credit(ALICE), fee(&batch));
    assert_eq!((world.stake(AUTHOR), world.holds(AUTHOR)), (STAKE, 0));
    assert!(world.is_secure());
    world.assert_solvent();
}

#[test]
fn publish_of_a_broken_promise_cuts_the_batch_though_nobody_has_asked() {
    let world = World::new();
    let batch = world.submit(world.genesis(), &[40, 40], -1);
    world.publish(CAROL, &batch, batch.whole()).unwrap();
    assert_eq!(world.verdict(&batch), Verdict::Invalid);
    assert_eq!(world.pot(), STAKE / 2);
    assert_eq!(world.selected(), SEQUENCERS[1]);
    world.assert_solvent();
}

#[test]
fn claim_fee_pays_once_and_not_more_than_the_pot_has() {
    let (world, batch) = World::with_batch();
    world.request(ALICE, &batch).unwrap();
    world.publish(AUTHOR, &batch, batch.whole()).unwrap();
    assert!(world.claim_fee(ALICE, &batch).is_err());
    world.convict(&batch);
    // Governance has spent a part of it meanwhile.
    let mut governance = world.treasury.sender(GOVERNANCE);
    governance.spend_pot(CAROL, 1).motsu_unwrap();
    assert!(world.claim_fee(ALICE, &batch).is_err());
    assert_eq!(world.status(&batch), RequestStatus::Answered);
    let treasury = world.treasury.address();
    let mut bob = world.token.sender(BOB);
    bob.transfer(treasury, alloy_primitives::U256::from(1))
        .motsu_unwrap();
    world.treasury.sender(BOB).skim().motsu_unwrap();
    world.claim_fee(CAROL, &batch).unwrap();
    assert_eq!(world.credit(ALICE), fee(&batch));
    assert!(world.claim_fee(ALICE, &batch).is_err());
    assert_eq!(world.credit(ALICE), fee(&batch));
    world.assert_solvent();
}
