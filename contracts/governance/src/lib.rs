//! Governance: what the members of the pool decide together (spec 4.6).
//!
//! - **Role**: takes proposals and votes, and does in the other contracts what has passed.
//! - **Callers**: members propose and vote; anyone executes, closes, compensates, and shows a producer's two orders.
//! - **Invariants**: a proposal ends in exactly one way, and with its end its bond leaves the Treasury's lock; while one
//!   that accuses a member is open, one hold of this contract is on its stake; nothing is executed twice; what is kept
//!   back of the pot is the sum over the proposals that are still to be compensated; a request is compensated once, with
//!   no more than was paid for it; whatever is executed can be compensated by anyone, some time, so that no stake and
//!   nothing of the pot is stuck.
//! - **Dangers**: `propose` runs the token's code, at its very end: the proposal stands by then. Everything else calls our
//!   own contracts only, which never call back. A vote is for a payload that only its event shows: whoever votes reads
//!   that.
//!
//! | caller | may |
//! |---|---|
//! | deployer | `wire`, once |
//! | active member | `propose`; with votes, `vote` |
//! | anyone | `execute`, `close`, `compensate`, `punishEquivocation` |
//!
//! Functions, events, errors and units: see `IGovernance`. A header is decoded as the registry's, which has the same
//! fields.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "public methods get what the router decoded"
)]
#![allow(
    non_snake_case,
    reason = "fields of errors and events have the interface's names"
)]

extern crate alloc;

mod compensating;
mod compensation;
mod equivocation;
mod error;
mod events;
mod evidence;
mod executing;
mod motion;
mod peers;
mod proposal;
mod proposing;
mod spending;
mod storage;
mod tally;
#[cfg(test)]
mod tests;
mod timetable;
mod views;
mod words;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U16, U32, U8};
use interfaces::{
    contracts::IGovernance::{self, BadTerm, Construction, Terms},
    host::{require_address, require_contract, require_wirable, require_wired, Clock},
};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageB256, StorageBool, StorageMap, StorageU128, StorageU16, StorageU32,
        StorageU64, StorageU8,
    },
};
use types::BasisPoints;

pub use error::Error;
pub use storage::ProposalRecord;

interfaces::entrypoint!(Governance, IGovernance, constructor(construction), {
    proposeCall => propose(kind, payload),
    voteCall => vote(id, support),
    executeCall => execute(number, kind, payload),
    closeCall => close(number, kind, payload),
    compensateCall => compensate(number, kind, payload, headers),
    punishEquivocationCall => punish_equivocation(parent, first, second),
    wireCall => wire(registry, pool, treasury, data_availability),
    proposalOfCall => proposal_of(id),
    hasVotedCall => has_voted(id, account),
    openProposalCall => open_proposal(kind, subject),
    idOfCall => id_of(number, kind, payload),
    proposalsCall => proposals(),
    reservedCall => reserved(),
    spendableCall => spendable(),
    termsCall => terms(),
    clockCall => clock(),
    currentBlockCall => current_block(),
    deployerCall => deployer(),
    registryCall => registry(),
    poolCall => pool(),
    treasuryCall => treasury(),
    dataAvailabilityCall => data_availability(),
});

/// See `IGovernance`.
#[storage]
pub struct Governance {
    /// With clock and terms in two words: what every call reads.
    registry: StorageAddress,
    clock: StorageU8,
    wired: StorageBool,
    voting: StorageU32,
    timelock: StorageU32,
    pool: StorageAddress,
    expiry: StorageU32,
    spending_period: StorageU32,
    spending_bps: StorageU16,
    treasury: StorageAddress,
    /// Number of proposals so far.
    count: StorageU64,
    data_availability: StorageAddress,
    deployer: StorageAddress,
    /// The spending period in which something was spent last, and how much.
    period: StorageU64,
    spent: StorageU128,
    /// Kept back of the pot for compensations.
    reserved: StorageU128,
    /// By id.
    proposals: StorageMap<B256, ProposalRecord>,
    /// Ids by kind and subject.
    open: StorageMap<u8, StorageMap<Address, StorageB256>>,
}

/// Set-up.
impl Governance {
    /// Names who may wire, the clock and the terms.
    ///
    /// # Errors
    ///
    /// `ZeroAddress`, `UnknownClock`, `BadTerm`.
    pub fn constructor(&mut self, construction: Construction) -> Result<(), Error> {
        require_address(construction.deployer, 0)?;
        Clock::from_u8(construction.clock)?;
        let terms = &construction.terms;
        require_terms(terms)?;
        self.deployer.set(construction.deployer);
        self.clock.set(U8::from(construction.clock));
        self.voting.set(U32::from(terms.voting));
        self.timelock.set(U32::from(terms.timelock));
        self.expiry.set(U32::from(terms.expiry));
        self.spending_period.set(U32::from(terms.spendingPeriod));
        self.spending_bps.set(U16::from(terms.spendingBps));
        self.emit_constructed(&construction);
        Ok(())
    }

    /// See `IGovernance.wire`.
    pub fn wire(
        &mut self,
        registry: Address,
        pool: Address,
        treasury: Address,
        data_availability: Address,
    ) -> Result<(), Error> {
        require_wirable(self.vm(), self.deployer.get(), self.wired.get())?;
        let peers = [registry, pool, treasury, data_availability];
        for (position, account) in (0..).zip(peers) {
            require_address(account, position)?;
            require_contract(self.vm(), account)?;
        }
        self.wired.set(true);
        self.registry.set(registry);
        self.pool.set(pool);
        self.treasury.set(treasury);
        self.data_availability.set(data_availability);
        self.emit_wired(peers);
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn now(&self) -> Result<u64, Error> {
        let clock = Clock::stored(self.clock.get().to());
        Ok(clock.now(self.vm())?)
    }

    pub(crate) fn now_if_wired(&self) -> Result<u64, Error> {
        require_wired(self.wired.get())?;
        self.now()
    }
}

fn require_terms(terms: &Terms) -> Result<(), BadTerm> {
    let share = u32::from(terms.spendingBps);
    let whole = u32::from(BasisPoints::WHOLE.get());
    let given = [
        (terms.voting, u32::MAX),
        (terms.timelock, u32::MAX),
        (terms.expiry, u32::MAX),
        (terms.spendingPeriod, u32::MAX),
        (share, whole),
    ];
    for (position, (value, most)) in (0..).zip(given) {
        if value == 0 || value > most {
            return Err(BadTerm { position, value });
        }
    }
    Ok(())
}
