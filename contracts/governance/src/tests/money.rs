//! Spending from the pot: what is capped, and what is kept back.

use interfaces::contracts::IGovernance::{PotReserved, ProposalKind, SpendingCapped};
use motsu::prelude::*;

use super::world::{removal, spending, World, ALICE, BOB, CAROL, DAVE, SEQUENCERS, START, TERMS};

const KIND: ProposalKind = ProposalKind::SpendPot;

fn spendable(world: &World) -> u128 {
    world.contract.sender(CAROL).spendable().motsu_unwrap()
}

#[test]
fn spend_pot_is_capped_in_a_period_over_all_proposals() {
    let world = World::new();
    world.fill_pot(1_000);
    assert_eq!(spendable(&world), 250);
    let first = world.propose(ALICE, KIND, spending(DAVE, 200)).unwrap();
    let second = world.propose(BOB, KIND, spending(DAVE, 51)).unwrap();
    for made in [&first, &second] {
        world.vote(SEQUENCERS[0], made, true).unwrap();
    }
    world.at(START + 101);
    world.execute(&first).unwrap();
    assert_eq!(spendable(&world), 50);
    let capped = SpendingCapped {
        asked: 51,
        left: 50,
    };
    assert_eq!(world.execute(&second), Err(capped.into()));
    // In the next period it is a share of what is left then.
    let next = u64::from(TERMS.spendingPeriod) * 2;
    assert!(world.proposal(&second).executableUntil < next);
    world.at(next);
    assert_eq!(spendable(&world), 200);
    assert_eq!(world.credit(DAVE), 200);
    world.assert_solvent();
}

#[test]
fn spend_pot_never_reaches_what_is_kept_back_for_compensations() {
    let world = World::new();
    let batch = world.answered(&world.genesis, ALICE);
    // The fee is in the pot, and a little more.
    let fee = world.pot();
    world.fill_pot(8);
    let payload = removal(SEQUENCERS[0], &[&batch]);
    let made = world.executed(ProposalKind::RemoveSequencer, payload);
    assert_eq!(world.contract.sender(CAROL).reserved(), fee);
    assert_eq!(spendable(&world), 8);
    let spend = world.propose(BOB, KIND, spending(DAVE, 9)).unwrap();
    world.vote(SEQUENCERS[1], &spend, true).unwrap();
    world.wait(101);
    let kept = PotReserved { asked: 9, left: 8 };
    assert_eq!(world.execute(&spend), Err(kept.into()));
    world.compensate(&made, &[&batch]).unwrap();
    // Once they are paid, from the stake, the pot is free.
    world.execute(&spend).unwrap();
    assert_eq!(world.credit(ALICE), fee);
    assert_eq!(world.credit(DAVE), 9);
    assert_eq!(world.pot(), fee - 1);
    world.assert_solvent();
}

#[test]
fn compensation_takes_what_is_kept_back_for_it_before_what_is_left_goes_to_another() {
    let world = World::new();
    let first = world.answered(&world.genesis, ALICE);
    world.pool.sender(SEQUENCERS[0]).end_slot().motsu_unwrap();
    let second = world.answered(&first.header, BOB);
    let (kind, fee) = (ProposalKind::RemoveSequencer, world.fee(&first));
    let removals = [(0, &first), (1, &second)].map(|(number, batch)| {
        let payload = removal(SEQUENCERS[number], &[batch]);
        let made = world.propose(CAROL, kind, payload.clone());
        assert!(made.is_err());
        let made = world.propose(ALICE, kind, payload).unwrap();
        for voter in world.producers {
            world.vote(voter.address(), &made, true).unwrap();
        }
        made
    });
    world.wait(31);
    for made in &removals {
        world.execute(made).unwrap();
    }
    // Both stakes are gone, and the pot holds one and a half of the two fees.
    let mut judge = world.pool.sender(super::world::FRAUD_PROOF);
    for (sequencer, batch) in SEQUENCERS.iter().zip([&first, &second]) {
        let offence = interfaces::contracts::ISequencerPool::Offence::Fraud;
        judge
            .punish(*sequencer, offence, batch.hash(), 0, DAVE)
            .motsu_unwrap();
    }
    let left = fee + fee / 2;
    let spent = world.pot() - left;
    let mut own = world.treasury.sender(world.contract.address());
    own.spend_pot(DAVE, spent).motsu_unwrap();
    let before = world.credit(ALICE);
    world.compensate(&removals[0], &[&first]).unwrap();
    assert_eq!(world.credit(ALICE), before + fee);
    let before = world.credit(BOB);
    world.compensate(&removals[1], &[&second]).unwrap();
    assert_eq!(world.credit(BOB), before + fee / 2);
    assert_eq!(world.pot(), 0);
    world.assert_solvent();
}
