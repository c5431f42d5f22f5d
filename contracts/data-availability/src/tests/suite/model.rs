//! Requests, publications and their money as plain values, written from the interface: what somebody expects who
//! knows only the promises.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use interfaces::contracts::IDataAvailability::RequestStatus;

use super::{
    super::{batch::Sample, peers::limits, world::fee},
    world::{ALICE, BOB, STAKE},
};

/// What has become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pending,
    Final,
    Invalid,
    Orphaned,
}

/// A batch and its request.
pub(super) struct Batch {
    pub(super) sample: Sample,
    /// Number of its parent; none for the genesis.
    pub(super) parent: Option<usize>,
    pub(super) fate: Fate,
    pub(super) published: u32,
    pub(super) by_author: u32,
    pub(super) complete: bool,
    pub(super) status: RequestStatus,
    pub(super) requester: Address,
    pub(super) deadline: u64,
}

impl Batch {
    pub(super) fn new(sample: Sample, parent: Option<usize>) -> Self {
        Self {
            sample,
            parent,
            fate: Fate::Pending,
            published: 0,
            by_author: 0,
            complete: false,
            status: RequestStatus::None,
            requester: Address::ZERO,
            deadline: 0,
        }
    }

    pub(super) fn author(&self) -> Address {
        self.sample.header.sequencer
    }

    pub(super) fn is_open(&self) -> bool {
        self.status == RequestStatus::Open
    }

    fn window_end(&self) -> u64 {
        self.sample.header.submittedAt + u64::from(limits().windows.challenge.0)
    }

    /// Whether the elements that are there show that the header is wrong.
    fn is_faulty(&self) -> bool {
        let there = &self.sample.elements[..self.published as usize];
        let length: usize = there.iter().map(Vec::len).sum();
        let declared = self.sample.header.dataLength as usize;
        let whole = there.len() == self.sample.elements.len();
        there.iter().any(|element| element.len() > 200)
            || length > declared
            || (whole && length < declared)
    }
}

/// The state of everything that requests touch.
pub(super) struct Model {
    pub(super) now: u64,
    pub(super) batches: Vec<Batch>,
    pub(super) head: Option<usize>,
    pub(super) stakes: BTreeMap<Address, u128>,
    pub(super) credits: BTreeMap<Address, u128>,
    pub(super) pot: u128,
}

impl Model {
    pub(super) fn new(now: u64, sequencers: &[Address]) -> Self {
        Self {
            now,
            batches: Vec::new(),
            head: None,
            stakes: sequencers.iter().map(|who| (*who, STAKE)).collect(),
            credits: BTreeMap::new(),
            pot: 0,
        }
    }

    /// Every call gives whether it is done; one that is not changes nothing.
    pub(super) fn request(&mut self, at: usize, who: Address) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let allowed = [ALICE, BOB].contains(&who)
            && batch.fate == Fate::Pending
            && batch.status == RequestStatus::None
            && !batch.complete
            && now <= batch.window_end();
        if allowed {
            batch.status = RequestStatus::Open;
            batch.requester = who;
            batch.deadline = now + u64::from(limits().windows.data_request.0);
        }
        allowed
    }

    pub(super) fn publish(&mut self, at: usize, who: Address, first: u32, end: u32) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let until = if batch.is_open() {
            batch.deadline
        } else {
            batch.window_end()
        };
        let allowed = batch.fate == Fate::Pending
            && !batch.complete
            && now <= until
            && first <= batch.published
            && end > batch.published;
        if !allowed {
            return false;
        }
        if who == batch.author() {
            batch.by_author += batch.sample.length(batch.published, end);
        }
        batch.published = end;
        if batch.is_faulty() {
            self.punish(at);
        } else if end == batch.sample.count() {
            batch.complete = true;
            if batch.is_open() {
                batch.status = RequestStatus::Answered;
                self.pot += fee(&batch.sample);
            }
        }
        true
    }

    pub(super) fn expire(&mut self, at: usize) -> bool {
        let batch = &self.batches[at];
        let allowed = batch.is_open() && batch.fate == Fate::Pending && self.now > batch.deadline;
        if allowed {
            self.punish(at);
        }
        allowed
    }

    pub(super) fn settle_orphan(&mut self, at: usize) -> bool {
        let batch = &mut self.batches[at];
        let allowed = batch.is_open() && matches!(batch.fate, Fate::Invalid | Fate::Orphaned);
        if allowed {
            batch.status = RequestStatus::Orphaned;
            self.refund(at);
        }
        allowed
    }

    pub(super) fn claim_fee(&mut self, at: usize) -> bool {
        let batch = &mut self.batches[at];
        let fee = fee(&batch.sample);
        let allowed = batch.status == RequestStatus::Answered
            && batch.fate == Fate::Invalid
            && fee <= self.pot;
        if allowed {
            batch.status = RequestStatus::Repaid;
            self.pot -= fee;
            self.refund(at);
        }
        allowed
    }

    pub(super) fn spend_pot(&mut self, who: Address, amount: u128) -> bool {
        let allowed = amount > 0 && amount <= self.pot;
        if allowed {
            self.pot -= amount;
            *self.credits.entry(who).or_default() += amount;
        }
        allowed
    }

    /// A batch is found false, whoever did it: it is cut, with all that stands on it.
    pub(super) fn convict(&mut self, at: usize) -> bool {
        if self.batches[at].fate != Fate::Pending {
            return false;
        }
        self.batches[at].fate = Fate::Invalid;
        self.head = self.batches[at].parent;
        let mut cut = vec![at];
        for later in at + 1..self.batches.len() {
            let batch = &mut self.batches[later];
            if batch.parent.is_some_and(|parent| cut.contains(&parent))
                && batch.fate == Fate::Pending
            {
                batch.fate = Fate::Orphaned;
                cut.push(later);
            }
        }
        true
    }

    fn refund(&mut self, at: usize) {
        let batch = &self.batches[at];
        *self.credits.entry(batch.requester).or_default() += fee(&batch.sample);
    }

    /// Half of what is left of the stake; a tenth of that to whoever asked, the rest to the pot.
    fn punish(&mut self, at: usize) {
        let asked = self.batches[at].is_open();
        let stake = self.stakes.entry(self.batches[at].author()).or_default();
        let taken = *stake / 2;
        *stake -= taken;
        let bounty = if asked { taken / 10 } else { 0 };
        self.pot += taken - bounty;
        if asked {
            self.batches[at].status = RequestStatus::Defaulted;
            let requester = self.batches[at].requester;
            *self.credits.entry(requester).or_default() += bounty;
            self.refund(at);
        }
        self.convict(at);
    }
}
