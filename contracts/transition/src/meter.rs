//! The two meters that bound an element's proof, beside gas.
//!
//! **Witness meter**: what a transaction makes its prover show. An account counts when its record is
//! first read (sender, recipient, fee vault, every address that a call, a balance or code query, a
//! creation or a self-destruct reads), a slot when its value is first read from the account's storage
//! (`SLOAD` and `SSTORE`), a code when its bytes are first loaded (calls, `EXTCODECOPY`,
//! `EXTCODESIZE`, the sender's own). Each counts once in a transaction, under whatever frame, and is
//! never given back: a frame that reverts or fails has read what it has read. Slots of an account that
//! the same transaction creates have no value to be shown and count nothing; an access list by itself
//! reads nothing. The shape of the trie does not enter.
//!
//! **Work meter**: what a transaction makes its prover compute, by the weights in `weights.rs`.
//! Likewise never given back. Lookups of accounts and slots are charged as if all keys collided, for an adversary can
//! make them do so.

use alloc::collections::BTreeSet;
use alloy_primitives::{Address, B256, U256};

use crate::{
    error::Stop,
    weights::{ACCOUNT_BYTES, KEY, Lookups, SLOT_BYTES},
};

/// Limits of both meters, per transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of the witness meter, in bytes.
    pub witness: u64,
    /// Of the work meter, in units of work.
    pub work: u64,
}

impl Limits {
    /// No limits: for tests of the EVM itself and for calls that are never proved.
    pub const NONE: Self = Self {
        witness: u64::MAX,
        work: u64::MAX,
    };
}

/// What a transaction has read of the state.
#[derive(Clone, Debug, Default)]
pub(crate) struct WitnessMeter {
    used: u64,
    limit: u64,
    accounts: BTreeSet<Address>,
    slots: BTreeSet<(Address, U256)>,
    codes: BTreeSet<B256>,
}

impl WitnessMeter {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// The reading, in bytes.
    pub(crate) fn used(&self) -> u64 {
        self.used
    }

    pub(crate) fn account<E>(&mut self, address: Address) -> Result<(), Stop<E>> {
        if self.accounts.insert(address) {
            return self.charge(ACCOUNT_BYTES);
        }
        Ok(())
    }

    pub(crate) fn slot<E>(&mut self, address: Address, slot: U256) -> Result<(), Stop<E>> {
        if self.slots.insert((address, slot)) {
            return self.charge(SLOT_BYTES);
        }
        Ok(())
    }

    pub(crate) fn code<E>(&mut self, hash: B256, length: usize) -> Result<(), Stop<E>> {
        if self.codes.insert(hash) {
            return self.charge(length as u64);
        }
        Ok(())
    }

    fn charge<E>(&mut self, bytes: u64) -> Result<(), Stop<E>> {
        self.used = self.used.saturating_add(bytes);
        if self.used > self.limit {
            return Err(Stop::Witness {
                needed: self.used,
                limit: self.limit,
            });
        }
        Ok(())
    }
}

/// What a transaction has computed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WorkMeter {
    used: u64,
    limit: u64,
    /// Slots, transient slots and entries of the access list that are in maps: never less after a revert.
    slots: u64,
}

impl WorkMeter {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// The reading, in units of work.
    pub(crate) fn used(&self) -> u64 {
        self.used
    }

    /// Adds a bounded amount, without a look at the limit.
    #[inline]
    pub(crate) fn add(&mut self, work: u64) {
        self.used = self.used.saturating_add(work);
    }

    /// Counts keys that have been put into maps of slots.
    pub(crate) fn add_slots(&mut self, slots: usize) {
        self.slots = self.slots.saturating_add(slots as u64);
    }

    /// Charges lookups as if all keys collided, in maps of so many accounts and of all slots so far.
    pub(crate) fn charge_lookups<E>(
        &mut self,
        lookups: Lookups,
        accounts: usize,
    ) -> Result<(), Stop<E>> {
        let accounts = u64::from(lookups.accounts).saturating_mul(accounts as u64);
        let slots = u64::from(lookups.slots).saturating_mul(self.slots);
        self.charge(accounts.saturating_add(slots).saturating_mul(KEY))
    }

    /// Charges the maps that an access list with so many addresses and slots is put into, one after the other.
    pub(crate) fn charge_access_list<E>(&mut self, entries: usize) -> Result<(), Stop<E>> {
        self.add_slots(entries);
        let pairs = self.slots.saturating_mul(self.slots) / 2;
        self.charge(pairs.saturating_mul(KEY))
    }

    /// Whether so much more would be too much.
    pub(crate) fn lacks(&self, work: u64) -> bool {
        self.used.saturating_add(work) > self.limit
    }

    /// Whether the reading is above the limit.
    #[inline]
    pub(crate) fn is_over(&self) -> bool {
        self.used > self.limit
    }

    #[inline]
    pub(crate) fn charge<E>(&mut self, work: u64) -> Result<(), Stop<E>> {
        self.used = self.used.saturating_add(work);
        self.check()
    }

    /// Fails if the reading is above the limit.
    pub(crate) fn check<E>(&self) -> Result<(), Stop<E>> {
        if self.is_over() {
            return Err(Stop::Work {
                needed: self.used,
                limit: self.limit,
            });
        }
        Ok(())
    }
}
