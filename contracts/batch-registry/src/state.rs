//! What the public methods are made of: loading, storing, emitting.

use alloy_primitives::{B256, U64};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::IBatchRegistry as abi,
    host::HostKeccak,
};
use stylus_sdk::prelude::*;
use types::{BatchIndex, BlockNumber, Fork, Hash, Header, HeaderHash, Record, StateClaim, Verdict};

use crate::{contest::Batch, error::Error, BatchRegistry};

// `inline(never)` in this crate, where a function has several callers or a caller that is large already: the
// router inlines what it can, and the program has to fit one contract. For the same reason the two large events are
// written word by word, topics first: the SDK's `log` would unfold a second encoder for each struct.

/// The hash of a header.
#[inline(never)]
pub(crate) fn hash_of(header: &Header) -> B256 {
    header.hash::<HostKeccak>().0.into()
}

/// A header as the interface has it.
#[inline(never)]
pub(crate) fn read(header: &abi::Header) -> Header {
    Header::from(header)
}

/// The leaf hash of a state claim as the interface has it.
#[inline(never)]
pub(crate) fn leaf_of(claim: &abi::StateClaim) -> Hash {
    StateClaim::from(claim).leaf_hash::<HostKeccak>()
}

/// The chain of headers.
impl BatchRegistry {
    pub(crate) fn head_index(&self) -> BatchIndex {
        BatchIndex(self.next.get().to::<u64>() - 1)
    }

    pub(crate) fn final_head_index(&self) -> BatchIndex {
        BatchIndex(self.final_index.get().to())
    }

    pub(crate) fn set_final(&mut self, index: BatchIndex) {
        self.final_index.set(U64::from(index.0));
    }

    pub(crate) fn fork_number(&self) -> Fork {
        Fork(self.fork.get().to())
    }

    #[inline(never)]
    pub(crate) fn slot(&self, index: BatchIndex) -> B256 {
        self.slots.get(index.0)
    }

    #[inline(never)]
    pub(crate) fn canonical_hash(&self, index: BatchIndex) -> Result<B256, Error> {
        let next = self.next.get().to();
        if index.0 >= next {
            return Err(abi::UnknownIndex {
                index: index.0,
                next,
            }
            .into());
        }
        Ok(self.slot(index))
    }

    /// The hash of a header, if it is the head's.
    pub(crate) fn require_head(&self, parent: &Header) -> Result<HeaderHash, Error> {
        let given = hash_of(parent);
        self.require_head_hash(given)?;
        Ok(HeaderHash(given.0))
    }

    #[inline(never)]
    pub(crate) fn require_head_hash(&self, given: B256) -> Result<(), Error> {
        let head = self.slot(self.head_index());
        if given != head {
            return Err(abi::ParentMoved { given, head }.into());
        }
        Ok(())
    }

    pub(crate) fn require_canonical(&self, index: BatchIndex, given: B256) -> Result<(), Error> {
        let canonical = self.canonical_hash(index)?;
        if given != canonical {
            return Err(abi::NotNextToFinalize {
                index: index.0,
                given,
                canonical,
            }
            .into());
        }
        Ok(())
    }

    /// Stores and emits a header as the new head.
    #[inline(never)]
    pub(crate) fn append_header(&mut self, header: &Header, closes_at: BlockNumber) -> B256 {
        let hash = hash_of(header);
        self.slots.insert(header.index.0, hash);
        self.records
            .insert(hash, Record::new(closes_at).pack().into());
        self.next.set(U64::from(header.index.0 + 1));
        // The index may have belonged to a batch that was cut with its request open.
        self.mark_request(header.index, false);
        let mut log = Encoder::default();
        abi::BatchSubmitted::SIGNATURE_HASH.write(&mut log);
        header.index.0.write(&mut log);
        hash.write(&mut log);
        abi::Header::from(header).write(&mut log);
        self.vm().emit_log(&log.finish(), 3);
        hash
    }
}

/// Records and verdicts.
impl BatchRegistry {
    /// The record of a header that was accepted. Only words that `Record::pack` gave are ever stored.
    #[inline(never)]
    pub(crate) fn record(&self, hash: B256) -> Option<Record> {
        Record::unpack(&self.records.get(hash).0).ok().flatten()
    }

    #[inline(never)]
    pub(crate) fn known_record(&self, hash: B256) -> Result<Record, Error> {
        let unknown = abi::UnknownHeader { headerHash: hash };
        Ok(self.record(hash).ok_or(unknown)?)
    }

    #[inline(never)]
    pub(crate) fn verdict_of(&self, index: BatchIndex, hash: B256, record: &Record) -> Verdict {
        let canonical = self.canonical_hash(index).is_ok_and(|at| at == hash);
        record.verdict(canonical, index <= self.final_head_index())
    }

    /// A batch that was accepted.
    #[inline(never)]
    pub(crate) fn batch(&self, header: &abi::Header) -> Result<Batch, Error> {
        let header = read(header);
        let hash = hash_of(&header);
        let record = self.known_record(hash)?;
        Ok(Batch {
            header,
            hash,
            verdict: self.verdict_of(header.index, hash, &record),
            record,
        })
    }

    #[inline(never)]
    pub(crate) fn store(&mut self, batch: &Batch) {
        self.records.insert(batch.hash, batch.record.pack().into());
    }
}
