//! Who may call.

use alloy_primitives::Address;
use interfaces::{
    contracts::ISequencerPool::{MemberExiting, NotMember, NotRegistry, NotSelected, Role, Status},
    host::{require_peer, require_wired},
};
use stylus_sdk::prelude::*;

use crate::{Error, SequencerPool};

/// Who holds stakes, punishes and rotates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judge {
    DataAvailability,
    FraudProof,
    Governance,
}

impl SequencerPool {
    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        Ok(require_wired(self.wired.get())?)
    }

    pub(crate) fn only_registry(&self) -> Result<(), Error> {
        self.only_wired()?;
        require_peer(self.vm(), self.registry.get()).map_err(|caller| NotRegistry { caller })?;
        Ok(())
    }

    /// Which of the three the caller is.
    pub(crate) fn judge(&self) -> Result<Option<Judge>, Error> {
        self.only_wired()?;
        let caller = self.vm().msg_sender();
        let judges = [
            (self.data_availability.get(), Judge::DataAvailability),
            (self.fraud_proof.get(), Judge::FraudProof),
            (self.governance.get(), Judge::Governance),
        ];
        // A peer of zero is nobody.
        let known = judges
            .into_iter()
            .find(|(peer, _)| *peer == caller && !caller.is_zero());
        Ok(known.map(|(_, judge)| judge))
    }

    pub(crate) fn only_selected(&self, role: Role, member: Address, now: u64) -> Result<(), Error> {
        let selected = self.selected_at(role, now)?.unwrap_or_default();
        if selected.is_zero() || member != selected {
            return Err(NotSelected { member, selected }.into());
        }
        Ok(())
    }

    pub(crate) fn active_role(&self, member: Address) -> Result<Role, Error> {
        let record = self.members.getter(member);
        match record.status() {
            Status::Active => Ok(record.role()),
            Status::Exiting => Err(MemberExiting { member }.into()),
            _ => Err(NotMember { member }.into()),
        }
    }
}
