//! Publishing, and what it ends with.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use interfaces::{
    contracts::{
        IBatchRegistry::Header,
        IDataAvailability::{
            AlreadyPublished, ElementsNotProven, ElementsPublished, Fault, FaultShown,
            PublicationComplete, RequestStatus, WrongProofLength,
        },
    },
    host::HostKeccak,
};
use merkle::{Hash, Run};
use stylus_sdk::{abi::Bytes, prelude::*};
use types::BlockNumber;

use crate::{
    chunk::{self, Chunk},
    error::Error,
    packed,
    peers::Batch,
    progress::{Finding, Progress, Promise},
    terms, DataAvailability,
};

impl DataAvailability {
    /// See `IDataAvailability.publish`.
    pub fn publish(
        &mut self,
        header: Header,
        first: u32,
        elements: Bytes,
        proof: Vec<B256>,
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        self.require_unpublished(&batch)?;
        self.require_pending(&batch)?;
        let promise = self.promise(&batch)?;
        terms::publishable(now, self.until(&batch))?;

        let before = self.progress(&batch);
        let mut elements = elements;
        let run = before.run(first, packed::count(&elements)?, promise.count)?;
        let known = before.elements - first;
        let chunk = prove(&batch, run, known, &mut elements, &proof)?;
        let after = self.advance(&batch, before, &chunk);
        match after.finding(chunk.longest, &promise) {
            Finding::Incomplete => Ok(()),
            Finding::Complete => self.complete(&batch, after, now),
            Finding::Broken(fault, found, expected) => {
                self.show_fault(&batch, fault, found, expected);
                self.punish_author(&batch)
            }
        }
    }
}

/// Checks the elements against the MTTBR.
#[inline(never)]
fn prove(
    batch: &Batch,
    run: Run,
    known: u32,
    elements: &mut [u8],
    proof: &[B256],
) -> Result<Chunk, Error> {
    let proof: Vec<Hash> = proof.iter().map(|hash| Hash(hash.0)).collect();
    let wrong_length = WrongProofLength {
        given: U256::from(proof.len()),
        expected: U256::from(run.proof_len()),
    };
    // The run has as many elements as were counted: only the proof's length can be wrong.
    let chunk =
        chunk::fold::<HostKeccak>(run, known, elements, &proof).map_err(|_| wrong_length)?;
    let mttbr = batch.header.mttbr;
    if chunk.root.0 != mttbr.0 {
        let root = chunk.root.0.into();
        return Err(ElementsNotProven { root, mttbr }.into());
    }
    Ok(chunk)
}

/// The steps of publishing.
impl DataAvailability {
    pub(crate) fn is_published(&self, batch: &Batch) -> bool {
        self.publications.getter(batch.hash).complete.get()
    }

    pub(crate) fn require_unpublished(&self, batch: &Batch) -> Result<(), Error> {
        if self.is_published(batch) {
            let headerHash = batch.hash;
            return Err(AlreadyPublished { headerHash }.into());
        }
        Ok(())
    }

    /// What the author is bound to; the terms are kept from the first time on.
    fn promise(&mut self, batch: &Batch) -> Result<Promise, Error> {
        if !self.publications.getter(batch.hash).has_begun() {
            self.begin(batch)?;
        }
        Ok(Promise {
            count: batch.header.count,
            length: batch.header.dataLength,
            element_cap: self.publications.getter(batch.hash).element_cap(),
        })
    }

    fn until(&self, batch: &Batch) -> BlockNumber {
        self.publications.getter(batch.hash).until()
    }

    fn progress(&self, batch: &Batch) -> Progress {
        self.publications.getter(batch.hash).progress()
    }

    fn advance(&mut self, batch: &Batch, before: Progress, chunk: &Chunk) -> Progress {
        let publisher = self.vm().msg_sender();
        let after = before.after(chunk, publisher == batch.header.sequencer);
        self.publications.setter(batch.hash).set_progress(after);
        let event = ElementsPublished {
            headerHash: batch.hash,
            publisher,
            first: before.elements,
            elements: chunk.elements,
            length: chunk.length,
        };
        log(self.vm(), event);
        after
    }

    /// All is there: the batch can be challenged, an open request is answered, or waits for the verdict.
    fn complete(
        &mut self,
        batch: &Batch,
        progress: Progress,
        now: BlockNumber,
    ) -> Result<(), Error> {
        self.publications.setter(batch.hash).complete.set(true);
        let event = PublicationComplete {
            headerHash: batch.hash,
            authorLength: progress.author_length,
        };
        log(self.vm(), event);
        let request = self.requests.getter(batch.hash).read();
        if request.status != RequestStatus::Open {
            return self.mark_published(batch);
        }
        if request.halted {
            self.await_verdict(batch, now);
            return self.mark_published(batch);
        }
        self.answered(batch, &request);
        self.mark_published(batch)?;
        self.keep_fee(batch, &request)
    }

    fn show_fault(&self, batch: &Batch, fault: Fault, found: u32, expected: u32) {
        let event = FaultShown {
            headerHash: batch.hash,
            author: batch.header.sequencer,
            fault,
            found,
            expected,
        };
        log(self.vm(), event);
    }

    /// Withheld data, or data that shows a fault: punishment, roots invalid, rotation, secure.
    #[inline(never)]
    pub(crate) fn punish_author(&mut self, batch: &Batch) -> Result<(), Error> {
        let author = batch.header.sequencer;
        let request = self.requests.getter(batch.hash).read();
        let asked = request.status == RequestStatus::Open;
        if asked {
            self.end(batch, RequestStatus::Defaulted);
        }
        let beneficiary = if asked {
            request.requester
        } else {
            Address::ZERO
        };
        let bounty = self.punish(batch, beneficiary)?;
        self.invalidate(batch)?;
        self.rotate_from(author)?;
        if asked {
            if request.halted {
                self.rotate_producer(batch, &request)?;
            }
            self.emit_defaulted(batch, &request, bounty);
            self.return_fee(batch, &request)?;
        }
        Ok(())
    }
}
