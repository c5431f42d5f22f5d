//! The rules by which a batch is appended to the chain (spec 4.1).

use interfaces::contracts::IBatchRegistry as abi;
use types::{
    Address, BatchCaps, BatchIndex, BlockNumber, Bounds, Fork, Hash, Header, HeaderHash, L2Block,
    L2Timestamp, ParameterSetId, StateClaim, MAX_GENESIS_L2_BLOCK, MAX_L2_BLOCK_RISE,
    MAX_SECONDS_AHEAD,
};

use crate::error::Error;

/// What a sequencer says about its batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Submission {
    pub(crate) mttbr: Hash,
    pub(crate) mtsr: Hash,
    pub(crate) element_count: u32,
    pub(crate) data_length: u32,
    pub(crate) bounds: Bounds,
}

/// What the registry adds to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) fork: Fork,
    pub(crate) parent_hash: HeaderHash,
    pub(crate) sequencer: Address,
    pub(crate) producer: Address,
    pub(crate) parameter_set: ParameterSetId,
    pub(crate) submitted_at: BlockNumber,
}

impl Submission {
    /// Checks the batch against the caps of its parameter set, its parent and the host's timestamp.
    ///
    /// # Errors
    ///
    /// `EmptyBatch`, `TooManyElements`, `TooMuchData`, `L2BlockBelowParent`, `L2TimestampBelowParent`,
    /// `L2BlockAhead`, `L2TimestampAhead`: the first that holds, in this order.
    pub(crate) fn check(
        &self,
        parent: &Header,
        caps: &BatchCaps,
        host_timestamp: u64,
    ) -> Result<(), Error> {
        self.check_caps(caps)?;
        self.check_bounds(parent, host_timestamp)
    }

    /// The header that the batch gets on top of `parent`.
    pub(crate) fn header(&self, parent: &Header, context: &Context) -> Header {
        Header {
            instance: parent.instance,
            fork: context.fork,
            index: BatchIndex(parent.index.0 + 1),
            parent: context.parent_hash,
            mttbr: self.mttbr,
            mtsr: self.mtsr,
            element_count: self.element_count,
            data_length: self.data_length,
            last_l2_block: self.bounds.last_l2_block,
            last_l2_timestamp: self.bounds.last_l2_timestamp,
            sequencer: context.sequencer,
            producer: context.producer,
            parameter_set: context.parameter_set,
            submitted_at: context.submitted_at,
        }
    }

    fn check_caps(&self, caps: &BatchCaps) -> Result<(), Error> {
        if self.element_count == 0 {
            return Err(abi::EmptyBatch {}.into());
        }
        if self.element_count > caps.elements {
            return Err(abi::TooManyElements {
                count: self.element_count,
                cap: caps.elements,
            }
            .into());
        }
        if self.data_length > caps.data_length {
            return Err(abi::TooMuchData {
                dataLength: self.data_length,
                cap: caps.data_length,
            }
            .into());
        }
        Ok(())
    }

    fn check_bounds(&self, parent: &Header, host_timestamp: u64) -> Result<(), Error> {
        let Bounds {
            last_l2_block,
            last_l2_timestamp,
        } = self.bounds;
        if last_l2_block < parent.last_l2_block {
            return Err(abi::L2BlockBelowParent {
                given: last_l2_block.0,
                parent: parent.last_l2_block.0,
            }
            .into());
        }
        if last_l2_timestamp < parent.last_l2_timestamp {
            return Err(abi::L2TimestampBelowParent {
                given: last_l2_timestamp.0,
                parent: parent.last_l2_timestamp.0,
            }
            .into());
        }
        let highest = L2Block(parent.last_l2_block.0.saturating_add(MAX_L2_BLOCK_RISE));
        not_ahead(last_l2_block, highest, last_l2_timestamp, host_timestamp)
    }
}

/// Checks that the L2 does not start so far ahead that its batches could not go on from there.
///
/// # Errors
///
/// `L2BlockAhead`, `L2TimestampAhead`.
pub(crate) fn check_genesis(claim: &StateClaim, host_timestamp: u64) -> Result<(), Error> {
    not_ahead(
        claim.l2_block,
        MAX_GENESIS_L2_BLOCK,
        claim.l2_timestamp,
        host_timestamp,
    )
}

#[inline(never)]
fn not_ahead(
    block: L2Block,
    highest: L2Block,
    timestamp: L2Timestamp,
    host_timestamp: u64,
) -> Result<(), Error> {
    if block > highest {
        return Err(abi::L2BlockAhead {
            given: block.0,
            highest: highest.0,
        }
        .into());
    }
    let latest = host_timestamp.saturating_add(MAX_SECONDS_AHEAD);
    if timestamp.0 > latest {
        return Err(abi::L2TimestampAhead {
            given: timestamp.0,
            latest,
        }
        .into());
    }
    Ok(())
}
