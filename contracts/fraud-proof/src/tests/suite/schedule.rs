//! The whole suite against the model, over random schedules of calls by everybody.

use alloy_primitives::U256;
use proptest::prelude::*;

use super::{
    super::world::bond,
    play::Play,
    world::{ALICE, PEOPLE},
};

/// A batch is chosen from the newest on: the schedule does not know how many there are.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Elements, and the first false leaf.
    Submit(u32, Option<u32>),
    Publish(usize),
    Open(usize),
    /// What lies below the node that the caller's dispute, or else the batch, is about.
    Reveal(usize),
    /// One of the entries, whatever lies below; or the one over the first false leaf.
    Select(usize, Option<usize>),
    Prove(usize),
    Timeout(usize, usize),
    Settle(usize, usize),
    BeginReplay(usize),
    /// From so many elements before the cursor, so many behind it.
    Feed(usize, u32, u32),
    Claim(usize),
    /// DataAvailability finds a fault.
    Cut(usize),
    Finalize,
    Wait(u64),
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let lie = proptest::option::of(0..40u32);
    let back = || 0..3usize;
    let who = || 0..PEOPLE.len();
    prop_oneof![
        5 => (1..40u32, lie).prop_map(|(count, lie)| Step::Submit(count, lie)),
        6 => back().prop_map(Step::Publish),
        8 => back().prop_map(Step::Open),
        8 => back().prop_map(Step::Reveal),
        8 => (back(), proptest::option::of(0..16usize))
            .prop_map(|(at, entry)| Step::Select(at, entry)),
        6 => back().prop_map(Step::Prove),
        4 => (back(), who()).prop_map(|(at, who)| Step::Timeout(at, who)),
        4 => (back(), who()).prop_map(|(at, who)| Step::Settle(at, who)),
        3 => back().prop_map(Step::BeginReplay),
        5 => (back(), 0..3u32, 0..30u32).prop_map(|(at, less, more)| Step::Feed(at, less, more)),
        3 => back().prop_map(Step::Claim),
        1 => back().prop_map(Step::Cut),
        2 => Just(Step::Finalize),
        6 => (0..14u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_disputes_and_money_are_as_the_model_says_after_every_call(
        schedule in proptest::collection::vec((step(), 0..PEOPLE.len()), 1..70),
    ) {
        let mut play = Play::new();
        for (step, who) in schedule {
            play.play(&step, PEOPLE[who]);
            play.assert_equal();
            play.assert_one_way_on();
        }
        play.end_all();
        play.assert_equal();
        // All bonds have left their locks, all shares are paid: what is locked is stake.
        let staked: u128 = play.model.stakes.values().sum();
        let (locked, _, _) = play.world.treasury.sender(ALICE).totals();
        prop_assert_eq!(locked, staked);
        prop_assert_eq!(play.world.credit(play.world.contract.address()), 0);
        let paid: u128 = play.model.paid.values().sum();
        let out = PEOPLE.map(|who| play.world.balance(who)).into_iter().sum::<U256>();
        let opened: usize = play.model.batches.iter().map(|batch| batch.disputes.len()).sum();
        let funds = U256::from(super::world::STAKE) * U256::from(1_000 * PEOPLE.len());
        let spent = U256::from(bond()) * U256::from(opened);
        prop_assert_eq!(out, funds - spent + U256::from(paid));
    }
}
