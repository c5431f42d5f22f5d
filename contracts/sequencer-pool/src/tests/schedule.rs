//! The whole pool, with a real Treasury and token behind it, against the model, over random schedules of all calls by
//! all parties; and against what its events alone tell.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use interfaces::contracts::ISequencerPool::*;
use motsu::prelude::*;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::{
    mirror::Mirror,
    model::{Action, Model},
    world::{
        World, ALICE, DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE, PARAMETERS, REGISTRY, START,
    },
};
use crate::Error;

/// Rotations in a year.
const YEAR: u64 = 2_000;

fn person(number: usize) -> Address {
    Address::with_last_byte(u8::try_from(number + 1).expect("few people"))
}

/// A call and its caller, or blocks that pass.
#[derive(Clone, Debug)]
enum Step {
    Call(Address, Action),
    Wait(u64),
}

/// Somebody: mostly a person, sometimes a contract, at times nobody.
fn anybody(people: usize) -> impl Strategy<Value = Address> + Clone {
    let judges = vec![
        DATA_AVAILABILITY,
        FRAUD_PROOF,
        GOVERNANCE,
        REGISTRY,
        Address::ZERO,
    ];
    prop_oneof![
        30 => (0..people).prop_map(person),
        1 => proptest::sample::select(judges),
    ]
}

/// `caller` as a rule, and once in a while somebody else.
fn mostly(caller: Address, people: usize) -> impl Strategy<Value = Address> + Clone {
    prop_oneof![12 => Just(caller), 1 => anybody(people)]
}

fn roles() -> impl Strategy<Value = Role> {
    prop_oneof![
        1 => Just(Role::None),
        12 => Just(Role::Sequencer),
        4 => Just(Role::Producer),
        4 => Just(Role::Verifier),
    ]
}

fn by_anybody(people: usize) -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        8 => (roles(), 50..120u128).prop_map(|(role, stake)| Action::Join(role, stake)),
        2 => (0..3u128).prop_map(Action::AddStake),
        2 => Just(Action::RequestExit),
        4 => Just(Action::ReleaseStake),
        2 => Just(Action::EndSlot),
        2 => Just(Action::RotateIdle),
    ];
    (anybody(people), action).prop_map(|(caller, action)| Step::Call(caller, action))
}

/// What only the registry may; of a submission the member is put in later, if it is to be the selected one.
fn by_registry(people: usize) -> impl Strategy<Value = Step> {
    let member = prop_oneof![12 => Just(Address::ZERO), 1 => anybody(people)];
    let action = prop_oneof![
        20 => (member, 0..40u32).prop_map(|(member, elements)| Action::Submit(member, elements)),
        2 => any::<bool>().prop_map(Action::HeadContested),
        1 => (20..60u32, 1..9u32).prop_map(|(unbonding, idle)| {
            Action::SetParameters(PoolParameters {
                unbonding,
                idleLimit: idle,
                ..PARAMETERS
            })
        }),
    ];
    (mostly(REGISTRY, people), action).prop_map(|(caller, action)| Step::Call(caller, action))
}

fn by_judges(people: usize) -> impl Strategy<Value = Step> {
    let judges = vec![DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE];
    let offences = vec![Offence::DataWithheld, Offence::Fraud, Offence::Removal];
    let caller = proptest::sample::select(judges);
    let object = (0..40u8).prop_map(B256::repeat_byte);
    let punish = (
        anybody(people),
        proptest::sample::select(offences),
        object.clone(),
        0..3u32,
        anybody(people),
    );
    let remove = (
        anybody(people),
        object,
        anybody(people),
        0..90u128,
        0..90u128,
    );
    let action = prop_oneof![
        4 => anybody(people).prop_map(Action::PlaceHold),
        4 => anybody(people).prop_map(Action::LiftHold),
        3 => anybody(people).prop_map(Action::RotateFrom),
        2 => punish.prop_map(|(member, offence, object, set, beneficiary)| {
            Action::Punish(member, offence, object, set, beneficiary)
        }),
        1 => remove.prop_map(|(member, object, beneficiary, first, then)| {
            Action::Remove(member, object, beneficiary, first, then)
        }),
    ];
    let caller = caller.prop_flat_map(move |judge| mostly(judge, people));
    (caller, action).prop_map(|(caller, action)| Step::Call(caller, action))
}

fn steps(people: usize) -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => by_anybody(people),
        8 => by_registry(people),
        3 => by_judges(people),
        5 => (0..12u64).prop_map(Step::Wait),
    ]
}

/// The pool and the model, side by side.
struct Pair {
    world: World,
    model: Model,
    people: Vec<Address>,
    /// Who could vote with what at the end of each block at which the clock stood.
    votes: Vec<(u64, BTreeMap<Address, u128>)>,
}

impl Pair {
    fn new(people: usize) -> Self {
        let world = World::new();
        let people: Vec<_> = (0..people).map(person).collect();
        for owner in people
            .iter()
            .chain([&DATA_AVAILABILITY, &FRAUD_PROOF, &GOVERNANCE, &REGISTRY])
        {
            world.give(*owner);
        }
        Self {
            world,
            model: Model::new(START),
            people,
            votes: Vec::new(),
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait(blocks) => {
                if blocks > 0 {
                    self.votes.push((self.model.now, self.model.votes()));
                }
                self.model.now += blocks;
                self.world.at(self.model.now);
            }
            Step::Call(caller, action) => self.call(caller, self.aimed(action)),
        }
    }

    /// A submission of nobody is one of the selected.
    fn aimed(&self, action: Action) -> Action {
        match action {
            Action::Submit(Address::ZERO, elements) => {
                Action::Submit(self.model.selected(Role::Sequencer), elements)
            }
            other => other,
        }
    }

    fn call(&mut self, caller: Address, action: Action) {
        // Nobody's wallet is at the zero address, and a wallet runs dry: neither is the pool's business.
        let costs = match action {
            Action::Join(_, amount) | Action::AddStake(amount) => amount,
            _ => 0,
        };
        if costs > 0 && (caller.is_zero() || self.model.wallet(caller) < costs) {
            return;
        }
        let expected = self.model.play(caller, &action);
        assert_eq!(
            play(&self.world, caller, &action),
            expected,
            "{caller} {action:?}"
        );
    }

    fn assert_equal(&self) {
        let (world, model) = (&self.world, &self.model);
        let pool = world.pool.sender(ALICE);
        for person in &self.people {
            let member = model.member(*person);
            assert_eq!(pool.member(*person), member);
            if member.role != Role::None {
                assert_eq!(world.locked(*person, member.role), member.stake);
            }
            let credit = model.credits.get(person).copied().unwrap_or(0);
            assert_eq!(world.credit(*person), credit);
        }
        for (role, turns) in [
            (Role::Sequencer, &model.sequencers),
            (Role::Producer, &model.producers),
        ] {
            let queue = pool.queue(role, Address::ZERO, u32::MAX).motsu_unwrap();
            assert_eq!(queue, turns.list);
            assert_eq!(pool.slot(role), turns.slot);
            assert_eq!(pool.selected(role).motsu_unwrap(), model.selected(role));
            assert_eq!(pool.active_members(role) as usize, turns.list.len());
        }
        assert_eq!(pool.active_members(Role::Verifier), model.verifiers);
        // Exactly one sequencer is selected, or the phase says that none is.
        let nobody = model.selected(Role::Sequencer).is_zero();
        let phase = pool.phase().motsu_unwrap();
        assert_eq!(phase == Phase::NoSequencer, nobody);
    }

    /// What was true at the end of a block is so for ever.
    fn assert_votes(&self) {
        let pool = self.world.pool.sender(ALICE);
        for (block, votes) in &self.votes {
            for person in &self.people {
                let expected = votes.get(person).copied().unwrap_or(0);
                assert_eq!(pool.votes_at(*person, *block).motsu_unwrap(), expected);
            }
            let total = pool.total_votes_at(*block).motsu_unwrap();
            assert_eq!(total, votes.values().sum::<u128>());
        }
    }

    /// Every token is accounted for, by the model as by the Treasury.
    fn assert_solvent(&self) {
        let (world, model) = (&self.world, &self.model);
        let treasury = world.treasury.address();
        let (locked, credited, pot) = world.treasury.sender(ALICE).totals();
        assert_eq!(locked, model.locked());
        assert_eq!(credited, model.credits.values().sum::<u128>());
        assert_eq!(pot, model.pot);
        let held = world.token.sender(ALICE).balance_of(treasury);
        assert_eq!(held, U256::from(locked + credited + pot));
    }
}

fn play(world: &World, caller: Address, action: &Action) -> Result<(), Error> {
    let mut pool = world.pool.sender(caller);
    match action.clone() {
        Action::SetParameters(set) => pool.set_parameters(set).motsu_res(),
        Action::Join(role, stake) => pool.join(role, stake).motsu_res(),
        Action::AddStake(amount) => pool.add_stake(amount).motsu_res(),
        Action::RequestExit => pool.request_exit().motsu_res(),
        Action::ReleaseStake => pool.release_stake().motsu_res(),
        Action::PlaceHold(member) => pool.place_hold(member).motsu_res(),
        Action::LiftHold(member) => pool.lift_hold(member).motsu_res(),
        Action::Submit(member, elements) => pool.record_submission(member, elements).motsu_res(),
        Action::EndSlot => pool.end_slot().motsu_res(),
        Action::RotateIdle => pool.rotate_idle().motsu_res(),
        Action::Punish(member, offence, object, set, beneficiary) => {
            let taken = pool.punish(member, offence, object, set, beneficiary);
            taken.motsu_res().map(|_| ())
        }
        Action::Remove(member, object, beneficiary, first, then) => {
            let taken = pool.remove(member, object, beneficiary, first, then);
            taken.motsu_res().map(|_| ())
        }
        Action::RotateFrom(member) => pool.rotate_from(member).motsu_res(),
        Action::HeadContested(contested) => pool.set_head_contested(contested).motsu_res(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn prop_pool_and_money_are_what_the_model_says_after_every_call_of_anybody(
        schedule in proptest::collection::vec(steps(6), 1..80),
    ) {
        let mut pair = Pair::new(6);
        for step in schedule {
            pair.step(step);
            pair.assert_equal();
            pair.assert_solvent();
        }
        pair.assert_votes();
        Mirror::of(&pair.world).assert_equals(&pair.world);
    }
}

/// A year of joins, exits, submissions and slashes at random: whoever has read only the events knows the state, and
/// nobody was overtaken.
#[test]
fn events_alone_give_the_state_after_a_year_of_rotations() {
    let people = 200;
    let mut pair = Pair::new(people);
    let mut runner = TestRunner::deterministic();
    let strategy = steps(people);
    while pair.model.sequencers.slot.number <= YEAR {
        let step = strategy.new_tree(&mut runner).expect("a step").current();
        pair.step(step);
    }
    pair.assert_equal();
    pair.assert_solvent();
    let mut mirror = Mirror::of(&pair.world);
    mirror.assert_equals(&pair.world);
    let banned = mirror
        .members
        .values()
        .filter(|member| member.banned)
        .count();
    assert!(banned > 10, "a year without slashes: {banned}");
    assert!(mirror.sequencers.list.len() > 1, "a pool of more than one");
}
