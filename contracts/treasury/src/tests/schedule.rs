//! The Treasury against the model over random schedules of all calls by all parties; and against what its events alone
//! tell.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use interfaces::contracts::ITreasury::*;
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    model::{Action, Model},
    world::{World, ALICE, BOB, DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE, POOL, REGISTRY},
};
use crate::Error;

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
            } else if let Ok(event) = Repaid::decode_log_data(&log, true) {
                mirror.pot -= event.amount;
                *mirror.credit(event.beneficiary) += event.amount;
            } else if let Ok(event) = CreditForfeited::decode_log_data(&log, true) {
                *mirror.credit(event.owner) -= event.amount;
                mirror.pot += event.amount;
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

    fn assert_equals(&mut self, world: &World, model: &Model) {
        for (owner, purpose) in model.locks.keys() {
            assert_eq!(
                world.lock_of(*owner, *purpose),
                *self.lock(*owner, *purpose)
            );
        }
        for owner in model.credits.keys() {
            assert_eq!(world.credit_of(*owner), *self.credit(*owner));
        }
        let locked: u128 = self.locks.values().sum();
        let credited: u128 = self.credits.values().sum();
        assert_eq!(world.totals(), (locked, credited, self.pot));
    }
}

/// Whose calls are tried: the four keepers, the registry and two people.
const CALLERS: [Address; 7] = [
    POOL,
    DATA_AVAILABILITY,
    FRAUD_PROOF,
    GOVERNANCE,
    REGISTRY,
    ALICE,
    BOB,
];

/// Kinds 1 to 4, each with two objects, and one that is none; a kind's keeper is the caller of that number.
fn purposes() -> impl Strategy<Value = (usize, B256)> {
    (0..5u8, 1..3u8).prop_map(|(kind, object)| {
        let mut purpose = B256::with_last_byte(object);
        purpose[0] = kind + 1;
        (usize::from(kind), purpose)
    })
}

/// A call of somebody, mostly of the one who may.
fn calls() -> impl Strategy<Value = (Address, Action)> {
    let owners = proptest::sample::select(OWNERS.to_vec());
    let recipients = prop_oneof![8 => owners.clone(), 1 => Just(Address::ZERO)];
    let action = (
        (0..16u8, purposes(), owners, recipients),
        (0..200u128, 0..90u128),
    )
        .prop_map(|((which, (kind, purpose), owner, other), (amount, part))| {
            let (by, action) = match which {
                0..4 => (kind, Action::Lock(owner, purpose, amount)),
                4..6 => (kind, Action::Release(owner, purpose, amount)),
                6..8 => (kind, Action::Seize(owner, purpose, other, part, amount / 2)),
                8..10 => (5, Action::Withdraw(other, part)),
                10 => (3, Action::SpendPot(other, part)),
                11 => (5, Action::Donate(part)),
                // Mostly the fees' keeper, now and then another.
                12..14 => (kind.min(1), Action::Repay(other, purpose, part)),
                14 => (3, Action::ForfeitCredit(owner)),
                _ => (6, Action::Skim),
            };
            (CALLERS[by % CALLERS.len()], action)
        });
    let stranger = proptest::sample::select(CALLERS.to_vec());
    (action, stranger, 0..8u8).prop_map(|((caller, action), stranger, chance)| {
        let stray = chance == 0 && !matches!(action, Action::Donate(_));
        (if stray { stranger } else { caller }, action)
    })
}

fn play(world: &World, caller: Address, action: &Action) -> Result<(), Error> {
    let mut treasury = world.treasury.sender(caller);
    match *action {
        Action::Lock(owner, purpose, amount) => treasury.lock(owner, purpose, amount).motsu_res(),
        Action::Release(owner, purpose, amount) => {
            treasury.release(owner, purpose, amount).motsu_res()
        }
        Action::Seize(owner, purpose, beneficiary, first, then) => treasury
            .seize(owner, purpose, beneficiary, first, then)
            .motsu_res(),
        Action::Withdraw(recipient, amount) => treasury.withdraw(recipient, amount).motsu_res(),
        Action::SpendPot(beneficiary, amount) => {
            treasury.spend_pot(beneficiary, amount).motsu_res()
        }
        Action::ForfeitCredit(owner) => treasury.forfeit_credit(owner).motsu_res().map(|_| ()),
        Action::Repay(beneficiary, purpose, amount) => {
            treasury.repay(beneficiary, purpose, amount).motsu_res()
        }
        Action::Skim => treasury.skim().motsu_res().map(|_| ()),
        Action::Donate(amount) => {
            let to = world.treasury.address();
            let mut token = world.token.sender(caller);
            token.transfer(to, U256::from(amount)).motsu_unwrap();
            Ok(())
        }
    }
}

fn assert_equal(world: &World, model: &Model) {
    for ((owner, purpose), amount) in &model.locks {
        assert_eq!(world.lock_of(*owner, *purpose), *amount);
    }
    for (owner, amount) in &model.credits {
        assert_eq!(world.credit_of(*owner), *amount);
    }
    for (owner, amount) in &model.wallets {
        assert_eq!(world.owned(*owner), U256::from(*amount));
    }
    let (locked, credited, pot) = world.totals();
    assert_eq!(locked + credited + pot, model.owed());
    assert_eq!(pot, model.pot);
    assert!(model.wallet(world.treasury.address()) >= model.owed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_money_is_where_the_model_says_after_every_call_of_anybody(
        schedule in proptest::collection::vec(calls(), 1..60),
    ) {
        let world = World::new();
        let mut model = Model::new(world.treasury.address(), &OWNERS);
        for (caller, action) in schedule {
            if matches!(action, Action::Donate(amount) if model.wallet(caller) < amount) {
                continue;
            }
            let expected = model.play(caller, &action);
            prop_assert_eq!(play(&world, caller, &action), expected, "{} {:?}", caller, action);
            assert_equal(&world, &model);
        }
        Mirror::of(&world).assert_equals(&world, &model);
    }
}
