//! The accounts, storage and code of one state root, as the EVM reads and changes them.

mod database;

use alloc::{collections::BinaryHeap, vec::Vec};
use alloy_primitives::{
    Address, B256, Bytes, KECCAK256_EMPTY, U256, keccak256,
    map::{AddressMap, B256Map},
};
use alloy_rlp::{Decodable, Encodable};
use revm::{
    bytecode::Bytecode,
    state::{Account as EvmAccount, AccountInfo, EvmState, EvmStorageSlot, TransactionId},
};

use crate::{
    Account, EMPTY_ROOT, GenesisAccount, NodeSource, StateError,
    error::{Stop, Stopped},
    meter::{Limits, WitnessMeter, WorkMeter},
    trie::Trie,
    weights,
};

/// Trie nodes and bytecodes by their hashes, in the order in which they came to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewParts {
    pub(crate) nodes: Vec<(B256, Vec<u8>)>,
    pub(crate) codes: Vec<(B256, Bytes)>,
}

/// One state, opened as far as it was read, and changed by the transactions executed on it.
///
/// After an error of [`World::commit`] it is of no further use; a transaction that is not executed
/// leaves it as it was.
#[derive(Debug)]
pub(crate) struct World<S: NodeSource> {
    source: S,
    accounts: Trie,
    /// Accounts read so far; `None` for those that do not exist.
    loaded: AddressMap<Option<Account>>,
    storages: AddressMap<Trie>,
    codes: B256Map<Bytecode>,
    /// Nodes and codes that no source has yet; collected only where they will be stored.
    new: NewParts,
    keep_new: bool,
    block_hash: fn(u64) -> B256,
    witness: WitnessMeter,
    work: WorkMeter,
    /// Deepest frame of the transaction so far.
    deepest: usize,
    stop: Option<Stop<S::Error>>,
}

impl<S: NodeSource> World<S> {
    /// The state with this root; nothing is read yet.
    pub(crate) fn new(root: B256, source: S) -> Self {
        Self {
            source,
            accounts: Trie::new(root),
            loaded: AddressMap::default(),
            storages: AddressMap::default(),
            codes: B256Map::default(),
            new: NewParts::default(),
            keep_new: false,
            block_hash: |_| B256::ZERO,
            witness: WitnessMeter::default(),
            work: WorkMeter::default(),
            deepest: 0,
            stop: None,
        }
    }

    /// The same, collecting what [`World::take_new`] hands out.
    pub(crate) fn collecting(root: B256, source: S) -> Self {
        Self {
            keep_new: true,
            ..Self::new(root, source)
        }
    }

    /// Starts the meters of a new transaction, which sees these block hashes.
    pub(crate) fn begin(&mut self, limits: Limits, block_hash: fn(u64) -> B256) {
        self.witness = WitnessMeter::new(limits.witness);
        self.work = WorkMeter::new(limits.work);
        self.deepest = 0;
        self.stop = None;
        self.block_hash = block_hash;
    }

    /// Readings of the witness and the work meter.
    pub(crate) fn readings(&self) -> (u64, u64) {
        (self.witness.used(), self.work.used())
    }

    /// The work meter, for what is charged where the world is not in reach.
    pub(crate) fn work(&self) -> WorkMeter {
        self.work
    }

    /// Puts the work meter back.
    pub(crate) fn set_work(&mut self, work: WorkMeter) {
        self.work = work;
    }

    /// Notes a frame's depth; whether it needs memory that no frame of the transaction before it had.
    pub(crate) fn deepens(&mut self, depth: usize) -> bool {
        let deepens = depth > self.deepest;
        self.deepest = self.deepest.max(depth);
        deepens && depth > weights::FREE_DEPTH
    }

    /// Charges the work meter.
    pub(crate) fn charge_work(&mut self, work: u64) -> Result<(), Stopped> {
        let charged = self.work.charge(work);
        self.keep_first(charged)
    }

    /// Charges what an access list with so many addresses and slots takes.
    pub(crate) fn charge_access_list(&mut self, entries: usize) -> Result<(), Stopped> {
        let charged = self.work.charge_access_list(entries);
        self.keep_first(charged)
    }

    /// Why the transaction was stopped, if it was.
    pub(crate) fn take_stop(&mut self) -> Option<Stop<S::Error>> {
        self.stop.take()
    }

    /// Keeps the first reason to stop.
    pub(crate) fn keep_first<T>(
        &mut self,
        result: Result<T, Stop<S::Error>>,
    ) -> Result<T, Stopped> {
        match result {
            Ok(value) if self.stop.is_none() => Ok(value),
            Ok(_) => Err(Stopped),
            Err(stop) => {
                self.stop.get_or_insert(stop);
                Err(Stopped)
            }
        }
    }

    /// The account at `address`, `None` if there is none.
    pub(crate) fn account(
        &mut self,
        address: Address,
    ) -> Result<Option<&Account>, StateError<S::Error>> {
        if !self.loaded.contains_key(&address) {
            let key = keccak256(address);
            let account = match self.accounts.get(&key, &self.source)? {
                Some(rlp) => {
                    Some(Account::decode(rlp).map_err(|_| StateError::MalformedAccount(key))?)
                }
                None => None,
            };
            self.loaded.insert(address, account);
        }
        Ok(self.loaded.get(&address).and_then(Option::as_ref))
    }

    /// The value of a storage slot, zero if it was never set.
    pub(crate) fn slot(
        &mut self,
        address: Address,
        slot: U256,
    ) -> Result<U256, StateError<S::Error>> {
        let key = keccak256(slot.to_be_bytes::<32>());
        self.open_storage(address)?;
        let Some(trie) = self.storages.get_mut(&address) else {
            return Ok(U256::ZERO);
        };
        let Some(mut rlp) = trie.get(&key, &self.source)? else {
            return Ok(U256::ZERO);
        };
        match U256::decode(&mut rlp) {
            Ok(value) if rlp.is_empty() && !value.is_zero() => Ok(value),
            _ => Err(StateError::MalformedSlot(key)),
        }
    }

    /// The bytecode with this hash.
    pub(crate) fn code(&mut self, hash: B256) -> Result<Bytecode, StateError<S::Error>> {
        if hash == KECCAK256_EMPTY {
            return Ok(Bytecode::default());
        }
        if let Some(code) = self.codes.get(&hash) {
            return Ok(code.clone());
        }
        let bytes = self
            .source
            .code(&hash)
            .map_err(StateError::Source)?
            .ok_or(StateError::MissingCode(hash))?;
        // Never the delegation format of EIP-7702: these are Cancun's rules.
        let code = Bytecode::new_legacy(bytes);
        self.codes.insert(hash, code.clone());
        Ok(code)
    }

    /// Writes an account as it shall be in the genesis.
    pub(crate) fn create(
        &mut self,
        address: Address,
        account: &GenesisAccount,
    ) -> Result<(), StateError<S::Error>> {
        let code = Bytecode::new_legacy(account.code.clone());
        let mut change = EvmAccount::from(AccountInfo {
            balance: account.balance,
            nonce: account.nonce,
            code_hash: code.hash_slow(),
            account_id: None,
            code: Some(code),
        });
        for (slot, value) in &account.storage {
            change.storage.insert(
                *slot,
                EvmStorageSlot::new_changed(U256::ZERO, *value, TransactionId::ZERO),
            );
        }
        self.update(address, &change)
    }

    /// Applies the changes of one transaction.
    ///
    /// In the order of the addresses and slots, and deletions last, so that everybody needs the same
    /// nodes for it and as few as possible.
    pub(crate) fn commit(&mut self, changes: &EvmState) -> Result<(), StateError<S::Error>> {
        // Sorted by a heap: much less code than the library's sorts.
        let touched: BinaryHeap<Address> = changes
            .iter()
            .filter(|(_, account)| account.is_touched())
            .map(|(address, _)| *address)
            .collect();

        let mut deleted = Vec::new();
        for address in touched.into_sorted_vec() {
            let Some(change) = changes.get(&address) else {
                continue;
            };
            if change.is_selfdestructed() || change.info.is_empty() {
                deleted.push(address);
            } else {
                self.update(address, change)?;
            }
        }
        for address in deleted {
            self.storages.remove(&address);
            self.loaded.insert(address, None);
            self.accounts.remove(&keccak256(address), &self.source)?;
        }
        Ok(())
    }

    /// The state root.
    pub(crate) fn root(&mut self) -> B256 {
        let (keep, nodes) = (self.keep_new, &mut self.new.nodes);
        self.accounts.root(&mut |hash, rlp| {
            if keep {
                nodes.push((hash, rlp));
            }
        })
    }

    /// Hands out the nodes and codes that came to be since the last call.
    pub(crate) fn take_new(&mut self) -> NewParts {
        core::mem::take(&mut self.new)
    }

    fn open_storage(&mut self, address: Address) -> Result<(), StateError<S::Error>> {
        if !self.storages.contains_key(&address) {
            let root = self
                .account(address)?
                .map_or(EMPTY_ROOT, |account| account.storage_root);
            self.storages.insert(address, Trie::new(root));
        }
        Ok(())
    }

    fn update(
        &mut self,
        address: Address,
        change: &EvmAccount,
    ) -> Result<(), StateError<S::Error>> {
        if change.is_created() {
            self.storages.insert(address, Trie::new(EMPTY_ROOT));
        }
        let before = self.account(address)?.cloned();
        let after = Account {
            nonce: change.info.nonce,
            balance: change.info.balance,
            storage_root: self.update_storage(address, change)?,
            code_hash: change.info.code_hash,
        };
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        let code_is_new = before.is_none_or(|before| before.code_hash != after.code_hash);
        if code_is_new && let Some(code) = change.info.code.as_ref().filter(|code| !code.is_empty())
        {
            self.codes.insert(after.code_hash, code.clone());
            if self.keep_new {
                self.new
                    .codes
                    .push((after.code_hash, code.original_bytes()));
            }
        }
        self.accounts
            .insert(&keccak256(address), after.encode(), &self.source)?;
        self.loaded.insert(address, Some(after));
        Ok(())
    }

    /// Writes the changed slots; returns the storage root.
    fn update_storage(
        &mut self,
        address: Address,
        change: &EvmAccount,
    ) -> Result<B256, StateError<S::Error>> {
        // Values before zeros, each in the order of the slots.
        let slots: BinaryHeap<(bool, U256, U256)> = change
            .storage
            .iter()
            .filter(|(_, slot)| slot.is_changed())
            .map(|(key, slot)| (slot.present_value.is_zero(), *key, slot.present_value))
            .collect();

        self.open_storage(address)?;
        let Some(trie) = self.storages.get_mut(&address) else {
            return Ok(EMPTY_ROOT);
        };
        for (is_zero, slot, value) in slots.into_sorted_vec() {
            let key = keccak256(slot.to_be_bytes::<32>());
            if is_zero {
                trie.remove(&key, &self.source)?;
            } else {
                let mut rlp = Vec::with_capacity(value.length());
                value.encode(&mut rlp);
                trie.insert(&key, rlp, &self.source)?;
            }
        }
        let (keep, nodes) = (self.keep_new, &mut self.new.nodes);
        Ok(trie.root(&mut |hash, rlp| {
            if keep {
                nodes.push((hash, rlp));
            }
        }))
    }
}
