//! What contests may do to a batch, and what becomes of its record (spec 4.1).

use alloy_primitives::B256;
use interfaces::contracts::IBatchRegistry as abi;
use types::{Address, BlockNumber, Header, Record, Ruling, Verdict, Windows};

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
        // While nothing is published, this is submission + W by the batch's own set.
        self.ask(self.record.closes_at, now)
    }

    /// Opens a request for the re-execution of a batch; `windows` are those of the batch's parameter set.
    ///
    /// # Errors
    ///
    /// `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `AlreadyProven`, `ProducerSigned`, `RequestAlreadyOpen`,
    /// `WindowOver`: the first that holds, in this order.
    pub(crate) fn open_halted_request(
        &mut self,
        windows: &Windows,
        now: BlockNumber,
    ) -> Result<(), Error> {
        self.require_undecided()?;
        self.require_unproven()?;
        let producer = self.header.producer;
        if producer != Address::ZERO {
            let signed = abi::ProducerSigned {
                headerHash: self.hash,
                producer: producer.0.into(),
            };
            return Err(signed.into());
        }
        // Data that was published late has moved `closes_at`, but not the window for questions.
        self.ask(windows.closes_at(self.header.submitted_at, None), now)
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
            require_window(self.record.closes_at, now)?;
        }
        self.record.published_at = Some(now);
        self.record.closes_at = windows.closes_at(self.header.submitted_at, Some(now));
        Ok(())
    }

    /// Opens a dispute; `ancestor` is the last block at which the canonical batch below it that was named, or
    /// itself, may be disputed.
    ///
    /// # Errors
    ///
    /// Those of `require_judgeable`, `DisputeWindowOver`, `TooManyDisputes`: the first that holds, in this order.
    pub(crate) fn open_dispute(
        &mut self,
        ancestor: BlockNumber,
        now: BlockNumber,
    ) -> Result<(), Error> {
        self.require_judgeable()?;
        let closes_at = ancestor.max(self.record.closes_at);
        if now.is_past(closes_at) {
            let over = abi::DisputeWindowOver {
                closesAt: closes_at.0,
                current: now.0,
            };
            return Err(over.into());
        }
        let too_many = abi::TooManyDisputes {
            headerHash: self.hash,
        };
        let more = self.record.open_disputes.checked_add(1).ok_or(too_many)?;
        self.record.open_disputes = more;
        Ok(())
    }

    /// Closes a dispute, whatever has become of the batch.
    ///
    /// # Errors
    ///
    /// `NoOpenDispute`.
    pub(crate) fn close_dispute(&mut self) -> Result<(), Error> {
        let none = abi::NoOpenDispute {
            headerHash: self.hash,
        };
        let fewer = self.record.open_disputes.checked_sub(1).ok_or(none)?;
        self.record.open_disputes = fewer;
        Ok(())
    }

    /// Takes the batch for right, as computed by Layer 1.
    ///
    /// # Errors
    ///
    /// Those of `require_judgeable`.
    pub(crate) fn prove(&mut self) -> Result<(), Error> {
        self.require_judgeable()?;
        self.record.ruling = Ruling::Proven;
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

    fn require_unproven(&self) -> Result<(), Error> {
        if self.record.ruling == Ruling::Proven {
            let proven = abi::AlreadyProven {
                headerHash: self.hash,
            };
            return Err(proven.into());
        }
        Ok(())
    }

    /// Whether Layer 1 can still find out if the batch is right.
    ///
    /// # Errors
    ///
    /// `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `NotPublished`, `AlreadyProven`.
    #[inline(never)]
    pub(crate) fn require_judgeable(&self) -> Result<(), Error> {
        self.require_undecided()?;
        if self.record.published_at.is_none() {
            let missing = abi::NotPublished {
                headerHash: self.hash,
            };
            return Err(missing.into());
        }
        self.require_unproven()
    }

    #[inline(never)]
    fn ask(&mut self, until: BlockNumber, now: BlockNumber) -> Result<(), Error> {
        if self.record.open_request {
            let open = abi::RequestAlreadyOpen {
                headerHash: self.hash,
            };
            return Err(open.into());
        }
        require_window(until, now)?;
        self.record.open_request = true;
        Ok(())
    }
}

#[inline(never)]
fn require_window(until: BlockNumber, now: BlockNumber) -> Result<(), Error> {
    if now.is_past(until) {
        let over = abi::WindowOver {
            until: until.0,
            current: now.0,
        };
        return Err(over.into());
    }
    Ok(())
}
