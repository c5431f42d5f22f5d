//! The state rebuilt from events alone, over random schedules.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use interfaces::{contracts::ITreasury::*, purpose::Kind};
use motsu::prelude::*;
use proptest::prelude::*;

use super::world::{World, ALICE, BOB, GOVERNANCE, POOL};

const OWNERS: [Address; 2] = [ALICE, BOB];

/// The whole state, as somebody knows it who has only read the events.
#[derive(Default)]
struct Mirror {
    locks: HashMap<(Address, B256), u128>,
    credits: HashMap<Address, u128>,
    pot: u128,
}

impl Mirror {
    fn of(world: &World) -> Self {
        let mut mirror = Self::default();
        for log in world.treasury.all_events() {
            if let Ok(event) = Locked::decode_log_data(&log, true) {
                *mirror.lock(event.owner, event.purpose) += event.amount;
            } else if let Ok(event) = Released::decode_log_data(&log, true) {
                *mirror.lock(event.owner, event.purpose) -= event.amount;
                *mirror.credit(event.owner) += event.amount;
            } else if let Ok(event) = Seized::decode_log_data(&log, true) {
                *mirror.lock(event.owner, event.purpose) -= event.toBeneficiary + event.toPot;
                *mirror.credit(event.beneficiary) += event.toBeneficiary;
                mirror.pot += event.toPot;
            } else if let Ok(event) = PotSpent::decode_log_data(&log, true) {
                mirror.pot -= event.amount;
                *mirror.credit(event.beneficiary) += event.amount;
            } else if let Ok(event) = Withdrawn::decode_log_data(&log, true) {
                *mirror.credit(event.owner) -= event.amount;
            } else if let Ok(event) = Skimmed::decode_log_data(&log, true) {
                mirror.pot += event.amount;
            }
        }
        mirror
    }

    fn lock(&mut self, owner: Address, purpose: B256) -> &mut u128 {
        self.locks.entry((owner, purpose)).or_default()
    }

    fn credit(&mut self, owner: Address) -> &mut u128 {
        self.credits.entry(owner).or_default()
    }

    fn assert_equals(&mut self, world: &World) {
        for owner in OWNERS {
            for role in 1..=2 {
                let purpose = Kind::stake(role).into();
                assert_eq!(world.lock_of(owner, purpose), *self.lock(owner, purpose));
            }
            assert_eq!(world.credit_of(owner), *self.credit(owner));
        }
        let locked: u128 = self.locks.values().sum();
        let credited: u128 = self.credits.values().sum();
        assert_eq!(world.totals(), (locked, credited, self.pot));
    }
}

#[derive(Clone, Debug)]
enum Move {
    Lock,
    Release,
    Seize,
    Withdraw,
    Spend,
    Donate,
    Skim,
}

fn schedule() -> impl Strategy<Value = Vec<(Move, usize, u8, u128)>> {
    let moves = prop_oneof![
        4 => Just(Move::Lock),
        2 => Just(Move::Release),
        2 => Just(Move::Seize),
        2 => Just(Move::Withdraw),
        1 => Just(Move::Spend),
        1 => Just(Move::Donate),
        1 => Just(Move::Skim),
    ];
    proptest::collection::vec((moves, 0..2usize, 1..3u8, 0..200u128), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn prop_events_alone_give_the_state_and_every_call_leaves_it_solvent(schedule in schedule()) {
        let world = World::new();
        let treasury = world.treasury.address();
        for (step, owner, role, amount) in schedule {
            let (owner, other) = (OWNERS[owner], OWNERS[1 - owner]);
            let purpose = Kind::stake(role).into();
            let mut pool = world.treasury.sender(POOL);
            // Whether a move is possible is not the point here; the refused ones must change nothing.
            let _outcome = match step {
                Move::Lock => pool.lock(owner, purpose, amount).motsu_res(),
                Move::Release => pool.release(owner, purpose, amount).motsu_res(),
                Move::Seize => {
                    let shares = (amount / 3, amount - amount / 3);
                    pool.seize(owner, purpose, other, shares.0, shares.1).motsu_res()
                }
                Move::Withdraw => world.treasury.sender(owner).withdraw(other, amount).motsu_res(),
                Move::Spend => {
                    world.treasury.sender(GOVERNANCE).spend_pot(owner, amount).motsu_res()
                }
                Move::Donate => {
                    let value = U256::from(amount);
                    let _enough = world.token.sender(owner).transfer(treasury, value).motsu_res();
                    Ok(())
                }
                Move::Skim => pool.skim().motsu_res().map(|_| ()),
            };
            let (locked, credited, pot) = world.totals();
            prop_assert!(world.owned(treasury) >= U256::from(locked + credited + pot));
        }
        Mirror::of(&world).assert_equals(&world);
    }
}
