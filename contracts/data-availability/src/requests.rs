//! Requests, and how they end when no data does it.

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{
        IBatchRegistry::Header,
        IDataAvailability::{
            AlreadyPublished, AlreadyRequested, FeeRepaid, NoOpenRequest, NotAnswered,
            NotGovernance, NotInvalid, NotOrphaned, NotPending, NotVerifier, Request,
            RequestAnswered, RequestCompensated, RequestDefaulted, RequestOpened, RequestOrphaned,
            RequestStatus, Verdict,
        },
        ISequencerPool::{Role, Status},
    },
    host::require_peer,
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
            halted: false,
            replayUntil: 0,
            producer: Address::ZERO,
            producerSlot: 0,
        };
        self.open(&batch, &request);
        self.open_request(&batch)?;
        self.place_hold(batch.header.sequencer)?;
        self.lock(&batch, requester, request.fee)
    }

    /// See `IDataAvailability.expire`.
    pub fn expire(&mut self, header: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        let request = self.require_request(&batch)?;
        if request.replayUntil != 0 {
            let headerHash = batch.hash;
            return Err(AlreadyPublished { headerHash }.into());
        }
        terms::expirable(now, BlockNumber(request.deadline))?;
        self.require_pending(&batch)?;
        self.punish_author(&batch)
    }

    /// See `IDataAvailability.settleOrphan`.
    pub fn settle_orphan(&mut self, header: Header) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let request = self.require_request(&batch)?;
        let (headerHash, verdict) = (batch.hash, self.verdict(&batch)?);
        // On a halted L2, an invalid batch costs the producer its slot, too: nobody may spare it that.
        let over = match verdict {
            Verdict::Orphaned => true,
            Verdict::Invalid => !request.halted,
            _ => false,
        };
        if !over {
            return Err(NotOrphaned {
                headerHash,
                verdict,
            }
            .into());
        }
        self.orphan(&batch, &request)
    }

    /// See `IDataAvailability.claimFee`.
    pub fn claim_fee(&mut self, header: Header) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let headerHash = batch.hash;
        let Request { requester, fee, .. } = self.require_answered(headerHash)?;
        let verdict = self.verdict(&batch)?;
        if verdict != Verdict::Invalid {
            return Err(NotInvalid {
                headerHash,
                verdict,
            }
            .into());
        }
        self.end(&batch, RequestStatus::Repaid);
        let event = FeeRepaid {
            headerHash,
            requester,
            fee,
        };
        log(self.vm(), event);
        self.repay(&batch, requester, fee)
    }

    /// See `IDataAvailability.compensate`.
    pub fn compensate(&mut self, header_hash: B256) -> Result<(), Error> {
        self.only_wired()?;
        let governance = self.governance.get();
        require_peer(self.vm(), governance).map_err(|caller| NotGovernance { caller })?;
        self.require_answered(header_hash)?;
        let mut record = self.requests.setter(header_hash);
        record.end(RequestStatus::Compensated);
        let mut log = Encoder::default();
        (RequestCompensated::SIGNATURE_HASH, header_hash).write(&mut log);
        self.vm().emit_log(&log.finish(), 2);
        Ok(())
    }
}

/// Who may, on what.
impl DataAvailability {
    pub(crate) fn only_verifier(&self) -> Result<Address, Error> {
        let caller = self.vm().msg_sender();
        let member = self.member(caller)?;
        let active = member.role == Role::Verifier && member.status == Status::Active;
        if !active || member.banned {
            return Err(NotVerifier { caller }.into());
        }
        Ok(caller)
    }

    pub(crate) fn require_unasked(&self, batch: &Batch) -> Result<(), Error> {
        let headerHash = batch.hash;
        if self.requests.getter(headerHash).status() != RequestStatus::None {
            return Err(AlreadyRequested { headerHash }.into());
        }
        Ok(())
    }

    pub(crate) fn require_request(&self, batch: &Batch) -> Result<Request, Error> {
        let headerHash = batch.hash;
        let request = self.requests.getter(headerHash).read();
        if request.status != RequestStatus::Open {
            let status = request.status;
            return Err(NoOpenRequest { headerHash, status }.into());
        }
        Ok(request)
    }

    #[inline(never)]
    fn require_answered(&self, headerHash: B256) -> Result<Request, Error> {
        let request = self.requests.getter(headerHash).read();
        let status = request.status;
        if status != RequestStatus::Answered {
            return Err(NotAnswered { headerHash, status }.into());
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

    /// Writes the request down, and until when data is taken.
    pub(crate) fn open(&mut self, batch: &Batch, request: &Request) {
        self.requests.setter(batch.hash).write(request);
        if request.deadline != 0 {
            let mut publication = self.publications.setter(batch.hash);
            publication.set_until(BlockNumber(request.deadline));
        }
        let event = RequestOpened {
            headerHash: batch.hash,
            requester: request.requester,
            author: batch.header.sequencer,
            fee: request.fee,
            deadline: request.deadline,
        };
        log(self.vm(), event);
    }

    pub(crate) fn end(&mut self, batch: &Batch, status: RequestStatus) {
        self.requests.setter(batch.hash).end(status);
    }

    /// The data has come, and nothing more is waited for.
    pub(crate) fn answered(&mut self, batch: &Batch, request: &Request) {
        self.end(batch, RequestStatus::Answered);
        let event = RequestAnswered {
            headerHash: batch.hash,
            requester: request.requester,
            fee: request.fee,
        };
        log(self.vm(), event);
    }

    /// The batch no longer counts.
    #[inline(never)]
    pub(crate) fn orphan(&mut self, batch: &Batch, request: &Request) -> Result<(), Error> {
        self.end(batch, RequestStatus::Orphaned);
        let event = RequestOrphaned {
            headerHash: batch.hash,
            requester: request.requester,
            fee: request.fee,
        };
        log(self.vm(), event);
        self.return_fee(batch, request)
    }

    /// Closes a request that the requester has to pay.
    #[inline(never)]
    pub(crate) fn keep_fee(&self, batch: &Batch, request: &Request) -> Result<(), Error> {
        self.forfeit(batch, request.requester, request.fee)?;
        self.close(batch)
    }

    /// Closes a request that costs the requester nothing.
    #[inline(never)]
    pub(crate) fn return_fee(&self, batch: &Batch, request: &Request) -> Result<(), Error> {
        self.close(batch)?;
        self.release(batch, request.requester, request.fee)
    }

    /// The request holds nothing any more: neither finality nor the author's stake.
    fn close(&self, batch: &Batch) -> Result<(), Error> {
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
