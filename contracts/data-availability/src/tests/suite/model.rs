//! Requests, publications and their money as plain values, written from the interface: what somebody expects who
//! knows only the promises.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use interfaces::contracts::IDataAvailability::RequestStatus;

use super::{
    super::{
        batch::Sample,
        peers::limits,
        world::{fee, halted_fee},
    },
    world::{ALICE, BOB, PRODUCERS, STAKE},
};

/// What has become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pending,
    Proven,
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
    /// What was paid for the request.
    pub(super) fee: u128,
    /// On a halted L2.
    pub(super) halted: bool,
    /// Last block at which the verdict is waited for, once the data is there.
    pub(super) replay_until: Option<u64>,
    /// Number of the producers' slot that is to blame.
    pub(super) blamed: Option<u64>,
    /// The producers that had attested another root, when it was submitted.
    ordered_otherwise: Vec<Address>,
}

impl Batch {
    fn new(sample: Sample, parent: Option<usize>, ordered_otherwise: Vec<Address>) -> Self {
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
            fee: 0,
            halted: false,
            replay_until: None,
            blamed: None,
            ordered_otherwise,
        }
    }

    pub(super) fn author(&self) -> Address {
        self.sample.header.sequencer
    }

    pub(super) fn is_open(&self) -> bool {
        self.status == RequestStatus::Open
    }

    fn is_undecided(&self) -> bool {
        matches!(self.fate, Fate::Pending | Fate::Proven)
    }

    /// The system is insecure for it.
    pub(super) fn is_insecure(&self) -> bool {
        self.is_open() && self.is_undecided()
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
    pub(super) producers: Producers,
    /// Who has attested what is not going to follow, on which batch.
    attested: Vec<(Option<usize>, Address)>,
}

/// The block producers: one selected, in turns.
pub(super) struct Producers {
    /// Number of the slot.
    pub(super) slot: u64,
    pub(super) since: u64,
}

impl Producers {
    pub(super) fn selected(&self) -> Address {
        PRODUCERS[(self.slot as usize + 1) % 2]
    }

    fn rotate(&mut self, now: u64) {
        self.slot += 1;
        self.since = now;
    }
}

impl Model {
    /// The first producer has been selected for long.
    pub(super) fn new(now: u64, sequencers: &[Address]) -> Self {
        Self {
            now,
            batches: Vec::new(),
            head: None,
            stakes: sequencers.iter().map(|who| (*who, STAKE)).collect(),
            credits: BTreeMap::new(),
            pot: 0,
            producers: Producers { slot: 1, since: 0 },
            attested: Vec::new(),
        }
    }

    pub(super) fn submit(&mut self, sample: Sample) {
        let parent = self.head;
        let of_parent = self.attested.iter().filter(|(on, _)| *on == parent);
        let ordered_otherwise = of_parent.map(|(_, who)| *who).collect();
        self.head = Some(self.batches.len());
        self.batches
            .push(Batch::new(sample, parent, ordered_otherwise));
    }

    /// Every call gives whether it is done; one that is not changes nothing.
    pub(super) fn attest(&mut self, who: Address) -> bool {
        let attestation = (self.head, who);
        let allowed = who == self.producers.selected() && !self.attested.contains(&attestation);
        if allowed {
            self.attested.push(attestation);
        }
        allowed
    }

    pub(super) fn end_slot(&mut self, who: Address) -> bool {
        let allowed = who == self.producers.selected();
        if allowed {
            self.producers.rotate(self.now);
        }
        allowed
    }

    pub(super) fn request_halted(&mut self, at: usize, who: Address) -> bool {
        let (now, windows) = (self.now, limits().windows);
        let Producers { slot, since } = self.producers;
        let producer = self.producers.selected();
        let batch = &mut self.batches[at];
        let allowed = [ALICE, BOB].contains(&who)
            && batch.fate == Fate::Pending
            && batch.status == RequestStatus::None
            && now <= batch.window_end();
        if allowed {
            batch.status = RequestStatus::Open;
            batch.requester = who;
            batch.halted = true;
            batch.fee = halted_fee(&batch.sample);
            batch.deadline = now + u64::from(windows.data_request.0);
            let verdict = now + u64::from(windows.halted.0);
            batch.replay_until = batch.complete.then_some(verdict);
            let selected_then = since < batch.sample.header.submittedAt;
            let to_blame = selected_then && !batch.ordered_otherwise.contains(&producer);
            batch.blamed = to_blame.then_some(slot);
        }
        allowed
    }

    pub(super) fn settle_halted(&mut self, at: usize) -> bool {
        let batch = &self.batches[at];
        if !batch.is_open() || !batch.halted {
            return false;
        }
        let status = match batch.fate {
            Fate::Pending => match batch.replay_until {
                Some(until) if self.now > until => RequestStatus::Answered,
                _ => return false,
            },
            Fate::Proven | Fate::Final => RequestStatus::Upheld,
            Fate::Invalid => RequestStatus::Refuted,
            Fate::Orphaned => RequestStatus::Orphaned,
        };
        self.batches[at].status = status;
        if matches!(status, RequestStatus::Upheld | RequestStatus::Refuted) {
            self.rotate_producer(at);
        }
        if matches!(status, RequestStatus::Answered | RequestStatus::Upheld) {
            self.pot += self.batches[at].fee;
        } else {
            self.refund(at);
        }
        true
    }

    /// Layer 1 finds a batch right.
    pub(super) fn prove(&mut self, at: usize) -> bool {
        let batch = &mut self.batches[at];
        let allowed = batch.fate == Fate::Pending && batch.complete;
        if allowed {
            batch.fate = Fate::Proven;
        }
        allowed
    }

    fn rotate_producer(&mut self, at: usize) {
        if self.batches[at].blamed == Some(self.producers.slot) {
            self.producers.rotate(self.now);
        }
    }

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
            batch.fee = fee(&batch.sample);
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
            if batch.is_open() && batch.halted {
                batch.replay_until = Some(now + u64::from(limits().windows.halted.0));
            } else if batch.is_open() {
                batch.status = RequestStatus::Answered;
                self.pot += batch.fee;
            }
        }
        true
    }

    pub(super) fn expire(&mut self, at: usize) -> bool {
        let batch = &self.batches[at];
        let allowed = batch.is_open()
            && batch.fate == Fate::Pending
            && !batch.complete
            && self.now > batch.deadline;
        if allowed {
            self.punish(at);
        }
        allowed
    }

    pub(super) fn settle_orphan(&mut self, at: usize) -> bool {
        let batch = &mut self.batches[at];
        let over = batch.fate == Fate::Orphaned || batch.fate == Fate::Invalid && !batch.halted;
        let allowed = batch.is_open() && over;
        if allowed {
            batch.status = RequestStatus::Orphaned;
            self.refund(at);
        }
        allowed
    }

    pub(super) fn claim_fee(&mut self, at: usize) -> bool {
        let batch = &mut self.batches[at];
        let fee = batch.fee;
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
            if batch.parent.is_some_and(|parent| cut.contains(&parent)) && batch.is_undecided() {
                batch.fate = Fate::Orphaned;
                cut.push(later);
            }
        }
        true
    }

    fn refund(&mut self, at: usize) {
        let batch = &self.batches[at];
        *self.credits.entry(batch.requester).or_default() += batch.fee;
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
            if self.batches[at].halted {
                self.rotate_producer(at);
            }
        }
        self.convict(at);
    }
}
