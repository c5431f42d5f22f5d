//! Views.

use alloy_primitives::{Address, B256, U128, U64};
use interfaces::contracts::IGovernance::{Proposal, ProposalKind, Terms};

use crate::{error::Error, motion, spending::Spending, timetable::Status, Governance};

/// Proposals.
impl Governance {
    /// See `IGovernance.proposalOf`.
    pub fn proposal_of(&self, id: B256) -> Result<Proposal, Error> {
        let record = self.proposals.getter(id);
        let stored = record.read();
        if stored.status == Status::None {
            return Ok(nothing());
        }
        let timetable = self.timetable(&stored);
        Ok(Proposal {
            kind: stored.kind,
            phase: self.phase_of(&stored, self.now()?),
            proposer: stored.proposer,
            snapshot: stored.snapshot,
            votingUntil: timetable.voting_until,
            executableFrom: timetable.executable_from,
            executableUntil: timetable.executable_until,
            electorate: stored.electorate,
            votesFor: stored.tally.votes_for,
            votesAgainst: stored.tally.votes_against,
            bond: stored.bond,
            reserved: record.reserved(),
        })
    }

    /// See `IGovernance.hasVoted`.
    pub fn has_voted(&self, id: B256, account: Address) -> bool {
        self.proposals.getter(id).voters.get(account)
    }

    /// See `IGovernance.openProposal`.
    pub fn open_proposal(&self, kind: ProposalKind, subject: Address) -> B256 {
        self.open.getter(kind as u8).get(subject)
    }

    /// See `IGovernance.idOf`.
    #[allow(clippy::unused_self, reason = "a view of the contract")]
    pub fn id_of(&self, number: u64, kind: ProposalKind, payload: &[u8]) -> B256 {
        motion::id_of(number, kind, payload)
    }

    /// See `IGovernance.proposals`.
    pub fn proposals(&self) -> u64 {
        self.count.get().to()
    }
}

/// Money and terms.
impl Governance {
    /// See `IGovernance.reserved`.
    pub fn reserved(&self) -> u128 {
        self.reserved.get().to()
    }

    /// See `IGovernance.spendable`.
    pub fn spendable(&self) -> Result<u128, Error> {
        let terms = self.stored_terms();
        let spending = self.spending().at(self.now()?, &terms);
        Ok(spending.spendable(self.pot_now()?, &terms))
    }

    /// See `IGovernance.terms`.
    pub fn terms(&self) -> Terms {
        self.stored_terms()
    }

    #[inline(never)]
    pub(crate) fn stored_terms(&self) -> Terms {
        Terms {
            voting: self.voting.get().to(),
            timelock: self.timelock.get().to(),
            expiry: self.expiry.get().to(),
            spendingPeriod: self.spending_period.get().to(),
            spendingBps: self.spending_bps.get().to(),
        }
    }

    pub(crate) fn set_spending(&mut self, spending: Spending) {
        self.period.set(U64::from(spending.period));
        self.spent.set(U128::from(spending.spent));
    }
}

/// Set-up.
impl Governance {
    /// See `IGovernance.clock`.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// See `IGovernance.currentBlock`.
    pub fn current_block(&self) -> Result<u64, Error> {
        self.now()
    }
}

fn nothing() -> Proposal {
    use interfaces::contracts::IGovernance::Phase;
    Proposal {
        kind: ProposalKind::RemoveSequencer,
        phase: Phase::None,
        proposer: Address::ZERO,
        snapshot: 0,
        votingUntil: 0,
        executableFrom: 0,
        executableUntil: 0,
        electorate: 0,
        votesFor: 0,
        votesAgainst: 0,
        bond: 0,
        reserved: 0,
    }
}

interfaces::addresses!(Governance: deployer, registry, pool, treasury, data_availability);
