//! Holds on a member's stake: each peer counts its own, so that none can lift another's.

use alloy_primitives::{Address, U32};
use interfaces::contracts::ISequencerPool::{
    HoldLifted, HoldPlaced, MayNotHold, NoHold, NotMember, Status,
};
use stylus_sdk::{prelude::*, storage::StorageU32};

use crate::{storage::MemberRecord, Error, SequencerPool};

/// Who may place holds.
#[derive(Clone, Copy)]
enum Placer {
    DataAvailability,
    FraudProof,
    Governance,
}

impl MemberRecord {
    /// How many holds a peer has placed and not lifted.
    fn holds_of(&mut self, placer: Placer) -> &mut StorageU32 {
        match placer {
            Placer::DataAvailability => &mut self.request_holds,
            Placer::FraudProof => &mut self.dispute_holds,
            Placer::Governance => &mut self.proposal_holds,
        }
    }
}

/// What contests and proposals do.
impl SequencerPool {
    /// See `ISequencerPool.placeHold`.
    pub fn place_hold(&mut self, member: Address) -> Result<(), Error> {
        let (by, placer) = self.only_placer()?;
        let mut record = self.members.setter(member);
        if record.status() == Status::None {
            return Err(NotMember { member }.into());
        }
        let own = record.holds_of(placer);
        // One per open contest or proposal: 32 bits are never used up.
        let holds = own.get() + U32::from(1);
        own.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldPlaced { member, by, holds });
        Ok(())
    }

    /// See `ISequencerPool.liftHold`.
    pub fn lift_hold(&mut self, member: Address) -> Result<(), Error> {
        let (by, placer) = self.only_placer()?;
        let mut record = self.members.setter(member);
        let own = record.holds_of(placer);
        let no_hold = NoHold { member, caller: by };
        let holds = own.get().checked_sub(U32::from(1)).ok_or(no_hold)?;
        own.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldLifted { member, by, holds });
        Ok(())
    }

    /// The caller, if it is one of the three, and which.
    fn only_placer(&self) -> Result<(Address, Placer), Error> {
        self.only_wired()?;
        let caller = self.vm().msg_sender();
        let peers = [
            (self.data_availability.get(), Placer::DataAvailability),
            (self.fraud_proof.get(), Placer::FraudProof),
            (self.governance.get(), Placer::Governance),
        ];
        let known = peers.into_iter().find(|(peer, _)| *peer == caller);
        // A peer of zero is nobody.
        let known = known.filter(|_| !caller.is_zero());
        Ok(known.ok_or(MayNotHold { caller })?)
    }
}
