//! The root of a growing list, without the list.

use crate::{EMPTY_ROOT, Hash, Hasher, PeaksError, node_hash};

/// The most peaks that an accumulator can have: one per bit of its count.
const MAX_PEAKS: usize = 64;

/// A streaming accumulator: takes leaf hashes one by one and gives the root at any moment.
///
/// It keeps the roots of the perfect subtrees that the leaves so far consist of, one per set bit of
/// their number, the largest and leftmost first: the *peaks*. Appending costs one hash per leaf,
/// amortised; the root costs one hash per peak. Count and peaks are its whole state: a contract persists
/// them between transactions and goes on with [`Accumulator::resume`].
#[derive(Clone, Debug)]
pub struct Accumulator {
    count: u64,
    peaks: [Hash; MAX_PEAKS],
}

impl Accumulator {
    /// The accumulator of the empty list.
    pub const fn new() -> Self {
        Self {
            count: 0,
            peaks: [Hash::ZERO; MAX_PEAKS],
        }
    }

    /// The accumulator with this state, as [`Accumulator::count`] and [`Accumulator::peaks`] gave it.
    ///
    /// # Errors
    ///
    /// [`PeaksError`] when a list of `count` leaves has another number of peaks.
    pub fn resume(count: u32, peaks: &[Hash]) -> Result<Self, PeaksError> {
        let expected = count.count_ones() as usize;
        if peaks.len() != expected {
            return Err(PeaksError {
                leaves: count,
                expected,
                actual: peaks.len(),
            });
        }
        let mut accumulator = Self::new();
        accumulator.count = count.into();
        accumulator.peaks[..expected].copy_from_slice(peaks);
        Ok(accumulator)
    }

    /// Number of leaves so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The peaks: as many hashes as [`Accumulator::count`] has set bits, the largest subtree first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks[..self.count.count_ones() as usize]
    }

    /// Appends a leaf by its hash.
    pub fn push<H: Hasher>(&mut self, leaf_hash: Hash) {
        self.push_subtree::<H>(leaf_hash, 0);
    }

    /// Appends each of the leaves.
    pub fn extend<H: Hasher>(&mut self, leaf_hashes: impl IntoIterator<Item = Hash>) {
        for leaf_hash in leaf_hashes {
            self.push::<H>(leaf_hash);
        }
    }

    /// The root of the list so far; [`EMPTY_ROOT`] of the empty one.
    pub fn root<H: Hasher>(&self) -> Hash {
        match self.peaks().split_last() {
            Some((last, larger)) => bag::<H>(larger, *last),
            None => EMPTY_ROOT,
        }
    }

    /// The root of the list so far with one more node at its right end, of fewer leaves than the smallest
    /// peak or as many.
    pub(crate) fn root_with<H: Hasher>(&self, last: Hash) -> Hash {
        bag::<H>(self.peaks(), last)
    }

    /// Appends a perfect subtree of 2^level leaves; the count must be a multiple of its size.
    ///
    /// The count cannot overflow: it starts below 2^32 and a push of one leaf adds one.
    pub(crate) fn push_subtree<H: Hasher>(&mut self, subtree: Hash, level: u32) {
        let mut hash = subtree;
        let mut length = self.count.count_ones() as usize;
        // As in binary addition: each set bit from `level` up is a peak of the same size on the left.
        let mut bit = level;
        while self.count >> bit & 1 == 1 {
            length -= 1;
            hash = node_hash::<H>(&self.peaks[length], &hash);
            bit += 1;
        }
        self.peaks[length] = hash;
        self.count += 1 << level;
    }
}

impl Default for Accumulator {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Accumulator {
    /// Equal state; what lies behind the peaks in memory does not count.
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.peaks() == other.peaks()
    }
}

impl Eq for Accumulator {}

/// Joins neighbouring subtrees, the smallest (`last`) first, as a split at the largest power of two does.
fn bag<H: Hasher>(larger: &[Hash], last: Hash) -> Hash {
    larger
        .iter()
        .rev()
        .fold(last, |right, left| node_hash::<H>(left, &right))
}

/// The root of a list of leaf hashes.
pub fn root<H: Hasher>(leaf_hashes: impl IntoIterator<Item = Hash>) -> Hash {
    let mut accumulator = Accumulator::new();
    accumulator.extend::<H>(leaf_hashes);
    accumulator.root::<H>()
}

/// The root of a list of leaf data.
pub fn root_of_data<H: Hasher, D: AsRef<[u8]>>(leaves: impl IntoIterator<Item = D>) -> Hash {
    root::<H>(
        leaves
            .into_iter()
            .map(|data| crate::leaf_hash::<H>(data.as_ref())),
    )
}
