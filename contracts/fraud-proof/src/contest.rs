//! A dispute as calls work on it: found, checked, moved, ended.

use alloy_primitives::{Address, B256};
use interfaces::{
    contracts::IFraudProof::{
        DisputeStatus, NoOpenDispute, NotPending, Position, StaleMove, Verdict,
    },
    host::HostKeccak,
};
use types::BlockNumber;

use crate::{
    bisection,
    clock::{Side, Turn},
    dispute::Dispute,
    error::Error,
    list::Link,
    peers::Batch,
    storage::BatchLinks,
    FraudProof,
};

/// A dispute, with what names it.
pub(crate) struct Contest {
    pub(crate) id: B256,
    pub(crate) header_hash: B256,
    pub(crate) challenger: Address,
    pub(crate) dispute: Dispute,
}

impl Contest {
    fn state_at(&self, position: &Position) -> B256 {
        bisection::state_of::<HostKeccak>(self.header_hash, self.challenger, position)
    }

    /// Counts a reveal that was made in time, and that the challenger has not gone on from.
    pub(crate) fn count_unanswered(&mut self, turn: &Turn, position: &Position) {
        let unanswered = turn.side == Side::Challenger && position.size > 1;
        let reveals = self.dispute.reveals;
        self.dispute.reveals = reveals.saturating_add(unanswered.into());
    }
}

impl FraudProof {
    /// The dispute of a challenger on a batch, whatever its status.
    #[inline(never)]
    pub(crate) fn contest(&self, header_hash: B256, challenger: Address) -> Contest {
        let id = bisection::dispute_id::<HostKeccak>(header_hash, challenger);
        let dispute = self.disputes.getter(id).read();
        Contest {
            id,
            header_hash,
            challenger,
            dispute,
        }
    }

    /// The open dispute of a challenger on a batch.
    #[inline(never)]
    pub(crate) fn open_contest(
        &self,
        headerHash: B256,
        challenger: Address,
    ) -> Result<Contest, Error> {
        let contest = self.contest(headerHash, challenger);
        let status = contest.dispute.status;
        if status != DisputeStatus::Open {
            return Err(NoOpenDispute {
                headerHash,
                challenger,
                status,
            }
            .into());
        }
        Ok(contest)
    }

    /// Checks that a dispute has come down to this position.
    #[inline(never)]
    pub(crate) fn require_at(&self, contest: &Contest, position: &Position) -> Result<(), Error> {
        let given = contest.state_at(position);
        let current = self.disputes.getter(contest.id).state.get();
        if given != current {
            return Err(StaleMove { given, current }.into());
        }
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn require_pending(&self, batch: &Batch) -> Result<(), Error> {
        let (headerHash, verdict) = (batch.hash, self.verdict(batch)?);
        if verdict != Verdict::Pending {
            return Err(NotPending {
                headerHash,
                verdict,
            }
            .into());
        }
        Ok(())
    }

    pub(crate) fn revealed_at(&self, node: B256, size: u32) -> Option<BlockNumber> {
        let key = bisection::reveal_key::<HostKeccak>(node, size);
        self.reveals.getter(key).read()
    }

    /// Whose turn it is in a dispute that has come down to this position.
    #[inline(never)]
    pub(crate) fn turn_at(&self, contest: &Contest, position: &Position) -> Turn {
        let is_leaf = position.size == 1;
        let revealed = if is_leaf {
            None
        } else {
            self.revealed_at(position.node, position.size)
        };
        contest.dispute.clocks.turn(is_leaf, revealed)
    }

    /// Keeps a dispute, and what moves answer to from now on.
    #[inline(never)]
    pub(crate) fn keep(&mut self, contest: &Contest, position: &Position) {
        let state = contest.state_at(position);
        let mut record = self.disputes.setter(contest.id);
        record.write(&contest.dispute);
        record.state.set(state);
    }

    /// Puts a new dispute behind all others on its batch.
    pub(crate) fn link(&mut self, contest: &mut Contest) {
        let hash = contest.header_hash;
        let mut ends = self.batches.getter(hash).ends();
        let (number, link) = ends.append(&mut BatchLinks::new(self, hash));
        (contest.dispute.number, contest.dispute.link) = (number, link);
        let mut batch = self.batches.setter(hash);
        batch.set_ends(ends);
        batch.challengers.insert(number, contest.challenger);
    }

    /// Ends a dispute: it is in no list, and answers to no move.
    #[inline(never)]
    pub(crate) fn end(&mut self, contest: &Contest, status: DisputeStatus) {
        let hash = contest.header_hash;
        let Dispute { number, link, .. } = contest.dispute;
        let mut ends = self.batches.getter(hash).ends();
        ends.remove(&mut BatchLinks::new(self, hash), link);
        let mut batch = self.batches.setter(hash);
        batch.set_ends(ends);
        batch.challengers.delete(number);
        let mut record = self.disputes.setter(contest.id);
        record.write(&Dispute {
            status,
            link: Link::default(),
            ..contest.dispute
        });
        record.state.set(B256::ZERO);
    }
}
