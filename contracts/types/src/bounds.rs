//! What a header allows its elements.

use crate::{L2Block, L2Timestamp};

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
