//! How far the publication of a batch is, and what it shows.

use interfaces::contracts::IDataAvailability::{BeyondBatch, ElementsMissing, Fault, NothingNew};
use merkle::Run;

use crate::{chunk::Chunk, error::Error};

/// Elements that are there, from the first on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Their number: the index of the next one.
    pub(crate) elements: u32,
    /// Their bytes.
    pub(crate) length: u32,
    /// Those of them that the author itself has published.
    pub(crate) author_length: u32,
}

/// What the author of a batch is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// Elements, by the header.
    pub(crate) count: u32,
    /// Bytes, by the header.
    pub(crate) length: u32,
    /// Most bytes of an element, by the parameter set.
    pub(crate) element_cap: u32,
}

/// What the elements that are there show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// More have to come.
    Incomplete,
    /// All is there, as promised.
    Complete,
    /// The promise is broken: in what, by how many bytes, and how many it should be.
    Broken(Fault, u32, u32),
}

impl Progress {
    /// The run that so many elements from `first` on are, in a batch of `count` elements.
    ///
    /// # Errors
    ///
    /// `ElementsMissing`, `BeyondBatch`, `NothingNew`.
    pub(crate) fn run(self, first: u32, given: u32, count: u32) -> Result<Run, Error> {
        let next = self.elements;
        if first > next {
            return Err(ElementsMissing { first, next }.into());
        }
        let end = u64::from(first) + u64::from(given);
        if end > u64::from(count) {
            return Err(BeyondBatch { end, count }.into());
        }
        if end <= u64::from(next) {
            return Err(NothingNew { end, next }.into());
        }
        Ok(Run::new(count, first, given).map_err(|_| BeyondBatch { end, count })?)
    }

    /// After a chunk that was proved.
    pub(crate) fn after(self, chunk: &Chunk, by_author: bool) -> Self {
        let own = if by_author { chunk.length } else { 0 };
        Self {
            elements: self.elements.saturating_add(chunk.elements),
            length: self.length.saturating_add(chunk.length),
            author_length: self.author_length.saturating_add(own),
        }
    }

    /// Compares what is there, the longest new element among it, with what was promised.
    pub(crate) fn finding(self, longest: u32, promise: &Promise) -> Finding {
        let Promise {
            count,
            length,
            element_cap,
        } = *promise;
        if longest > element_cap {
            return Finding::Broken(Fault::ElementTooLong, longest, element_cap);
        }
        if self.length > length {
            return Finding::Broken(Fault::TooManyBytes, self.length, length);
        }
        if self.elements < count {
            return Finding::Incomplete;
        }
        if self.length < length {
            return Finding::Broken(Fault::TooFewBytes, self.length, length);
        }
        Finding::Complete
    }
}
