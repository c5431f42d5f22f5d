//! What the parameter set of a batch says about disputes, cut out of the registry's answer word by word: all of it is many
//! times more code than a program has room for.

use alloy_primitives::Address;
use types::{Blocks, DisputeBonds};

use crate::dispute::MAX_CLOCK;

/// Words of a set, in the order of `IBatchRegistry.Parameters` with its structs laid open.
const DISPUTE_CLOCK: usize = 4;
const WITNESS_METER: usize = 14;
const BOND: usize = 22;
const PAYMENT_PER_REVEAL: usize = 23;
const STATE_TRANSITION: usize = 33;

/// Words of a whole set.
const WORDS: usize = 34;

/// Terms of a dispute or replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Clock of each side.
    pub(crate) clock: Blocks,
    /// Limit of the witness meter of one element, in bytes.
    pub(crate) witness_meter: u32,
    /// Bond, and payment per reveal.
    pub(crate) bonds: DisputeBonds,
    /// Who executes.
    pub(crate) state_transition: Address,
}

impl Terms {
    /// Those of a set, from the answer of `BatchRegistry.parameters`; `None` if it is none.
    pub(crate) fn of(answer: &[u8]) -> Option<Self> {
        let (words, rest) = answer.as_chunks::<32>();
        if words.len() != WORDS || !rest.is_empty() {
            return None;
        }
        Some(Self {
            clock: Blocks(u32::from_be_bytes(low(words, DISPUTE_CLOCK)).min(MAX_CLOCK)),
            witness_meter: u32::from_be_bytes(low(words, WITNESS_METER)),
            bonds: DisputeBonds {
                bond: u128::from_be_bytes(low(words, BOND)),
                payment_per_reveal: u128::from_be_bytes(low(words, PAYMENT_PER_REVEAL)),
            },
            state_transition: Address(low(words, STATE_TRANSITION).into()),
        })
    }
}

/// The low bytes of a word.
fn low<const N: usize>(words: &[[u8; 32]], at: usize) -> [u8; N] {
    let low = words.get(at).and_then(|word| word.last_chunk());
    low.copied().unwrap_or([0; N])
}
