//! An answer of a peer, word by word. No VM in here.
//!
//! Peers are contracts of this suite and answer in the canonical encoding; what is checked is how much there is, and of
//! each value only its own bytes are taken.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};

/// Where a field is in the answer of `IBatchRegistry.parameters`.
pub(crate) mod parameters {
    pub(crate) const WORDS: usize = 34;
    pub(crate) const PROPOSAL_BOND: usize = 24;
    pub(crate) const ANSWER_BASE: usize = 28;
    pub(crate) const ANSWER_PER_BYTE: usize = 29;
}

/// Where a field is in the answer of `ISequencerPool.member`.
pub(crate) mod member {
    pub(crate) const WORDS: usize = 11;
    pub(crate) const ROLE: usize = 0;
    pub(crate) const STATUS: usize = 1;
    pub(crate) const EPOCH: usize = 2;
    pub(crate) const REQUEST_HOLDS: usize = 3;
    pub(crate) const DISPUTE_HOLDS: usize = 4;
}

/// Where a field is in the answer of `IDataAvailability.requestOf`.
pub(crate) mod request {
    pub(crate) const WORDS: usize = 8;
    pub(crate) const STATUS: usize = 0;
    pub(crate) const REQUESTER: usize = 1;
    pub(crate) const FEE: usize = 2;
}

/// An answer that has so many words.
pub(crate) struct Words(Vec<u8>);

impl Words {
    pub(crate) fn new(answer: Vec<u8>, words: usize) -> Option<Self> {
        (answer.len() == 32 * words).then_some(Self(answer))
    }

    #[inline(never)]
    pub(crate) fn hash(&self, at: usize) -> B256 {
        let word = self.0.get(32 * at..).and_then(<[u8]>::first_chunk);
        word.map(B256::from).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn amount(&self, at: usize) -> u128 {
        let word = self.hash(at).0;
        word.last_chunk().map_or(0, |low| u128::from_be_bytes(*low))
    }

    /// A number of at most 64 bits.
    #[inline(never)]
    pub(crate) fn number(&self, at: usize) -> u64 {
        let word = self.hash(at).0;
        word.last_chunk().map_or(0, |low| u64::from_be_bytes(*low))
    }

    /// A number of at most 32 bits.
    pub(crate) fn short(&self, at: usize) -> u32 {
        let word = self.hash(at).0;
        word.last_chunk().map_or(0, |low| u32::from_be_bytes(*low))
    }

    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.hash(at).0[31]
    }

    pub(crate) fn address(&self, at: usize) -> Address {
        Address::from_word(self.hash(at))
    }
}
