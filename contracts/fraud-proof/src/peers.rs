//! The calls to registry, pool, Treasury and StateTransition, word by word as the events.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use interfaces::{
    abi::{decode, Encoder, Value},
    contracts::{
        IBatchRegistry::{self, Header},
        IFraudProof::{Position, StateClaim, Verdict},
        ISequencerPool::{self, Offence},
        IStateTransition::Bounds,
        ITreasury,
    },
    host::{call_raw, view_raw, HostKeccak, PeerError},
    purpose::Kind,
};
use stylus_sdk::prelude::*;
use types::{L2Block, L2Timestamp};

use crate::{
    contest::Contest,
    error::Error,
    execution::{self, Execution},
    payment::Spending,
    terms::Terms,
    FraudProof,
};

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

    /// The root of its state tree: where a dispute begins.
    pub(crate) fn root(&self) -> Position {
        Position {
            first: 0,
            size: self.header.count,
            node: self.header.mtsr,
        }
    }
}

/// A claim as the rules have it.
#[inline(never)]
pub(crate) fn claim_of(claim: &StateClaim) -> types::StateClaim {
    types::StateClaim {
        state_root: merkle::Hash(claim.stateRoot.0),
        l2_block: L2Block(claim.l2Block),
        l2_timestamp: L2Timestamp(claim.l2Timestamp),
    }
}

/// A claim as the interface has it.
#[inline(never)]
pub(crate) fn claim_as_abi(claim: &types::StateClaim) -> StateClaim {
    StateClaim {
        stateRoot: claim.state_root.0.into(),
        l2Block: claim.l2_block.0,
        l2Timestamp: claim.l2_timestamp.0,
    }
}

/// Views of the registry.
impl FraudProof {
    #[inline(never)]
    pub(crate) fn verdict(&self, batch: &Batch) -> Result<Verdict, Error> {
        let mut view = Encoder::calling(IBatchRegistry::verdictCall::SELECTOR);
        batch.header.write(&mut view);
        let answer = self.ask_registry(view)?;
        let verdict = decode::<(u8, bool)>(&answer).map(|(verdict, _)| Verdict::try_from(verdict));
        match verdict {
            Some(Ok(verdict)) => Ok(verdict),
            _ => Err(self.bad_registry()),
        }
    }

    /// Whether the data of a batch is on chain.
    pub(crate) fn is_published(&self, batch: &Batch) -> Result<bool, Error> {
        let mut view = Encoder::calling(IBatchRegistry::recordOfCall::SELECTOR);
        batch.hash.write(&mut view);
        let answer = self.ask_registry(view)?;
        let record = decode::<(IBatchRegistry::Record,)>(&answer);
        let (record,) = record.ok_or_else(|| self.bad_registry())?;
        Ok(record.publishedAt != 0)
    }

    /// The terms of a batch, by its parameter set.
    #[inline(never)]
    pub(crate) fn terms(&self, batch: &Batch) -> Result<Terms, Error> {
        let mut view = Encoder::calling(IBatchRegistry::parametersCall::SELECTOR);
        batch.header.parameterSet.write(&mut view);
        let answer = self.ask_registry(view)?;
        Terms::of(&answer).ok_or_else(|| self.bad_registry())
    }

    #[inline(never)]
    fn ask_registry(&self, view: Encoder) -> Result<Vec<u8>, Error> {
        Ok(view_raw(self.vm(), self.registry.get(), &view.finish())?)
    }

    fn bad_registry(&self) -> Error {
        PeerError::Failed(self.registry.get()).into()
    }
}

/// The registry.
impl FraudProof {
    pub(crate) fn open_dispute(&self, batch: &Batch, ancestor: &Header) -> Result<(), Error> {
        let mut call = Encoder::calling(IBatchRegistry::openDisputeCall::SELECTOR);
        batch.header.write(&mut call);
        ancestor.write(&mut call);
        self.tell(self.registry.get(), call)?;
        Ok(())
    }

    pub(crate) fn close_dispute(&self, batch: &Batch) -> Result<(), Error> {
        self.tell_registry(IBatchRegistry::closeDisputeCall::SELECTOR, batch)
    }

    pub(crate) fn mark_proven(&self, batch: &Batch) -> Result<(), Error> {
        self.tell_registry(IBatchRegistry::markProvenCall::SELECTOR, batch)
    }

    pub(crate) fn invalidate(&self, batch: &Batch) -> Result<(), Error> {
        self.tell_registry(IBatchRegistry::invalidateCall::SELECTOR, batch)
    }

    #[inline(never)]
    fn tell_registry(&self, selector: [u8; 4], batch: &Batch) -> Result<(), Error> {
        let mut call = Encoder::calling(selector);
        batch.header.write(&mut call);
        self.tell(self.registry.get(), call)?;
        Ok(())
    }

    #[inline(never)]
    fn tell(&self, peer: Address, call: Encoder) -> Result<Vec<u8>, Error> {
        Ok(call_raw(self.vm(), peer, &call.finish())?)
    }
}

/// The pool.
impl FraudProof {
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

    /// Punishes the author; gives the winner's share.
    pub(crate) fn punish(&self, batch: &Batch, winner: Address) -> Result<u128, Error> {
        let mut call = Encoder::calling(ISequencerPool::punishCall::SELECTOR);
        (batch.header.sequencer, Offence::Fraud as u8, batch.hash).write(&mut call);
        (batch.header.parameterSet, winner).write(&mut call);
        let pool = self.pool.get();
        let answer = self.tell(pool, call)?;
        let (reward, _) = decode::<(u128, u128)>(&answer).ok_or(PeerError::Failed(pool))?;
        Ok(reward)
    }
}

/// The Treasury.
impl FraudProof {
    /// Locks a bond. The token's code runs in here: last of all.
    pub(crate) fn lock(&self, contest: &Contest, amount: u128) -> Result<(), Error> {
        self.move_bond(ITreasury::lockCall::SELECTOR, contest, amount)
    }

    /// Takes a bond out of its lock.
    #[inline(never)]
    pub(crate) fn spend(
        &self,
        contest: &Contest,
        author: Address,
        spending: &Spending,
    ) -> Result<(), Error> {
        let Spending {
            returned,
            earned,
            forfeited,
        } = *spending;
        if returned != 0 {
            self.move_bond(ITreasury::releaseCall::SELECTOR, contest, returned)?;
        }
        if earned | forfeited != 0 {
            let mut call = bond_call(ITreasury::seizeCall::SELECTOR, contest);
            (author, earned, forfeited).write(&mut call);
            self.tell(self.treasury.get(), call)?;
        }
        Ok(())
    }

    /// Pays out of this contract's own credit. The token's code runs in here: last of all.
    pub(crate) fn withdraw(&self, recipient: Address, amount: u128) -> Result<(), Error> {
        let mut call = Encoder::calling(ITreasury::withdrawCall::SELECTOR);
        (recipient, amount).write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }

    fn move_bond(&self, selector: [u8; 4], contest: &Contest, amount: u128) -> Result<(), Error> {
        let mut call = bond_call(selector, contest);
        amount.write(&mut call);
        self.tell(self.treasury.get(), call)?;
        Ok(())
    }
}

/// A call about the lock of a bond.
#[inline(never)]
fn bond_call(selector: [u8; 4], contest: &Contest) -> Encoder {
    let purpose: B256 = Kind::DisputeBond.purpose(contest.id.0).into();
    let mut call = Encoder::calling(selector);
    (contest.challenger, purpose).write(&mut call);
    call
}

/// StateTransition.
impl FraudProof {
    /// Has elements of a batch executed: the packed claims after each.
    #[inline(never)]
    pub(crate) fn execute(
        &self,
        batch: &Batch,
        terms: &Terms,
        before: &StateClaim,
        mut execution: Execution,
    ) -> Result<Vec<u8>, Error> {
        let bounds = Bounds {
            lastL2Block: batch.header.lastL2Block,
            lastL2Timestamp: batch.header.lastL2Timestamp,
            witnessMeter: terms.witness_meter,
        };
        let call = execution.encode(before, &bounds);
        let answer = view_raw(self.vm(), terms.state_transition, call)?;
        let claims = execution::answer(&answer).map(<[u8]>::to_vec);
        Ok(claims.ok_or(PeerError::Failed(terms.state_transition))?)
    }
}
