//! One dispute, as one word of storage.

use interfaces::contracts::IFraudProof::DisputeStatus;
use types::{BlockNumber, Blocks};

use crate::{clock::Clocks, list::Link};

/// A dispute, but for its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// Where it stands.
    pub(crate) status: DisputeStatus,
    /// Reveals that the challenger pays for if it loses.
    pub(crate) reveals: u8,
    /// Order of opening on the batch, from 1.
    pub(crate) number: u32,
    /// Its neighbours among the open ones on the batch.
    pub(crate) link: Link,
    /// The clocks of both sides.
    pub(crate) clocks: Clocks,
}

/// The longest clock that fits: above every window that a parameter set may have.
pub(crate) const MAX_CLOCK: u32 = (1 << 24) - 1;

const _: () = assert!(types::MAX_WINDOW.0 <= MAX_CLOCK);

impl Dispute {
    /// A new one, behind all others on its batch.
    pub(crate) fn opened(now: BlockNumber, allowance: Blocks) -> Self {
        let clocks = Clocks {
            since: now,
            allowance,
            ..Clocks::default()
        };
        Self {
            status: DisputeStatus::Open,
            reveals: 0,
            number: 0,
            link: Link::default(),
            clocks,
        }
    }

    /// The word, from the left:
    ///
    /// | bits | field |
    /// |---|---|
    /// | 8 | status |
    /// | 24 | allowance |
    /// | 32, 32, 32 | number, previous, next |
    /// | 64 | since |
    /// | 24, 24 | used by the author, by the challenger |
    /// | 8 | reveals |
    /// | 8 | zero |
    pub(crate) fn pack(&self) -> [u8; 32] {
        let Clocks {
            since,
            author_used,
            challenger_used,
            allowance,
        } = self.clocks;
        let high = u128::from(self.status as u8) << 120
            | clock(allowance) << 96
            | u128::from(self.number) << 64
            | u128::from(self.link.previous) << 32
            | u128::from(self.link.next);
        let low = u128::from(since.0) << 64
            | clock(author_used) << 40
            | clock(challenger_used) << 16
            | u128::from(self.reveals) << 8;
        let mut word = [0; 32];
        word[..16].copy_from_slice(&high.to_be_bytes());
        word[16..].copy_from_slice(&low.to_be_bytes());
        word
    }

    /// Reads the word; the zero word is a dispute of status None.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "fields are cut out of the word"
    )]
    pub(crate) fn unpack(word: &[u8; 32]) -> Self {
        let half = |at: usize| {
            let bytes = word[at..].first_chunk().copied();
            u128::from_be_bytes(bytes.unwrap_or_default())
        };
        let (high, low) = (half(0), half(16));
        let blocks = |bits: u128| Blocks(bits as u32 & MAX_CLOCK);
        Self {
            status: DisputeStatus::try_from((high >> 120) as u8).unwrap_or(DisputeStatus::None),
            reveals: (low >> 8) as u8,
            number: (high >> 64) as u32,
            link: Link {
                previous: (high >> 32) as u32,
                next: high as u32,
            },
            clocks: Clocks {
                since: BlockNumber((low >> 64) as u64),
                author_used: blocks(low >> 40),
                challenger_used: blocks(low >> 16),
                allowance: blocks(high >> 96),
            },
        }
    }
}

fn clock(blocks: Blocks) -> u128 {
    blocks.0.min(MAX_CLOCK).into()
}
