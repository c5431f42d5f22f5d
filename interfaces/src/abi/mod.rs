//! The ABI encoding of the contracts' calls and answers.
//!
//! The SDK's router unfolds the decoder of `alloy` for each list of argument types, which alone is more code
//! than a contract may have. Here each type has one decoder and one encoder, over words. What is accepted is
//! the same: the one canonical encoding of the arguments, without gaps, dirty padding or bytes behind it; only
//! a `bool` other than 0 and 1 is refused here and taken by the SDK.

mod decoder;
mod encoder;
mod structs;
#[cfg(test)]
mod tests;

pub use decoder::{Argument, Arguments, Decoder, decode};
pub use encoder::{Answer, Encoder, Value};
pub use structs::ProvenElement;
