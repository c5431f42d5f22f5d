//! What the parameter set of a batch says about its data.

use interfaces::contracts::{
    IBatchRegistry::{Header, Parameters},
    IDataAvailability::{StillAnswerable, TooLate, VerdictPending},
};
use types::{BlockNumber, Blocks, RequestFees};

/// Fee and times of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// What a request costs.
    pub(crate) fee: u128,
    /// What a request on a halted L2 costs.
    pub(crate) halted_fee: u128,
    /// Time to answer a request.
    pub(crate) answer: Blocks,
    /// Time for the verdict on a halted L2.
    pub(crate) verdict: Blocks,
    /// Last block at which data that nobody has asked for counts.
    pub(crate) window_end: BlockNumber,
    /// Most bytes of an element.
    pub(crate) element_cap: u32,
}

impl Terms {
    /// Those of a batch by its own parameter set.
    pub(crate) fn of(header: &Header, set: &Parameters) -> Self {
        let fees = RequestFees {
            base: set.request.base,
            per_byte: set.request.perByte,
            halted_surcharge: set.request.haltedSurcharge,
        };
        Self {
            fee: fees.data_request(header.dataLength),
            halted_fee: fees.halted_request(header.dataLength),
            answer: Blocks(set.windows.dataRequest),
            verdict: Blocks(set.windows.halted),
            window_end: BlockNumber(header.submittedAt).after(Blocks(set.windows.challenge)),
            element_cap: set.batch.elementLength,
        }
    }
}

/// Checks that data may still be published.
///
/// # Errors
///
/// `TooLate`: exactly when [`expirable`] passes for the same deadline.
pub(crate) fn publishable(now: BlockNumber, until: BlockNumber) -> Result<(), TooLate> {
    if now.is_past(until) {
        return Err(TooLate {
            until: until.0,
            current: now.0,
        });
    }
    Ok(())
}

/// Checks that a request was not answered in time.
///
/// # Errors
///
/// `StillAnswerable`.
pub(crate) fn expirable(now: BlockNumber, deadline: BlockNumber) -> Result<(), StillAnswerable> {
    if now.is_past(deadline) {
        return Ok(());
    }
    Err(StillAnswerable {
        deadline: deadline.0,
        current: now.0,
    })
}

/// Checks that there was no verdict on a halted L2 in time.
///
/// # Errors
///
/// `VerdictPending`.
pub(crate) fn undecided(now: BlockNumber, until: BlockNumber) -> Result<(), VerdictPending> {
    if now.is_past(until) {
        return Ok(());
    }
    Err(VerdictPending {
        replayUntil: until.0,
        current: now.0,
    })
}
