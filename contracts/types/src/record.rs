//! The one storage word that the registry keeps per header hash.

use crate::{
    BlockNumber, DecodeError, Verdict,
    codec::{Reader, Writer},
};

/// Set in every record, so that the zero word means "no such batch" even where the clock is at 0.
const KNOWN: u8 = 1 << 0;
const PUBLISHED: u8 = 1 << 1;
const PROVEN: u8 = 1 << 2;
const INVALID: u8 = 1 << 3;
const OPEN_REQUEST: u8 = 1 << 4;
const ALL: u8 = KNOWN | PUBLISHED | PROVEN | INVALID | OPEN_REQUEST;

/// What a contest has found about a batch itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// Nothing yet.
    #[default]
    Open,
    /// Layer 1 computed the same state.
    Proven,
    /// Fraud, or data withheld.
    Invalid,
}

/// The registry's `record[header hash]` (spec section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// The last block at which the batch can still be disputed on its own account.
    pub closes_at: BlockNumber,
    /// When the data was completely published on chain, if it was and counts.
    pub published_at: Option<BlockNumber>,
    /// Number of open disputes.
    pub open_disputes: u32,
    /// Whether a request for the data, or for a halted batch, is open.
    pub open_request: bool,
    /// What contests have found.
    pub ruling: Ruling,
}

impl Record {
    /// The record of a batch at its submission.
    pub fn new(closes_at: BlockNumber) -> Self {
        Self {
            closes_at,
            published_at: None,
            open_disputes: 0,
            open_request: false,
            ruling: Ruling::Open,
        }
    }

    /// Whether a request or a dispute is open: the flag *contested*.
    pub fn is_contested(&self) -> bool {
        self.open_request || self.open_disputes > 0
    }

    /// Whether what is open on the batch holds it back: on a proven one it does not.
    pub fn is_held_back(&self) -> bool {
        self.is_contested() && self.ruling != Ruling::Proven
    }

    /// Whether the batch may become final at `now` once its parent is: it is `Proven`, or nothing is
    /// open on it and `now` is past `closes_at`. Never when invalid.
    pub fn may_finalize(&self, now: BlockNumber) -> bool {
        match self.ruling {
            Ruling::Invalid => false,
            Ruling::Proven => true,
            Ruling::Open => !self.is_contested() && now.is_past(self.closes_at),
        }
    }

    /// The verdict on the batch, given whether its header hash is the one at its index in the chain of
    /// batches, and whether that index is final.
    ///
    /// Its own fault outweighs everything; the rest of what is not canonical is orphaned.
    pub fn verdict(&self, canonical: bool, is_final: bool) -> Verdict {
        match (self.ruling, canonical, is_final) {
            (Ruling::Invalid, _, _) => Verdict::Invalid,
            (_, false, _) => Verdict::Orphaned,
            (_, true, true) => Verdict::Final,
            (Ruling::Proven, true, false) => Verdict::Proven,
            (Ruling::Open, true, false) => Verdict::Pending,
        }
    }

    /// The storage word, big-endian:
    ///
    /// | bytes | field |
    /// |---|---|
    /// | 0..8 | closes_at |
    /// | 8..16 | published_at, 0 if not published |
    /// | 16..20 | open disputes |
    /// | 20..31 | zero |
    /// | 31 | flags: 1 known, 2 published, 4 proven, 8 invalid, 16 open request |
    pub fn pack(&self) -> [u8; 32] {
        let mut flags = KNOWN;
        if self.published_at.is_some() {
            flags |= PUBLISHED;
        }
        if self.open_request {
            flags |= OPEN_REQUEST;
        }
        flags |= match self.ruling {
            Ruling::Open => 0,
            Ruling::Proven => PROVEN,
            Ruling::Invalid => INVALID,
        };
        Writer::new()
            .u64(self.closes_at.0)
            .u64(self.published_at.unwrap_or_default().0)
            .u32(self.open_disputes)
            .put(&[0; 11])
            .put(&[flags])
            .finish()
    }

    /// Reads the storage word; `None` for the zero word: no such batch ([`Verdict::Unknown`]).
    ///
    /// # Errors
    ///
    /// [`DecodeError::Reserved`] or [`DecodeError::Flags`] for a word that [`Record::pack`] never gives.
    pub fn unpack(word: &[u8; 32]) -> Result<Option<Self>, DecodeError> {
        if *word == [0; 32] {
            return Ok(None);
        }
        let mut reader = Reader::<32>::new(word)?;
        let closes_at = BlockNumber(reader.u64());
        let published_at = BlockNumber(reader.u64());
        let open_disputes = reader.u32();
        reader.reserved::<11>()?;
        let flags = reader.u8();
        let published = flags & PUBLISHED != 0;
        let ruling = match (flags & PROVEN != 0, flags & INVALID != 0) {
            (false, false) => Ruling::Open,
            (true, false) => Ruling::Proven,
            (false, true) => Ruling::Invalid,
            (true, true) => return Err(DecodeError::Flags { flags }),
        };
        let stray_time = !published && published_at != BlockNumber(0);
        if flags & KNOWN == 0 || flags & !ALL != 0 || stray_time {
            return Err(DecodeError::Flags { flags });
        }
        Ok(Some(Self {
            closes_at,
            published_at: published.then_some(published_at),
            open_disputes,
            open_request: flags & OPEN_REQUEST != 0,
            ruling,
        }))
    }
}
