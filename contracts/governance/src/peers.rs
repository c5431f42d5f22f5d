//! The calls to DataAvailability, registry, pool and Treasury.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury},
    host::{call_raw, view_raw, PeerError},
    purpose::Kind,
};
use stylus_sdk::prelude::*;

use crate::{
    compensation::Costs,
    error::Error,
    evidence::Attestation,
    words::{member, parameters, request, Words},
    Governance,
};

/// What is known of a member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) role: u8,
    pub(crate) status: u8,
    pub(crate) epoch: u32,
    /// Contests that hold its stake.
    pub(crate) contests: u32,
}

/// What is known of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) status: u8,
    pub(crate) requester: Address,
    pub(crate) fee: u128,
}

/// The registry.
impl Governance {
    /// The bond of a proposal, by the newest set.
    pub(crate) fn bond(&self) -> Result<u128, Error> {
        let view = Encoder::calling(IBatchRegistry::currentParameterSetCall::SELECTOR);
        let set = self.ask(self.registry.get(), view, 1)?.short(0);
        Ok(self.parameters(set)?.amount(parameters::PROPOSAL_BOND))
    }

    /// What answering costs, by a set.
    pub(crate) fn costs(&self, set: u32) -> Result<Costs, Error> {
        let parameters = self.parameters(set)?;
        Ok(Costs {
            set,
            answer_base: parameters.amount(parameters::ANSWER_BASE),
            answer_per_byte: parameters.amount(parameters::ANSWER_PER_BYTE),
        })
    }

    #[inline(never)]
    fn parameters(&self, set: u32) -> Result<Words, Error> {
        let mut view = Encoder::calling(IBatchRegistry::parametersCall::SELECTOR);
        set.write(&mut view);
        self.ask(self.registry.get(), view, parameters::WORDS)
    }

    pub(crate) fn is_known(&self, header_hash: B256) -> Result<bool, Error> {
        let mut view = Encoder::calling(IBatchRegistry::recordOfCall::SELECTOR);
        header_hash.write(&mut view);
        Ok(self.ask(self.registry.get(), view, 7)?.byte(0) != 0)
    }

    pub(crate) fn attestation(
        &self,
        parent: B256,
        producer: Address,
    ) -> Result<Attestation, Error> {
        let mut view = Encoder::calling(IBatchRegistry::attestationOfCall::SELECTOR);
        (parent, producer).write(&mut view);
        let found = self.ask(self.registry.get(), view, 3)?;
        Ok(Attestation {
            mttbr: found.hash(0),
            fork: found.short(1),
            attested_at: found.number(2),
        })
    }

    pub(crate) fn instance(&self) -> Result<B256, Error> {
        let view = Encoder::calling(IBatchRegistry::instanceCall::SELECTOR);
        Ok(self.ask(self.registry.get(), view, 1)?.hash(0))
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
        let mut view = Encoder::calling(ISequencerPool::memberCall::SELECTOR);
        account.write(&mut view);
        let known = self.ask(self.pool.get(), view, member::WORDS)?;
        let (requests, disputes) = (
            known.short(member::REQUEST_HOLDS),
            known.short(member::DISPUTE_HOLDS),
        );
        Ok(Member {
            role: known.byte(member::ROLE),
            status: known.byte(member::STATUS),
            epoch: known.short(member::EPOCH),
            contests: requests.saturating_add(disputes),
        })
    }

    pub(crate) fn votes_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        self.votes(ISequencerPool::votesAtCall::SELECTOR, account, at)
    }

    pub(crate) fn ballot_at(&self, account: Address, at: u64) -> Result<u128, Error> {
        self.votes(ISequencerPool::ballotAtCall::SELECTOR, account, at)
    }

    #[inline(never)]
    fn votes(&self, selector: [u8; 4], account: Address, at: u64) -> Result<u128, Error> {
        let mut view = Encoder::calling(selector);
        (account, at).write(&mut view);
        Ok(self.ask(self.pool.get(), view, 1)?.amount(0))
    }

    pub(crate) fn total_votes_at(&self, at: u64) -> Result<u128, Error> {
        let mut view = Encoder::calling(ISequencerPool::totalVotesAtCall::SELECTOR);
        at.write(&mut view);
        Ok(self.ask(self.pool.get(), view, 1)?.amount(0))
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
        let answer = Words::new(self.tell(pool, call)?, 2);
        Ok(answer.ok_or(PeerError::Failed(pool))?.amount(1))
    }

    pub(crate) fn selected_sequencer(&self) -> Result<Address, Error> {
        let view = Encoder::calling(ISequencerPool::selectedSequencerCall::SELECTOR);
        Ok(self.ask(self.pool.get(), view, 1)?.address(0))
    }
}

/// DataAvailability.
impl Governance {
    #[inline(never)]
    pub(crate) fn request(&self, header_hash: B256) -> Result<Request, Error> {
        let mut view = Encoder::calling(IDataAvailability::requestOfCall::SELECTOR);
        header_hash.write(&mut view);
        let known = self.ask(self.data_availability.get(), view, request::WORDS)?;
        Ok(Request {
            status: known.byte(request::STATUS),
            requester: known.address(request::REQUESTER),
            fee: known.amount(request::FEE),
        })
    }

    /// Bytes of a batch that its author has posted itself.
    pub(crate) fn posted_by_author(&self, header_hash: B256) -> Result<u32, Error> {
        let mut view = Encoder::calling(IDataAvailability::publicationOfCall::SELECTOR);
        header_hash.write(&mut view);
        Ok(self.ask(self.data_availability.get(), view, 4)?.short(2))
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
        Ok(self.ask(self.treasury.get(), view, 1)?.amount(0))
    }
}

/// What all calls have in common.
impl Governance {
    /// An answer of so many words.
    #[inline(never)]
    fn ask(&self, peer: Address, view: Encoder, words: usize) -> Result<Words, Error> {
        let answer = view_raw(self.vm(), peer, &view.finish())?;
        Ok(Words::new(answer, words).ok_or(PeerError::Failed(peer))?)
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
