//! The elements of one call, folded with their range proof.

use merkle::{leaf_hash_in_frame, Hash, Hasher, ProofError, Run, RunFold};

use crate::packed;

/// What the elements of a call come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// The root that they and the proof lead to.
    pub(crate) root: Hash,
    /// Elements that were not there before.
    pub(crate) elements: u32,
    /// Bytes of these.
    pub(crate) length: u32,
    /// Bytes of the longest of all: those that were there before have been judged by it already.
    pub(crate) longest: u32,
}

/// Hashes the elements of a run where they lie, and folds them; the first `known` of them, not all, were there before.
///
/// # Errors
///
/// `ProofLength`; other faults of the proof show in the root.
pub(crate) fn fold<H: Hasher>(
    run: Run,
    known: u32,
    packed: &mut [u8],
    proof: &[Hash],
) -> Result<Chunk, ProofError> {
    let new = run.len() - known;
    let length = packed::length_behind(packed, known, new);
    let mut fold = RunFold::new(run, proof)?;
    let mut longest = 0;
    // The loop that the gas of an answer goes to: what can be known outside of it is.
    for frame in packed::frames(packed) {
        longest = longest.max(frame.len());
        fold.push::<H>(leaf_hash_in_frame::<H>(frame).unwrap_or_default())?;
    }
    Ok(Chunk {
        root: fold.finish::<H>()?,
        elements: new,
        length: bytes(length),
        // A frame has one spare byte.
        longest: bytes(longest.saturating_sub(1)),
    })
}

/// No calldata is longer than 32 bits can say.
fn bytes(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
