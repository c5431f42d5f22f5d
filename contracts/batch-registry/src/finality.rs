//! When the batch after the last final one becomes final (spec 4.1).

use interfaces::contracts::IBatchRegistry as abi;
use types::{BatchIndex, BlockNumber, Record, Ruling};

use crate::error::Error;

/// Checks that a canonical batch whose parent is final may become final now.
///
/// Its own record decides: everything below it is final, so the only open data request that could hold it
/// back is its own. A proven batch waits for nothing.
///
/// # Errors
///
/// `BatchContested` while a request or dispute is open on it; `WindowOpen` until its window is over.
pub(crate) fn check(index: BatchIndex, record: &Record, now: BlockNumber) -> Result<(), Error> {
    if record.may_finalize(now) {
        return Ok(());
    }
    if record.is_contested() || record.ruling == Ruling::Invalid {
        return Err(abi::BatchContested { index: index.0 }.into());
    }
    Err(abi::WindowOpen {
        index: index.0,
        closesAt: record.closes_at.0,
        current: now.0,
    }
    .into())
}
