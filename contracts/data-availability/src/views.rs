//! Views.

use alloy_primitives::B256;
use interfaces::contracts::{
    IBatchRegistry::Header,
    IDataAvailability::{Publication, Request},
};

use crate::{error::Error, peers::Batch, terms::Terms, DataAvailability};

/// Requests and publications.
impl DataAvailability {
    /// See `IDataAvailability.requestOf`.
    pub fn request_of(&self, header_hash: B256) -> Request {
        self.requests.getter(header_hash).read()
    }

    /// See `IDataAvailability.publicationOf`.
    pub fn publication_of(&self, header_hash: B256) -> Publication {
        let record = self.publications.getter(header_hash);
        let progress = record.progress();
        Publication {
            elements: progress.elements,
            length: progress.length,
            authorLength: progress.author_length,
            complete: record.complete.get(),
        }
    }

    /// See `IDataAvailability.requestFee`.
    pub fn request_fee(&self, header: Header) -> Result<u128, Error> {
        Ok(self.terms(&header)?.fee)
    }

    /// See `IDataAvailability.haltedRequestFee`.
    pub fn halted_request_fee(&self, header: Header) -> Result<u128, Error> {
        Ok(self.terms(&header)?.halted_fee)
    }

    /// See `IDataAvailability.publishableUntil`.
    pub fn publishable_until(&self, header: Header) -> Result<u64, Error> {
        let batch = Batch::of(header);
        let publication = self.publications.getter(batch.hash);
        let until = if publication.has_begun() {
            publication.until()
        } else {
            self.terms(&batch.header)?.window_end
        };
        Ok(until.0)
    }

    fn terms(&self, header: &Header) -> Result<Terms, Error> {
        let set = self.parameters(header.parameterSet)?;
        Ok(Terms::of(header, &set))
    }
}

/// Set-up.
impl DataAvailability {
    /// See `IDataAvailability.clock`.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// See `IDataAvailability.currentBlock`.
    pub fn current_block(&self) -> Result<u64, Error> {
        Ok(self.now()?.0)
    }
}

interfaces::addresses!(DataAvailability: deployer, registry, pool, treasury, governance);
