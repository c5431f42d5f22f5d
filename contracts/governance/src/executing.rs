//! What becomes of proposals.

use alloy_primitives::{Address, B256, U128};
use interfaces::contracts::{
    IDataAvailability::RequestStatus,
    IGovernance::{Phase, ProposalKind},
};

use crate::{
    error::Error,
    motion::Motion,
    proposal::Proposal,
    spending::{Pot, Spending},
    timetable::Status,
    Governance,
};

impl Governance {
    /// See `IGovernance.execute`.
    pub fn execute(
        &mut self,
        number: u64,
        kind: ProposalKind,
        payload: &[u8],
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let proposal = self.proposal_at(number, kind, payload, now, &[Phase::Executable])?;
        if let Some(accused) = &proposal.accused {
            self.require_standing(accused)?;
        }
        self.set_status(proposal.id, Status::Executed);
        self.emit_executed(&proposal);
        self.settle_bond(&proposal, true)?;
        let (id, subject) = (proposal.id, proposal.subject);
        match &proposal.motion {
            Motion::Remove(requests) => return self.remove_member(&proposal, requests),
            Motion::PunishProducer { kick, slash } => self.punish(id, subject, *kick, *slash)?,
            Motion::KickForOrdering { .. } => self.rotate_if_selected(id, subject)?,
            Motion::AddParameterSet => self.add_parameters(payload)?,
            Motion::SpendPot {
                beneficiary,
                amount,
            } => self.spend(*beneficiary, *amount, now)?,
        }
        self.end(&proposal)
    }

    /// See `IGovernance.close`.
    pub fn close(&mut self, number: u64, kind: ProposalKind, payload: &[u8]) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let phases = [Phase::Defeated, Phase::Expired];
        let proposal = self.proposal_at(number, kind, payload, now, &phases)?;
        let stored = &proposal.stored;
        let quorum = stored.tally.has_quorum(stored.electorate);
        self.set_status(proposal.id, Status::Closed);
        self.emit_closed(&proposal, quorum);
        self.settle_bond(&proposal, quorum)?;
        self.end(&proposal)
    }

    fn settle_bond(&self, proposal: &Proposal, quorum: bool) -> Result<(), Error> {
        let (id, proposer, bond) = (proposal.id, proposal.stored.proposer, proposal.stored.bond);
        if quorum {
            self.release(id, proposer, bond)
        } else {
            self.forfeit(id, proposer, bond)
        }
    }
}

/// What is executed.
impl Governance {
    /// GS and GV: the member goes, and of a verifier all that it has; the compensations are for a call of their own.
    fn remove_member(&mut self, proposal: &Proposal, requests: &[B256]) -> Result<(), Error> {
        let (id, member) = (proposal.id, proposal.subject);
        if proposal.stored.kind == ProposalKind::RemoveVerifier {
            self.remove(member, id, u128::MAX)?;
            self.forfeit_credit(member)?;
        } else {
            self.remove(member, id, 0)?;
            self.rotate_from(member)?;
        }
        if requests.is_empty() {
            return self.end(proposal);
        }
        let amount = self.fees_in_the_pot(requests)?;
        let reserved = self.reserved().saturating_add(amount);
        self.reserved.set(U128::from(reserved));
        let mut record = self.proposals.setter(id);
        record.set_status(Status::Compensating);
        record.set_reserved(amount);
        self.emit_reserved(id, amount);
        Ok(())
    }

    /// What was paid for requests, and has not come back: more than that is not compensated.
    fn fees_in_the_pot(&self, requests: &[B256]) -> Result<u128, Error> {
        let mut fees: u128 = 0;
        for (number, header_hash) in requests.iter().enumerate() {
            let request = self.request(*header_hash)?;
            let is_again = requests
                .iter()
                .take(number)
                .any(|other| other == header_hash);
            if request.status == RequestStatus::Answered as u8 && !is_again {
                fees = fees.saturating_add(request.fee);
            }
        }
        Ok(fees)
    }

    /// P.3.A.2 and P.3.A.3.
    fn punish(&self, id: B256, member: Address, kick: bool, slash: u128) -> Result<(), Error> {
        if kick {
            self.remove(member, id, slash)?;
        }
        self.rotate_from(member)
    }

    /// O.4.B.3.
    fn rotate_if_selected(&self, id: B256, member: Address) -> Result<(), Error> {
        if self.selected_sequencer()? != member {
            self.emit_kick_skipped(id, member);
            return Ok(());
        }
        self.rotate_from(member)
    }

    fn spend(&mut self, beneficiary: Address, amount: u128, now: u64) -> Result<(), Error> {
        let terms = self.stored_terms();
        let spending = self.spending().at(now, &terms);
        let spending = spending.spend(amount, self.pot_now()?, &terms)?;
        self.set_spending(spending);
        self.spend_pot(beneficiary, amount)
    }

    pub(crate) fn pot_now(&self) -> Result<Pot, Error> {
        Ok(Pot {
            amount: self.pot()?,
            reserved: self.reserved(),
        })
    }

    pub(crate) fn spending(&self) -> Spending {
        Spending {
            period: self.period.get().to(),
            spent: self.spent.get().to(),
        }
    }
}
