//! What somebody could do to keep others from their money, or their stake.

use alloy_primitives::B256;
use alloy_sol_types::{SolError, SolValue};
use interfaces::{
    contracts::{
        IDataAvailability::{NotAnswered, RequestStatus},
        IGovernance::{AlreadyProposed, Phase, ProposalKind, UnknownHeader},
        ISequencerPool::Status,
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    proposing::kick,
    world::{limits, removal, Made, World, ALICE, BOB, CAROL, FRAUD_PROOF, SEQUENCERS, STAKE},
};

const GS: ProposalKind = ProposalKind::RemoveSequencer;
const GV: ProposalKind = ProposalKind::RemoveVerifier;

/// Without the header nobody could ever end such a proposal: stake, pot and the like of it would be stuck.
#[test]
fn propose_reverts_UnknownHeader_of_a_request_that_no_header_is_behind() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let headerHash = B256::repeat_byte(0x5a);
    for (kind, accused) in [(GS, SEQUENCERS[0]), (GV, ALICE)] {
        for requests in [vec![headerHash], vec![batch.hash(), headerHash]] {
            let payload = (accused, 1u32, requests).abi_encode_params();
            let error = world.propose(BOB, kind, payload).unwrap_err();
            assert_eq!(error, UnknownHeader { headerHash }.into());
        }
        assert_eq!(world.member(accused).proposalHolds, 0);
        let contract = world.contract.sender(CAROL);
        assert!(contract.open_proposal(kind, accused).is_zero());
        // A batch that nobody has asked for can be named: it is asked for meanwhile, or skipped.
        world
            .propose(BOB, kind, removal(accused, &[&batch]))
            .unwrap();
    }
    assert_eq!(world.contract.sender(CAROL).proposals(), 2);
}

/// Whoever calls too early would take the compensation from an author whose answer is still to come.
#[test]
fn compensate_reverts_NotAnswered_while_a_request_of_the_verifier_is_open() {
    let world = World::new();
    let whole = world.answered(&world.genesis, ALICE);
    let open = world.submit(&whole.header, &[30, 40]);
    let made = world.passed(GV, removal(ALICE, &[&whole, &open]));
    world.request(ALICE, &open);
    world.execute(&made).unwrap();
    let (headerHash, status) = (open.hash(), RequestStatus::Open);
    let expected = NotAnswered {
        headerHash,
        status: (status as u8).try_into().unwrap(),
    };
    let error = world.compensate(&made, &[&whole, &open]).unwrap_err();
    assert_eq!(error, PeerError::Refused(expected.abi_encode()).into());
    assert_eq!(world.status(&whole), RequestStatus::Answered);
    world.publish(SEQUENCERS[0], &open, 0, 2);
    world.compensate(&made, &[&whole, &open]).unwrap();
    let costs = limits().costs;
    let owed = |bytes: u128| costs.answer_base + costs.answer_per_byte * bytes;
    assert_eq!(world.credit(SEQUENCERS[0]), owed(247) + owed(70));
    world.assert_solvent();
}

/// An open request always ends, and not answered it is skipped.
#[test]
fn compensate_succeeds_once_the_open_request_has_ended_without_its_data() {
    let world = World::new();
    let whole = world.answered(&world.genesis, ALICE);
    let open = world.submit(&whole.header, &[30, 40]);
    let made = world.passed(GV, removal(ALICE, &[&whole, &open]));
    world.request(ALICE, &open);
    world.execute(&made).unwrap();
    world.compensate(&made, &[&whole, &open]).unwrap_err();
    world.wait(21);
    let mut anyone = world.data.sender(CAROL);
    anyone.expire(open.header.clone()).motsu_unwrap();
    world.compensate(&made, &[&whole, &open]).unwrap();
    let costs = limits().costs;
    let owed = costs.answer_base + costs.answer_per_byte * 247;
    assert_eq!(world.credit(SEQUENCERS[0]), owed);
    assert_eq!(world.phase(&made), Phase::Executed);
}

/// Else one fee, named 64 times, would keep 64 fees of the pot from everybody else's compensations.
#[test]
fn execute_keeps_a_fee_back_once_however_often_its_request_is_named() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    world.fill_pot(100 * world.fee(&batch));
    let named = vec![&batch; 64];
    let made = world.executed(GS, removal(SEQUENCERS[0], &named));
    assert_eq!(world.proposal(&made).reserved, world.fee(&batch));
    world.compensate(&made, &named).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&batch));
    assert_eq!(world.contract.sender(CAROL).reserved(), 0);
}

#[test]
fn member_accused_of_two_things_is_held_twice_and_free_after_both_ends() {
    for removed_first in [true, false] {
        let world = World::new();
        let (_, head) = world.registry.sender(ALICE).head();
        let mut producer = world.registry.sender(world.producers[0].address());
        let root = B256::repeat_byte(7);
        producer.attest(head, root).motsu_unwrap();
        let batch = world.submit(&world.genesis, &[30, 17]);
        let kicked = world.passing(ProposalKind::KickForOrdering, kick(&world, &batch.header));
        let removed = world.passing(GS, removal(SEQUENCERS[0], &[]));
        assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 2);
        world.wait(31);
        let mut order = [&kicked, &removed];
        if removed_first {
            order.reverse();
        }
        for (left, made) in [(1, order[0]), (0, order[1])] {
            world.execute(made).unwrap();
            assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, left);
        }
        assert_eq!(world.selected(), SEQUENCERS[1]);
        world.wait(201);
        let mut pool = world.pool.sender(SEQUENCERS[0]);
        pool.release_stake().motsu_unwrap();
        assert_eq!(world.credit(SEQUENCERS[0]), STAKE);
    }
}

/// The accused, or a friend of it, proposes its own removal, without the requests: nobody else can meanwhile.
#[test]
fn self_accusation_holds_the_accused_and_delays_nothing_but_the_compensation() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let shield = world
        .propose(SEQUENCERS[0], GS, removal(SEQUENCERS[0], &[]))
        .unwrap();
    let id = shield.id;
    let payload = removal(SEQUENCERS[0], &[&batch]);
    let error = world.propose(BOB, GS, payload.clone()).unwrap_err();
    assert_eq!(error, AlreadyProposed { id }.into());
    // It is a removal like any other.
    world.vote(SEQUENCERS[1], &shield, true).unwrap();
    world.wait(31);
    world.execute(&shield).unwrap();
    assert!(world.member(SEQUENCERS[0]).banned);
    // Its stake is bonded for longer than a second vote takes.
    let made = world.executed(GS, payload);
    world.compensate(&made, &[&batch]).unwrap();
    assert_eq!(world.credit(ALICE), world.fee(&batch));
    assert_eq!(world.member(SEQUENCERS[0]).stake, STAKE - world.fee(&batch));
    world.assert_solvent();
}

#[test]
fn compensation_of_a_requester_that_was_removed_meanwhile_is_its_own() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let payload = removal(SEQUENCERS[0], &[&batch]);
    let owed = world.passing(GS, payload);
    let banned = world.passing(GV, removal(ALICE, &[]));
    world.wait(31);
    world.execute(&owed).unwrap();
    world.execute(&banned).unwrap();
    assert_eq!(world.credit(ALICE), 0);
    world.compensate(&owed, &[&batch]).unwrap();
    let fee = world.fee(&batch);
    assert_eq!(world.credit(ALICE), fee);
    let mut treasury = world.treasury.sender(ALICE);
    treasury.withdraw(CAROL, fee).motsu_unwrap();
    world.assert_solvent();
}

/// Two removals, of the author and of the requester, rest on the same request, and the stake is gone.
#[test]
fn removals_that_name_the_same_request_pay_for_it_once_and_free_the_pot() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    let removals: [Made; 2] = [
        world.passing(GS, removal(SEQUENCERS[0], &[&batch])),
        world.passing(GV, removal(ALICE, &[&batch])),
    ];
    world.wait(31);
    for made in &removals {
        world.execute(made).unwrap();
    }
    let offence = interfaces::contracts::ISequencerPool::Offence::Fraud;
    let mut judge = world.pool.sender(FRAUD_PROOF);
    judge
        .punish(SEQUENCERS[0], offence, batch.hash(), 0, CAROL)
        .motsu_unwrap();
    // Nothing but the fee itself is left in the pot.
    let fee = world.fee(&batch);
    let spent = world.pot() - fee;
    let mut own = world.treasury.sender(world.contract.address());
    own.spend_pot(CAROL, spent).motsu_unwrap();
    for made in &removals {
        world.compensate(made, &[&batch]).unwrap();
    }
    assert_eq!(world.credit(ALICE), fee);
    assert_eq!(world.credit(SEQUENCERS[0]), 0);
    assert_eq!(world.pot(), 0);
    assert_eq!(world.contract.sender(CAROL).reserved(), 0);
    world.assert_solvent();
}

/// Nobody leaves a hold behind, whichever way a proposal against it ends.
#[test]
fn every_end_of_every_accusation_lifts_its_hold() {
    let ends: [fn(&World, &Made); 3] = [
        |world, made| {
            world.wait(31);
            world.close(made).unwrap();
        },
        |world, made| {
            world.vote(SEQUENCERS[1], made, true).unwrap();
            world.wait(31);
            world.execute(made).unwrap();
        },
        |world, made| {
            world.vote(SEQUENCERS[1], made, true).unwrap();
            world.wait(431);
            world.close(made).unwrap();
        },
    ];
    for end in ends {
        let world = World::new();
        let producer = world.producers[0].address();
        let punishment = (producer, 1u32, true, 1u128).abi_encode_params();
        let accusations = [
            (GS, SEQUENCERS[0], removal(SEQUENCERS[0], &[])),
            (GV, ALICE, removal(ALICE, &[])),
            (ProposalKind::PunishProducer, producer, punishment),
        ];
        for (kind, accused, payload) in accusations {
            let made = world.propose(BOB, kind, payload).unwrap();
            assert_eq!(world.member(accused).proposalHolds, 1);
            end(&world, &made);
            assert_eq!(world.member(accused).proposalHolds, 0);
            assert_eq!(world.bond(&made, BOB), 0);
        }
        assert_ne!(world.member(BOB).status, Status::None);
        world.assert_solvent();
    }
}
