//! Who may call.

use alloy_primitives::B256;
use interfaces::{
    contracts::ITreasury::{NotGovernance, NotKeeper, UnknownKind},
    host::{require_peer, require_wired},
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{Error, Treasury};

impl Treasury {
    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        Ok(require_wired(self.wired.get())?)
    }

    pub(crate) fn only_keeper(&self, purpose: B256) -> Result<(), Error> {
        self.only_wired()?;
        let keeper = match Kind::of(&purpose.0).ok_or(UnknownKind { purpose })? {
            Kind::Stake => self.pool.get(),
            Kind::RequestFee => self.data_availability.get(),
            Kind::DisputeBond => self.fraud_proof.get(),
            Kind::ProposalBond => self.governance.get(),
        };
        require_peer(self.vm(), keeper).map_err(|caller| NotKeeper { caller, purpose })?;
        Ok(())
    }

    pub(crate) fn only_governance(&self) -> Result<(), Error> {
        self.only_wired()?;
        require_peer(self.vm(), self.governance.get())
            .map_err(|caller| NotGovernance { caller })?;
        Ok(())
    }
}
