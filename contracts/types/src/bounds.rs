//! What a header allows its elements, and what Layer 1 allows a header.

use crate::{L2Block, L2Timestamp};

/// How far a batch may raise the last L2 block above its parent's.
///
/// An element carries the L2's number to anywhere below its header's bound, for ever: without a limit one
/// batch could take it to the last number that there is. This is well above any honest batch: as many empty
/// blocks of one second come in twelve days. Nor does a longer silence stop a sequencer, because its next
/// batch, even of one element that is not executable, may raise the bound by as much again.
pub const MAX_L2_BLOCK_RISE: u64 = 1 << 20;

/// The highest L2 block to start from: from here it takes 2^43 batches to reach the last number.
pub const MAX_GENESIS_L2_BLOCK: L2Block = L2Block(1 << 63);

/// How far ahead of the host's timestamp a header's last L2 timestamp may lie, in seconds: the clocks of
/// block producer and host may differ, but a batch from the far future would bind all after it.
pub const MAX_SECONDS_AHEAD: u64 = 15 * 60;

/// The L2 block and time that no element of a batch may exceed; an element above them is not executable
/// (spec section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The header's last L2 block.
    pub last_l2_block: L2Block,
    /// The header's last L2 timestamp, in seconds.
    pub last_l2_timestamp: L2Timestamp,
}

impl Bounds {
    /// Whether an element of this block and time is within the bounds, which themselves are allowed.
    pub fn allow(&self, block: L2Block, timestamp: L2Timestamp) -> bool {
        block <= self.last_l2_block && timestamp <= self.last_l2_timestamp
    }
}
