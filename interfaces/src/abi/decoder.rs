//! From calldata to arguments.

use alloc::vec::Vec;

use stylus_primitives::{Address, B256};
use stylus_sdk::abi::Bytes;

/// Length of a word, in bytes.
const WORD: usize = 32;

const ZERO: [u8; WORD] = [0; WORD];

/// Reads words from the left. A fault is remembered, and gives zeros from there on: whoever reads asks once,
/// at the end.
#[derive(Debug)]
pub struct Decoder<'a> {
    data: &'a [u8],
    /// Where the next head word is.
    at: usize,
    /// What places are counted from: the first head word of the list or struct at hand.
    base: usize,
    /// Where the next tail must be: in the canonical encoding tails follow the heads in order, without gaps.
    tail: usize,
    valid: bool,
}

impl<'a> Decoder<'a> {
    /// Of arguments whose heads have so many words.
    fn new(data: &'a [u8], words: usize) -> Self {
        Self {
            data,
            at: 0,
            base: 0,
            tail: words * WORD,
            valid: true,
        }
    }

    /// Whether all was canonical, and nothing is left.
    fn is_whole(&self) -> bool {
        self.valid && self.tail == self.data.len()
    }

    /// The next word.
    #[inline(never)]
    pub fn word(&mut self) -> &'a [u8; WORD] {
        let rest = self.data.get(self.at..).unwrap_or_default();
        if let Some(word) = rest.first_chunk() {
            self.at += WORD;
            word
        } else {
            self.valid = false;
            &ZERO
        }
    }

    /// The next word, of which only the low `N` bytes may be set: these.
    pub fn low<const N: usize>(&mut self) -> [u8; N] {
        let word = self.low_word(N);
        word.last_chunk().copied().unwrap_or([0; N])
    }

    #[inline(never)]
    fn low_word(&mut self, len: usize) -> &'a [u8; WORD] {
        let word = self.word();
        if word.iter().take(WORD - len).any(|byte| *byte != 0) {
            self.valid = false;
        }
        word
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u8) -> u8 {
        let number = u8::read(self);
        if number >= end {
            self.valid = false;
        }
        number
    }

    /// The items of a dynamic argument, each of `item` bytes: where it is by the next word, how many there
    /// are by the first word there.
    #[inline(never)]
    fn items(&mut self, item: usize) -> &'a [u8] {
        if !self.is_next() {
            return &[];
        }
        let head = self.at;
        self.at = self.tail;
        let count = u64::read(self);
        let items = self.padded(count, item);
        self.tail = self.at;
        self.at = head;
        items
    }

    /// Whether the next word gives the one place where the next tail can be.
    fn is_next(&mut self) -> bool {
        let offset = usize::try_from(u64::read(self)).ok();
        let place = offset.and_then(|offset| offset.checked_add(self.base));
        if place != Some(self.tail) {
            self.valid = false;
        }
        self.valid
    }

    /// A struct with dynamic parts, with so many words of its own: where it is by the next word, its fields there.
    pub fn nested<T>(&mut self, words: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.is_next();
        let outside = (self.at, self.base);
        (self.at, self.base) = (self.tail, self.tail);
        self.tail += words * WORD;
        let value = read(self);
        (self.at, self.base) = outside;
        value
    }

    /// A list of structs without dynamic parts.
    pub fn structs<T: for<'b> Argument<'b>>(&mut self) -> Vec<T> {
        let items = self.items(T::WORDS * WORD).chunks_exact(T::WORDS * WORD);
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            let mut inside = Decoder::new(item, T::WORDS);
            list.push(T::read(&mut inside));
            self.valid &= inside.is_whole();
        }
        list
    }

    /// So many items from here on, and zeros up to the next word.
    fn padded(&mut self, count: u64, item: usize) -> &'a [u8] {
        let len = usize::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(item));
        let rest = self.data.get(self.at..).unwrap_or_default();
        let Some((items, behind)) = len.and_then(|len| rest.split_at_checked(len)) else {
            self.valid = false;
            return &[];
        };
        // How many bytes are missing to a whole word.
        let padding = items.len().wrapping_neg() % WORD;
        match behind.split_at_checked(padding) {
            Some((padding, _)) if padding.iter().all(|byte| *byte == 0) => {}
            _ => self.valid = false,
        }
        self.at += items.len() + padding;
        items
    }
}

/// A type that a function may take; it may lie where the calldata has it.
pub trait Argument<'a>: Sized {
    /// Number of words in the head.
    const WORDS: usize = 1;

    /// Reads one; whatever the decoder gives, it is checked afterwards.
    fn read(from: &mut Decoder<'a>) -> Self;
}

/// The list of a function's arguments: a tuple.
pub trait Arguments<'a>: Sized {
    /// Number of words in all heads.
    const WORDS: usize;

    /// Reads them in order.
    fn read(from: &mut Decoder<'a>) -> Self;
}

/// The arguments that calldata behind the selector encodes, `None` if it is not their canonical encoding.
pub fn decode<'a, A: Arguments<'a>>(data: &'a [u8]) -> Option<A> {
    let mut decoder = Decoder::new(data, A::WORDS);
    let arguments = A::read(&mut decoder);
    decoder.is_whole().then_some(arguments)
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument<'_> for $number {
            fn read(from: &mut Decoder<'_>) -> Self {
                Self::from_be_bytes(from.low())
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, u128);

impl Argument<'_> for bool {
    fn read(from: &mut Decoder<'_>) -> Self {
        from.below(2) == 1
    }
}

impl Argument<'_> for Address {
    fn read(from: &mut Decoder<'_>) -> Self {
        from.low().into()
    }
}

impl Argument<'_> for B256 {
    fn read(from: &mut Decoder<'_>) -> Self {
        from.word().into()
    }
}

impl Argument<'_> for Bytes {
    fn read(from: &mut Decoder<'_>) -> Self {
        from.items(1).to_vec().into()
    }
}

/// Bytes where the calldata has them.
impl<'a> Argument<'a> for &'a [u8] {
    fn read(from: &mut Decoder<'a>) -> Self {
        from.items(1)
    }
}

impl Argument<'_> for Vec<Address> {
    fn read(from: &mut Decoder<'_>) -> Self {
        let (words, _) = from.items(WORD).as_chunks::<WORD>();
        from.valid &= words
            .iter()
            .all(|word| word.iter().take(12).all(|byte| *byte == 0));
        words
            .iter()
            .map(|word| Address::from_word(word.into()))
            .collect()
    }
}

impl Argument<'_> for Vec<B256> {
    fn read(from: &mut Decoder<'_>) -> Self {
        let (words, _) = from.items(WORD).as_chunks::<WORD>();
        words.iter().map(B256::from).collect()
    }
}

macro_rules! tuples {
    ($(($($argument:ident)*))*) => {$(
        impl<'a, $($argument: Argument<'a>),*> Arguments<'a> for ($($argument,)*) {
            const WORDS: usize = 0 $(+ $argument::WORDS)*;

            #[allow(unused_variables, clippy::unused_unit, reason = "the empty list")]
            fn read(from: &mut Decoder<'a>) -> Self {
                ($($argument::read(from),)*)
            }
        }
    )*};
}

tuples! {
    () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H J)
}
