//! What contests may do to a batch, and what becomes of its record (spec 4.1).

use alloy_primitives::B256;
use interfaces::contracts::IBatchRegistry as abi;
use types::{BlockNumber, Header, Record, Ruling, Verdict, Windows};

use crate::error::Error;

/// A batch that was accepted, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) header: Header,
    pub(crate) hash: B256,
    pub(crate) verdict: Verdict,
    pub(crate) record: Record,
}

impl Batch {
    /// Opens a request.
    ///
    /// # Errors
    ///
    /// `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `AlreadyPublished`, `RequestAlreadyOpen`, `WindowOver`:
    /// the first that holds, in this order.
    pub(crate) fn open_request(&mut self, now: BlockNumber) -> Result<(), Error> {
        self.require_unpublished()?;
        if self.record.open_request {
            let open = abi::RequestAlreadyOpen {
                headerHash: self.hash,
            };
            return Err(open.into());
        }
        self.require_window(now)?;
        self.record.open_request = true;
        Ok(())
    }

    /// Closes the request, whatever has become of the batch.
    ///
    /// # Errors
    ///
    /// `NoOpenRequest`.
    pub(crate) fn close_request(&mut self) -> Result<(), Error> {
        if !self.record.open_request {
            let none = abi::NoOpenRequest {
                headerHash: self.hash,
            };
            return Err(none.into());
        }
        self.record.open_request = false;
        Ok(())
    }

    /// Takes the data for complete on chain now; `windows` are those of the batch's parameter set.
    ///
    /// # Errors
    ///
    /// `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `AlreadyPublished`; `WindowOver` unless a request is open.
    pub(crate) fn publish(&mut self, windows: &Windows, now: BlockNumber) -> Result<(), Error> {
        self.require_unpublished()?;
        if !self.record.open_request {
            self.require_window(now)?;
        }
        self.record.published_at = Some(now);
        self.record.closes_at = windows.closes_at(self.header.submitted_at, Some(now));
        Ok(())
    }

    /// Declares the batch false.
    ///
    /// # Errors
    ///
    /// `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`.
    pub(crate) fn invalidate(&mut self) -> Result<(), Error> {
        self.require_undecided()?;
        self.record.ruling = Ruling::Invalid;
        Ok(())
    }

    /// Canonical and unfinal.
    #[inline(never)]
    fn require_undecided(&self) -> Result<(), Error> {
        let hash = self.hash;
        match self.verdict {
            Verdict::Pending | Verdict::Proven => Ok(()),
            Verdict::Final => Err(abi::AlreadyFinal { headerHash: hash }.into()),
            Verdict::Invalid => Err(abi::AlreadyInvalid { headerHash: hash }.into()),
            Verdict::Orphaned => Err(abi::NotCanonical { headerHash: hash }.into()),
            Verdict::Unknown => Err(abi::UnknownHeader { headerHash: hash }.into()),
        }
    }

    fn require_unpublished(&self) -> Result<(), Error> {
        self.require_undecided()?;
        if let Some(published_at) = self.record.published_at {
            let published = abi::AlreadyPublished {
                headerHash: self.hash,
                publishedAt: published_at.0,
            };
            return Err(published.into());
        }
        Ok(())
    }

    /// While nothing is published, the window's end is `closes_at`: submission + W by the batch's own set.
    fn require_window(&self, now: BlockNumber) -> Result<(), Error> {
        let until = self.record.closes_at;
        if now.is_past(until) {
            let over = abi::WindowOver {
                until: until.0,
                current: now.0,
            };
            return Err(over.into());
        }
        Ok(())
    }
}
