//! The honest challenger against all that authors and strangers may do: it never loses its bond.

use alloy_primitives::B256;
use interfaces::contracts::{IBatchRegistry::Verdict, IFraudProof::DisputeStatus};
use merkle::{Keccak, Node};
use proptest::prelude::*;

use super::{
    super::batch::{hashes, Sample},
    ancestry::any_ancestry,
    challenger::Challenger,
    noise::{disturb, noise, Noise},
    world::{Base, World, ALICE, START},
};

/// How a dishonest author plays one turn.
#[derive(Clone, Copy, Debug)]
enum Answer {
    /// Reveals after so many blocks, too late perhaps.
    After(u64),
    /// Reveals what folds to another node, and then nothing.
    Garbage,
    /// Is silent.
    Never,
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => (0..9u64).prop_map(Answer::After),
        1 => (0..30u64).prop_map(Answer::After),
        1 => Just(Answer::Garbage),
        1 => Just(Answer::Never),
    ]
}

/// Plays the author's turn; gives the block at which it is over.
fn play(honest: &Challenger<'_>, answer: Answer, now: u64) -> u64 {
    let (world, size) = (honest.world, honest.position.size);
    let mut frontier = honest.frontier();
    match answer {
        Answer::After(delay) => {
            world.at(now + delay);
            // Of a node that was made up, this is another one.
            let _ = world.reveal(size, frontier);
            now + delay
        }
        Answer::Garbage => {
            frontier[0].0[0] ^= 1;
            let _ = world.reveal(size, frontier);
            now
        }
        Answer::Never => now,
    }
}

/// A false batch: claims that are wrong from a leaf on, and perhaps a node that nobody can open.
fn false_batch(
    world: &World,
    base: &Base,
    (count, lie): (u32, u32),
    hole: Option<usize>,
) -> (Sample, Vec<B256>) {
    let author = world.selected();
    let mut batch = Sample::on(&base.header, &base.last, author, count, Some(lie));
    batch.parent_proof.clone_from(&base.proof);
    let root = Node::root(count).unwrap();
    let mut frontier = batch.states().frontier(root, 4).unwrap();
    if let Some(hole) = hole {
        let hole = hole % frontier.len();
        frontier[hole].0[7] ^= 0x55;
        batch.header.mtsr = root.fold_frontier::<Keccak>(4, &frontier).unwrap().0.into();
    }
    let batch = world.submit_sample(batch);
    assert!(world.publish(&batch));
    (batch, hashes(&frontier))
}

/// What happens in one turn.
#[derive(Clone, Debug)]
struct Turn {
    noises: Vec<Noise>,
    answer: Answer,
    delay: u64,
}

fn turn() -> impl Strategy<Value = Turn> {
    let noise = prop_oneof![12 => noise(), 1 => Just(Noise::Cut)];
    let noises = proptest::collection::vec(noise, 0..6);
    (noises, answer(), 0..4u64).prop_map(|(noises, answer, delay)| Turn {
        noises,
        answer,
        delay,
    })
}

impl Challenger<'_> {
    /// Opens, and fights until the batch is decided. Five turns are more than any dispute has.
    fn fight(&mut self, parent: Option<&Sample>, turns: &[Turn]) {
        self.world.open(ALICE, self.batch).unwrap();
        let mut now = START;
        for turn in turns {
            for noise in &turn.noises {
                disturb(self.attempt(), parent, *noise);
            }
            if !self.is_undecided() {
                return;
            }
            if let (true, _) = self.turn() {
                now = play(self, turn.answer, now);
                self.world.at(now);
            }
            let (is_author, deadline) = self.turn();
            if is_author {
                self.world.at(now.max(deadline + 1));
                self.world
                    .timeout(ALICE, self.batch, &self.position)
                    .unwrap();
                return;
            }
            now += turn.delay;
            self.world.at(now);
            if self.position.size == 1 {
                return self.prove();
            }
            self.select();
        }
    }

    /// Selects so many times, each time after a reveal at once.
    fn descend(&mut self, steps: usize) {
        for _ in 0..steps {
            // What was made up cannot be revealed.
            let _ = self.world.reveal(self.position.size, self.frontier());
            if self.position.size == 1 || self.turn().0 {
                return;
            }
            self.select();
        }
    }

    /// Takes the bond back from what is decided; gives the reveals that it may have to pay for.
    fn settle(&self) -> u32 {
        if self.is_open() {
            self.world
                .settle(ALICE, self.batch, &self.position)
                .unwrap();
        }
        let contract = self.world.contract.sender(ALICE);
        contract.dispute_of(self.batch.hash(), ALICE).reveals
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn prop_honest_challenger_convicts_or_sees_the_batch_cut_whatever_anybody_does(
        ancestry in any_ancestry(),
        counts in (1..30u32, 2..60u32),
        lie: u32,
        hole in proptest::option::weighted(0.3, any::<usize>()),
        head_start in 0..3usize,
        turns in proptest::collection::vec(turn(), 5),
    ) {
        let world = World::new();
        let ground = ancestry.lay(&world, counts.0);
        let (batch, shown) = false_batch(&world, &ground.base, (counts.1, lie % counts.1), hole);
        let mut honest = Challenger::new(&world, &batch, &shown, &ground.base);
        let parent = ground.parent.as_ref();
        if let (Some(parent), Some(_)) = (parent, ground.lie) {
            // Whatever it has begun above is orphaned, once the lower lie is found.
            world.open(ALICE, &batch).unwrap();
            honest.descend(head_start);
            let below = parent.frontier(&parent.root());
            let mut first = Challenger::new(&world, parent, &below, world.genesis());
            first.fight(None, &turns);
            first.settle();
            prop_assert_eq!(world.verdict(parent), Verdict::Invalid);
            prop_assert_eq!(world.status(ALICE, parent), DisputeStatus::Won);
            let reveals = honest.settle();
            prop_assert_eq!(world.status(ALICE, &batch), DisputeStatus::Orphaned);
            prop_assert!(reveals as usize <= head_start + 1);
        } else {
            honest.fight(parent, &turns);
            honest.settle();
            let expected = match world.verdict(&batch) {
                Verdict::Orphaned => DisputeStatus::Orphaned,
                verdict => {
                    prop_assert_eq!(verdict, Verdict::Invalid);
                    DisputeStatus::Won
                }
            };
            prop_assert_eq!(world.status(ALICE, &batch), expected);
        }
        let batches: Vec<_> = parent.into_iter().chain([&batch]).collect();
        world.assert_ledger(&batches, ALICE);
    }
}
