//! Paying the compensations of a removal.

use alloc::vec::Vec;

use alloy_primitives::{keccak256, Address, B256, U128, U256};
use interfaces::contracts::{
    IBatchRegistry::Header,
    IDataAvailability::RequestStatus,
    IGovernance::{Phase, ProposalKind, StakeHeld, WrongHeader, WrongHeaderCount},
};

use crate::{
    compensation::{self, Claim, Costs},
    error::Error,
    motion::Motion,
    peers::Request,
    proposal::Proposal,
    proposing::hash_of,
    timetable::Status,
    Governance,
};

impl Governance {
    /// See `IGovernance.compensate`.
    pub fn compensate(
        &mut self,
        number: u64,
        kind: ProposalKind,
        payload: &[u8],
        headers: Vec<Header>,
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let proposal = self.proposal_at(number, kind, payload, now, &[Phase::Compensating])?;
        require_headers(&proposal.motion, &headers)?;
        let is_sequencer = kind == ProposalKind::RemoveSequencer;
        if is_sequencer {
            self.require_unheld(proposal.subject)?;
        }
        let own = self.free_reserve(proposal.id);
        let claims = self.claims(&proposal, &headers)?;
        let owed = compensation::total(&claims);
        let taken = if is_sequencer && owed != 0 {
            self.remove(proposal.subject, keccak256(proposal.id), owed)?
        } else {
            0
        };
        let available = compensation::available(owed, taken, own, self.pot()?, self.reserved());
        let paid = self.pay(proposal.id, &claims, available, owed)?;
        self.emit_compensation_ended(proposal.id, owed, taken, paid);
        self.end(&proposal)
    }
}

/// The steps.
impl Governance {
    /// Contests take first. Proposals that are open take nothing of a sequencer's stake.
    fn require_unheld(&self, member: Address) -> Result<(), Error> {
        let holds = self.member(member)?.contests;
        if holds == 0 {
            return Ok(());
        }
        Err(StakeHeld { member, holds }.into())
    }

    /// From here on the proposal is executed, and what was kept back for it is there for its own claims: so much.
    fn free_reserve(&mut self, id: B256) -> u128 {
        let mut record = self.proposals.setter(id);
        let amount = record.reserved();
        record.set_status(Status::Executed);
        record.set_reserved(0);
        let reserved = self.reserved().saturating_sub(amount);
        self.reserved.set(U128::from(reserved));
        amount
    }

    /// What is owed for each request; each of these is settled for ever.
    fn claims(&self, proposal: &Proposal, headers: &[Header]) -> Result<Vec<Claim>, Error> {
        let mut claims = Vec::with_capacity(headers.len());
        let mut costs = None;
        for header in headers {
            let claim = self.claim(proposal, header, &mut costs)?;
            if claim.owed == 0 {
                self.emit_skipped(proposal.id, claim.header_hash);
            } else {
                self.settle(claim.header_hash)?;
                claims.push(claim);
            }
        }
        Ok(claims)
    }

    /// What is owed for a request; nothing if it is none that the member is to blame for.
    fn claim(
        &self,
        proposal: &Proposal,
        header: &Header,
        costs: &mut Option<Costs>,
    ) -> Result<Claim, Error> {
        let header_hash = hash_of(header);
        let request = self.request(header_hash)?;
        let author = header.sequencer;
        let is_sequencer = proposal.stored.kind == ProposalKind::RemoveSequencer;
        let (guilty, beneficiary) = if is_sequencer {
            (author, request.requester)
        } else {
            (request.requester, author)
        };
        let is_guilty = guilty == proposal.subject;
        if is_guilty && request.status == RequestStatus::Open as u8 {
            // Refused there: whether its data comes is still to be seen.
            self.settle(header_hash)?;
        }
        let is_due = is_guilty && request.status == RequestStatus::Answered as u8;
        let owed = match (is_due, is_sequencer) {
            (false, _) => 0,
            (true, true) => request.fee,
            (true, false) => self.owed_to_author(header, header_hash, &request, costs)?,
        };
        Ok(Claim {
            header_hash,
            beneficiary,
            owed,
        })
    }

    fn owed_to_author(
        &self,
        header: &Header,
        header_hash: B256,
        request: &Request,
        costs: &mut Option<Costs>,
    ) -> Result<u128, Error> {
        let set = header.parameterSet;
        let costs = match costs {
            Some(known) if known.set == set => known,
            other => other.insert(self.costs(set)?),
        };
        let posted = self.posted_by_author(header_hash)?;
        Ok(costs.owed_to_author(posted, request.fee))
    }

    fn pay(&self, id: B256, claims: &[Claim], available: u128, owed: u128) -> Result<u128, Error> {
        let mut sum = 0;
        for claim in claims {
            let paid = compensation::paid(claim.owed, available, owed);
            self.emit_compensated(id, claim, paid);
            if paid != 0 {
                self.spend_pot(claim.beneficiary, paid)?;
            }
            sum += paid;
        }
        Ok(sum)
    }
}

/// Checks that the headers are those of the requests, in their order.
fn require_headers(motion: &Motion, headers: &[Header]) -> Result<(), Error> {
    // Only a removal is ever compensated.
    let Motion::Remove(requests) = motion else {
        return Ok(());
    };
    if headers.len() != requests.len() {
        return Err(WrongHeaderCount {
            given: U256::from(headers.len()),
            expected: U256::from(requests.len()),
        }
        .into());
    }
    for (header, expected) in headers.iter().zip(requests) {
        let (given, expected) = (hash_of(header), *expected);
        if given != expected {
            return Err(WrongHeader { given, expected }.into());
        }
    }
    Ok(())
}
