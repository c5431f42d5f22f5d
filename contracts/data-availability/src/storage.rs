//! What the contract keeps of a batch: one word of its publication, two of its request, a third on a halted L2.

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, U128, U32, U64, U8};
use interfaces::contracts::IDataAvailability::{Request, RequestStatus};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageU128, StorageU32, StorageU64, StorageU8},
};
use types::{BlockNumber, Blocks};

use crate::{progress::Progress, terms::Terms};

/// One request. Word 0: requester to status; word 1: fee to verdict window; word 2: who is to blame.
#[storage]
pub struct RequestRecord {
    requester: StorageAddress,
    deadline: StorageU64,
    status: StorageU8,
    fee: StorageU128,
    replay_until: StorageU64,
    /// Blocks for the verdict on a halted L2; 0 for a request for data only.
    verdict_window: StorageU32,
    producer: StorageAddress,
    producer_slot: StorageU64,
}

impl RequestRecord {
    pub(crate) fn status(&self) -> RequestStatus {
        let status: u8 = self.status.get().to();
        RequestStatus::try_from(status).unwrap_or(RequestStatus::None)
    }

    pub(crate) fn read(&self) -> Request {
        let halted = !self.verdict_window.get().is_zero();
        // Nobody is to blame for a request for data only: its third word is not read.
        let (producer, slot) = if halted {
            (self.producer.get(), self.producer_slot.get().to())
        } else {
            (Address::ZERO, 0)
        };
        Request {
            status: self.status(),
            requester: self.requester.get(),
            fee: self.fee.get().to(),
            deadline: self.deadline.get().to(),
            halted,
            replayUntil: self.replay_until.get().to(),
            producer,
            producerSlot: slot,
        }
    }

    pub(crate) fn write(&mut self, request: &Request) {
        self.requester.set(request.requester);
        self.deadline.set(U64::from(request.deadline));
        self.fee.set(U128::from(request.fee));
        self.end(request.status);
    }

    /// Makes it a request on a halted L2.
    pub(crate) fn blame(&mut self, request: &Request, window: Blocks) {
        self.verdict_window.set(U32::from(window.0));
        self.replay_until.set(U64::from(request.replayUntil));
        self.producer.set(request.producer);
        self.producer_slot.set(U64::from(request.producerSlot));
    }

    /// The data is there: the window for the verdict begins. Gives its last block.
    pub(crate) fn await_verdict(&mut self, now: BlockNumber) -> u64 {
        let window = Blocks(self.verdict_window.get().to());
        let until = now.after(window).0;
        self.replay_until.set(U64::from(until));
        until
    }

    pub(crate) fn end(&mut self, status: RequestStatus) {
        self.status.set(U8::from(status as u8));
    }
}

/// The publication of a batch, and what every call needs beside it: one word, so that a call that brings a part of the
/// data reads neither the request nor the parameter set.
#[storage]
pub struct PublicationRecord {
    elements: StorageU32,
    length: StorageU32,
    author_length: StorageU32,
    element_cap: StorageU32,
    /// Last block at which data may be published: of the challenge window, from a request on of its deadline.
    until: StorageU64,
    pub(crate) complete: StorageBool,
}

impl PublicationRecord {
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            elements: self.elements.get().to(),
            length: self.length.get().to(),
            author_length: self.author_length.get().to(),
        }
    }

    pub(crate) fn set_progress(&mut self, progress: Progress) {
        self.elements.set(U32::from(progress.elements));
        self.length.set(U32::from(progress.length));
        self.author_length.set(U32::from(progress.author_length));
    }

    /// Whether the terms are there: no set allows elements of no bytes.
    pub(crate) fn has_begun(&self) -> bool {
        !self.element_cap.get().is_zero()
    }

    pub(crate) fn begin(&mut self, terms: &Terms) {
        self.element_cap.set(U32::from(terms.element_cap));
        self.set_until(terms.window_end);
    }

    pub(crate) fn element_cap(&self) -> u32 {
        self.element_cap.get().to()
    }

    pub(crate) fn until(&self) -> BlockNumber {
        BlockNumber(self.until.get().to())
    }

    pub(crate) fn set_until(&mut self, until: BlockNumber) {
        self.until.set(U64::from(until.0));
    }
}
