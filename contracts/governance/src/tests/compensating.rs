//! `compensate`: who is paid what, from what, and when.

use alloy_primitives::{Address, U256};
use interfaces::contracts::{
    IDataAvailability::RequestStatus,
    IGovernance::{
        Compensated, CompensationEnded, Phase, ProposalKind, RequestSkipped, StakeHeld,
        WrongHeader, WrongHeaderCount, WrongPhase,
    },
    ISequencerPool::Offence,
};
use motsu::prelude::*;

use super::{
    batch::Sample,
    world::{limits, removal, Made, World, ALICE, BOB, CAROL, FRAUD_PROOF, SEQUENCERS, STAKE},
};

const GS: ProposalKind = ProposalKind::RemoveSequencer;
const GV: ProposalKind = ProposalKind::RemoveVerifier;

/// Two answered requests on the first sequencer's batches, of Alice and of Bob.
fn griefed() -> (World, [Sample; 2]) {
    let world = World::new();
    let first = world.answered(&world.genesis, ALICE);
    let second = world.answered(&first.header, BOB);
    (world, [first, second])
}

fn removed(world: &World, kind: ProposalKind, member: Address, batches: &[&Sample]) -> Made {
    world.executed(kind, removal(member, batches))
}

#[test]
fn compensate_pays_each_requester_what_it_paid_from_the_stake() {
    let (world, [first, second]) = griefed();
    let made = removed(&world, GS, SEQUENCERS[0], &[&first, &second]);
    let (pot, bond) = (world.pot(), limits().proposal_bond);
    world.compensate(&made, &[&first, &second]).unwrap();
    let [one, two] = [&first, &second].map(|batch| world.fee(batch));
    assert_eq!(world.credit(ALICE), one);
    assert_eq!(world.credit(BOB), two + bond);
    assert_eq!(world.member(SEQUENCERS[0]).stake, STAKE - one - two);
    // What came from the stake went through the pot.
    assert_eq!(world.pot(), pot);
    let id = made.id;
    world.contract.assert_emitted(&Compensated {
        id,
        headerHash: first.hash(),
        beneficiary: ALICE,
        owed: one,
        paid: one,
    });
    let (owed, taken, paid) = (one + two, one + two, one + two);
    world.contract.assert_emitted(&CompensationEnded {
        id,
        owed,
        taken,
        paid,
    });
    assert_eq!(world.phase(&made), Phase::Executed);
    assert_eq!(world.contract.sender(CAROL).reserved(), 0);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 0);
    assert_eq!(world.status(&first), RequestStatus::Compensated);
    world.assert_solvent();
}

#[test]
fn compensate_reverts_WrongPhase_twice_early_and_of_what_has_no_compensations() {
    let (world, [first, second]) = griefed();
    let batches = [&first, &second];
    let made = world.passed(GS, removal(SEQUENCERS[0], &batches));
    let id = made.id;
    let refused = |phase| {
        let error = world.compensate(&made, &batches).unwrap_err();
        assert_eq!(error, WrongPhase { id, phase }.into());
    };
    refused(Phase::Executable);
    world.execute(&made).unwrap();
    world.compensate(&made, &batches).unwrap();
    let paid = world.credit(ALICE);
    refused(Phase::Executed);
    assert_eq!(world.credit(ALICE), paid);
}

#[test]
fn compensate_reverts_WrongHeader_and_WrongHeaderCount() {
    let (world, [first, second]) = griefed();
    let made = removed(&world, GS, SEQUENCERS[0], &[&first, &second]);
    for batches in [vec![], vec![&first], vec![&first, &second, &second]] {
        let expected = WrongHeaderCount {
            given: U256::from(batches.len()),
            expected: U256::from(2),
        };
        let error = world.compensate(&made, &batches).unwrap_err();
        assert_eq!(error, expected.into());
    }
    let (given, expected) = (second.hash(), first.hash());
    let error = world.compensate(&made, &[&second, &first]).unwrap_err();
    assert_eq!(error, WrongHeader { given, expected }.into());
}

#[test]
fn compensate_reverts_StakeHeld_while_a_contest_may_still_take_of_the_stake() {
    let (world, [first, second]) = griefed();
    let child = world.submit(&second.header, &[9, 9]);
    let made = world.passed(GS, removal(SEQUENCERS[0], &[&first, &second]));
    world.request(BOB, &child);
    world.execute(&made).unwrap();
    let (member, holds) = (SEQUENCERS[0], 1);
    let error = world.compensate(&made, &[&first, &second]).unwrap_err();
    assert_eq!(error, StakeHeld { member, holds }.into());
    let mut judge = world.pool.sender(FRAUD_PROOF);
    judge.place_hold(member).motsu_unwrap();
    let error = world.compensate(&made, &[&first, &second]).unwrap_err();
    assert_eq!(error, StakeHeld { member, holds: 2 }.into());
    judge.lift_hold(member).motsu_unwrap();
    // The request ends, whoever ends it, and the compensation is there.
    world.wait(21);
    let mut data = world.data.sender(CAROL);
    data.expire(child.header.clone()).motsu_unwrap();
    world.compensate(&made, &[&first, &second]).unwrap();
    assert!(world.credit(ALICE) >= world.fee(&first));
    world.assert_solvent();
}

#[test]
fn compensate_comes_from_the_pot_when_a_contest_has_taken_the_stake() {
    let (world, [first, second]) = griefed();
    let made = removed(&world, GS, SEQUENCERS[0], &[&first, &second]);
    let mut judge = world.pool.sender(FRAUD_PROOF);
    let object = second.hash();
    judge
        .punish(SEQUENCERS[0], Offence::Fraud, object, 0, CAROL)
        .motsu_unwrap();
    assert_eq!(world.member(SEQUENCERS[0]).stake, 0);
    let pot = world.pot();
    world.compensate(&made, &[&first, &second]).unwrap();
    let owed = world.fee(&first) + world.fee(&second);
    assert_eq!(world.credit(ALICE), world.fee(&first));
    assert_eq!(world.pot(), pot - owed);
    world.assert_solvent();
}

#[test]
fn compensate_skips_what_is_of_another_or_came_back_or_never_was() {
    let (world, [first, second]) = griefed();
    // Not answered yet; another author's; invalid, and its fee came back.
    let open = world.submit(&second.header, &[5]);
    world.pool.sender(SEQUENCERS[0]).end_slot().motsu_unwrap();
    let other = world.answered(&open.header, ALICE);
    let batches = [&first, &open, &other, &first, &second];
    let made = world.passed(GS, removal(SEQUENCERS[0], &batches));
    world.convict(&second);
    let mut data = world.data.sender(CAROL);
    data.claim_fee(second.header.clone()).motsu_unwrap();
    let before = world.credit(BOB);
    world.execute(&made).unwrap();
    world.compensate(&made, &batches).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&first));
    assert_eq!(world.credit(BOB), before + limits().proposal_bond);
    let id = made.id;
    for skipped in [&open, &other, &first, &second] {
        let headerHash = skipped.hash();
        world
            .contract
            .assert_emitted(&RequestSkipped { id, headerHash });
    }
    let paid = world.fee(&first);
    world.contract.assert_emitted(&CompensationEnded {
        id,
        owed: paid,
        taken: paid,
        paid,
    });
    // What was skipped can still be settled by others.
    assert_eq!(world.status(&other), RequestStatus::Answered);
    world.assert_solvent();
}

#[test]
fn compensate_of_nothing_that_is_due_takes_nothing() {
    let world = World::new();
    let batch = world.submit(&world.genesis, &[5]);
    let made = removed(&world, GS, SEQUENCERS[0], &[&batch]);
    world.compensate(&made, &[&batch]).unwrap();
    assert_eq!(world.member(SEQUENCERS[0]).stake, STAKE);
    assert_eq!(world.phase(&made), Phase::Executed);
}

#[test]
fn compensate_pays_authors_for_the_bytes_that_they_have_posted() {
    let world = World::new();
    let whole = world.answered(&world.genesis, ALICE);
    // Of the second batch a stranger has posted a part, of the third everything.
    let part = world.submit(&whole.header, &[30, 40, 50]);
    world.request(ALICE, &part);
    world.publish(CAROL, &part, 0, 1);
    world.publish(SEQUENCERS[0], &part, 1, 3);
    let none = world.submit(&part.header, &[30, 40]);
    world.request(ALICE, &none);
    world.publish(CAROL, &none, 0, 2);
    let batches = [&whole, &part, &none];
    let made = removed(&world, GV, ALICE, &batches);
    let pot = world.pot();
    world.compensate(&made, &batches).unwrap();
    let costs = limits().costs;
    let owed = |bytes: u128| costs.answer_base + costs.answer_per_byte * bytes;
    let expected = owed(247) + owed(90);
    assert_eq!(world.credit(SEQUENCERS[0]), expected);
    assert_eq!(world.pot(), pot - expected);
    let (id, headerHash) = (made.id, none.hash());
    world
        .contract
        .assert_emitted(&RequestSkipped { id, headerHash });
    assert_eq!(world.phase(&made), Phase::Executed);
    world.assert_solvent();
}

#[test]
fn compensate_pays_equal_shares_when_the_pot_is_short() {
    let (world, [first, second]) = griefed();
    let third = world.answered(&second.header, BOB);
    let batches = [&first, &third];
    let made = removed(&world, GS, SEQUENCERS[0], &batches);
    // The stake is gone, and the pot was spent on something else before this was executed.
    let mut judge = world.pool.sender(FRAUD_PROOF);
    let set = 0;
    judge
        .punish(SEQUENCERS[0], Offence::Fraud, first.hash(), set, CAROL)
        .motsu_unwrap();
    let owed = world.fee(&first) + world.fee(&third);
    let left = owed / 2;
    let spent = world.pot() - left;
    let mut elsewhere = world.treasury.sender(world.contract.address());
    elsewhere.spend_pot(CAROL, spent).motsu_unwrap();
    world.compensate(&made, &batches).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&first) / 2);
    assert_eq!(world.pot(), left - 2 * (world.fee(&first) / 2));
    world.assert_solvent();
}
