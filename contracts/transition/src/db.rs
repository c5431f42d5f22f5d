//! The state database of a node: every state that was ever reached, on disk.
//!
//! Trie nodes and bytecodes by their hash, in one embedded store; nothing is overwritten, so each claim
//! that was computed can be read, executed on and proved again. A batch is written in one transaction:
//! after a crash it is there whole or not at all.

mod call;
mod store;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, Bytes, U256};
use std::path::Path;
use types::{Bounds, Hash, L2Block, L2Timestamp, StateClaim};

use self::store::Store;
use crate::{
    Account, Alloc, Library, Outcome, Recorder, Rules, StateError, Witness,
    execute::execute_on,
    genesis_state,
    world::{NewParts, World},
};

pub use self::{call::Call, store::Snapshot};

/// Failure of the embedded store.
pub type StoreError = redb::Error;

/// Why the database gives no answer: [`StateError::MissingNode`] of a claim's root means that this
/// claim was never computed here; [`StateError::Source`] that the disk failed.
pub type DbError = StateError<StoreError>;

/// The states of one L2.
///
/// Shared by reference: readers do not wait for a batch that is being executed.
#[derive(Debug)]
pub struct StateDb {
    store: Store,
}

impl StateDb {
    /// Opens the database in this file, creating it if it is not there.
    ///
    /// # Errors
    /// The file cannot be opened, is in use by another process, or is no database of this kind.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Store::open(path.as_ref()).map(|store| Self { store })
    }

    /// A database that is gone when it is dropped.
    ///
    /// # Errors
    /// As for [`StateDb::open`]; not met in memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Store::in_memory().map(|store| Self { store })
    }

    /// Writes a genesis: its claim, at L2 block 0 and this timestamp in seconds.
    ///
    /// # Errors
    /// The store failed.
    pub fn genesis(&self, alloc: &Alloc, timestamp: u64) -> Result<StateClaim, StoreError> {
        let (root, state) = genesis_state(alloc);
        self.store.write(&state.into())?;
        Ok(StateClaim {
            state_root: Hash(root.0),
            l2_block: L2Block(0),
            l2_timestamp: L2Timestamp(timestamp),
        })
    }

    /// Executes elements in order from this claim: what each came to, with the claim after it.
    ///
    /// All states on the way are kept, in one transaction at the end.
    ///
    /// # Errors
    /// The claim was never computed here, or the store failed; nothing is written then.
    pub fn execute_batch<E: AsRef<[u8]>>(
        &self,
        rules: &Rules,
        before: &StateClaim,
        elements: &[E],
        bounds: &Bounds,
    ) -> Result<Vec<Outcome>, DbError> {
        let (outcomes, new) = self.run_batch(rules, before, elements, bounds)?;
        self.store.write(&new).map_err(StateError::Source)?;
        Ok(outcomes)
    }

    /// Executes elements without keeping anything.
    ///
    /// # Errors
    /// As for [`StateDb::execute_batch`].
    pub fn preview_batch<E: AsRef<[u8]>>(
        &self,
        rules: &Rules,
        before: &StateClaim,
        elements: &[E],
        bounds: &Bounds,
    ) -> Result<Vec<Outcome>, DbError> {
        self.run_batch(rules, before, elements, bounds)
            .map(|(outcomes, _)| outcomes)
    }

    /// What Layer 1 needs to execute this element on this claim.
    ///
    /// # Errors
    /// The claim was never computed here, or the store failed.
    pub fn witness(
        &self,
        rules: &Rules,
        before: &StateClaim,
        element: &[u8],
        bounds: &Bounds,
    ) -> Result<Witness, DbError> {
        self.witness_of_run(rules, before, &[element], bounds)
    }

    /// What Layer 1 needs to execute these elements in order, the first of them on this claim: without what the
    /// elements themselves make.
    ///
    /// # Errors
    /// As for [`StateDb::witness`].
    pub fn witness_of_run<E: AsRef<[u8]>>(
        &self,
        rules: &Rules,
        before: &StateClaim,
        elements: &[E],
        bounds: &Bounds,
    ) -> Result<Witness, DbError> {
        let recorder = Recorder::new(self.snapshot()?);
        let mut world = World::new(root_of(before), &recorder);
        let mut claim = *before;
        for element in elements {
            let element = element.as_ref();
            let outcome = execute_on(&mut world, rules, &claim, element, bounds, &Library)?;
            claim = outcome.after;
        }
        Ok(recorder.into_witness())
    }

    /// The account at this address, `None` if there is none.
    ///
    /// # Errors
    /// The claim was never computed here, or the store failed.
    pub fn account(
        &self,
        claim: &StateClaim,
        address: Address,
    ) -> Result<Option<Account>, DbError> {
        self.world(claim)?
            .account(address)
            .map(Option::<&_>::cloned)
    }

    /// Balance in wei, zero for an account that does not exist.
    ///
    /// # Errors
    /// As for [`StateDb::account`].
    pub fn balance(&self, claim: &StateClaim, address: Address) -> Result<U256, DbError> {
        let account = self.account(claim, address)?;
        Ok(account.map_or(U256::ZERO, |account| account.balance))
    }

    /// The nonce that the next transaction of this sender must carry.
    ///
    /// # Errors
    /// As for [`StateDb::account`].
    pub fn nonce(&self, claim: &StateClaim, address: Address) -> Result<u64, DbError> {
        let account = self.account(claim, address)?;
        Ok(account.map_or(0, |account| account.nonce))
    }

    /// A storage slot of a contract, zero if it was never set.
    ///
    /// # Errors
    /// As for [`StateDb::account`].
    pub fn storage(
        &self,
        claim: &StateClaim,
        address: Address,
        slot: U256,
    ) -> Result<U256, DbError> {
        self.world(claim)?.slot(address, slot)
    }

    /// The bytecode of a contract, empty if there is none.
    ///
    /// # Errors
    /// As for [`StateDb::account`].
    pub fn code(&self, claim: &StateClaim, address: Address) -> Result<Bytes, DbError> {
        let Some(account) = self.account(claim, address)? else {
            return Ok(Bytes::new());
        };
        let code = self.world(claim)?.code(account.code_hash)?;
        Ok(code.original_bytes())
    }

    /// Whether the state of this claim is here.
    ///
    /// # Errors
    /// The store failed.
    pub fn knows(&self, claim: &StateClaim) -> Result<bool, DbError> {
        use crate::NodeSource as _;
        let root = root_of(claim);
        if root == crate::EMPTY_ROOT {
            return Ok(true);
        }
        let node = self.snapshot()?.node(&root).map_err(StateError::Source)?;
        Ok(node.is_some())
    }

    /// All nodes and codes, as they are now.
    ///
    /// # Errors
    /// The store failed.
    pub fn snapshot(&self) -> Result<Snapshot, DbError> {
        self.store.snapshot().map_err(StateError::Source)
    }

    fn world(&self, claim: &StateClaim) -> Result<World<Snapshot>, DbError> {
        Ok(World::new(root_of(claim), self.snapshot()?))
    }

    fn run_batch<E: AsRef<[u8]>>(
        &self,
        rules: &Rules,
        before: &StateClaim,
        elements: &[E],
        bounds: &Bounds,
    ) -> Result<(Vec<Outcome>, NewParts), DbError> {
        let mut world = World::collecting(root_of(before), self.snapshot()?);
        let mut claim = *before;
        let mut outcomes = Vec::with_capacity(elements.len());
        for element in elements {
            let outcome = execute_on(
                &mut world,
                rules,
                &claim,
                element.as_ref(),
                bounds,
                &Library,
            )?;
            claim = outcome.after;
            outcomes.push(outcome);
        }
        Ok((outcomes, world.take_new()))
    }
}

fn root_of(claim: &StateClaim) -> B256 {
    B256::from(claim.state_root.0)
}
