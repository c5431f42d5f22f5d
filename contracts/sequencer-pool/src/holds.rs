//! Holds on a member's stake: each peer counts its own, so that none can lift another's.

use alloy_primitives::{Address, U32};
use interfaces::contracts::ISequencerPool::{
    HoldLifted, HoldPlaced, MayNotHold, NoHold, NotMember, Status,
};
use stylus_sdk::{prelude::*, storage::StorageU32};

use crate::{guard::Judge, storage::MemberRecord, Error, SequencerPool};

impl MemberRecord {
    /// How many holds a judge has placed and not lifted.
    fn holds_of(&mut self, judge: Judge) -> &mut StorageU32 {
        match judge {
            Judge::DataAvailability => &mut self.request_holds,
            Judge::FraudProof => &mut self.dispute_holds,
            Judge::Governance => &mut self.proposal_holds,
        }
    }
}

/// What contests and proposals do.
impl SequencerPool {
    /// See `ISequencerPool.placeHold`.
    pub fn place_hold(&mut self, member: Address) -> Result<(), Error> {
        let (by, judge) = self.only_holder()?;
        let mut record = self.members.setter(member);
        if record.status() == Status::None {
            return Err(NotMember { member }.into());
        }
        let own = record.holds_of(judge);
        // One per open contest or proposal: 32 bits are never used up.
        let holds = own.get() + U32::from(1);
        own.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldPlaced { member, by, holds });
        Ok(())
    }

    /// See `ISequencerPool.liftHold`.
    pub fn lift_hold(&mut self, member: Address) -> Result<(), Error> {
        let (by, judge) = self.only_holder()?;
        let mut record = self.members.setter(member);
        let own = record.holds_of(judge);
        let no_hold = NoHold { member, caller: by };
        let holds = own.get().checked_sub(U32::from(1)).ok_or(no_hold)?;
        own.set(holds);
        let holds = holds.to();
        log(self.vm(), HoldLifted { member, by, holds });
        Ok(())
    }

    /// The caller, if it is one of the three, and which.
    fn only_holder(&self) -> Result<(Address, Judge), Error> {
        let caller = self.vm().msg_sender();
        let judge = self.judge()?.ok_or(MayNotHold { caller })?;
        Ok((caller, judge))
    }
}
