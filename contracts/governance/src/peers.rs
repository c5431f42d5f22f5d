//! The calls to DataAvailability, registry, pool and Treasury.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use interfaces::{
    abi::{decode, Encoder, Value},
    contracts::{
        IBatchRegistry::{self, Parameters, Record},
        IDataAvailability::{self, Request},
        ISequencerPool::{self, Member},
        ITreasury,
    },
    host::{call_raw, view, view_raw, PeerError},
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{error::Error, evidence::Attestation, Governance};

/// The registry.
impl Governance {
    #[inline(never)]
    pub(crate) fn parameters(&self, set: u32) -> Result<Parameters, Error> {
        let mut view = Encoder::calling(IBatchRegistry::parametersCall::SELECTOR);
        set.write(&mut view);
        let registry = self.registry.get();
        let (parameters,) = self.ask::<(Parameters,)>(registry, view)?;
        Ok(parameters)
    }

    pub(crate) fn current_set(&self) -> Result<u32, Error> {
        let view = Encoder::calling(IBatchRegistry::currentParameterSetCall::SELECTOR);
        let (set,) = self.ask::<(u32,)>(self.registry.get(), view)?;
        Ok(set)
    }

    pub(crate) fn is_known(&self, header_hash: B256) -> Result<bool, Error> {
        let mut view = Encoder::calling(IBatchRegistry::recordOfCall::SELECTOR);
        header_hash.write(&mut view);
        let (record,) = self.ask::<(Record,)>(self.registry.get(), view)?;
        Ok(record.known)
    }

    pub(crate) fn attestation(
        &self,
        parent: B256,
        producer: Address,
    ) -> Result<Attestation, Error> {
        let mut view = Encoder::calling(IBatchRegistry::attestationOfCall::SELECTOR);
        (parent, producer).write(&mut view);
        let registry = self.registry.get();
        let (mttbr, fork, attested_at) = self.ask::<(B256, u32, u64)>(registry, view)?;
        Ok(Attestation {
            mttbr,
            fork,
            attested_at,
        })
    }

    pub(crate) fn instance(&self) -> Result<B256, Error> {
        let view = Encoder::calling(IBatchRegistry::instanceCall::SELECTOR);
        let (instance,) = self.ask::<(B256,)>(self.registry.get(), view)?;
        Ok(instance)
    }

    /// Adds a set, as its payload encodes it.
    pub(crate) fn add_parameters(&self, payload: &[u8]) -> Result<(), Error> {
        let selector = IBatchRegistry::addParameterSetCall::SELECTOR;
        let call = [&selector, payload].concat();
        call_raw(self.vm(), self.registry.get(), &call)?;
        Ok(())
    }
}

/// The pool.
impl Governance {
    #[inline(never)]
    pub(crate) fn member(&self, account: Address) -> Result<Member, Error> {
        let call = ISequencerPool::memberCall { account };
        Ok(view(self.vm(), self.pool.get(), &call)?._0)
    }

    pub(crate) fn votes_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        self.votes(ISequencerPool::votesAtCall::SELECTOR, account, at)
    }

    pub(crate) fn ballot_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        self.votes(ISequencerPool::ballotAtCall::SELECTOR, account, at)
    }

    fn votes(&self, selector: [u8; 4], account: Address, at: u64) -> Result<u128, Error> {
        let mut view = Encoder::calling(selector);
        (account, at).write(&mut view);
        let (votes,) = self.ask::<(u128,)>(self.pool.get(), view)?;
        Ok(votes)
    }

    pub(crate) fn total_votes_at(&self, at: u64) -> Result<u128, Error> {
        let mut view = Encoder::calling(ISequencerPool::totalVotesAtCall::SELECTOR);
        at.write(&mut view);
        let (votes,) = self.ask::<(u128,)>(self.pool.get(), view)?;
        Ok(votes)
    }

    pub(crate) fn place_hold(&self, member: Address) -> Result<(), Error> {
        self.tell_pool(ISequencerPool::placeHoldCall::SELECTOR, member)
    }

    pub(crate) fn lift_hold(&self, member: Address) -> Result<(), Error> {
        self.tell_pool(ISequencerPool::liftHoldCall::SELECTOR, member)
    }

    pub(crate) fn rotate_from(&self, member: Address) -> Result<(), Error> {
        self.tell_pool(ISequencerPool::rotateFromCall::SELECTOR, member)
    }

    #[inline(never)]
    fn tell_pool(&self, selector: [u8; 4], member: Address) -> Result<(), Error> {
        let mut call = Encoder::calling(selector);
        member.write(&mut call);
        self.tell(self.pool.get(), call)?;
        Ok(())
    }

    /// Removes a member for ever, and moves up to so much of its stake to the pot; gives how much.
    #[inline(never)]
    pub(crate) fn remove(
        &self,
        member: Address,
        object: B256,
        to_pot: u128,
    ) -> Result<u128, Error> {
        let mut call = Encoder::calling(ISequencerPool::removeCall::SELECTOR);
        (member, object, Address::ZERO).write(&mut call);
        (0u128, to_pot).write(&mut call);
        let pool = self.pool.get();
        let answer = self.tell(pool, call)?;
        let (_, taken) = decode::<(u128, u128)>(&answer).ok_or(PeerError::Failed(pool))?;
        Ok(taken)
    }

    pub(crate) fn selected_sequencer(&self) -> Result<Address, Error> {
        let view = Encoder::calling(ISequencerPool::selectedSequencerCall::SELECTOR);
        let (selected,) = self.ask::<(Address,)>(self.pool.get(), view)?;
        Ok(selected)
    }
}

/// DataAvailability.
impl Governance {
    #[inline(never)]
    pub(crate) fn request(&self, headerHash: B256) -> Result<Request, Error> {
        let call = IDataAvailability::requestOfCall { headerHash };
        Ok(view(self.vm(), self.data_availability.get(), &call)?._0)
    }

    /// Bytes of a batch that its author has posted itself.
    pub(crate) fn posted_by_author(&self, header_hash: B256) -> Result<u32, Error> {
        let mut view = Encoder::calling(IDataAvailability::publicationOfCall::SELECTOR);
        header_hash.write(&mut view);
        let answer = self.ask::<(u32, u32, u32, bool)>(self.data_availability.get(), view)?;
        Ok(answer.2)
    }

    pub(crate) fn settle(&self, header_hash: B256) -> Result<(), Error> {
        let mut call = Encoder::calling(IDataAvailability::compensateCall::SELECTOR);
        header_hash.write(&mut call);
        self.tell(self.data_availability.get(), call)?;
        Ok(())
    }
}

/// The Treasury.
impl Governance {
    /// Locks a bond. The token's code runs in here: last of all.
    pub(crate) fn lock(&self, id: B256, owner: Address, amount: u128) -> Result<(), Error> {
        let mut call = bond_call(ITreasury::lockCall::SELECTOR, id, owner);
        amount.write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    pub(crate) fn release(&self, id: B256, owner: Address, amount: u128) -> Result<(), Error> {
        let mut call = bond_call(ITreasury::releaseCall::SELECTOR, id, owner);
        amount.write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    /// Moves a bond to the pot.
    pub(crate) fn forfeit(&self, id: B256, owner: Address, amount: u128) -> Result<(), Error> {
        let mut call = bond_call(ITreasury::seizeCall::SELECTOR, id, owner);
        (Address::ZERO, 0u128, amount).write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    pub(crate) fn spend_pot(&self, beneficiary: Address, amount: u128) -> Result<(), Error> {
        let mut call = Encoder::calling(ITreasury::spendPotCall::SELECTOR);
        (beneficiary, amount).write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    pub(crate) fn forfeit_credit(&self, owner: Address) -> Result<(), Error> {
        let mut call = Encoder::calling(ITreasury::forfeitCreditCall::SELECTOR);
        owner.write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    pub(crate) fn pot(&self) -> Result<u128, Error> {
        let view = Encoder::calling(ITreasury::potCall::SELECTOR);
        let (pot,) = self.ask::<(u128,)>(self.treasury.get(), view)?;
        Ok(pot)
    }
}

/// What all calls have in common.
impl Governance {
    fn ask<A: for<'a> interfaces::abi::Arguments<'a>>(
        &self,
        peer: Address,
        view: Encoder,
    ) -> Result<A, Error> {
        let answer = self.answer(peer, view)?;
        Ok(decode(&answer).ok_or(PeerError::Failed(peer))?)
    }

    #[inline(never)]
    fn answer(&self, peer: Address, view: Encoder) -> Result<Vec<u8>, Error> {
        Ok(view_raw(self.vm(), peer, &view.finish())?)
    }

    #[inline(never)]
    fn tell(&self, peer: Address, call: Encoder) -> Result<Vec<u8>, Error> {
        Ok(call_raw(self.vm(), peer, &call.finish())?)
    }
}

/// A call about the lock of a bond.
#[inline(never)]
fn bond_call(selector: [u8; 4], id: B256, owner: Address) -> Encoder {
    let purpose: B256 = Kind::ProposalBond.purpose(id.0).into();
    let mut call = Encoder::calling(selector);
    (owner, purpose).write(&mut call);
    call
}
