//! From one state to another: what is written of every block.

use alloy::primitives::{B256, Bytes, KECCAK256_EMPTY, U256};
use alloy_rlp::{RlpDecodable, RlpEncodable};
use revm::state::Bytecode;

use super::{State, Storage, StoredAccount, account_root, raw_bytecode, storage_root};

/// How a state differs from an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
pub(crate) struct StateChange {
    /// Root of the later state.
    root: B256,
    changed: Vec<AccountChange>,
    /// Hashed addresses of accounts that are gone.
    removed: Vec<B256>,
}

/// An account that is new or other than it was.
#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
struct AccountChange {
    /// Hashed address.
    key: B256,
    nonce: u64,
    balance: U256,
    code_hash: B256,
    storage_root: B256,
    /// Slots that are other than they were.
    slots: Vec<SlotChange>,
}

/// A slot that is other than it was; zero if it is gone.
#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
struct SlotChange {
    /// Hashed slot.
    key: B256,
    value: U256,
}

/// Why a change does not lead to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ChangeError {
    /// An account's code is not among the codes.
    #[error("the code {0} is missing")]
    MissingCode(B256),
    /// An account's slots do not have the root that the account names.
    #[error("the storage of account {0} does not have its root")]
    StorageRoot(B256),
    /// The accounts do not have the root that the state names.
    #[error("the state has root {actual} instead of {stated}")]
    StateRoot {
        /// Root of the accounts.
        actual: B256,
        /// Root that was written.
        stated: B256,
    },
}

impl State {
    /// The root, where it was computed since the last change, as it was for the state of a block.
    fn known_root(&self) -> B256 {
        self.root.unwrap_or_else(|| account_root(&self.accounts))
    }

    /// What leads from `earlier` to this state; nothing if they are equal.
    pub(crate) fn change_since(&self, earlier: &Self) -> Option<StateChange> {
        let root = self.known_root();
        if root == earlier.known_root() {
            return None;
        }
        let changed = self.accounts.iter().filter_map(|(key, account)| {
            let before = earlier.accounts.get(key);
            if before.is_some_and(|before| before.has_content_of(account)) {
                return None;
            }
            let nothing = Storage::new_sync();
            let slots = before.map_or(&nothing, |before| &before.storage);
            Some(AccountChange {
                key: *key,
                nonce: account.nonce,
                balance: account.balance,
                code_hash: account.code_hash,
                storage_root: account.storage_root,
                slots: slot_changes(slots, &account.storage),
            })
        });
        let removed = earlier.accounts.keys();
        let removed = removed.filter(|key| !self.accounts.contains_key(*key));
        Some(StateChange {
            root,
            changed: changed.collect(),
            removed: removed.copied().collect(),
        })
    }

    /// Becomes the state that `change` leads to. Roots are taken as they are written:
    /// [`Self::check_roots`] computes them.
    ///
    /// # Errors
    /// A code is missing.
    pub(crate) fn apply(&mut self, change: &StateChange) -> Result<(), ChangeError> {
        for key in &change.removed {
            self.accounts.remove_mut(key);
        }
        for changed in &change.changed {
            let code_hash = changed.code_hash;
            if code_hash != KECCAK256_EMPTY && !self.codes.contains_key(&code_hash) {
                return Err(ChangeError::MissingCode(code_hash));
            }
            let mut account = StoredAccount {
                nonce: changed.nonce,
                balance: changed.balance,
                code_hash,
                storage_root: changed.storage_root,
                ..self.accounts.get(&changed.key).cloned().unwrap_or_default()
            };
            for SlotChange { key, value } in &changed.slots {
                if value.is_zero() {
                    account.storage.remove_mut(key);
                } else {
                    account.storage.insert_mut(*key, *value);
                }
            }
            self.accounts.insert_mut(changed.key, account);
        }
        self.root = Some(change.root);
        Ok(())
    }

    /// Computes all roots from the slots up.
    ///
    /// # Errors
    /// One is not what is written.
    pub(crate) fn check_roots(&self) -> Result<(), ChangeError> {
        for (key, account) in &self.accounts {
            if storage_root(&account.storage) != account.storage_root {
                return Err(ChangeError::StorageRoot(*key));
            }
        }
        let actual = account_root(&self.accounts);
        let stated = self.known_root();
        if actual == stated {
            Ok(())
        } else {
            Err(ChangeError::StateRoot { actual, stated })
        }
    }

    /// Every code that an account has or had.
    pub(crate) fn codes(&self) -> Vec<Bytes> {
        let mut codes: Vec<_> = self.codes.iter().collect();
        // The map has no order of its own: equal chains are to give equal files.
        codes.sort_unstable_by_key(|(hash, _)| **hash);
        let codes = codes.into_iter().map(|(_, code)| code);
        codes.map(Bytecode::original_bytes).collect()
    }

    /// A state without accounts that knows codes.
    pub(crate) fn with_codes(codes: Vec<Bytes>) -> Self {
        let mut state = Self::default();
        for code in codes {
            state.store_code(raw_bytecode(code));
        }
        state
    }
}

impl StoredAccount {
    fn has_content_of(&self, other: &Self) -> bool {
        self.nonce == other.nonce
            && self.balance == other.balance
            && self.code_hash == other.code_hash
            && self.storage_root == other.storage_root
    }
}

fn slot_changes(before: &Storage, after: &Storage) -> Vec<SlotChange> {
    let written = after
        .iter()
        .filter(|(key, value)| before.get(*key) != Some(*value))
        .map(|(key, value)| SlotChange {
            key: *key,
            value: *value,
        });
    let cleared = before
        .keys()
        .filter(|key| !after.contains_key(*key))
        .map(|key| SlotChange {
            key: *key,
            value: U256::ZERO,
        });
    written.chain(cleared).collect()
}
