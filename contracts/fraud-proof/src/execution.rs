//! A call of `StateTransition.execute`, written where the elements are.
//!
//! Elements come once from the calldata into the buffer of the call, and are hashed there for their proof. Those before
//! the cursor stand at its beginning; once they are proved, the head of the call is written over their end, right before
//! the elements that are new. So there is one copy of elements and witness, and memory of one call.

use alloc::{vec, vec::Vec};

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use interfaces::{
    abi::decode,
    contracts::{
        IFraudProof::StateClaim,
        IStateTransition::{executeCall, Bounds},
    },
};

const WORD: usize = 32;

/// Words before the tails: claim, bounds, three places.
const HEADS: usize = 9;

/// Selector, heads, length of the elements.
const HEAD: usize = 4 + HEADS * WORD + WORD;

/// A call under construction.
pub(crate) struct Execution {
    /// Space for a head, all elements, the other tails.
    buffer: Vec<u8>,
    /// Bytes of all elements.
    elements: usize,
    /// Bytes of those that are proved, but not executed.
    skipped: usize,
    /// Number of staged parts.
    staged: usize,
}

impl Execution {
    /// With elements, packed, in pieces; of which the first `skipped` bytes are not to be executed.
    pub(crate) fn new(
        elements: &[&[u8]],
        skipped: usize,
        staged: &[Address],
        witness: &[u8],
    ) -> Self {
        let length = elements.iter().map(|piece| piece.len()).sum();
        let new = padded(length - skipped);
        let tails = (1 + staged.len() + 1) * WORD + padded(witness.len());
        let mut buffer = Vec::with_capacity(HEAD + skipped + new + tails);
        buffer.resize(HEAD, 0);
        for piece in elements {
            buffer.extend_from_slice(piece);
        }
        buffer.resize(HEAD + skipped + new, 0);
        append_number(&mut buffer, staged.len());
        for part in staged {
            buffer.extend_from_slice(part.into_word().as_slice());
        }
        append_number(&mut buffer, witness.len());
        buffer.extend_from_slice(witness);
        buffer.resize(HEAD + skipped + new + tails, 0);
        Self {
            buffer,
            elements: length,
            skipped,
            staged: staged.len(),
        }
    }

    /// All elements, packed.
    pub(crate) fn elements(&mut self) -> &mut [u8] {
        self.buffer
            .get_mut(HEAD..HEAD + self.elements)
            .unwrap_or_default()
    }

    /// The calldata. Overwrites elements that are not to be executed.
    pub(crate) fn encode(&mut self, before: &StateClaim, bounds: &Bounds) -> &[u8] {
        let new = self.elements - self.skipped;
        let elements = HEADS * WORD;
        let staged = elements + WORD + padded(new);
        let witness = staged + WORD + self.staged * WORD;
        let mut head = vec![];
        head.extend_from_slice(&executeCall::SELECTOR);
        head.extend_from_slice(before.stateRoot.as_slice());
        append(&mut head, &before.l2Block.to_be_bytes());
        append(&mut head, &before.l2Timestamp.to_be_bytes());
        append(&mut head, &bounds.lastL2Block.to_be_bytes());
        append(&mut head, &bounds.lastL2Timestamp.to_be_bytes());
        append(&mut head, &bounds.witnessMeter.to_be_bytes());
        for number in [elements, staged, witness, new] {
            append_number(&mut head, number);
        }
        let call = self.buffer.get_mut(self.skipped..).unwrap_or_default();
        if let Some(space) = call.get_mut(..HEAD) {
            space.copy_from_slice(&head);
        }
        call
    }
}

/// The bytes that StateTransition answers; `None` if it is no answer.
pub(crate) fn answer(data: &[u8]) -> Option<&[u8]> {
    decode::<(&[u8],)>(data).map(|(claims,)| claims)
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(WORD)
}

fn append_number(to: &mut Vec<u8>, number: usize) {
    append(to, &(number as u64).to_be_bytes());
}

/// A word with these low bytes.
#[inline(never)]
fn append(to: &mut Vec<u8>, low: &[u8]) {
    to.resize(to.len() + WORD - low.len(), 0);
    to.extend_from_slice(low);
}
