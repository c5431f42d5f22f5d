//! Sizes: when a slot ends, how large a batch may be, and the hard caps on both.

use super::{ParameterError, ParameterField as Field};
use crate::{Blocks, Element, MAX_ELEMENT_LEN};

/// How many levels of the state tree one move of a dispute goes down (spec 4.4; fixed).
pub const BISECTION_LEVELS: u32 = 4;

/// How many hashes one move of a dispute reveals at most (spec section 5; fixed).
pub const FAN_OUT: u32 = 1 << BISECTION_LEVELS;

/// The most elements that any parameter set may allow in a batch: four moves of a dispute.
pub const MAX_BATCH_ELEMENTS: u32 = FAN_OUT.pow(4);

/// The most bytes that any parameter set may allow in a batch: about fifty transactions of the host
/// chain (at most 95,000 bytes each) to publish them.
pub const MAX_BATCH_DATA: u32 = 4 << 20;

/// The highest limit on the witness meter: what an element's proof may bring to Layer 1, in bytes.
pub const MAX_WITNESS_METER: u32 = 1 << 20;

/// The lowest limit on the witness meter: a transfer's sender, recipient and fee vault at 4,096 each.
pub const MIN_WITNESS_METER: u32 = 3 * 4_096;

/// The highest amount in a parameter set, in token base units: small enough that an amount times a
/// number of bytes, moves or basis points fits 128 bits.
pub const MAX_AMOUNT: u128 = 1 << 96;

/// The longest idle limit and join delay, in blocks: a week of blocks of 12 seconds. So long at most can one
/// silent sequencer, or a pool that has become empty, keep the L2 waiting.
pub const MAX_PAUSE: Blocks = Blocks(7 * 7_200);

/// When a sequencer's slot ends, and when a pool without sequencers heals (spec 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotLimits {
    /// The slot ends after the submission that takes its total above so many elements.
    pub elements: u32,
    /// The slot ends at so many batches.
    pub batches: u32,
    /// The slot may be ended by anyone after so many blocks without a submission.
    pub idle: Blocks,
    /// How long the first qualified joiner of an empty pool waits for its selection.
    pub join_delay: Blocks,
}

impl SlotLimits {
    pub(super) fn check(&self) -> Result<(), ParameterError> {
        Field::SlotElements.check_minimum(self.elements, 1u32)?;
        Field::SlotBatches.check_minimum(self.batches, 1u32)?;
        Field::IdleLimit.check_range(self.idle.0, 1, MAX_PAUSE.0)?;
        Field::JoinDelay.check_range(self.join_delay.0, 1, MAX_PAUSE.0)
    }
}

/// How large a batch, an element, and an element's proof may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BatchCaps {
    /// Most elements in a batch.
    pub elements: u32,
    /// Most bytes in a batch: the sum of its elements' lengths.
    pub data_length: u32,
    /// Most bytes in an element.
    pub element_length: u32,
    /// Limit of the witness meter of one element (spec section 3).
    pub witness_meter: u32,
}

impl BatchCaps {
    /// The most moves that a dispute over a batch within the caps needs to reach one leaf.
    pub fn reveals(&self) -> u32 {
        // The tree is as high as its last leaf's index is long.
        let levels = u32::BITS - self.elements.saturating_sub(1).leading_zeros();
        levels.div_ceil(BISECTION_LEVELS)
    }

    pub(super) fn check(&self) -> Result<(), ParameterError> {
        Field::BatchElements.check_range(self.elements, 1, MAX_BATCH_ELEMENTS)?;
        Field::ElementLength.check_range(
            u128::from(self.element_length),
            Element::PREFIX_LEN as u128 + 1,
            MAX_ELEMENT_LEN as u128,
        )?;
        Field::BatchData.check_range(self.data_length, self.element_length, MAX_BATCH_DATA)?;
        Field::WitnessMeter.check_range(self.witness_meter, MIN_WITNESS_METER, MAX_WITNESS_METER)
    }
}
