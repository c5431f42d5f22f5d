//! Votes by block: the rule, and what members do to them.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256};
use interfaces::contracts::ISequencerPool::{BlockNotPast, Offence, Role};
use motsu::prelude::*;
use proptest::prelude::*;

use super::world::{World, ALICE, BOB, CAROL, DAVE, GOVERNANCE, START};
use crate::votes::{at, change, Checkpoint, Checkpoints};

#[derive(Default)]
struct Kept {
    newest: (Checkpoint, u32),
    older: BTreeMap<u32, Checkpoint>,
}

impl Checkpoints for Kept {
    fn newest(&self) -> (Checkpoint, u32) {
        self.newest
    }

    fn older(&self, number: u32) -> Checkpoint {
        self.older[&number]
    }

    fn set_newest(&mut self, newest: Checkpoint, older: u32) {
        self.newest = (newest, older);
    }

    fn set_older(&mut self, number: u32, checkpoint: Checkpoint) {
        assert!(self.older.insert(number, checkpoint).is_none());
    }
}

#[test]
fn at_is_zero_before_the_first_change_and_for_ever_without_one() {
    let mut kept = Kept::default();
    assert_eq!([at(&kept, 0), at(&kept, u64::MAX)], [0, 0]);
    change(&mut kept, 5, 9);
    assert_eq!([at(&kept, 4), at(&kept, 5), at(&kept, 6)], [0, 9, 9]);
}

#[test]
fn change_keeps_the_last_of_a_block_alone() {
    let mut kept = Kept::default();
    for votes in [9, 0, 7] {
        change(&mut kept, 5, votes);
    }
    change(&mut kept, 6, 1);
    change(&mut kept, 6, 2);
    assert_eq!([at(&kept, 4), at(&kept, 5), at(&kept, 6)], [0, 7, 2]);
    assert_eq!(kept.older.len(), 1);
}

proptest! {
    #[test]
    fn prop_at_is_what_was_last_set_up_to_the_block(
        changes in proptest::collection::vec((0..4u64, 0..5u128), 0..60),
    ) {
        let (mut kept, mut plain, mut now) = (Kept::default(), BTreeMap::new(), 3);
        for (passed, votes) in changes {
            now += passed;
            change(&mut kept, now, votes);
            plain.insert(now, votes);
        }
        for block in 0..now + 3 {
            let last = plain.range(..=block).next_back();
            prop_assert_eq!(at(&kept, block), last.map_or(0, |(_, votes)| *votes));
        }
    }
}

/// Votes of one, and of all together, at a block.
fn votes(world: &World, who: Address, block: u64) -> (u128, u128) {
    let pool = world.pool.sender(BOB);
    let own = pool.votes_at(who, block).motsu_unwrap();
    (own, pool.total_votes_at(block).motsu_unwrap())
}

#[test]
fn votes_at_follows_joining_adding_and_leaving() {
    let world = World::new();
    world.join(ALICE, Role::Sequencer);
    world.join(BOB, Role::Verifier);
    world.at(START + 2);
    world.pool.sender(ALICE).add_stake(30).motsu_unwrap();
    world.at(START + 4);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    world.at(START + 5);
    let seen = [1, 2, 3, 4].map(|passed| votes(&world, ALICE, START + passed));
    assert_eq!(seen, [(100, 200), (130, 230), (130, 230), (0, 100)]);
    assert_eq!(votes(&world, ALICE, START - 1), (0, 0));
}

#[test]
fn votes_at_is_zero_of_who_was_kicked_whatever_stake_is_left() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let kicked_at = START + 5;
    world.punish(ALICE, Offence::DataWithheld, 1, DAVE).unwrap();
    let mut governance = world.pool.sender(GOVERNANCE);
    let object = B256::ZERO;
    governance.remove(BOB, object, DAVE, 0, 10).motsu_unwrap();
    world.at(kicked_at + 1);
    assert_eq!(votes(&world, ALICE, kicked_at - 1), (100, 200));
    assert_eq!(votes(&world, ALICE, kicked_at), (0, 0));
    assert_eq!(votes(&world, BOB, kicked_at), (0, 0));
    assert_eq!(world.member(BOB).stake, 90);
}

#[test]
fn votes_at_reverts_block_not_past_from_the_block_now_on() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let pool = world.pool.sender(BOB);
    for given in [START, u64::MAX] {
        let expected = BlockNotPast {
            given,
            current: START,
        };
        let refused = pool.votes_at(ALICE, given).motsu_unwrap_err();
        assert_eq!(refused, expected.clone().into());
        let refused = pool.total_votes_at(given).motsu_unwrap_err();
        assert_eq!(refused, expected.clone().into());
        let refused = pool.ballot_at(ALICE, given).motsu_unwrap_err();
        assert_eq!(refused, expected.into());
    }
}

#[test]
fn ballot_at_is_zero_of_who_leaves_or_was_no_member_all_the_while() {
    let world = World::new();
    for member in [ALICE, BOB] {
        world.join(member, Role::Verifier);
    }
    world.at(START + 1);
    let ballot = |who| world.pool.sender(DAVE).ballot_at(who, START).motsu_unwrap();
    assert_eq!([ALICE, BOB, CAROL].map(ballot), [100, 100, 0]);
    world.pool.sender(ALICE).request_exit().motsu_unwrap();
    assert_eq!(ballot(ALICE), 0);
    // It comes back with another stake: what it had at the block is spent elsewhere.
    world.at(START + 60);
    world.pool.sender(ALICE).release_stake().motsu_unwrap();
    world.join(ALICE, Role::Verifier);
    world.at(START + 61);
    assert_eq!(ballot(ALICE), 0);
    assert_eq!(votes(&world, ALICE, START).0, 100);
}
