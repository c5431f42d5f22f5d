//! A batch in runs, each short enough for one transaction of a replay.

use merkle::Hash;

use crate::error::FlowError;

/// A run of elements, with what Layer 1 needs to execute it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Index of its first element.
    pub first: u32,
    /// Number of its elements.
    pub count: u32,
    /// Each element behind its length, a big-endian `u32`.
    pub packed: Vec<u8>,
    /// Range proof of the elements against the batch's MTTBR.
    pub proof: Vec<Hash>,
    /// What the run needs of the state before it, encoded.
    pub witness: Vec<u8>,
}

impl Run {
    /// Bytes that grow with the run.
    pub fn length(&self) -> usize {
        self.packed.len() + 32 * self.proof.len() + self.witness.len()
    }
}

/// The longest run of at most `most` elements with at most `room` bytes; one of a single element if none has as few.
/// `run` makes the run of so many elements; a longer one has more bytes.
///
/// # Errors
///
/// The first error of `run`.
pub(crate) fn longest_run(
    most: u32,
    room: usize,
    mut run: impl FnMut(u32) -> Result<Run, FlowError>,
) -> Result<Run, FlowError> {
    let whole = run(most)?;
    if whole.length() <= room || most <= 1 {
        return Ok(whole);
    }
    let mut longest = run(1)?;
    let (mut fits, mut too_many) = (1, most);
    while too_many - fits > 1 {
        let middle = fits.midpoint(too_many);
        let candidate = run(middle)?;
        if candidate.length() <= room {
            (fits, longest) = (middle, candidate);
        } else {
            too_many = middle;
        }
    }
    Ok(longest)
}
