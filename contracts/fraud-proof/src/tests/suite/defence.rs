//! The honest author against all that challengers and strangers may do: it never loses its stake, whatever it stands on.

use alloy_primitives::Address;
use interfaces::contracts::{
    IBatchRegistry::Verdict,
    IFraudProof::{DisputeStatus, Position},
};
use merkle::Node;
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    super::batch::Sample,
    ancestry::{solid, Ground},
    attempt::Attempt,
    noise::{disturb, noise, Noise},
    world::{World, ALICE, BOB, CAROL, DAVE, STAKE},
};

/// What happens in one turn.
#[derive(Clone, Debug)]
struct Turn {
    entry: u32,
    delay: u64,
    noise: Noise,
    /// Alice finds out the parent, if that is false and there is time.
    convicts: bool,
}

fn turn() -> impl Strategy<Value = Turn> {
    let convicts = proptest::bool::weighted(0.1);
    let parts = (0..16u32, 0..26u64, noise(), convicts);
    parts.prop_map(|(entry, delay, noise, convicts)| Turn {
        entry,
        delay,
        noise,
        convicts,
    })
}

/// The author's batch, and where the first dispute on it is.
struct Defence<'a> {
    world: &'a World,
    ground: &'a Ground,
    batch: &'a Sample,
    position: Position,
}

impl Defence<'_> {
    fn is_open(&self, who: Address) -> bool {
        self.world.status(who, self.batch) == DisputeStatus::Open
    }

    /// The author answers in the last block that it has, or at once.
    fn answer(&self, hasty: bool) {
        let contract = self.world.contract.sender(ALICE);
        if self.position.size == 1 || !self.is_open(BOB) {
            return;
        }
        let turn = contract.turn(self.batch.hash(), BOB, self.position.clone());
        if let (true, deadline) = turn.motsu_unwrap() {
            let now = self.world.now();
            self.world.at(if hasty { now } else { now.max(deadline) });
            self.reveal(&self.position);
        }
    }

    /// Others may have revealed it.
    fn reveal(&self, position: &Position) {
        if position.size > 1 {
            let frontier = self.batch.frontier(position);
            drop(self.world.reveal(position.size, frontier));
        }
    }

    /// Bob goes on with any entry; the author sees to it that whoever has lost is told so.
    fn go_on(&mut self, entry: u32) {
        let (world, at) = (self.world, self.position.clone());
        if at.size > 1 {
            let node = Node::root(at.size).unwrap();
            let entry = entry % node.frontier_len(4);
            if world.select(BOB, self.batch, &at, entry).is_ok() {
                let below = node.frontier_entry(4, entry).unwrap();
                let first = at.first + below.first();
                self.position = self.batch.position(first, below.size());
            }
        }
        drop(world.timeout(BOB, self.batch, &self.position));
        if self.position.size == 1 {
            drop(world.prove(BOB, self.batch, &self.position));
        }
    }

    /// As long as there is time for a dispute.
    fn convict_parent(&self) {
        if let (Some(parent), Some(lie)) = (&self.ground.parent, self.ground.lie) {
            if self.world.open(ALICE, parent).is_ok() {
                let leaf = self.world.descend(ALICE, parent, lie);
                self.world.prove(ALICE, parent, &leaf).unwrap();
            }
        }
    }

    /// The author answers all, time runs out for them, and what is decided is settled.
    fn end(&self) {
        let world = self.world;
        let at = |who| match who {
            BOB => self.position.clone(),
            _ => self.batch.root(),
        };
        let others = [BOB, CAROL, DAVE].into_iter();
        let open: Vec<_> = others.filter(|who| self.is_open(*who)).collect();
        for who in &open {
            self.reveal(&at(*who));
        }
        world.at(world.now() + 1_000);
        for who in open {
            match world.verdict(self.batch) {
                Verdict::Pending => world.timeout(who, self.batch, &at(who)).unwrap(),
                _ => world.settle(who, self.batch, &at(who)).unwrap(),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn prop_honest_author_keeps_its_stake_whatever_anybody_does(
        ancestry in solid(),
        counts in (1..30u32, 1..60u32),
        turns in proptest::collection::vec(turn(), 1..14),
        hasty: bool,
    ) {
        let world = World::new();
        let ground = ancestry.lay(&world, counts.0);
        let batch = world.submit(&ground.base, counts.1, None);
        assert!(world.publish(&batch));
        world.open(BOB, &batch).unwrap();
        let (parent, position) = (ground.parent.as_ref(), batch.root());
        let mut defence = Defence { world: &world, ground: &ground, batch: &batch, position };
        for turn in turns {
            defence.answer(hasty);
            if turn.convicts {
                defence.convict_parent();
            }
            let right = Attempt::new(&world, &batch, BOB, defence.position.clone());
            disturb(right, parent, turn.noise);
            world.at(world.now() + turn.delay);
            defence.go_on(turn.entry);
            prop_assert_ne!(world.verdict(&batch), Verdict::Invalid);
        }
        defence.end();
        let author = world.member(batch.header.sequencer);
        prop_assert_eq!((author.stake, author.banned, author.disputeHolds), (STAKE, false, 0));
        for who in [BOB, CAROL, DAVE] {
            prop_assert_ne!(world.status(who, &batch), DisputeStatus::Won);
        }
        let batches: Vec<_> = parent.into_iter().chain([&batch]).collect();
        world.assert_ledger(&batches, ALICE);
        if world.verdict(&batch) != Verdict::Orphaned {
            let _ = parent.is_some_and(|parent| world.finalize(parent));
            let _ = world.finalize(&batch);
            prop_assert_eq!(world.verdict(&batch), Verdict::Final);
        }
    }
}
