//! Requests, and how they end when no data does it.

use alloy_primitives::Address;
use interfaces::contracts::{
    IBatchRegistry::Header,
    IDataAvailability::{
        AlreadyRequested, FeeRepaid, NoOpenRequest, NotAnswered, NotInvalid, NotOrphaned,
        NotPending, NotVerifier, Request, RequestDefaulted, RequestOpened, RequestOrphaned,
        RequestStatus, Verdict,
    },
    ISequencerPool::{Role, Status},
};
use stylus_sdk::prelude::*;
use types::BlockNumber;

use crate::{error::Error, peers::Batch, terms, terms::Terms, DataAvailability};

impl DataAvailability {
    /// See `IDataAvailability.request`.
    pub fn request(&mut self, header: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let requester = self.only_verifier()?;
        let batch = Batch::of(header);
        self.require_unasked(&batch)?;
        self.require_unpublished(&batch)?;
        let terms = self.begin(&batch)?;
        let request = Request {
            status: RequestStatus::Open,
            requester,
            fee: terms.fee,
            deadline: now.after(terms.answer).0,
        };
        self.requests.setter(batch.hash).write(&request);
        let mut publication = self.publications.setter(batch.hash);
        publication.set_until(BlockNumber(request.deadline));
        let event = RequestOpened {
            headerHash: batch.hash,
            requester,
            author: batch.header.sequencer,
            fee: request.fee,
            deadline: request.deadline,
        };
        log(self.vm(), event);
        self.open_request(&batch)?;
        self.place_hold(batch.header.sequencer)?;
        self.lock(&batch, requester, request.fee)
    }

    /// See `IDataAvailability.expire`.
    pub fn expire(&mut self, header: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        let request = self.require_request(&batch)?;
        terms::expirable(now, BlockNumber(request.deadline))?;
        self.require_pending(&batch)?;
        self.punish_author(&batch)
    }

    /// See `IDataAvailability.settleOrphan`.
    pub fn settle_orphan(&mut self, header: Header) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let Request { requester, fee, .. } = self.require_request(&batch)?;
        let (headerHash, verdict) = (batch.hash, self.verdict(&batch)?);
        if !matches!(verdict, Verdict::Orphaned | Verdict::Invalid) {
            return Err(NotOrphaned {
                headerHash,
                verdict,
            }
            .into());
        }
        self.requests
            .setter(headerHash)
            .end(RequestStatus::Orphaned);
        let event = RequestOrphaned {
            headerHash,
            requester,
            fee,
        };
        log(self.vm(), event);
        self.close(&batch)?;
        self.release(&batch, requester, fee)
    }

    /// See `IDataAvailability.claimFee`.
    pub fn claim_fee(&mut self, header: Header) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let headerHash = batch.hash;
        let Request {
            status,
            requester,
            fee,
            ..
        } = self.requests.getter(headerHash).read();
        if status != RequestStatus::Answered {
            return Err(NotAnswered { headerHash, status }.into());
        }
        let verdict = self.verdict(&batch)?;
        if verdict != Verdict::Invalid {
            return Err(NotInvalid {
                headerHash,
                verdict,
            }
            .into());
        }
        self.requests.setter(headerHash).end(RequestStatus::Repaid);
        let event = FeeRepaid {
            headerHash,
            requester,
            fee,
        };
        log(self.vm(), event);
        self.repay(&batch, requester, fee)
    }
}

/// Who may, on what.
impl DataAvailability {
    fn only_verifier(&self) -> Result<Address, Error> {
        let caller = self.vm().msg_sender();
        let member = self.member(caller)?;
        let active = member.role == Role::Verifier && member.status == Status::Active;
        if !active || member.banned {
            return Err(NotVerifier { caller }.into());
        }
        Ok(caller)
    }

    fn require_unasked(&self, batch: &Batch) -> Result<(), Error> {
        let headerHash = batch.hash;
        if self.requests.getter(headerHash).status() != RequestStatus::None {
            return Err(AlreadyRequested { headerHash }.into());
        }
        Ok(())
    }

    fn require_request(&self, batch: &Batch) -> Result<Request, Error> {
        let headerHash = batch.hash;
        let request = self.requests.getter(headerHash).read();
        if request.status != RequestStatus::Open {
            let status = request.status;
            return Err(NoOpenRequest { headerHash, status }.into());
        }
        Ok(request)
    }

    #[inline(never)]
    pub(crate) fn require_pending(&self, batch: &Batch) -> Result<(), Error> {
        let (headerHash, verdict) = (batch.hash, self.verdict(batch)?);
        if verdict != Verdict::Pending {
            return Err(NotPending {
                headerHash,
                verdict,
            }
            .into());
        }
        Ok(())
    }
}

/// What several ends have in common.
impl DataAvailability {
    /// Asks the registry for the terms of a batch, and keeps what every publishing call needs.
    #[inline(never)]
    pub(crate) fn begin(&mut self, batch: &Batch) -> Result<Terms, Error> {
        let set = self.parameters(batch.header.parameterSet)?;
        let terms = Terms::of(&batch.header, &set);
        self.publications.setter(batch.hash).begin(&terms);
        Ok(terms)
    }

    /// The request holds nothing any more: neither finality nor the author's stake.
    #[inline(never)]
    pub(crate) fn close(&self, batch: &Batch) -> Result<(), Error> {
        self.close_request(batch)?;
        self.lift_hold(batch.header.sequencer)
    }

    pub(crate) fn emit_defaulted(&self, batch: &Batch, request: &Request, bounty: u128) {
        let event = RequestDefaulted {
            headerHash: batch.hash,
            requester: request.requester,
            fee: request.fee,
            bounty,
        };
        log(self.vm(), event);
    }
}
