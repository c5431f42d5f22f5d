//! What members may vote with in Governance.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::{BlockNotPast, Status};

use crate::{
    votes::{self, Checkpoints},
    Error, SequencerPool,
};

/// Views for Governance.
impl SequencerPool {
    /// See `ISequencerPool.votesAt`.
    pub fn votes_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        self.require_past(at)?;
        let record = self.members.getter(account);
        let left_at: u64 = record.exit_requested_at.get().to();
        // Its own checkpoint of that is only written with the release of its stake.
        if record.status() == Status::Exiting && at >= left_at {
            return Ok(0);
        }
        Ok(votes::at(&record.votes, at))
    }

    /// See `ISequencerPool.ballotAt`.
    pub fn ballot_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        let record = self.members.getter(account);
        let joined_at: u64 = record.joined_at.get().to();
        if record.status() != Status::Active || joined_at > at {
            return Ok(0);
        }
        self.votes_at(account, at)
    }

    /// See `ISequencerPool.totalVotesAt`.
    pub fn total_votes_at(&self, at: u64) -> Result<u128, Error> {
        self.require_past(at)?;
        Ok(votes::at(&self.votes, at))
    }

    /// What can still change says nothing.
    fn require_past(&self, given: u64) -> Result<(), Error> {
        let current = self.current_block()?;
        if given >= current {
            return Err(BlockNotPast { given, current }.into());
        }
        Ok(())
    }
}

/// Counting.
impl SequencerPool {
    /// An active member that had `before` votes has `after`.
    pub(crate) fn count_votes(&mut self, member: Address, before: u128, after: u128, now: u64) {
        self.set_votes(member, after, now);
        self.count_total(before, after, now);
    }

    pub(crate) fn set_votes(&mut self, member: Address, votes: u128, now: u64) {
        let mut record = self.members.setter(member);
        votes::change(&mut record.votes, now, votes);
    }

    /// The votes of all together change from `before` to `after` for one of them.
    pub(crate) fn count_total(&mut self, before: u128, after: u128, now: u64) {
        let total = self.votes.newest().0.votes;
        // The sum of stakes leaves 128 bits only in a call that the Treasury refuses in the end.
        let total = total.saturating_sub(before).saturating_add(after);
        votes::change(&mut self.votes, now, total);
    }
}
