//! Elements as a call brings them, and as StateTransition takes them: each behind its length, a big-endian `u32`.
//!
//! The byte before each element is one that is of no use once the length is read: there the prefix of a leaf is written,
//! so that an element is hashed where it lies.

use core::{iter, mem};

use interfaces::contracts::IFraudProof::MalformedElements;

/// Bytes of a length.
const LENGTH: usize = 4;

/// Number of packed elements.
///
/// # Errors
///
/// `MalformedElements` if the bytes end within an element.
pub(crate) fn count(packed: &[u8]) -> Result<u32, MalformedElements> {
    let (mut count, mut rest) = (0, packed);
    while !rest.is_empty() {
        let behind = end_of_first(rest).and_then(|end| rest.get(end..));
        rest = behind.ok_or_else(|| MalformedElements {
            position: alloy_primitives::U256::from(packed.len() - rest.len()),
        })?;
        count += 1;
    }
    Ok(count)
}

/// Bytes of the first `known` elements, with their lengths.
pub(crate) fn length_of(packed: &[u8], known: u32) -> usize {
    let mut rest = packed;
    for _ in 0..known {
        let behind = end_of_first(rest).and_then(|end| rest.get(end..));
        rest = behind.unwrap_or_default();
    }
    packed.len() - rest.len()
}

/// The elements in order, each behind one spare byte; they end where the bytes do, or are malformed.
pub(crate) fn frames(packed: &mut [u8]) -> impl Iterator<Item = &mut [u8]> {
    let mut rest = packed;
    iter::from_fn(move || {
        let end = end_of_first(rest)?;
        let (frame, behind) = mem::take(&mut rest).split_at_mut_checked(end)?;
        rest = behind;
        frame.get_mut(LENGTH - 1..)
    })
}

fn end_of_first(packed: &[u8]) -> Option<usize> {
    let length = u32::from_be_bytes(*packed.first_chunk()?);
    LENGTH.checked_add(usize::try_from(length).ok()?)
}
