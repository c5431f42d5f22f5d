//! The calls to registry, pool and Treasury.

use alloy_primitives::{Address, B256};
use interfaces::{
    contracts::{
        IBatchRegistry::{self, Header, Parameters},
        IDataAvailability::Verdict,
        ISequencerPool::{self, Member, Offence, Role, Slot},
        ITreasury,
    },
    host::{call, view, HostKeccak},
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{blame::Attestation, error::Error, DataAvailability};

/// A batch that somebody acts on.
pub(crate) struct Batch {
    pub(crate) header: Header,
    pub(crate) hash: B256,
}

impl Batch {
    #[inline(never)]
    pub(crate) fn of(header: Header) -> Self {
        let hash = types::Header::from(&header).hash::<HostKeccak>().0.into();
        Self { header, hash }
    }

    /// Of the lock of the fee.
    fn purpose(&self) -> B256 {
        Kind::RequestFee.purpose(self.hash.0).into()
    }
}

/// The registry.
impl DataAvailability {
    #[inline(never)]
    pub(crate) fn verdict(&self, batch: &Batch) -> Result<Verdict, Error> {
        let header = batch.header.clone();
        let call = IBatchRegistry::verdictCall { header };
        let verdict = view(self.vm(), self.registry.get(), &call)?.verdict;
        Ok(Verdict::try_from(verdict as u8).unwrap_or(Verdict::__Invalid))
    }

    #[inline(never)]
    pub(crate) fn parameters(&self, set: u32) -> Result<Parameters, Error> {
        let call = IBatchRegistry::parametersCall { set };
        Ok(view(self.vm(), self.registry.get(), &call)?._0)
    }

    #[inline(never)]
    pub(crate) fn open_request(&self, batch: &Batch) -> Result<(), Error> {
        let header = batch.header.clone();
        let open = IBatchRegistry::openRequestCall { header };
        call(self.vm(), self.registry.get(), &open)?;
        Ok(())
    }

    pub(crate) fn open_halted_request(&self, batch: &Batch) -> Result<(), Error> {
        let header = batch.header.clone();
        let open = IBatchRegistry::openHaltedRequestCall { header };
        call(self.vm(), self.registry.get(), &open)?;
        Ok(())
    }

    /// What a producer has attested to follow the batch's parent.
    pub(crate) fn attestation(
        &self,
        batch: &Batch,
        producer: Address,
    ) -> Result<Attestation, Error> {
        let call = IBatchRegistry::attestationOfCall {
            parent: batch.header.parent,
            producer,
        };
        let found = view(self.vm(), self.registry.get(), &call)?;
        Ok(Attestation {
            mttbr: found.mttbr,
            fork: found.fork,
        })
    }

    #[inline(never)]
    pub(crate) fn close_request(&self, batch: &Batch) -> Result<(), Error> {
        let header = batch.header.clone();
        let close = IBatchRegistry::closeRequestCall { header };
        call(self.vm(), self.registry.get(), &close)?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn mark_published(&self, batch: &Batch) -> Result<(), Error> {
        let header = batch.header.clone();
        let mark = IBatchRegistry::markPublishedCall { header };
        call(self.vm(), self.registry.get(), &mark)?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn invalidate(&self, batch: &Batch) -> Result<(), Error> {
        let header = batch.header.clone();
        let invalidate = IBatchRegistry::invalidateCall { header };
        call(self.vm(), self.registry.get(), &invalidate)?;
        Ok(())
    }
}

/// The pool.
impl DataAvailability {
    #[inline(never)]
    pub(crate) fn member(&self, account: Address) -> Result<Member, Error> {
        let call = ISequencerPool::memberCall { account };
        Ok(view(self.vm(), self.pool.get(), &call)?._0)
    }

    #[inline(never)]
    pub(crate) fn producer_slot(&self) -> Result<Slot, Error> {
        let role = Role::Producer;
        let call = ISequencerPool::slotCall { role };
        Ok(view(self.vm(), self.pool.get(), &call)?._0)
    }

    #[inline(never)]
    pub(crate) fn place_hold(&self, member: Address) -> Result<(), Error> {
        let place = ISequencerPool::placeHoldCall { member };
        call(self.vm(), self.pool.get(), &place)?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn lift_hold(&self, member: Address) -> Result<(), Error> {
        let lift = ISequencerPool::liftHoldCall { member };
        call(self.vm(), self.pool.get(), &lift)?;
        Ok(())
    }

    /// Punishes the author; gives the bounty.
    #[inline(never)]
    pub(crate) fn punish(&self, batch: &Batch, beneficiary: Address) -> Result<u128, Error> {
        let punish = ISequencerPool::punishCall {
            member: batch.header.sequencer,
            offence: Offence::DataWithheld,
            object: batch.hash,
            set: batch.header.parameterSet,
            beneficiary,
        };
        Ok(call(self.vm(), self.pool.get(), &punish)?.toBeneficiary)
    }

    #[inline(never)]
    pub(crate) fn rotate_from(&self, member: Address) -> Result<(), Error> {
        let rotate = ISequencerPool::rotateFromCall { member };
        call(self.vm(), self.pool.get(), &rotate)?;
        Ok(())
    }
}

/// The Treasury.
impl DataAvailability {
    /// Locks a fee. The token's code runs in here: last of all.
    #[inline(never)]
    pub(crate) fn lock(&self, batch: &Batch, owner: Address, amount: u128) -> Result<(), Error> {
        let purpose = batch.purpose();
        let lock = ITreasury::lockCall {
            owner,
            purpose,
            amount,
        };
        call(self.vm(), self.treasury.get(), &lock)?;
        Ok(())
    }

    /// Gives a fee back to who has paid it.
    #[inline(never)]
    pub(crate) fn release(&self, batch: &Batch, owner: Address, amount: u128) -> Result<(), Error> {
        let purpose = batch.purpose();
        let release = ITreasury::releaseCall {
            owner,
            purpose,
            amount,
        };
        call(self.vm(), self.treasury.get(), &release)?;
        Ok(())
    }

    /// Moves a fee to the pot.
    #[inline(never)]
    pub(crate) fn forfeit(&self, batch: &Batch, owner: Address, amount: u128) -> Result<(), Error> {
        let seize = ITreasury::seizeCall {
            owner,
            purpose: batch.purpose(),
            beneficiary: Address::ZERO,
            toBeneficiary: 0,
            toPot: amount,
        };
        call(self.vm(), self.treasury.get(), &seize)?;
        Ok(())
    }

    /// Moves a fee back from the pot to who has paid it.
    #[inline(never)]
    pub(crate) fn repay(
        &self,
        batch: &Batch,
        beneficiary: Address,
        amount: u128,
    ) -> Result<(), Error> {
        let purpose = batch.purpose();
        let repay = ITreasury::repayCall {
            beneficiary,
            purpose,
            amount,
        };
        call(self.vm(), self.treasury.get(), &repay)?;
        Ok(())
    }
}
