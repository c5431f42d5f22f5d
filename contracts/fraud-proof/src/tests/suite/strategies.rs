//! Each side against everything that the other may do: whoever is honest loses neither bond nor stake.

use alloy_primitives::{Address, B256};
use interfaces::contracts::{
    IBatchRegistry::Verdict,
    IFraudProof::{DisputeStatus, Position},
};
use merkle::{Keccak, Node};
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    super::{
        batch::{hashes, Sample},
        world::bond,
    },
    challenger::Challenger,
    world::{World, ALICE, BOB, CAROL, DAVE, SEQUENCERS, STAKE, START},
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

/// What a stranger, or the other side, tries between moves.
#[derive(Clone, Copy, Debug)]
enum Noise {
    TimeOut,
    Settle,
    /// With what is right for another leaf.
    Prove(u32),
    /// With an entry and a frontier that are made up.
    Select(u32),
    OpenOwn(u8),
    RevealSome(u32),
}

fn noise() -> impl Strategy<Value = Noise> {
    prop_oneof![
        Just(Noise::TimeOut),
        Just(Noise::Settle),
        any::<u32>().prop_map(Noise::Prove),
        (0..20u32).prop_map(Noise::Select),
        (0..3u8).prop_map(Noise::OpenOwn),
        any::<u32>().prop_map(Noise::RevealSome),
    ]
}

/// Tries something against a dispute of `challenger`; whether it is done does not matter here.
fn disturb(world: &World, batch: &Sample, challenger: Address, position: &Position, noise: Noise) {
    let _ = match noise {
        Noise::TimeOut => world.timeout(challenger, batch, position),
        Noise::Settle => world.settle(challenger, batch, position),
        Noise::Prove(leaf) => {
            let leaf = leaf % batch.count();
            let mut contract = world.contract.sender(DAVE);
            let proved = contract.prove(
                batch.header.clone(),
                batch.parent.clone(),
                challenger,
                position.clone(),
                batch.element(leaf),
                batch.claim_before(leaf),
                vec![],
                &[],
            );
            proved.motsu_res()
        }
        Noise::Select(entry) => {
            let frontier = vec![B256::repeat_byte(entry as u8); position.size.min(16) as usize];
            let mut contract = world.contract.sender(BOB);
            let selected = contract.select(batch.hash(), position.clone(), frontier, entry);
            selected.motsu_res()
        }
        Noise::OpenOwn(who) => world.open([BOB, CAROL, DAVE][usize::from(who)], batch),
        Noise::RevealSome(leaf) => {
            let (entry, below) = batch.entry(&batch.root(), leaf % batch.count());
            let frontier = if below.size > 1 {
                batch.frontier(&below)
            } else {
                vec![B256::repeat_byte(entry as u8); 2]
            };
            world.reveal(below.size, frontier).map(|_| ())
        }
    };
}

/// A false batch: claims that are wrong from a leaf on, and perhaps a node that nobody can open.
fn false_batch(world: &World, count: u32, lie: u32, hole: Option<usize>) -> (Sample, Vec<B256>) {
    let base = world.genesis();
    let author = world.selected();
    let mut batch = Sample::on(&base.header, &base.last, author, count, Some(lie));
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn prop_honest_challenger_convicts_whatever_the_author_does(
        count in 2..60u32,
        lie: u32,
        hole in proptest::option::weighted(0.3, any::<usize>()),
        answers in proptest::collection::vec(answer(), 4),
        delays in proptest::collection::vec(0..4u64, 5),
        noises in proptest::collection::vec(proptest::collection::vec(noise(), 0..5), 5),
    ) {
        let world = World::new();
        let (batch, shown) = false_batch(&world, count, lie % count, hole);
        let base = world.genesis();
        let truth = Sample::on(&base.header, &base.last, SEQUENCERS[0], count, None);
        let position = Position { first: 0, size: count, node: batch.header.mtsr };
        world.open(ALICE, &batch).unwrap();
        let mut honest = Challenger { world: &world, batch: &batch, shown: &shown, truth, position };
        let mut now = START;
        for turn in 0..5 {
            for noise in &noises[turn] {
                disturb(&world, &batch, ALICE, &honest.position, *noise);
            }
            if !honest.is_open() {
                break;
            }
            if let (true, _) = honest.turn() {
                now = play(&honest, answers[turn % 4], now);
                world.at(now);
            }
            let (is_author, deadline) = honest.turn();
            if is_author {
                world.at(now.max(deadline + 1));
                world.timeout(ALICE, &batch, &honest.position).unwrap();
                break;
            }
            now += delays[turn];
            world.at(now);
            if honest.position.size == 1 {
                honest.prove();
                break;
            }
            honest.select();
        }
        prop_assert_eq!(world.verdict(&batch), Verdict::Invalid);
        prop_assert_eq!(world.status(ALICE, &batch), DisputeStatus::Won);
        // Nobody has opened before.
        prop_assert_eq!(world.credit(ALICE), bond() + super::world::REWARD);
        prop_assert_eq!(world.member(SEQUENCERS[0]).stake, 0);
        world.assert_solvent();
    }

    #[test]
    fn prop_honest_author_keeps_its_stake_whatever_challengers_do(
        count in 1..60u32,
        moves in proptest::collection::vec((0..16u32, 0..26u64, noise()), 1..14),
        hasty: bool,
    ) {
        let world = World::new();
        let batch = world.submit(world.genesis(), count, None);
        assert!(world.publish(&batch));
        world.open(BOB, &batch).unwrap();
        let mut position = batch.root();
        let mut now = START;
        for (entry, delay, noise) in moves {
            // The author answers in the last block that it has, or at once.
            if position.size > 1 {
                let turn = world.contract.sender(ALICE).turn(batch.hash(), BOB, position.clone());
                if let Ok((true, deadline)) = turn.motsu_res() {
                    now = if hasty { now } else { deadline };
                    world.at(now);
                    world.reveal(position.size, batch.frontier(&position)).unwrap();
                }
            }
            disturb(&world, &batch, BOB, &position, noise);
            now += delay;
            world.at(now);
            let length = if position.size > 1 { batch.frontier(&position).len() as u32 } else { 1 };
            let entry = entry % length;
            if position.size > 1 && world.select(BOB, &batch, &position, entry).is_ok() {
                let node = Node::root(position.size).unwrap();
                let below = node.frontier_entry(4, entry).unwrap();
                position = batch.position(position.first + below.first(), below.size());
            }
            // The author sees to it that whoever has lost is told so.
            let _ = world.timeout(BOB, &batch, &position);
            if position.size == 1 {
                let _ = world.prove(BOB, &batch, &position);
            }
            prop_assert_eq!(world.verdict(&batch), Verdict::Pending);
        }
        // The author answers all others as well, and time runs out for them.
        for who in [BOB, CAROL, DAVE] {
            if world.status(who, &batch) == DisputeStatus::Open {
                let at = if who == BOB { position.clone() } else { batch.root() };
                if at.size > 1 {
                    let _ = world.reveal(at.size, batch.frontier(&at));
                }
            }
        }
        now += 1_000;
        world.at(now);
        for who in [BOB, CAROL, DAVE] {
            if world.status(who, &batch) == DisputeStatus::Open {
                let at = if who == BOB { position.clone() } else { batch.root() };
                world.timeout(who, &batch, &at).unwrap();
            }
            prop_assert_ne!(world.status(who, &batch), DisputeStatus::Won);
            prop_assert_eq!(world.credit(who), 0);
        }
        let author = world.member(SEQUENCERS[0]);
        prop_assert_eq!((author.stake, author.banned, author.disputeHolds), (STAKE, false, 0));
        prop_assert!(world.finalize(&batch));
        world.assert_solvent();
    }
}
