//! Proposing and voting.

use alloy_primitives::{Address, B256, U64};
use interfaces::{
    contracts::{
        IBatchRegistry::Header,
        IGovernance::{
            Accused as AccusedVotes, AlreadyProposed, AlreadyVoted, NoVotes, NotMember, Phase,
            ProposalKind, UnknownHeader,
        },
        ISequencerPool::Status as Standing,
    },
    host::HostKeccak,
};
use stylus_sdk::prelude::*;

use crate::{
    error::Error,
    evidence,
    motion::{self, Accused, Motion},
    proposal::Proposal,
    storage::Stored,
    tally::Tally,
    timetable::Status,
    Governance,
};

impl Governance {
    /// See `IGovernance.propose`.
    pub fn propose(&mut self, kind: ProposalKind, payload: &[u8]) -> Result<(u64, B256), Error> {
        let now = self.now_if_wired()?;
        let (accused, motion) = motion::read(kind, payload)?;
        let proposer = self.only_member()?;
        let subject = accused.map_or(proposer, |accused| accused.member);
        self.require_free(kind, subject)?;
        if let Some(accused) = &accused {
            self.require_standing(accused)?;
            self.require_evidence(accused, &motion)?;
        }
        let number = self.count.get().to::<u64>() + 1;
        let snapshot = now.saturating_sub(1);
        let proposal = Proposal {
            id: motion::id_of(number, kind, payload),
            stored: Stored {
                proposer,
                snapshot,
                kind,
                status: Status::Open,
                tally: Tally::default(),
                electorate: self.electorate(accused.as_ref(), snapshot)?,
                bond: self.bond()?,
            },
            subject,
            accused,
            motion,
        };
        self.begin(&proposal, number);
        self.emit_proposed(&proposal, number, payload);
        if accused.is_some() {
            self.place_hold(subject)?;
        }
        self.lock(proposal.id, proposer, proposal.stored.bond)?;
        Ok((number, proposal.id))
    }

    /// See `IGovernance.vote`.
    pub fn vote(&mut self, id: B256, support: bool) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let voter = self.vm().msg_sender();
        let stored = self.proposals.getter(id).read();
        self.require_phase(id, &stored, now, &[Phase::Voting])?;
        self.require_impartial(id, stored.kind, voter)?;
        if self.has_voted(id, voter) {
            return Err(AlreadyVoted { id, voter }.into());
        }
        let snapshot = stored.snapshot;
        let ballot = self.ballot_at(voter, snapshot)?;
        if ballot == 0 {
            return Err(NoVotes { voter, snapshot }.into());
        }
        let mut record = self.proposals.setter(id);
        record.voters.insert(voter, true);
        record.set_tally(stored.tally.with(support, ballot));
        self.emit_voted(id, voter, support, ballot);
        Ok(())
    }
}

/// Who may, on what.
impl Governance {
    fn only_member(&self) -> Result<Address, Error> {
        let account = self.vm().msg_sender();
        if self.member(account)?.status != Standing::Active as u8 {
            return Err(NotMember { account }.into());
        }
        Ok(account)
    }

    fn require_free(&self, kind: ProposalKind, subject: Address) -> Result<(), Error> {
        let id = self.open_proposal(kind, subject);
        if id.is_zero() {
            return Ok(());
        }
        Err(AlreadyProposed { id }.into())
    }

    /// The accused does not vote. A proposer of what accuses nobody does.
    fn require_impartial(&self, id: B256, kind: ProposalKind, voter: Address) -> Result<(), Error> {
        let accuses = !matches!(kind, ProposalKind::AddParameterSet | ProposalKind::SpendPot);
        if accuses && self.open_proposal(kind, voter) == id {
            return Err(AccusedVotes { voter }.into());
        }
        Ok(())
    }

    /// That every request can be compensated: who calls needs its header, which the registry has emitted.
    fn require_evidence(&self, accused: &Accused, motion: &Motion) -> Result<(), Error> {
        match motion {
            Motion::Remove(requests) => requests
                .iter()
                .try_for_each(|header| self.require_known(*header)),
            Motion::KickForOrdering { header, producer } => {
                self.require_disorder(accused, header, *producer)
            }
            _ => Ok(()),
        }
    }

    fn require_disorder(
        &self,
        accused: &Accused,
        header: &Header,
        producer: Address,
    ) -> Result<(), Error> {
        let headerHash = hash_of(header);
        evidence::require_own_order(header, headerHash, accused.member)?;
        self.require_known(headerHash)?;
        let attestation = self.attestation(header.parent, producer)?;
        evidence::require_other_order(header, producer, &attestation)
    }

    #[inline(never)]
    fn require_known(&self, headerHash: B256) -> Result<(), Error> {
        if self.is_known(headerHash)? {
            return Ok(());
        }
        Err(UnknownHeader { headerHash }.into())
    }

    /// All votes of the snapshot but those of the accused.
    fn electorate(&self, accused: Option<&Accused>, snapshot: u64) -> Result<u128, Error> {
        let all = self.total_votes_at(snapshot)?;
        let own = match accused {
            Some(accused) => self.votes_at(accused.member, snapshot)?,
            None => 0,
        };
        Ok(all.saturating_sub(own))
    }

    fn begin(&mut self, proposal: &Proposal, number: u64) {
        self.count.set(U64::from(number));
        self.proposals.setter(proposal.id).begin(&proposal.stored);
        let mut open = self.open.setter(proposal.stored.kind as u8);
        open.insert(proposal.subject, proposal.id);
    }
}

/// The hash of a header.
#[inline(never)]
pub(crate) fn hash_of(header: &Header) -> B256 {
    types::Header::from(header).hash::<HostKeccak>().0.into()
}
