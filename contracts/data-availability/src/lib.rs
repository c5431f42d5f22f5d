//! DataAvailability: the elements of batches on Layer 1, when a verifier asks for them (spec 4.3).
//!
//! - **Role**: takes requests for the data of batches, checks published data against the MTTBR, and has the author
//!   punished whose data does not come or shows a fault.
//! - **Callers**: verifiers ask; anyone publishes, and ends what is due.
//! - **Invariants**: a batch is asked for at most once; while its request is open, its fee is locked in the
//!   Treasury, its author's stake is held, and the registry knows of the request; a request ends in exactly one
//!   way, and with its end the fee leaves the lock. At any block an open request on a pending batch can either be
//!   answered or be expired; on a halted L2, once the data is there, Layer 1's verdict is awaited until a block, and
//!   the request can be settled behind it. Elements that count were proved, and come without gaps from the first on.
//! - **Dangers**: `request` and `requestHalted` run the token's code, at their very end: the request stands by
//!   then, and can be ended by a call back like any other. Everything else calls our own contracts only, which never
//!   call back.
//!
//! | caller | may |
//! |---|---|
//! | deployer | `wire`, once |
//! | active verifier | `request`, `requestHalted` |
//! | anyone | `publish`, `expire`, `settleOrphan`, `settleHalted`, `claimFee` |
//! | Governance | `compensate` |
//!
//! Functions, events, errors and units: see `IDataAvailability`. A header is decoded as the registry's, which has
//! the same fields.
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

mod blame;
mod chunk;
mod error;
mod halted;
mod packed;
mod peers;
mod progress;
mod publishing;
mod requests;
mod storage;
mod terms;
#[cfg(test)]
mod tests;
mod views;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U8};
use interfaces::{
    contracts::IDataAvailability::{self, Constructed, Wired},
    host::{require_address, require_contract, require_wirable, require_wired, Clock},
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageMap, StorageU8},
};
use types::BlockNumber;

pub use error::Error;
pub use storage::{PublicationRecord, RequestRecord};

interfaces::entrypoint!(DataAvailability, IDataAvailability, constructor(deployer, clock), {
    publishCall => publish(header, first, elements, proof),
    requestCall => request(header),
    expireCall => expire(header),
    settleOrphanCall => settle_orphan(header),
    requestHaltedCall => request_halted(header),
    settleHaltedCall => settle_halted(header),
    claimFeeCall => claim_fee(header),
    compensateCall => compensate(header_hash),
    wireCall => wire(registry, pool, treasury, governance),
    requestOfCall => request_of(header_hash),
    publicationOfCall => publication_of(header_hash),
    requestFeeCall => request_fee(header),
    haltedRequestFeeCall => halted_request_fee(header),
    publishableUntilCall => publishable_until(header),
    clockCall => clock(),
    currentBlockCall => current_block(),
    deployerCall => deployer(),
    registryCall => registry(),
    poolCall => pool(),
    treasuryCall => treasury(),
    governanceCall => governance(),
});

/// See `IDataAvailability`.
#[storage]
pub struct DataAvailability {
    /// With the clock in one word: what every call reads.
    registry: StorageAddress,
    clock: StorageU8,
    wired: StorageBool,
    pool: StorageAddress,
    treasury: StorageAddress,
    deployer: StorageAddress,
    /// By header hash.
    requests: StorageMap<B256, RequestRecord>,
    /// By header hash.
    publications: StorageMap<B256, PublicationRecord>,
    governance: StorageAddress,
}

/// Set-up.
impl DataAvailability {
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
        log(self.vm(), Constructed { deployer, clock });
        Ok(())
    }

    /// See `IDataAvailability.wire`.
    pub fn wire(
        &mut self,
        registry: Address,
        pool: Address,
        treasury: Address,
        governance: Address,
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
        self.governance.set(governance);
        let event = Wired {
            registry,
            pool,
            treasury,
            governance,
        };
        log(self.vm(), event);
        Ok(())
    }

    pub(crate) fn only_wired(&self) -> Result<(), Error> {
        Ok(require_wired(self.wired.get())?)
    }

    pub(crate) fn now(&self) -> Result<BlockNumber, Error> {
        let clock = Clock::stored(self.clock.get().to());
        Ok(BlockNumber(clock.now(self.vm())?))
    }

    pub(crate) fn now_if_wired(&self) -> Result<BlockNumber, Error> {
        self.only_wired()?;
        self.now()
    }
}
