//! What the registry should say, in plain terms: a list of all batches ever submitted, and the list of those that
//! are canonical. It knows no hashes, records or bitmaps, and shares no rule with the contract.

use std::ops::Range;

/// Windows of a parameter set, in blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) challenge: u64,
    pub(crate) grace: u64,
}

/// One batch, by the order of submission; the genesis is 0.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) submitted: u64,
    pub(crate) rules: Rules,
    pub(crate) published: Option<u64>,
    /// When the open request was made.
    pub(crate) requested: Option<u64>,
    /// When each of the open disputes was opened.
    pub(crate) disputes: Vec<u64>,
    /// Whether its author had the block producer's signature.
    pub(crate) signed: bool,
    pub(crate) proven: bool,
    pub(crate) invalid: bool,
}

impl Batch {
    fn new(submitted: u64, rules: Rules, signed: bool) -> Self {
        Self {
            submitted,
            rules,
            published: None,
            requested: None,
            disputes: Vec::new(),
            signed,
            proven: false,
            invalid: false,
        }
    }

    /// Whether anything is open on it.
    fn is_open(&self) -> bool {
        self.requested.is_some() || !self.disputes.is_empty()
    }

    /// Whether that stops the idle limit, too.
    pub(crate) fn stops_the_idle_limit(&self) -> bool {
        self.is_open() && !self.proven
    }

    fn questionable_at(&self, now: u64) -> bool {
        now <= self.submitted + self.rules.challenge
    }

    /// The last block before it may become final.
    pub(crate) fn closes(&self) -> u64 {
        let window = self.submitted + self.rules.challenge;
        let grace = self.published.map(|block| block + self.rules.grace);
        window.max(grace.unwrap_or(0))
    }
}

/// What has become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Pending,
    Proven,
    Final,
    Invalid,
    Orphaned,
}

/// Everything. Each action gives whether it is allowed, and happens only then.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) batches: Vec<Batch>,
    /// Numbers of the canonical batches, in order.
    pub(crate) chain: Vec<usize>,
    /// How many of them are final.
    pub(crate) finals: usize,
    pub(crate) now: u64,
    pub(crate) rules: Rules,
}

impl Model {
    /// Only the genesis, which is final.
    pub(crate) fn new(now: u64, rules: Rules) -> Self {
        let no_windows = Rules {
            challenge: 0,
            grace: 0,
        };
        Self {
            batches: vec![Batch::new(now, no_windows, false)],
            chain: vec![0],
            finals: 1,
            now,
            rules,
        }
    }

    pub(crate) fn head(&self) -> usize {
        self.chain[self.chain.len() - 1]
    }

    /// The place of a batch in the chain.
    pub(crate) fn place(&self, batch: usize) -> Option<usize> {
        self.chain.iter().position(|other| *other == batch)
    }

    fn is_undecided(&self, batch: usize) -> bool {
        matches!(self.fate(batch), Fate::Pending | Fate::Proven)
    }

    pub(crate) fn fate(&self, batch: usize) -> Fate {
        match self.place(batch) {
            _ if self.batches[batch].invalid => Fate::Invalid,
            None => Fate::Orphaned,
            Some(place) if place < self.finals => Fate::Final,
            Some(_) if self.batches[batch].proven => Fate::Proven,
            Some(_) => Fate::Pending,
        }
    }

    /// The place of the lowest batch with an open request.
    pub(crate) fn lowest_insecure(&self) -> Option<usize> {
        let requested = |place: &usize| self.batches[self.chain[*place]].requested.is_some();
        self.unfinal().find(requested)
    }

    /// Whether something is open on a batch, or a request on one below it.
    pub(crate) fn is_contested(&self, batch: usize) -> bool {
        let lowest = self.lowest_insecure();
        let held = |place| lowest.is_some_and(|lowest| lowest <= place);
        let insecure = self.place(batch).is_some_and(held);
        self.is_undecided(batch) && (insecure || self.batches[batch].is_open())
    }

    pub(crate) fn unfinal(&self) -> Range<usize> {
        self.finals..self.chain.len()
    }

    pub(crate) fn submit(&mut self, parent: usize, signed: bool) -> bool {
        let allowed = parent == self.head();
        if allowed {
            self.chain.push(self.batches.len());
            self.batches.push(Batch::new(self.now, self.rules, signed));
        }
        allowed
    }

    pub(crate) fn open_request(&mut self, batch: usize) -> bool {
        let pending = self.is_undecided(batch);
        let now = self.now;
        let batch = &mut self.batches[batch];
        let free = batch.published.is_none() && batch.requested.is_none();
        let allowed = pending && free && batch.questionable_at(now);
        if allowed {
            batch.requested = Some(now);
        }
        allowed
    }

    pub(crate) fn open_halted_request(&mut self, batch: usize) -> bool {
        let pending = self.fate(batch) == Fate::Pending;
        let now = self.now;
        let batch = &mut self.batches[batch];
        let free = !batch.signed && batch.requested.is_none();
        let allowed = pending && free && batch.questionable_at(now);
        if allowed {
            batch.requested = Some(now);
        }
        allowed
    }

    /// In the window of the batch itself, or of that of another one below it.
    pub(crate) fn open_dispute(&mut self, batch: usize, ancestor: usize) -> bool {
        let judgeable =
            self.fate(batch) == Fate::Pending && self.batches[batch].published.is_some();
        let below = self
            .place(ancestor)
            .is_some_and(|place| Some(place) <= self.place(batch));
        let closes = |batch: usize| self.batches[batch].closes();
        let in_time = self.now <= closes(batch).max(closes(ancestor));
        let allowed = judgeable && below && in_time;
        if allowed {
            self.batches[batch].disputes.push(self.now);
        }
        allowed
    }

    /// The oldest one.
    pub(crate) fn close_dispute(&mut self, batch: usize) -> bool {
        let disputes = &mut self.batches[batch].disputes;
        let allowed = !disputes.is_empty();
        if allowed {
            disputes.remove(0);
        }
        allowed
    }

    pub(crate) fn mark_proven(&mut self, batch: usize) -> bool {
        let pending = self.fate(batch) == Fate::Pending;
        let allowed = pending && self.batches[batch].published.is_some();
        self.batches[batch].proven |= allowed;
        allowed
    }

    pub(crate) fn close_request(&mut self, batch: usize) -> bool {
        self.batches[batch].requested.take().is_some()
    }

    pub(crate) fn mark_published(&mut self, batch: usize) -> bool {
        let pending = self.is_undecided(batch);
        let now = self.now;
        let batch = &mut self.batches[batch];
        let in_time = batch.questionable_at(now) || batch.requested.is_some();
        let allowed = pending && batch.published.is_none() && in_time;
        if allowed {
            batch.published = Some(now);
        }
        allowed
    }

    pub(crate) fn invalidate(&mut self, batch: usize) -> bool {
        let allowed = self.is_undecided(batch);
        if allowed {
            let place = self.place(batch).expect("what is pending is canonical");
            self.chain.truncate(place);
            // The last word counts. FraudProof never takes back what it has proven; the registry would let it.
            self.batches[batch].invalid = true;
            self.batches[batch].proven = false;
        }
        allowed
    }

    /// Makes the next so many batches final.
    pub(crate) fn finalize(&mut self, count: usize) -> bool {
        let end = self.finals + count;
        let due = |batch: &Batch| batch.proven || !batch.is_open() && self.now > batch.closes();
        let allowed = count > 0
            && end <= self.chain.len()
            && self.chain[self.finals..end]
                .iter()
                .all(|batch| due(&self.batches[*batch]));
        if allowed {
            self.finals = end;
        }
        allowed
    }
}
