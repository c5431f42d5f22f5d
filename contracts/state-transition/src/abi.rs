//! The canonical ABI encoding, read strictly.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256};

/// The bytes are not the one encoding of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Length of a word in bytes.
const WORD: usize = 32;

/// Reads the arguments of one call: the head front to back, each dynamic argument at the end of the one before.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    arguments: &'a [u8],
    head: usize,
    tail: usize,
}

impl<'a> Reader<'a> {
    /// For arguments whose head has this many words.
    pub(crate) fn new(arguments: &'a [u8], head_words: usize) -> Self {
        Self {
            arguments,
            head: 0,
            tail: head_words * WORD,
        }
    }

    /// Fails unless everything was read.
    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.arguments.len() == self.tail {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    /// The next word of the head.
    pub(crate) fn word(&mut self) -> Result<&'a [u8; WORD], Malformed> {
        let word = word_at(self.arguments, self.head)?;
        self.head += WORD;
        Ok(word)
    }

    /// A `bytes32`.
    pub(crate) fn hash(&mut self) -> Result<B256, Malformed> {
        self.word().map(B256::from)
    }

    /// A `uint64`.
    pub(crate) fn u64(&mut self) -> Result<u64, Malformed> {
        self.word().and_then(number)
    }

    /// A `uint32`.
    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.u64()?).map_err(|_| Malformed)
    }

    /// An `address`.
    pub(crate) fn address(&mut self) -> Result<Address, Malformed> {
        self.word().and_then(address)
    }

    /// A `bytes`.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.enter()?;
        let padded = length.checked_next_multiple_of(WORD).ok_or(Malformed)?;
        let bytes = self.take(padded)?;
        let (bytes, padding) = bytes.split_at(length);
        if padding.iter().all(|byte| *byte == 0) {
            Ok(bytes)
        } else {
            Err(Malformed)
        }
    }

    /// An `address[]`.
    pub(crate) fn addresses(&mut self) -> Result<Vec<Address>, Malformed> {
        let length = self.enter()?.checked_mul(WORD).ok_or(Malformed)?;
        let (words, _) = self.take(length)?.as_chunks::<WORD>();
        words.iter().map(address).collect()
    }

    /// Goes to a dynamic argument, which must begin where the last one ended; its length.
    fn enter(&mut self) -> Result<usize, Malformed> {
        if self.u64()? != self.tail as u64 {
            return Err(Malformed);
        }
        let length = number(word_at(self.arguments, self.tail)?)?;
        self.tail += WORD;
        usize::try_from(length).map_err(|_| Malformed)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let end = self.tail.checked_add(length).ok_or(Malformed)?;
        let taken = self.arguments.get(self.tail..end).ok_or(Malformed)?;
        self.tail = end;
        Ok(taken)
    }
}

fn word_at(bytes: &[u8], at: usize) -> Result<&[u8; WORD], Malformed> {
    let rest = bytes.get(at..).ok_or(Malformed)?;
    rest.first_chunk().ok_or(Malformed)
}

/// A word as a number of 64 bits.
fn number(word: &[u8; WORD]) -> Result<u64, Malformed> {
    match word.split_last_chunk() {
        Some((high, low)) if is_zero(high) => Ok(u64::from_be_bytes(*low)),
        _ => Err(Malformed),
    }
}

fn address(word: &[u8; WORD]) -> Result<Address, Malformed> {
    match word.split_last_chunk::<20>() {
        Some((high, low)) if is_zero(high) => Ok(Address::from(low)),
        _ => Err(Malformed),
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// A word with this number.
pub(crate) fn encode_number(number: u64) -> Vec<u8> {
    let mut word = alloc::vec![0; WORD - 8];
    word.extend_from_slice(&number.to_be_bytes());
    word
}

/// The encoding of one `bytes`.
pub(crate) fn encode_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(3 * WORD + bytes.len());
    out.extend(encode_number(WORD as u64));
    out.extend(encode_number(bytes.len() as u64));
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(WORD), 0);
    out
}
