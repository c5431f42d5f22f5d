//! The bitmap against a plain set of indices.

use std::collections::{BTreeSet, HashMap};

use alloy_primitives::U256;
use proptest::prelude::*;

use crate::bitmap::{lowest, Words};

#[derive(Default)]
struct Memory(HashMap<(u8, u64), U256>);

impl Memory {
    fn of(indices: &BTreeSet<u64>) -> Self {
        let mut memory = Self::default();
        for index in indices {
            for level in 0..3 {
                let place = index >> (8 * level);
                let word = memory.0.entry((level, place / 256)).or_default();
                *word |= U256::from(1) << (place % 256);
            }
        }
        memory
    }
}

impl Words for Memory {
    fn word(&self, level: u8, word: u64) -> U256 {
        self.0.get(&(level, word)).copied().unwrap_or_default()
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
}
