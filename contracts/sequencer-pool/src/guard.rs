//! Who may call.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool::{
    MayNotHold, MemberExiting, NotMember, NotRegistry, NotSelected, NotWired, Role, Status,
};
use stylus_sdk::prelude::*;

use crate::{Error, SequencerPool};

impl SequencerPool {
    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        if self.wired.get() {
            Ok(())
        } else {
            Err(NotWired {}.into())
        }
    }

    pub(crate) fn only_registry(&self) -> Result<(), Error> {
        self.only_wired()?;
        let registry = self.registry.get();
        let caller = self.vm().msg_sender();
        if registry.is_zero() || caller != registry {
            return Err(NotRegistry { caller }.into());
        }
        Ok(())
    }

    pub(crate) fn only_contests(&self) -> Result<Address, Error> {
        self.only_wired()?;
        let caller = self.vm().msg_sender();
        let peers = [
            self.data_availability.get(),
            self.fraud_proof.get(),
            self.governance.get(),
        ];
        if caller.is_zero() || !peers.contains(&caller) {
            return Err(MayNotHold { caller }.into());
        }
        Ok(caller)
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
