//! The bitmap against a plain set of indices.

use std::{
    cell::Cell,
    collections::{BTreeSet, HashMap},
};

use alloy_primitives::U256;
use proptest::prelude::*;

use crate::bitmap::{lowest, mark, Words, WordsMut};

/// Words that count how often they are read and written.
#[derive(Default)]
struct Memory {
    words: HashMap<(u8, u64), U256>,
    reads: Cell<u32>,
    writes: u32,
}

impl Memory {
    fn of(indices: &BTreeSet<u64>) -> Self {
        let mut memory = Self::default();
        for index in indices {
            for level in 0..3 {
                let place = index >> (8 * level);
                let word = memory.words.entry((level, place / 256)).or_default();
                *word |= U256::from(1) << (place % 256);
            }
        }
        memory
    }

    /// Every bit of a higher level is set exactly when its word is not zero.
    fn assert_levels_agree(&self) {
        for level in 0..2 {
            for (_, word) in self.words.keys().filter(|(at, _)| *at == level) {
                let above = self.word(level + 1, word / 256);
                let said = above.bit((word % 256).try_into().unwrap());
                assert_eq!(said, !self.word(level, *word).is_zero(), "{level} {word}");
            }
        }
    }
}

impl Words for Memory {
    fn word(&self, level: u8, word: u64) -> U256 {
        self.reads.set(self.reads.get() + 1);
        let word = self.words.get(&(level, word));
        word.copied().unwrap_or_default()
    }
}

impl WordsMut for Memory {
    fn set_word(&mut self, level: u8, word: u64, bits: U256) {
        self.writes += 1;
        self.words.insert((level, word), bits);
    }
}

#[test]
fn lowest_finds_nothing_in_an_empty_map() {
    assert_eq!(lowest(&Memory::default(), 0, u64::MAX >> 30), None);
}

#[test]
fn lowest_finds_nothing_in_an_empty_range() {
    let memory = Memory::of(&BTreeSet::from([5]));
    assert_eq!(lowest(&memory, 5, 5), None);
    assert_eq!(lowest(&memory, 6, 5), None);
    assert_eq!(lowest(&memory, 0, 0), None);
}

#[test]
fn lowest_ignores_the_end_and_what_is_behind() {
    let memory = Memory::of(&BTreeSet::from([7]));
    assert_eq!(lowest(&memory, 0, 7), None);
    assert_eq!(lowest(&memory, 0, 8), Some(7));
    assert_eq!(lowest(&memory, 7, 8), Some(7));
    assert_eq!(lowest(&memory, 8, 100), None);
}

#[test]
fn lowest_succeeds_across_every_border_of_words() {
    for border in [1 << 8, 1 << 16, 1 << 24, 3 << 24, 255 << 16] {
        for (from, set) in [
            (border - 1, border),
            (border - 2, border + 300),
            (0, border),
        ] {
            let memory = Memory::of(&BTreeSet::from([set]));
            assert_eq!(lowest(&memory, from, set + 1), Some(set), "{from} {set}");
        }
    }
}

#[test]
fn lowest_succeeds_at_the_highest_indices() {
    let memory = Memory::of(&BTreeSet::from([u64::MAX - 1]));
    assert_eq!(
        lowest(&memory, u64::MAX - 300, u64::MAX),
        Some(u64::MAX - 1)
    );
    assert_eq!(lowest(&memory, u64::MAX, u64::MAX), None);
}

#[test]
fn mark_and_lowest_touch_a_few_words_however_many_are_set() {
    for open in [1, 100_000] {
        let mut memory = Memory::of(&(300..300 + open).collect());
        (memory.reads, memory.writes) = (Cell::new(0), 0);
        assert_eq!(lowest(&memory, 1, 200_000), Some(300));
        assert_eq!(lowest(&memory, 1, 300), None);
        assert!(memory.reads.get() <= 2 * 5, "{:?}", memory.reads);
        memory.reads.set(0);
        mark(&mut memory, 300, false);
        mark(&mut memory, 70_000, true);
        assert!(memory.reads.get() <= 2 * 3 && memory.writes <= 2 * 3);
    }
}

#[test]
fn mark_succeeds_at_both_ends_of_a_word() {
    let mut memory = Memory::default();
    for index in [0, 255, 256, 65_535, 65_536, (1 << 24) - 1, 1 << 24] {
        mark(&mut memory, index, true);
        assert_eq!(lowest(&memory, index, index + 1), Some(index));
        mark(&mut memory, index, false);
        assert!(memory.words.values().all(U256::is_zero), "{index}");
    }
}

/// What the registry does to its bitmap. The number picks one of the indices for which it is possible.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// So many batches are appended: each clears what its index has left.
    Append(u64),
    Open(u64),
    Close(usize),
    /// All from an index on are cut. Their bits stay.
    Cut(u64),
    Finalize(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (1..600u64).prop_map(Step::Append),
        1 => (1..4u64).prop_map(Step::Append),
        6 => any::<u64>().prop_map(Step::Open),
        3 => any::<usize>().prop_map(Step::Close),
        2 => any::<u64>().prop_map(Step::Cut),
        1 => any::<u64>().prop_map(Step::Finalize),
    ]
}

/// The bitmap as the registry uses it, and beside it the plain set of open indices.
struct Both {
    memory: Memory,
    open: BTreeSet<u64>,
    last_final: u64,
    next: u64,
}

impl Both {
    fn play(&mut self, step: Step) {
        let unfinal = self.next - self.last_final - 1;
        let pick = |number: u64| (unfinal > 0).then(|| self.last_final + 1 + number % unfinal);
        match step {
            Step::Append(count) => {
                for _ in 0..count {
                    mark(&mut self.memory, self.next, false);
                    self.next += 1;
                }
            }
            Step::Open(number) => {
                if let Some(index) = pick(number) {
                    mark(&mut self.memory, index, true);
                    self.open.insert(index);
                }
            }
            Step::Close(number) => {
                let open: Vec<_> = self.open.iter().copied().collect();
                if !open.is_empty() {
                    let index = open[number % open.len()];
                    mark(&mut self.memory, index, false);
                    self.open.remove(&index);
                }
            }
            Step::Cut(number) => {
                self.next = pick(number).unwrap_or(self.next);
                self.open.retain(|index| *index < self.next);
            }
            Step::Finalize(number) => {
                // Also over an open one: a proven batch.
                self.last_final = pick(number).unwrap_or(self.last_final);
            }
        }
    }
}

/// Indices that often share words on each level, and often do not.
fn index() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..2_000u64,
        65_000..66_100u64,
        (1u64 << 24) - 600..(1 << 24) + 600,
        0..(1u64 << 25),
    ]
}

proptest! {
    #[test]
    fn prop_lowest_agrees_with_a_set(
        indices in proptest::collection::btree_set(index(), 0..12),
        from in index(),
        end in index(),
    ) {
        let expected = indices.iter().copied().find(|at| (from..end).contains(at));
        prop_assert_eq!(lowest(&Memory::of(&indices), from, end), expected);
    }

    #[test]
    fn prop_lowest_agrees_with_a_set_after_every_schedule_of_marks_and_cuts(
        base in prop_oneof![Just(0), Just(65_300), Just((1 << 24) - 300)],
        schedule in proptest::collection::vec(step(), 1..60),
    ) {
        let (last_final, next) = (base, base + 1);
        let (memory, open) = (Memory::default(), BTreeSet::new());
        let mut both = Both { memory, open, last_final, next };
        for step in schedule {
            both.play(step);
            let from = both.last_final + 1;
            let expected = both.open.range(from..both.next.max(from)).next().copied();
            prop_assert_eq!(lowest(&both.memory, from, both.next), expected, "{:?}", step);
            both.memory.assert_levels_agree();
        }
    }
}
