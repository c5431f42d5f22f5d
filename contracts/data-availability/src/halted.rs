//! Requests on a halted L2: Layer 1 is to compute the batch itself (P.3.B).

use alloy_primitives::Address;
use interfaces::contracts::{
    IBatchRegistry::Header,
    IDataAvailability::{
        HaltedRequestOpened, NotHalted, NotPublished, ProducerKept, ProducerRotated, Request,
        RequestRefuted, RequestStatus, RequestUpheld, Verdict, VerdictAwaited,
    },
    ISequencerPool::Slot,
};
use stylus_sdk::prelude::*;
use types::BlockNumber;

use crate::{blame, error::Error, peers::Batch, terms, DataAvailability};

impl DataAvailability {
    /// See `IDataAvailability.requestHalted`.
    pub fn request_halted(&mut self, header: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let requester = self.only_verifier()?;
        let batch = Batch::of(header);
        self.require_unasked(&batch)?;
        let terms = self.begin(&batch)?;
        let published = self.is_published(&batch);
        let (producer, slot) = self.producer_to_blame(&batch)?;
        let request = Request {
            status: RequestStatus::Open,
            requester,
            fee: terms.halted_fee,
            deadline: if published {
                0
            } else {
                now.after(terms.answer).0
            },
            halted: true,
            replayUntil: 0,
            producer,
            producerSlot: slot,
        };
        self.open(&batch, &request);
        self.requests
            .setter(batch.hash)
            .blame(&request, terms.verdict);
        let event = HaltedRequestOpened {
            headerHash: batch.hash,
            producer,
            slot,
        };
        log(self.vm(), event);
        if published {
            self.await_verdict(&batch, now);
        }
        self.open_halted_request(&batch)?;
        self.place_hold(batch.header.sequencer)?;
        self.lock(&batch, requester, request.fee)
    }

    /// See `IDataAvailability.settleHalted`.
    pub fn settle_halted(&mut self, header: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        let request = self.require_request(&batch)?;
        if !request.halted {
            let headerHash = batch.hash;
            return Err(NotHalted { headerHash }.into());
        }
        match self.verdict(&batch)? {
            Verdict::Proven | Verdict::Final => self.uphold(&batch, &request),
            Verdict::Invalid => self.refute(&batch, &request),
            Verdict::Orphaned => self.orphan(&batch, &request),
            _ => self.leave_undecided(&batch, &request, now),
        }
    }
}

/// How it ends.
impl DataAvailability {
    /// The batch is right, so only the producer had stopped: it loses its slot.
    fn uphold(&mut self, batch: &Batch, request: &Request) -> Result<(), Error> {
        self.end(batch, RequestStatus::Upheld);
        let event = RequestUpheld {
            headerHash: batch.hash,
            requester: request.requester,
            fee: request.fee,
        };
        log(self.vm(), event);
        self.rotate_producer(batch, request)?;
        self.keep_fee(batch, request)
    }

    /// The batch is false. FraudProof has punished and rotated its author already.
    fn refute(&mut self, batch: &Batch, request: &Request) -> Result<(), Error> {
        self.end(batch, RequestStatus::Refuted);
        let event = RequestRefuted {
            headerHash: batch.hash,
            requester: request.requester,
            fee: request.fee,
        };
        log(self.vm(), event);
        self.rotate_producer(batch, request)?;
        self.return_fee(batch, request)
    }

    /// Nobody has had Layer 1 compute the batch in time: it goes on as any other.
    fn leave_undecided(
        &mut self,
        batch: &Batch,
        request: &Request,
        now: BlockNumber,
    ) -> Result<(), Error> {
        if request.replayUntil == 0 {
            let headerHash = batch.hash;
            return Err(NotPublished { headerHash }.into());
        }
        terms::undecided(now, BlockNumber(request.replayUntil))?;
        self.answered(batch, request);
        self.keep_fee(batch, request)
    }

    /// The window for the verdict begins.
    pub(crate) fn await_verdict(&mut self, batch: &Batch, now: BlockNumber) {
        let event = VerdictAwaited {
            headerHash: batch.hash,
            replayUntil: self.requests.setter(batch.hash).await_verdict(now),
        };
        log(self.vm(), event);
    }
}

/// Whose fault it is.
impl DataAvailability {
    /// The producer to blame and the number of its slot; zero for nobody.
    fn producer_to_blame(&self, batch: &Batch) -> Result<(Address, u64), Error> {
        let nobody = (Address::ZERO, 0);
        let slot = self.producer_slot()?;
        let Some(producer) = blame::suspect(&batch.header, &slot) else {
            return Ok(nobody);
        };
        let attestation = self.attestation(batch, producer)?;
        if blame::had_ordered_otherwise(&batch.header, &attestation) {
            return Ok(nobody);
        }
        Ok((producer, slot.number))
    }

    /// Ends the slot of the producer to blame, unless it has ended before.
    #[inline(never)]
    pub(crate) fn rotate_producer(&self, batch: &Batch, request: &Request) -> Result<(), Error> {
        let (headerHash, producer, slot) = (batch.hash, request.producer, request.producerSlot);
        if !self.is_running(producer, slot)? {
            let event = ProducerKept {
                headerHash,
                producer,
                slot,
            };
            log(self.vm(), event);
            return Ok(());
        }
        let event = ProducerRotated {
            headerHash,
            producer,
            slot,
        };
        log(self.vm(), event);
        self.rotate_from(producer)
    }

    fn is_running(&self, producer: Address, slot: u64) -> Result<bool, Error> {
        if producer.is_zero() {
            return Ok(false);
        }
        let Slot { holder, number, .. } = self.producer_slot()?;
        Ok((holder, number) == (producer, slot))
    }
}
