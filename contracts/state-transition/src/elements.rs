//! A run of elements: each its length, u32 big-endian, and its bytes.

use alloc::vec::Vec;

/// Splits a run.
///
/// # Errors
///
/// The byte at which it breaks: of a length that is cut short, or of one above what is left.
pub(crate) fn split(run: &[u8]) -> Result<Vec<&[u8]>, usize> {
    let mut elements = Vec::new();
    let mut rest = run;
    while !rest.is_empty() {
        let position = run.len() - rest.len();
        let (length, bytes) = rest.split_first_chunk().ok_or(position)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| position)?;
        let (element, after) = bytes.split_at_checked(length).ok_or(position)?;
        elements.push(element);
        rest = after;
    }
    Ok(elements)
}
