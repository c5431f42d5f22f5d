//! The batches with an open data request, as a bitmap by index in which the lowest is found by reading a
//! few words, however many there are.
//!
//! Level 0 has one bit per index; a bit of level 1 says that a word of level 0 is not zero, a bit of level 2
//! that a word of level 1 is not zero. One word of level 2 thus covers 256^3 = 16,777,216 batches, and an
//! index has one word per level: its number without the lower 8, 16 or 24 bits.
//!
//! A bit of a higher level is set exactly when its word is not zero, so also for stale bits at or above the end:
//! `descend` can trust it, and what it finds there is recognised by its index. All that is asked of the caller is
//! that an index that comes to lie below the end has its own bit right.

use alloy_primitives::U256;

/// The highest level.
const TOP: u8 = 2;

/// Bits of an index that one level consumes.
const BITS: u8 = 8;

/// Where the words are kept.
pub(crate) trait Words {
    /// The word number `word` of a level from 0 to 2.
    fn word(&self, level: u8, word: u64) -> U256;
}

/// Where they can be written, too.
pub(crate) trait WordsMut: Words {
    /// Sets the word number `word` of a level from 0 to 2.
    fn set_word(&mut self, level: u8, word: u64, bits: U256);
}

/// Sets or clears the bit of an index: one word, and one more per level for as long as a word becomes zero, or
/// ceases to be.
pub(crate) fn mark(words: &mut impl WordsMut, index: u64, set: bool) {
    let mut place = index;
    for level in 0..=TOP {
        // The low eight bits are the place within the word.
        let [.., bit] = place.to_be_bytes();
        place >>= BITS;
        let before = words.word(level, place);
        let mut after = before;
        after.set_bit(bit.into(), set);
        words.set_word(level, place, after);
        if before.is_zero() == after.is_zero() {
            return;
        }
    }
}

/// The lowest set bit in `from..end`; bits elsewhere are ignored.
///
/// Reads at most five words, and one more per 16,777,216 indices of the range: up, level by level, until
/// a word has a bit at or behind the place, then down along the lowest bits.
pub(crate) fn lowest(words: &impl Words, from: u64, end: u64) -> Option<u64> {
    let last = end.checked_sub(1)?;
    let (mut level, mut place) = (0, from);
    while place <= last >> (level * BITS) {
        if let Some(set) = next_in_word(words, level, place) {
            let index = descend(words, level, set);
            return (index <= last).then_some(index);
        }
        // The rest of this word is empty: on to what the next place of the level above covers.
        place = (place >> BITS) + 1;
        if level < TOP {
            level += 1;
        } else {
            place <<= BITS;
        }
    }
    None
}

/// The lowest set place at or behind `place` in the word that holds it.
fn next_in_word(words: &impl Words, level: u8, place: u64) -> Option<u64> {
    // The low eight bits are the place within the word.
    let [.., bit] = place.to_be_bytes();
    let behind = words.word(level, place >> BITS) >> bit;
    (!behind.is_zero()).then(|| place + behind.trailing_zeros() as u64)
}

/// From a set place of a level down to the lowest index under it.
fn descend(words: &impl Words, level: u8, place: u64) -> u64 {
    let mut place = place;
    for level in (0..level).rev() {
        let below = words.word(level, place).trailing_zeros() as u64;
        place = (place << BITS) + below;
    }
    place
}
