//! One dispute among many on a batch: its end costs what it costs alone. Calls are counted here; what the list of
//! disputes reads and writes, where its rules are tested.

use alloy_primitives::Address;
use interfaces::contracts::IFraudProof::{DisputeStatus, Position, Verdict};
use motsu::prelude::*;

use super::{
    batch::Sample,
    calls,
    world::{bond, clock, payment, World, ALICE, AUTHOR, START},
};

/// How many others there are, and how many of them have opened before.
const CROWDS: [(u8, u8); 5] = [(0, 0), (1, 0), (1, 1), (200, 0), (200, 100)];

/// Alice's dispute at a leaf, among others that are at the root; the author is right or has lied there.
fn crowded(batch: Sample, others: u8, before: u8) -> (World, Sample, Position) {
    let (world, batch) = World::with(batch);
    let other = |number: u8| Address::with_last_byte(number + 1);
    for number in 0..before {
        world.open(other(number), &batch).motsu_unwrap();
    }
    let leaf = world.dispute(ALICE, &batch, 7);
    for number in before..others {
        world.open(other(number), &batch).motsu_unwrap();
    }
    (world, batch, leaf)
}

/// What the peers are told by a call.
fn told(world: &World, call: impl FnOnce()) -> Vec<Vec<u8>> {
    let before = world.calls().len();
    call();
    world.calls_since(before)
}

#[test]
fn settle_makes_the_same_calls_whatever_else_is_open() {
    for (others, before) in CROWDS {
        for verdict in [Verdict::Proven, Verdict::Invalid, Verdict::Orphaned] {
            let (world, batch, leaf) = crowded(Sample::honest(AUTHOR, 40), others, before);
            world.rule(&batch, verdict);
            let paid = 2 * payment();
            let money = match verdict {
                Verdict::Proven => vec![calls::seize(&batch, ALICE, paid, bond() - paid)],
                Verdict::Invalid => vec![calls::release(&batch, ALICE, bond())],
                _ => vec![
                    calls::release(&batch, ALICE, bond() - paid),
                    calls::seize(&batch, ALICE, paid, 0),
                ],
            };
            let mut expected = vec![calls::close_dispute(&batch), calls::lift_hold()];
            expected.extend(money);
            let settle = || world.settle(ALICE, &batch, &leaf).motsu_unwrap();
            assert_eq!(told(&world, settle), expected);
        }
    }
}

#[test]
fn prove_and_timeout_make_the_same_calls_whatever_else_is_open() {
    for (others, before) in CROWDS {
        let winner = if before == 0 {
            ALICE
        } else {
            Address::with_last_byte(1)
        };
        let (world, batch, leaf) = crowded(Sample::lying(AUTHOR, 40, 7), others, before);
        let prove = || world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap();
        let expected = [
            calls::punish(&batch, winner),
            calls::invalidate(&batch),
            calls::rotate_from(),
            calls::close_dispute(&batch),
            calls::lift_hold(),
            calls::release(&batch, ALICE, bond()),
        ];
        assert_eq!(told(&world, prove), expected);
        drop(world);
        let (world, batch, leaf) = crowded(Sample::honest(AUTHOR, 40), others, before);
        world.at(START + clock() + 1);
        let timeout = || world.timeout(ALICE, &batch, &leaf).motsu_unwrap();
        let paid = 2 * payment();
        let expected = [
            calls::close_dispute(&batch),
            calls::lift_hold(),
            calls::seize(&batch, ALICE, paid, bond() - paid),
        ];
        assert_eq!(told(&world, timeout), expected);
        assert_eq!(world.status(&batch, ALICE), DisputeStatus::Lost);
    }
}
