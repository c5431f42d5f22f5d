//! Of acting and expiring exactly one is possible: the one that the view says is done, in a world that has come to the
//! same point; that the other is refused is asserted after every step of a schedule.

use alloy_primitives::Address;
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    objects::Fate,
    play::Play,
    schedule::{step, Step},
    world::{ALICE, PEOPLE},
};

/// When the way is taken.
#[derive(Clone, Copy, Debug)]
enum When {
    Now,
    AtTheDeadline,
    RightAfter,
}

/// What the way was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Reveal,
    Select,
    Prove,
    /// A leaf behind the first false one: its challenger has nothing to prove it with.
    Unprovable,
    TimeOut,
    Settle,
}

/// What goes on in disputes that two have opened on one batch; and sometimes anything else.
fn moves() -> impl Strategy<Value = (Step, usize)> {
    let entry = proptest::option::weighted(0.3, 0..16usize);
    let moves = prop_oneof![
        6 => Just(Step::Reveal(0)),
        8 => entry.prop_map(|entry| Step::Select(0, entry)),
        3 => (0..12u64).prop_map(Step::Wait),
        1 => Just(Step::BeginReplay(0)),
        1 => (0..40u32).prop_map(|more| Step::Feed(0, 0, more)),
        1 => step(),
    ];
    (moves, 0..2usize)
}

/// A schedule that begins with two disputes.
fn contested() -> impl Strategy<Value = Vec<(Step, usize)>> {
    let lie = proptest::option::of(0..40u32);
    let batch = (1..40u32, lie).prop_map(|(count, lie)| Step::Submit(count, lie));
    let moves = proptest::collection::vec(moves(), 0..16);
    (proptest::option::of(batch.clone()), batch, moves).prop_map(|(parent, batch, moves)| {
        let opening = [Step::Publish(0), Step::Open(0)].map(|step| (step, 0));
        let steps = parent.into_iter().chain([batch]).map(|step| (step, 0));
        let steps = steps.chain(opening).chain([(Step::Open(0), 1)]);
        steps.chain(moves).collect()
    })
}

fn after(schedule: &[(Step, usize)]) -> Play {
    let mut play = Play::new();
    for (step, who) in schedule {
        play.play(step, PEOPLE[*who]);
    }
    play
}

/// Batches and challengers of what is open.
fn open(play: &mut Play) -> Vec<(usize, Address)> {
    let batches = 0..play.model.batches.len();
    let pairs = batches.flat_map(|at| PEOPLE.map(|who| (at, who)));
    pairs.filter(|(at, who)| play.is_open(*at, *who)).collect()
}

impl Play {
    /// Whether it is the author's turn in a dispute, and its last block.
    fn turn(&mut self, at: usize, who: Address) -> (bool, u64) {
        let position = self.position(at, who);
        let hash = self.model.batches[at].sample.hash();
        let contract = self.world.contract.sender(ALICE);
        contract.turn(hash, who, position).motsu_unwrap()
    }

    fn is_open(&mut self, at: usize, who: Address) -> bool {
        self.model.batches[at].dispute(who).is_some()
    }

    fn wait_until(&mut self, block: u64) {
        self.model.now = self.model.now.max(block);
        self.world.at(self.model.now);
    }

    /// Does what the view says is possible, and wants it done.
    fn take_the_way_on(&mut self, at: usize, who: Address) -> Way {
        let way = self.way_on(at, who);
        let (done, expected) = match way {
            Way::Reveal => self.reveal(at, who),
            Way::Select => self.select(at, who, None),
            Way::Prove | Way::Unprovable => self.prove(at, who),
            Way::TimeOut => self.timeout(at, who),
            Way::Settle => self.settle(at, who),
        };
        assert_eq!((done, expected), (way != Way::Unprovable, done), "{way:?}");
        way
    }

    fn way_on(&mut self, at: usize, who: Address) -> Way {
        let (is_author, deadline) = self.turn(at, who);
        let position = self.position(at, who);
        if self.model.batches[at].fate != Fate::Pending {
            Way::Settle
        } else if self.model.now > deadline {
            Way::TimeOut
        } else if is_author {
            Way::Reveal
        } else if position.size > 1 {
            Way::Select
        } else if self.model.is_provable(at, position.first) {
            Way::Prove
        } else {
            Way::Unprovable
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn prop_the_way_on_that_the_view_names_is_open_now_at_the_deadline_and_right_after(
        schedule in contested(),
    ) {
        // One world at a time: a chain has one clock.
        let disputes = open(&mut after(&schedule));
        for (at, who) in disputes {
            for when in [When::Now, When::AtTheDeadline, When::RightAfter] {
                let mut play = after(&schedule);
                let (_, deadline) = play.turn(at, who);
                match when {
                    When::Now => {}
                    When::AtTheDeadline => play.wait_until(deadline),
                    When::RightAfter => play.wait_until(deadline + 1),
                }
                let way = play.take_the_way_on(at, who);
                play.assert_equal();
                // Whoever has acted in time has handed over the turn, in the same block.
                match way {
                    Way::Reveal => prop_assert_eq!(play.way_on(at, who), Way::Select),
                    Way::Select => prop_assert_ne!(play.way_on(at, who), Way::TimeOut),
                    _ => prop_assert!(way == Way::Unprovable || !play.is_open(at, who)),
                }
                if let When::RightAfter = when {
                    prop_assert!(way >= Way::TimeOut);
                }
            }
        }
    }
}
