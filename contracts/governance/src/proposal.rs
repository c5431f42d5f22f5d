//! A proposal as calls work on it: found, checked, ended.

use alloy_primitives::{Address, B256};
use interfaces::contracts::{
    IGovernance::{NotMember, Phase, ProposalKind, WrongEpoch, WrongPhase, WrongRole},
    ISequencerPool::Status as Standing,
};

use crate::{
    error::Error,
    motion::{self, Accused, Motion},
    storage::Stored,
    timetable::{Status, Timetable},
    Governance,
};

/// A proposal, with what its payload says.
pub(crate) struct Proposal {
    pub(crate) id: B256,
    pub(crate) stored: Stored,
    /// The accused, or the proposer.
    pub(crate) subject: Address,
    pub(crate) accused: Option<Accused>,
    pub(crate) motion: Motion,
}

impl Governance {
    /// The proposal of this number, kind and payload, if it stands there.
    #[inline(never)]
    pub(crate) fn proposal_at(
        &self,
        number: u64,
        kind: ProposalKind,
        payload: &[u8],
        now: u64,
        phases: &[Phase],
    ) -> Result<Proposal, Error> {
        let id = motion::id_of(number, kind, payload);
        let stored = self.proposals.getter(id).read();
        self.require_phase(id, &stored, now, phases)?;
        // It was read when it was proposed.
        let (accused, motion) = motion::read(kind, payload)?;
        let subject = accused.map_or(stored.proposer, |accused| accused.member);
        Ok(Proposal {
            id,
            stored,
            subject,
            accused,
            motion,
        })
    }

    #[inline(never)]
    pub(crate) fn require_phase(
        &self,
        id: B256,
        stored: &Stored,
        now: u64,
        phases: &[Phase],
    ) -> Result<(), Error> {
        let phase = self.phase_of(stored, now);
        if phases.contains(&phase) {
            return Ok(());
        }
        Err(WrongPhase { id, phase }.into())
    }

    pub(crate) fn timetable(&self, stored: &Stored) -> Timetable {
        Timetable::of(stored.snapshot, stored.kind, &self.stored_terms())
    }

    pub(crate) fn phase_of(&self, stored: &Stored, now: u64) -> Phase {
        let has_passed = stored.tally.has_passed(stored.electorate);
        self.timetable(stored).phase(stored.status, has_passed, now)
    }

    /// Checks that the accused is still whom the proposal was made against.
    #[inline(never)]
    pub(crate) fn require_standing(&self, accused: &Accused) -> Result<(), Error> {
        let Accused {
            member,
            epoch: given,
            role,
        } = *accused;
        let known = self.member(member)?;
        if known.status == Standing::None as u8 {
            return Err(NotMember { account: member }.into());
        }
        if known.role != role as u8 {
            let role = known.role;
            return Err(WrongRole { member, role }.into());
        }
        let current = known.epoch;
        if given != current {
            return Err(WrongEpoch {
                member,
                given,
                current,
            }
            .into());
        }
        Ok(())
    }

    pub(crate) fn set_status(&mut self, id: B256, status: Status) {
        self.proposals.setter(id).set_status(status);
    }

    /// Nothing more is to come of it: the like may be proposed again, and the stake of the accused is free of it.
    #[inline(never)]
    pub(crate) fn end(&mut self, proposal: &Proposal) -> Result<(), Error> {
        let kind = proposal.stored.kind as u8;
        self.open.setter(kind).delete(proposal.subject);
        match &proposal.accused {
            Some(accused) => self.lift_hold(accused.member),
            None => Ok(()),
        }
    }
}
