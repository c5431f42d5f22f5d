//! How many votes there were at the end of a block: the stake of members that are not leaving. No VM in here.
//!
//! The newest state has a word of its own, and what it was before goes to a list of older ones when a later block
//! changes it: what is asked for is mostly the newest. Several changes in one block leave the last.

/// Votes from the end of a block on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) since: u64,
    pub(crate) votes: u128,
}

/// Where they are kept. All zero before the first change.
pub(crate) trait Checkpoints {
    /// The newest, and how many are older.
    fn newest(&self) -> (Checkpoint, u32);
    /// One of the older ones, counted from 0 in the order of their blocks.
    fn older(&self, number: u32) -> Checkpoint;
    /// Sets the newest, and how many are older.
    fn set_newest(&mut self, newest: Checkpoint, older: u32);
    /// Sets one of the older ones.
    fn set_older(&mut self, number: u32, checkpoint: Checkpoint);
}

/// Votes after a change at block `now`, which is never below that of an earlier change.
pub(crate) fn change<C: Checkpoints>(kept: &mut C, now: u64, votes: u128) {
    let (before, mut older) = kept.newest();
    let is_first = before.votes == 0 && older == 0;
    // Before the first there were none anyhow.
    if before.since != now && !is_first {
        kept.set_older(older, before);
        // One per block at the most: 32 bits are never used up.
        older += 1;
    }
    kept.set_newest(Checkpoint { since: now, votes }, older);
}

/// Votes at the end of a block.
pub(crate) fn at<C: Checkpoints>(kept: &C, block: u64) -> u128 {
    let (newest, older) = kept.newest();
    if newest.since <= block {
        return newest.votes;
    }
    // The number of those that had begun by then.
    let (mut low, mut high) = (0, older);
    while low < high {
        let middle = low + (high - low) / 2;
        if kept.older(middle).since <= block {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1).map_or(0, |last| kept.older(last).votes)
}
