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
    /// Bytes of the longest of these.
    pub(crate) longest: u32,
}

/// Hashes the elements of a run where they lie, and folds them; the first `known` of them were there before.
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
    let mut fold = RunFold::new(run, proof)?;
    let (mut taken, mut length, mut longest) = (0, 0_u32, 0);
    for frame in packed::frames(packed) {
        if taken >= known {
            let bytes = u32::try_from(frame.len() - 1).unwrap_or(u32::MAX);
            length = length.saturating_add(bytes);
            longest = bytes.max(longest);
        }
        taken += 1;
        fold.push::<H>(leaf_hash_in_frame::<H>(frame).unwrap_or_default())?;
    }
    Ok(Chunk {
        root: fold.finish::<H>()?,
        elements: taken.saturating_sub(known),
        length,
        longest,
    })
}
