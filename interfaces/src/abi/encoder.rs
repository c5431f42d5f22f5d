//! From results to return data.

use alloc::vec::Vec;

use stylus_primitives::{Address, B256};
use stylus_sdk::ArbResult;

/// Return data under construction.
#[derive(Debug, Default)]
pub struct Encoder {
    data: Vec<u8>,
}

impl Encoder {
    /// Calldata of a function, up to its arguments.
    pub fn calling(selector: [u8; 4]) -> Self {
        let data = selector.to_vec();
        Self { data }
    }

    /// Appends a word with these low bytes, at most 32.
    #[inline(never)]
    pub fn word(&mut self, low: &[u8]) {
        let end = self.data.len() + 32;
        self.data.resize(end - low.len(), 0);
        self.data.extend_from_slice(low);
    }

    /// Appends the tail of dynamic bytes: their length, then they, with zeros up to the next word.
    #[inline(never)]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.data.extend_from_slice(bytes);
        let padding = bytes.len().wrapping_neg() % 32;
        self.data.resize(self.data.len() + padding, 0);
    }

    #[inline(never)]
    fn number(&mut self, number: u64) {
        self.word(&number.to_be_bytes());
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.data
    }
}

/// A type without dynamic parts that a function may return.
pub trait Value {
    /// Appends its words.
    fn write(&self, to: &mut Encoder);
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Value for $number {
            fn write(&self, to: &mut Encoder) {
                to.number(u64::from(*self));
            }
        }
    )*};
}

numbers!(bool, u8, u16, u32, u64);

impl Value for u128 {
    fn write(&self, to: &mut Encoder) {
        to.word(&self.to_be_bytes());
    }
}

impl Value for Address {
    fn write(&self, to: &mut Encoder) {
        to.word(self.as_slice());
    }
}

impl Value for B256 {
    fn write(&self, to: &mut Encoder) {
        to.word(self.as_slice());
    }
}

impl Value for () {
    fn write(&self, _: &mut Encoder) {}
}

impl<A: Value, B: Value> Value for (A, B) {
    fn write(&self, to: &mut Encoder) {
        self.0.write(to);
        self.1.write(to);
    }
}

impl<A: Value, B: Value, C: Value> Value for (A, B, C) {
    fn write(&self, to: &mut Encoder) {
        self.0.write(to);
        self.1.write(to);
        self.2.write(to);
    }
}

/// What a method gives back.
pub trait Answer {
    /// The return data, or the revert data.
    ///
    /// # Errors
    ///
    /// The encoded error of the method.
    fn answer(self) -> ArbResult;
}

impl<V: Value> Answer for V {
    fn answer(self) -> ArbResult {
        let mut encoder = Encoder::default();
        self.write(&mut encoder);
        Ok(encoder.finish())
    }
}

/// A list is the only thing that its method returns: its place, its length, its items.
impl Answer for Vec<Address> {
    fn answer(self) -> ArbResult {
        let mut encoder = Encoder::default();
        encoder.word(&[32]);
        (self.len() as u64).write(&mut encoder);
        for address in self {
            address.write(&mut encoder);
        }
        Ok(encoder.finish())
    }
}

impl<A: Answer, E: Into<Vec<u8>>> Answer for Result<A, E> {
    fn answer(self) -> ArbResult {
        match self {
            Ok(value) => value.answer(),
            Err(error) => Err(error.into()),
        }
    }
}
