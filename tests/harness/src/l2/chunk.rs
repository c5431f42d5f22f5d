//! A batch's elements in pieces that one transaction each can publish (spec 4.3).

use merkle::{Hash, Keccak, Tree};
use std::ops::Range;

use crate::error::FlowError;

/// Most bytes of a transaction that Nitro takes (its `MaxTxDataSize`).
pub const MAX_TRANSACTION: usize = 95_000;

/// What a transaction has besides packed elements and proof, at most: its own fields and signature (below 200
/// bytes), selector, header, index, and the offsets, lengths and padding of the two lists.
const ENVELOPE: usize = 200 + 4 + 14 * 32 + 32 + 2 * (32 + 32) + 31;

/// Bytes of an element's length, before it.
const LENGTH: usize = size_of::<u32>();

/// A run of elements with its proof, small enough for one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Index of its first element.
    pub first: u32,
    /// Number of its elements.
    pub count: u32,
    /// Each element behind its length, a big-endian `u32`.
    pub packed: Vec<u8>,
    /// Range proof of the elements against the batch's MTTBR.
    pub proof: Vec<Hash>,
}

/// Cuts a run of a batch's elements into chunks, in order, each as long as a transaction can be.
///
/// # Errors
///
/// [`FlowError::Other`] if the batch has no such run, or an element that fits no transaction.
pub fn cut(elements: &[Vec<u8>], run: Range<u32>) -> Result<Vec<Chunk>, FlowError> {
    let tree =
        Tree::of_data::<Keccak, _>(elements).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    // A proof has at most as many hashes at each side as the tree has levels.
    let levels = usize::BITS - elements.len().leading_zeros();
    let room = MAX_TRANSACTION - ENVELOPE - 2 * 32 * levels as usize;
    let mut chunks = Vec::new();
    let mut first = run.start;
    while first < run.end {
        let chunk = longest(elements, &tree, first..run.end, room)?;
        first += chunk.count;
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// The longest chunk from the first element of a run on, whose packed elements have at most `room` bytes.
fn longest(
    elements: &[Vec<u8>],
    tree: &Tree,
    run: Range<u32>,
    room: usize,
) -> Result<Chunk, FlowError> {
    let first = run.start;
    let all = elements.get(run.start as usize..run.end as usize);
    let all = all
        .ok_or_else(|| anyhow::anyhow!("a batch of {} elements has no {run:?}", elements.len()))?;
    let (mut packed, mut count) = (Vec::new(), 0);
    for element in all {
        if packed.len() + LENGTH + element.len() > room {
            break;
        }
        pack(&mut packed, element)?;
        count += 1;
    }
    if count == 0 {
        return Err(anyhow::anyhow!("element {first} fits no transaction").into());
    }
    let proof = tree.prove(first, count);
    let proof = proof.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(Chunk {
        first,
        count,
        packed,
        proof,
    })
}

/// Adds an element behind its length.
///
/// # Errors
///
/// [`FlowError::Other`] above 4 GiB.
pub(crate) fn pack(packed: &mut Vec<u8>, element: &[u8]) -> Result<(), FlowError> {
    let length = u32::try_from(element.len()).map_err(anyhow::Error::from)?;
    packed.extend(length.to_be_bytes());
    packed.extend(element);
    Ok(())
}

/// The elements of a chunk, as they stand in calldata.
///
/// # Errors
///
/// [`FlowError::Other`] if the bytes end within an element.
pub fn unpack(packed: &[u8]) -> Result<Vec<Vec<u8>>, FlowError> {
    let mut elements = Vec::new();
    let mut rest = packed;
    while let Some((length, behind)) = rest.split_first_chunk::<LENGTH>() {
        let length = u32::from_be_bytes(*length) as usize;
        let element = behind.split_at_checked(length);
        let (element, behind) = element.ok_or_else(|| anyhow::anyhow!("an element is cut off"))?;
        elements.push(element.to_vec());
        rest = behind;
    }
    if rest.is_empty() {
        Ok(elements)
    } else {
        Err(anyhow::anyhow!("a length is cut off").into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunk, MAX_TRANSACTION, cut, unpack};
    use crate::l2::mttbr;
    use merkle::{Keccak, Run, leaf_hash};

    fn elements(count: usize, length: usize) -> Vec<Vec<u8>> {
        let element = |i: usize| i.to_be_bytes().into_iter().cycle().take(length).collect();
        (0..count).map(element).collect()
    }

    /// The elements of chunks that follow each other, each proved against the root.
    fn proved(chunks: &[Chunk], all: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let (count, root) = (u32::try_from(all.len()).unwrap(), mttbr(all));
        let mut elements = Vec::new();
        for chunk in chunks {
            assert_eq!(chunk.first as usize, elements.len());
            let run = Run::new(count, chunk.first, chunk.count).unwrap();
            let own = unpack(&chunk.packed).unwrap();
            let leaves = own.iter().map(|element| leaf_hash::<Keccak>(element));
            assert!(run.verify::<Keccak>(&root, leaves, &chunk.proof).is_ok());
            elements.extend(own);
        }
        elements
    }

    #[test]
    fn cut_gives_all_elements_in_as_few_chunks_as_fit() {
        let all = elements(3_000, 110);
        let chunks = cut(&all, 0..3_000).unwrap();
        assert_eq!(chunks.len(), 4);
        assert_eq!(proved(&chunks, &all), all);
        for chunk in &chunks {
            assert!(chunk.packed.len() + 32 * chunk.proof.len() < MAX_TRANSACTION);
        }
    }

    #[test]
    fn cut_takes_the_largest_element_that_there_is() {
        let all = elements(3, 65_536);
        let chunks = cut(&all, 0..3).unwrap();
        assert_eq!(chunks.len(), 3);
        assert_eq!(proved(&chunks, &all), all);
    }

    #[test]
    fn cut_fails_when_there_is_no_such_run_or_an_element_fits_nowhere() {
        assert!(cut(&elements(3, 10), 1..4).is_err());
        assert!(cut(&elements(3, MAX_TRANSACTION), 0..3).is_err());
        assert!(cut(&elements(3, 10), 3..3).unwrap().is_empty());
    }

    #[test]
    fn unpack_fails_when_the_bytes_end_early() {
        let chunk = cut(&elements(2, 9), 0..2).unwrap().remove(0);
        assert!(unpack(&chunk.packed[..chunk.packed.len() - 1]).is_err());
        assert!(unpack(&chunk.packed[..2]).is_err());
        assert!(unpack(&[]).unwrap().is_empty());
    }
}
