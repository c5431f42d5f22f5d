//! Disputes, replays and their money as plain values, written from the interface: what somebody expects who knows only the
//! promises. Clocks tick block by block; frontiers, hashes and words do not occur.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use super::{
    super::world::{bond, payment},
    objects::{tick, Batch, Dispute, Fate, Late, Replay, State},
    world::STAKE,
};

/// The state of everything that disputes touch.
pub(super) struct Model {
    pub(super) now: u64,
    pub(super) batches: Vec<Batch>,
    pub(super) head: Option<usize>,
    pub(super) stakes: BTreeMap<Address, u128>,
    pub(super) credits: BTreeMap<Address, u128>,
    pub(super) paid: BTreeMap<Address, u128>,
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
            paid: BTreeMap::new(),
            pot: 0,
        }
    }

    fn credit(&mut self, who: Address, amount: u128) {
        *self.credits.entry(who).or_default() += amount;
    }

    /// Every call gives whether it is done; one that is not changes nothing.
    pub(super) fn publish(&mut self, at: usize) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let allowed = batch.fate == Fate::Pending
            && batch.published.is_none()
            && now <= batch.sample.header.submittedAt + 50;
        if allowed {
            batch.published = Some(now);
        }
        allowed
    }

    pub(super) fn open(&mut self, at: usize, who: Address) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let allowed = batch.fate == Fate::Pending
            && batch.published.is_some()
            && now <= batch.closes_at()
            && batch.disputes.iter().all(|dispute| dispute.who != who);
        if allowed {
            batch.disputes.push(Dispute {
                who,
                state: State::Open,
                node: (0, batch.sample.count()),
                since: now,
                author: 0,
                challenger: 0,
                reveals: 0,
            });
        }
        allowed
    }

    pub(super) fn reveal(&mut self, at: usize, node: (u32, u32)) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let allowed = node.1 > 1 && !batch.reveals.contains_key(&node);
        if allowed {
            batch.reveals.insert(node, now);
        }
        allowed
    }

    /// The challenger goes on with a node below.
    pub(super) fn select(&mut self, at: usize, who: Address, below: (u32, u32)) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let reveals = batch.reveals.clone();
        let Some(dispute) = batch.dispute(who) else {
            return false;
        };
        let revealed = reveals.get(&dispute.node).copied();
        let (author, challenger, late) = tick(dispute, revealed, now);
        if dispute.node.1 == 1 || revealed.is_none() || late.is_some() {
            return false;
        }
        *dispute = Dispute {
            node: below,
            since: now,
            author,
            challenger,
            reveals: dispute.reveals + 1,
            ..dispute.clone()
        };
        true
    }

    pub(super) fn prove(&mut self, at: usize, who: Address) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let (fate, lie) = (batch.fate, batch.lie);
        let Some(dispute) = batch.dispute(who) else {
            return false;
        };
        let (_, _, late) = tick(dispute, None, now);
        let (leaf, size) = dispute.node;
        let is_provable = self.is_provable(at, leaf);
        if fate != Fate::Pending || size != 1 || late.is_some() || !is_provable {
            return false;
        }
        if lie.is_some_and(|lie| lie <= leaf) {
            self.win(at, who);
        } else {
            self.end(at, who, State::Lost);
        }
        true
    }

    pub(super) fn timeout(&mut self, at: usize, who: Address) -> bool {
        let now = self.now;
        let batch = &mut self.batches[at];
        let (fate, reveals) = (batch.fate, batch.reveals.clone());
        let Some(dispute) = batch.dispute(who) else {
            return false;
        };
        let revealed = reveals.get(&dispute.node).copied();
        let (_, _, late) = tick(dispute, revealed, now);
        match late {
            _ if fate != Fate::Pending => false,
            None => false,
            Some(Late::Author) => {
                self.win(at, who);
                true
            }
            Some(Late::Challenger) => {
                dispute.reveals += u128::from(dispute.node.1 > 1);
                self.end(at, who, State::Lost);
                true
            }
        }
    }

    pub(super) fn settle(&mut self, at: usize, who: Address) -> bool {
        let batch = &mut self.batches[at];
        let state = match batch.fate {
            Fate::Pending => return false,
            Fate::Proven | Fate::Final => State::Lost,
            Fate::Invalid => State::Won,
            Fate::Orphaned => State::Orphaned,
        };
        let (now, reveals) = (self.now, batch.reveals.clone());
        let Some(dispute) = batch.dispute(who) else {
            return false;
        };
        let revealed = reveals.get(&dispute.node).copied();
        // Whether the author has answered before its clock ran out, whatever the challenger has done since.
        let answered = revealed.is_some_and(|at| {
            let until = at.clamp(dispute.since, now);
            tick(dispute, None, until).2.is_none()
        });
        dispute.reveals += u128::from(answered && dispute.node.1 > 1);
        self.end(at, who, state);
        true
    }

    pub(super) fn begin_replay(&mut self, at: usize) -> bool {
        let parent_lies = self.parent_lies(at);
        let batch = &mut self.batches[at];
        let allowed = batch.fate == Fate::Pending
            && batch.published.is_some()
            && batch.replay.is_none()
            && !parent_lies;
        if allowed {
            batch.replay = Some(Replay {
                before: batch.disputes.iter().map(|dispute| dispute.who).collect(),
                ..Replay::default()
            });
        }
        allowed
    }

    pub(super) fn feed(&mut self, at: usize, who: Address, first: u32, end: u32) -> bool {
        let batch = &mut self.batches[at];
        let (fate, lie, count) = (batch.fate, batch.lie, batch.sample.count());
        let Some(replay) = &mut batch.replay else {
            return false;
        };
        if fate != Fate::Pending || replay.over || first > replay.cursor || end <= replay.cursor {
            return false;
        }
        *replay.fed.entry(who).or_default() += end - replay.cursor;
        replay.cursor = end;
        if end < count {
            return true;
        }
        replay.over = true;
        if lie.is_none() {
            batch.fate = Fate::Proven;
            return true;
        }
        let before = replay.before.clone();
        let winner = batch.earliest().filter(|winner| before.contains(winner));
        let reward = self.punish(at);
        if let Some(winner) = winner {
            self.credit(winner, reward);
        } else if let Some(replay) = &mut self.batches[at].replay {
            (replay.share, replay.elements) = (reward, count);
        }
        self.cut(at);
        true
    }

    pub(super) fn claim(&mut self, at: usize, who: Address) -> Option<u128> {
        let replay = self.batches[at].replay.as_mut()?;
        let fed = *replay.fed.get(&who)?;
        if replay.share == 0 {
            return None;
        }
        // In numbers that are small enough here.
        let amount = replay.share * u128::from(fed) / u128::from(replay.elements);
        replay.share -= amount;
        replay.elements -= fed;
        replay.fed.remove(&who);
        *self.paid.entry(who).or_default() += amount;
        Some(amount)
    }

    /// A batch is found false: it is cut, with all that stands on it.
    pub(super) fn cut(&mut self, at: usize) -> bool {
        let open = |fate| matches!(fate, Fate::Pending | Fate::Proven);
        if !open(self.batches[at].fate) {
            return false;
        }
        self.batches[at].fate = Fate::Invalid;
        self.head = self.batches[at].parent;
        let mut cut = vec![at];
        for later in at + 1..self.batches.len() {
            let batch = &mut self.batches[later];
            if batch.parent.is_some_and(|parent| cut.contains(&parent)) && open(batch.fate) {
                batch.fate = Fate::Orphaned;
                cut.push(later);
            }
        }
        true
    }

    /// Whether there is a claim before a leaf: whoever has gone past the first false one has none to begin with.
    pub(super) fn is_provable(&self, at: usize, leaf: u32) -> bool {
        let lie = self.batches[at].lie;
        match leaf {
            0 => !self.parent_lies(at),
            _ => lie.is_none_or(|lie| lie >= leaf),
        }
    }

    /// Whether the last claim of a batch's parent is none.
    fn parent_lies(&self, at: usize) -> bool {
        let parent = self.batches[at].parent;
        parent.is_some_and(|parent| self.batches[parent].lie.is_some())
    }

    /// Takes all of the author's stake: two fifths for the winner, the rest for the pot.
    fn punish(&mut self, at: usize) -> u128 {
        let stake = self.stakes.entry(self.batches[at].author()).or_default();
        let taken = std::mem::take(stake);
        let reward = taken * 2 / 5;
        self.pot += taken - reward;
        reward
    }

    fn win(&mut self, at: usize, who: Address) {
        let winner = self.batches[at].earliest().unwrap();
        let reward = self.punish(at);
        self.credit(winner, reward);
        self.cut(at);
        self.end(at, who, State::Won);
    }

    fn end(&mut self, at: usize, who: Address, state: State) {
        let author = self.batches[at].author();
        let dispute = self.batches[at].dispute(who).unwrap();
        dispute.state = state;
        let payment = (dispute.reveals * payment()).min(bond() / 2);
        match state {
            State::Won => self.credit(who, bond()),
            State::Lost => {
                self.credit(author, payment);
                self.pot += bond() - payment;
            }
            State::Orphaned => {
                self.credit(author, payment);
                self.credit(who, bond() - payment);
            }
            State::Open => unreachable!("no end"),
        }
    }
}
