//! The accounts of the chain after some block.

mod change;
mod proof;

use std::convert::Infallible;

use alloy::primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256, keccak256};
use alloy_trie::{EMPTY_ROOT_HASH, TrieAccount, root};
use revm::{
    DatabaseRef,
    state::{AccountInfo, Bytecode, EvmState},
};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync};

pub(crate) use self::change::{ChangeError, StateChange};

/// Storage of one account by hashed slot, in the order of the storage trie.
type Storage = RedBlackTreeMapSync<B256, U256>;

/// Accounts by hashed address, in the order of the state trie.
type Accounts = RedBlackTreeMapSync<B256, StoredAccount>;

/// All accounts. A clone costs nothing and shares whatever is not changed later, so that every
/// block keeps its own.
#[derive(Clone, Debug)]
pub(crate) struct State {
    accounts: Accounts,
    codes: HashTrieMapSync<B256, Bytecode>,
    /// Root of `accounts`, if it was computed since the last change.
    root: Option<B256>,
}

#[derive(Clone, Debug)]
struct StoredAccount {
    nonce: u64,
    balance: U256,
    code_hash: B256,
    storage: Storage,
    /// Root of `storage`, kept so that a block only pays for the accounts that it changed.
    storage_root: B256,
}

impl StoredAccount {
    /// What the state trie holds of it.
    fn leaf(&self) -> TrieAccount {
        TrieAccount::new(self.nonce, self.balance, self.storage_root, self.code_hash)
    }
}

impl Default for StoredAccount {
    fn default() -> Self {
        Self {
            nonce: 0,
            balance: U256::ZERO,
            code_hash: KECCAK256_EMPTY,
            storage: Storage::new_sync(),
            storage_root: EMPTY_ROOT_HASH,
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            accounts: RedBlackTreeMapSync::new_sync(),
            codes: HashTrieMapSync::new_sync(),
            root: None,
        }
    }
}

impl State {
    /// Balance in wei; zero if there is no such account.
    pub(crate) fn balance(&self, address: Address) -> U256 {
        self.account(address)
            .map_or(U256::ZERO, |account| account.balance)
    }

    /// Number of transactions sent, or of contracts created.
    pub(crate) fn nonce(&self, address: Address) -> u64 {
        self.account(address).map_or(0, |account| account.nonce)
    }

    /// The raw code, prefix of a Stylus program included; empty if there is none.
    pub(crate) fn code(&self, address: Address) -> Bytes {
        self.account(address)
            .and_then(|account| self.codes.get(&account.code_hash))
            .map(Bytecode::original_bytes)
            .unwrap_or_default()
    }

    /// The value of a storage slot.
    pub(crate) fn slot(&self, address: Address, slot: U256) -> U256 {
        self.account(address)
            .and_then(|account| account.storage.get(&hashed_slot(slot)))
            .copied()
            .unwrap_or_default()
    }

    /// Root of the state trie.
    pub(crate) fn root(&mut self) -> B256 {
        *self
            .root
            .get_or_insert_with(|| account_root(&self.accounts))
    }

    /// Sets a balance, in wei.
    pub(crate) fn set_balance(&mut self, address: Address, balance: U256) {
        self.change(address, |account| account.balance = balance);
    }

    /// Sets a nonce.
    pub(crate) fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.change(address, |account| account.nonce = nonce);
    }

    /// Sets code, which is stored as it is: nothing checks its size or first byte.
    pub(crate) fn set_code(&mut self, address: Address, code: Bytes) {
        let code_hash = self.store_code(raw_bytecode(code));
        self.change(address, |account| account.code_hash = code_hash);
    }

    /// Sets storage slots; the rest of the account's storage stays unless `replace` is given.
    pub(crate) fn set_storage(
        &mut self,
        address: Address,
        slots: impl IntoIterator<Item = (U256, U256)>,
        replace: bool,
    ) {
        self.change(address, |account| {
            if replace {
                account.storage = Storage::new_sync();
            }
            for (slot, value) in slots {
                write_slot(&mut account.storage, slot, value);
            }
            account.storage_root = storage_root(&account.storage);
        });
    }

    /// Takes over what a transaction changed.
    pub(crate) fn commit(&mut self, changes: EvmState) {
        for (address, account) in changes {
            if !account.is_touched() {
                continue;
            }
            self.root = None;
            let key = keccak256(address);
            if account.is_selfdestructed() || account.is_empty() {
                self.accounts.remove_mut(&key);
                continue;
            }
            let mut stored = if account.is_created() {
                StoredAccount::default()
            } else {
                self.accounts.get(&key).cloned().unwrap_or_default()
            };
            stored.nonce = account.info.nonce;
            stored.balance = account.info.balance;
            stored.code_hash = account.info.code_hash;
            if let Some(code) = account.info.code.clone() {
                self.store_code(code);
            }
            let mut is_storage_changed = false;
            for (slot, value) in account.changed_storage_slots() {
                write_slot(&mut stored.storage, *slot, value.present_value);
                is_storage_changed = true;
            }
            if is_storage_changed {
                stored.storage_root = storage_root(&stored.storage);
            }
            self.accounts.insert_mut(key, stored);
        }
    }

    fn account(&self, address: Address) -> Option<&StoredAccount> {
        self.accounts.get(&keccak256(address))
    }

    fn change(&mut self, address: Address, change: impl FnOnce(&mut StoredAccount)) {
        let key = keccak256(address);
        let mut account = self.accounts.get(&key).cloned().unwrap_or_default();
        change(&mut account);
        self.root = None;
        self.accounts.insert_mut(key, account);
    }

    fn store_code(&mut self, code: Bytecode) -> B256 {
        if code.is_empty() {
            return KECCAK256_EMPTY;
        }
        let hash = code.hash_slow();
        if !self.codes.contains_key(&hash) {
            self.codes.insert_mut(hash, code);
        }
        hash
    }
}

/// What the EVM reads. Block hashes are not part of the state: the caller's view adds them.
impl DatabaseRef for State {
    type Error = Infallible;

    fn basic_ref(&self, address: Address) -> Result<Option<AccountInfo>, Self::Error> {
        Ok(self.account(address).map(|account| AccountInfo {
            balance: account.balance,
            nonce: account.nonce,
            code_hash: account.code_hash,
            account_id: None,
            code: self.codes.get(&account.code_hash).cloned(),
        }))
    }

    fn code_by_hash_ref(&self, code_hash: B256) -> Result<Bytecode, Self::Error> {
        Ok(self.codes.get(&code_hash).cloned().unwrap_or_default())
    }

    fn storage_ref(&self, address: Address, index: U256) -> Result<U256, Self::Error> {
        Ok(self.slot(address, index))
    }

    fn block_hash_ref(&self, _number: u64) -> Result<B256, Self::Error> {
        Ok(B256::ZERO)
    }
}

/// `revm` has its own idea of some prefixes that begin with 0xEF; only EIP-7702 delegations are
/// such here, a Stylus program is bytes like any other.
fn raw_bytecode(code: Bytes) -> Bytecode {
    Bytecode::new_raw_checked(code.clone()).unwrap_or_else(|_| Bytecode::new_legacy(code))
}

fn hashed_slot(slot: U256) -> B256 {
    keccak256(slot.to_be_bytes::<32>())
}

fn write_slot(storage: &mut Storage, slot: U256, value: U256) {
    let key = hashed_slot(slot);
    if value.is_zero() {
        storage.remove_mut(&key);
    } else {
        storage.insert_mut(key, value);
    }
}

fn account_root(accounts: &Accounts) -> B256 {
    root::state_root(accounts.iter().map(|(key, account)| (*key, account.leaf())))
}

fn storage_root(storage: &Storage) -> B256 {
    root::storage_root(storage.iter().map(|(slot, value)| (*slot, *value)))
}

#[cfg(test)]
mod tests;
