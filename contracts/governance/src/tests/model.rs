//! Proposals, votes and compensations as plain values, written from the interface: what somebody expects who knows only
//! the promises.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256};
use interfaces::contracts::{
    IGovernance::{Phase, ProposalKind},
    ISequencerPool::Role,
};

/// A member that never comes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) role: Role,
    pub(super) stake: u128,
    pub(super) is_active: bool,
}

/// A proposal.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) kind: ProposalKind,
    pub(super) proposer: Address,
    pub(super) accused: Option<Address>,
    pub(super) made_at: u64,
    pub(super) electorate: u128,
    pub(super) votes: BTreeMap<Address, (bool, u128)>,
    /// Numbers of the batches that it names.
    pub(super) requests: Vec<usize>,
    /// Of a spending.
    pub(super) amount: u128,
    /// Once it is no longer open.
    pub(super) ended: Option<Phase>,
}

/// An answered request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered {
    pub(super) hash: B256,
    pub(super) author: Address,
    pub(super) requester: Address,
    pub(super) fee: u128,
    /// What answering has cost the author.
    pub(super) cost: u128,
    pub(super) is_settled: bool,
}

#[derive(Default)]
pub(super) struct Model {
    pub(super) now: u64,
    pub(super) people: BTreeMap<Address, Person>,
    /// Votes at the end of each block at which the clock stood.
    history: Vec<(u64, BTreeMap<Address, u128>)>,
    pub(super) proposals: Vec<Expected>,
    pub(super) batches: Vec<Answered>,
    spent: BTreeMap<u64, u128>,
}

impl Expected {
    pub(super) fn phase(&self, now: u64) -> Phase {
        if let Some(phase) = self.ended {
            return phase;
        }
        let is_locked = self.accused.is_none();
        let unlocked = self.made_at + 30 + if is_locked { 70 } else { 0 };
        if now < self.made_at + 31 {
            Phase::Voting
        } else if !self.has_passed() {
            Phase::Defeated
        } else if now <= unlocked {
            Phase::Queued
        } else if now <= unlocked + 400 {
            Phase::Executable
        } else {
            Phase::Expired
        }
    }

    pub(super) fn sum(&self, support: bool) -> u128 {
        let of = self.votes.values().filter(|(side, _)| *side == support);
        of.map(|(_, votes)| votes).sum()
    }

    pub(super) fn has_quorum(&self) -> bool {
        let cast = self.sum(true) + self.sum(false);
        cast > 0 && cast * 5 >= self.electorate
    }

    fn has_passed(&self) -> bool {
        self.has_quorum() && self.sum(true) > self.sum(false)
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.ended, None | Some(Phase::Compensating))
    }

    pub(super) fn subject(&self) -> Address {
        self.accused.unwrap_or(self.proposer)
    }
}

/// Members and votes.
impl Model {
    pub(super) fn new(now: u64) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }

    fn votes(&self) -> BTreeMap<Address, u128> {
        let active = self.people.iter().filter(|(_, person)| person.is_active);
        active.map(|(who, person)| (*who, person.stake)).collect()
    }

    pub(super) fn wait(&mut self, blocks: u64) {
        if blocks > 0 {
            self.history.push((self.now, self.votes()));
            self.now += blocks;
        }
    }

    /// Votes at the end of the block before now.
    fn before_now(&self) -> BTreeMap<Address, u128> {
        self.history.last().expect("a block").1.clone()
    }

    /// Votes at the end of the block before another one.
    fn before(&self, block: u64) -> BTreeMap<Address, u128> {
        let mut earlier = self.history.iter().rev();
        let (_, votes) = earlier.find(|(at, _)| *at < block).expect("a block");
        votes.clone()
    }

    pub(super) fn is_active(&self, who: Address) -> bool {
        self.people.get(&who).is_some_and(|person| person.is_active)
    }

    pub(super) fn electorate(&self, accused: Option<Address>) -> u128 {
        let mut votes = self.before_now();
        if let Some(accused) = accused {
            votes.remove(&accused);
        }
        votes.values().sum()
    }

    /// What somebody may vote with on a proposal; nothing if it may not.
    pub(super) fn ballot(&self, who: Address, proposal: &Expected) -> Option<u128> {
        let may = proposal.phase(self.now) == Phase::Voting
            && proposal.accused != Some(who)
            && !proposal.votes.contains_key(&who)
            && self.is_active(who);
        let ballot = self.before(proposal.made_at).get(&who).copied();
        ballot.filter(|votes| may && *votes > 0)
    }
}

/// Proposals.
impl Model {
    pub(super) fn is_free(&self, kind: ProposalKind, subject: Address) -> bool {
        let taken =
            |other: &Expected| other.is_open() && (other.kind, other.subject()) == (kind, subject);
        !self.proposals.iter().any(taken)
    }

    /// Holds on the stake of a member.
    pub(super) fn holds(&self, member: Address) -> usize {
        let open = self.proposals.iter().filter(|other| other.is_open());
        open.filter(|other| other.accused == Some(member)).count()
    }

    /// What the fees of the requests are that a proposal names and that nothing has been paid for.
    pub(super) fn fees(&self, requests: &[usize]) -> u128 {
        let batches = requests.iter().map(|number| &self.batches[*number]);
        let due = batches.filter(|batch| !batch.is_settled);
        due.map(|batch| batch.fee).sum()
    }

    /// Who is paid what by a removal; settles the requests.
    pub(super) fn compensate(&mut self, proposal: &Expected) -> BTreeMap<Address, u128> {
        let mut paid = BTreeMap::new();
        let named: BTreeSet<_> = proposal.requests.iter().copied().collect();
        for number in named {
            let batch = &mut self.batches[number];
            let (guilty, to, owed) = match proposal.kind {
                ProposalKind::RemoveSequencer => (batch.author, batch.requester, batch.fee),
                _ => (batch.requester, batch.author, batch.cost),
            };
            if !batch.is_settled && Some(guilty) == proposal.accused {
                batch.is_settled = true;
                *paid.entry(to).or_default() += owed;
            }
        }
        paid
    }

    /// Whether an amount may be spent of the pot now.
    pub(super) fn may_spend(&self, amount: u128, pot: u128, reserved: u128) -> bool {
        let spent = self.spent.get(&(self.now / 1_000)).copied().unwrap_or(0);
        4 * (spent + amount) <= pot + spent && amount + reserved <= pot
    }

    pub(super) fn spend(&mut self, amount: u128) {
        *self.spent.entry(self.now / 1_000).or_default() += amount;
    }
}
