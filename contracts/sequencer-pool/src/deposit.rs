//! The newest parameters, and the money in the Treasury.

use alloy_primitives::Address;
use interfaces::{
    contracts::{
        ISequencerPool::{PoolParameters, Role},
        ITreasury,
    },
    host::call,
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{rules::Taken, Error, SequencerPool};

impl SequencerPool {
    pub(crate) fn set_count(&self) -> u32 {
        // Sets come one by one from Governance: 32 bits are never used up.
        u32::try_from(self.sets.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn current(&self) -> Result<PoolParameters, Error> {
        self.parameters(self.current_parameter_set()?)
    }

    /// Locks a member's tokens in the Treasury, last of all: the state has them already.
    pub(crate) fn lock(&self, owner: Address, role: Role, amount: u128) -> Result<(), Error> {
        let purpose = Kind::stake(role as u8).into();
        let lock = ITreasury::lockCall {
            owner,
            purpose,
            amount,
        };
        call(self.vm(), self.treasury.get(), &lock)?;
        Ok(())
    }

    /// Takes amounts out of a member's lock in the Treasury.
    pub(crate) fn seize(
        &self,
        owner: Address,
        role: Role,
        beneficiary: Address,
        taken: &Taken,
    ) -> Result<(), Error> {
        let seize = ITreasury::seizeCall {
            owner,
            purpose: Kind::stake(role as u8).into(),
            beneficiary,
            toBeneficiary: taken.to_beneficiary,
            toPot: taken.to_pot,
        };
        call(self.vm(), self.treasury.get(), &seize)?;
        Ok(())
    }

    /// Moves a member's lock to its credit in the Treasury.
    pub(crate) fn release(&self, owner: Address, role: Role, amount: u128) -> Result<(), Error> {
        let purpose = Kind::stake(role as u8).into();
        let release = ITreasury::releaseCall {
            owner,
            purpose,
            amount,
        };
        call(self.vm(), self.treasury.get(), &release)?;
        Ok(())
    }
}
