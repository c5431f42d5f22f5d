//! FraudProof: disputes on state roots, and re-execution (spec 4.4).
//!
//! - **Role**: finds out whether the MTSR of a batch is what its elements make of its parent's state, and has the author
//!   punished if it is not.
//! - **Callers**: challengers open disputes and select in them; anyone reveals, proves, replays, and ends what is due.
//! - **Invariants**: while a dispute is open, its bond is locked in the Treasury, its author's stake is held, and the
//!   registry counts it; a dispute ends in exactly one way, and with its end the bond leaves the lock. At any block, in an
//!   open dispute on a pending batch, either the side whose turn it is can move or `timeout` passes. A challenger that
//!   selects the first claim that it disagrees with, and proves in time, loses nothing; nor does an author whose MTSR is
//!   right and who reveals in time.
//! - **Dangers**: `open` and `claimShare` run the token's code, at their very end: what they change stands by then.
//!   StateTransition is called statically. Everything else calls our own contracts only, which never call back.
//!   Nothing is decided when a call fails, for want of gas or of a part of the witness.
//!
//! | side | has the turn | may |
//! |---|---|---|
//! | author | until the node in dispute is revealed | `reveal` (anyone for it) |
//! | challenger | once it is, and at a leaf | `select` (it alone), `prove` (anyone for it) |
//!
//! Functions, events, errors and units: see `IFraudProof`. A header is decoded as the registry's, which has the same
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

mod bisection;
mod clock;
mod contest;
mod dispute;
mod disputing;
mod error;
mod events;
mod execution;
mod judging;
mod list;
mod packed;
mod part;
mod payment;
mod peers;
mod proofs;
mod replaying;
mod session;
mod staging;
mod storage;
mod terms;
#[cfg(test)]
mod tests;
mod views;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U8};
use interfaces::{
    contracts::IFraudProof,
    host::{require_address, require_contract, require_wirable, require_wired, Clock},
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageMap, StorageU8},
};
use types::BlockNumber;

pub use error::Error;
pub use storage::{BatchRecord, DisputeRecord, ReplayRecord, RevealRecord};

interfaces::entrypoint!(FraudProof, IFraudProof, constructor(deployer, clock), {
    openCall => open(header, ancestor),
    revealCall => reveal(size, frontier),
    selectCall => select(header_hash, position, frontier, entry),
    proveCall => prove(header, parent, challenger, leaf, element, before, staged, witness),
    timeoutCall => timeout(header, challenger, position),
    settleCall => settle(header, challenger, position),
    beginReplayCall => begin_replay(header, parent, before),
    replayCall => replay(header, first, elements, proof, staged, witness),
    claimShareCall => claim_share(header_hash, recipient),
    stageCall => stage(part),
    wireCall => wire(registry, pool, treasury),
    disputeOfCall => dispute_of(header_hash, challenger),
    disputesOnCall => disputes_on(header_hash),
    turnCall => turn(header_hash, challenger, position),
    revealOfCall => reveal_of(node, size),
    replayOfCall => replay_of(header_hash),
    shareOfCall => share_of(header_hash, feeder),
    partAddressCall => part_address(part),
    clockCall => clock(),
    currentBlockCall => current_block(),
    deployerCall => deployer(),
    registryCall => registry(),
    poolCall => pool(),
    treasuryCall => treasury(),
});

/// See `IFraudProof`.
#[storage]
pub struct FraudProof {
    /// With the clock in one word: what every call reads.
    registry: StorageAddress,
    clock: StorageU8,
    wired: StorageBool,
    pool: StorageAddress,
    treasury: StorageAddress,
    deployer: StorageAddress,
    /// By the dispute's id.
    disputes: StorageMap<B256, DisputeRecord>,
    /// By header hash.
    batches: StorageMap<B256, BatchRecord>,
    /// By the key of node and size.
    reveals: StorageMap<B256, RevealRecord>,
    /// By header hash.
    replays: StorageMap<B256, ReplayRecord>,
}

/// Set-up.
impl FraudProof {
    /// Names who may wire, and the clock.
    ///
    /// # Errors
    ///
    /// `ZeroAddress`, `UnknownClock`.
    pub fn constructor(&mut self, deployer: Address, clock: u8) -> Result<(), Error> {
        require_address(deployer, 0)?;
        Clock::from_u8(clock)?;
        self.deployer.set(deployer);
        self.clock.set(U8::from(clock));
        self.emit_constructed(deployer, clock);
        Ok(())
    }

    /// See `IFraudProof.wire`.
    pub fn wire(
        &mut self,
        registry: Address,
        pool: Address,
        treasury: Address,
    ) -> Result<(), Error> {
        require_wirable(self.vm(), self.deployer.get(), self.wired.get())?;
        for (position, account) in [(0, registry), (1, pool), (2, treasury)] {
            require_address(account, position)?;
            require_contract(self.vm(), account)?;
        }
        self.wired.set(true);
        self.registry.set(registry);
        self.pool.set(pool);
        self.treasury.set(treasury);
        self.emit_wired(registry, pool, treasury);
        Ok(())
    }

    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        Ok(require_wired(self.wired.get())?)
    }

    #[inline(never)]
    pub(crate) fn now(&self) -> Result<BlockNumber, Error> {
        let clock = Clock::stored(self.clock.get().to());
        Ok(BlockNumber(clock.now(self.vm())?))
    }

    #[inline(never)]
    pub(crate) fn now_if_wired(&self) -> Result<BlockNumber, Error> {
        self.only_wired()?;
        self.now()
    }
}
