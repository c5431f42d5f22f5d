//! Who may call.

use alloy_primitives::B256;
use interfaces::{
    contracts::ITreasury::{NotGovernance, NotKeeper, NotWired, UnknownKind},
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{Error, Treasury};

impl Treasury {
    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        if self.wired.get() {
            Ok(())
        } else {
            Err(NotWired {}.into())
        }
    }

    pub(crate) fn only_keeper(&self, purpose: B256) -> Result<(), Error> {
        self.only_wired()?;
        let keeper = match Kind::of(&purpose.0).ok_or(UnknownKind { purpose })? {
            Kind::Stake => self.pool.get(),
            Kind::RequestFee => self.data_availability.get(),
            Kind::DisputeBond => self.fraud_proof.get(),
            Kind::ProposalBond => self.governance.get(),
        };
        let caller = self.vm().msg_sender();
        if keeper.is_zero() || caller != keeper {
            return Err(NotKeeper { caller, purpose }.into());
        }
        Ok(())
    }

    pub(crate) fn only_governance(&self) -> Result<(), Error> {
        self.only_wired()?;
        let governance = self.governance.get();
        let caller = self.vm().msg_sender();
        if governance.is_zero() || caller != governance {
            return Err(NotGovernance { caller }.into());
        }
        Ok(())
    }
}
