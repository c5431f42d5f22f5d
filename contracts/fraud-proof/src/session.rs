//! Which elements of a run are new to a replay, and what they add to the MTSR.

use alloc::vec::Vec;

use alloy_primitives::U256;
use interfaces::contracts::IFraudProof::{
    GapBefore, NoElements, NothingNew, RunTooLong, WrongClaimCount,
};
use merkle::{Accumulator, Hash, Hasher, Run, LEAF_PREFIX};
use types::StateClaim;

use crate::error::Error;

/// Bytes of a claim.
const CLAIM: usize = StateClaim::ENCODED_LEN;

/// The run that so many elements from `first` on are, in a batch of `count` elements of which `cursor` are executed.
///
/// # Errors
///
/// `NoElements`, `GapBefore`, `RunTooLong`, `NothingNew`.
pub(crate) fn run(first: u32, given: u32, cursor: u32, count: u32) -> Result<Run, Error> {
    if given == 0 {
        return Err(NoElements {}.into());
    }
    if first > cursor {
        return Err(GapBefore { first, cursor }.into());
    }
    let end = u64::from(first) + u64::from(given);
    let run = Run::new(count, first, given).map_err(|_| RunTooLong { end, count })?;
    if run.end() <= cursor {
        let end = run.end();
        return Err(NothingNew { end, cursor }.into());
    }
    Ok(run)
}

/// The claims after so many elements, from the bytes that StateTransition gives.
///
/// # Errors
///
/// `WrongClaimCount`.
pub(crate) fn claims(bytes: &[u8], elements: u32) -> Result<&[[u8; CLAIM]], WrongClaimCount> {
    let (claims, rest) = bytes.as_chunks::<CLAIM>();
    if !rest.is_empty() || u32::try_from(claims.len()) != Ok(elements) {
        let bytesGiven = U256::from(bytes.len());
        return Err(WrongClaimCount {
            bytesGiven,
            elements,
        });
    }
    Ok(claims)
}

/// The leaf that a claim is in the state tree.
pub(crate) fn leaf<H: Hasher>(claim: &[u8; CLAIM]) -> Hash {
    let mut bytes = [LEAF_PREFIX; 1 + CLAIM];
    bytes[1..].copy_from_slice(claim);
    H::hash(&bytes)
}

/// The state tree so far: of `cursor` claims, by its peaks, the largest first.
pub(crate) fn resume(cursor: u32, peaks: &[Hash]) -> Accumulator {
    // As many as the cursor has bits: nobody else writes them.
    Accumulator::resume(cursor, peaks).unwrap_or_default()
}

/// The levels of the peaks of so many leaves, the largest first.
pub(crate) fn levels(leaves: u32) -> Vec<u32> {
    (0..u32::BITS)
        .rev()
        .filter(|level| leaves >> level & 1 == 1)
        .collect()
}
