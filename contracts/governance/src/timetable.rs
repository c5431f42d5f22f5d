//! When a proposal can be voted on and executed, and where that puts it. No VM in here.

use interfaces::contracts::IGovernance::{Phase, ProposalKind, Terms};

/// What has been done with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    None,
    Open,
    Compensating,
    Executed,
    Closed,
}

impl From<u8> for Status {
    fn from(status: u8) -> Self {
        match status {
            1 => Self::Open,
            2 => Self::Compensating,
            3 => Self::Executed,
            4 => Self::Closed,
            _ => Self::None,
        }
    }
}

/// The blocks of a proposal; a last one is still within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timetable {
    pub(crate) voting_until: u64,
    pub(crate) executable_from: u64,
    pub(crate) executable_until: u64,
}

impl Timetable {
    /// Of a proposal that was made in the block after its snapshot.
    pub(crate) fn of(snapshot: u64, kind: ProposalKind, terms: &Terms) -> Self {
        let timelock = match kind {
            ProposalKind::AddParameterSet | ProposalKind::SpendPot => terms.timelock,
            _ => 0,
        };
        let voting_until = snapshot
            .saturating_add(1)
            .saturating_add(terms.voting.into());
        let locked_until = voting_until.saturating_add(timelock.into());
        Self {
            voting_until,
            executable_from: locked_until.saturating_add(1),
            executable_until: locked_until.saturating_add(terms.expiry.into()),
        }
    }

    /// Where a proposal stands at a block.
    pub(crate) fn phase(&self, status: Status, has_passed: bool, now: u64) -> Phase {
        match status {
            Status::None => Phase::None,
            Status::Compensating => Phase::Compensating,
            Status::Executed => Phase::Executed,
            Status::Closed => Phase::Closed,
            Status::Open if now <= self.voting_until => Phase::Voting,
            Status::Open if !has_passed => Phase::Defeated,
            Status::Open if now < self.executable_from => Phase::Queued,
            Status::Open if now <= self.executable_until => Phase::Executable,
            Status::Open => Phase::Expired,
        }
    }
}
