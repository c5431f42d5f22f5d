//! Geth's `prestateTracer`: what a transaction met, and what it left.

use std::collections::BTreeMap;

use revm::{
    primitives::{Address, B256, Bytes, U256},
    state::{Account, EvmState},
};
use serde::{Deserialize, Serialize};

use super::error::TraceError;
use crate::chain::State;

/// What the tracer shows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PrestateConfig {
    /// Only accounts that were changed, with what they are changed to.
    diff_mode: bool,
    /// No code.
    disable_code: bool,
    /// No storage.
    disable_storage: bool,
}

/// Accounts by address.
type Accounts = BTreeMap<Address, View>;

/// What is shown of an account: nothing that is zero or empty but the balance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct View {
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<U256>,
    #[serde(skip_serializing_if = "<[u8]>::is_empty")]
    code: Bytes,
    #[serde(skip_serializing_if = "is_zero")]
    nonce: u64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    storage: BTreeMap<B256, B256>,
}

#[derive(Debug, Serialize)]
struct Difference {
    post: Accounts,
    pre: Accounts,
}

/// The accounts and slots that a transaction loaded, as `before` has them; in the mode for
/// differences those that it changed, as they were and as `changes` has them.
///
/// # Errors
/// None that types of the RPC can cause.
pub(crate) fn prestate(
    before: &State,
    changes: &EvmState,
    config: PrestateConfig,
) -> Result<String, TraceError> {
    let mut pre = Accounts::new();
    let mut post = Accounts::new();
    for (address, account) in changes {
        let mut old = met(before, *address, account, config);
        if config.diff_mode && !account.is_selfdestructed() {
            let Some(new) = left(&mut old, account, config) else {
                continue;
            };
            post.insert(*address, new);
        }
        // What did not exist is only worth a line where it was looked at.
        let is_new = account.is_created() && old.is_empty();
        if !is_new {
            pre.insert(*address, old);
        }
    }
    let text = if config.diff_mode {
        serde_json::to_string(&Difference { post, pre })
    } else {
        serde_json::to_string(&pre)
    };
    Ok(text?)
}

/// An account before the transaction.
fn met(before: &State, address: Address, account: &Account, config: PrestateConfig) -> View {
    let mut view = View {
        balance: Some(before.balance(address)),
        nonce: before.nonce(address),
        ..View::default()
    };
    if !config.disable_code {
        view.code = before.code(address);
    }
    if !config.disable_storage {
        let slots = account.storage.keys();
        view.storage = slots
            .map(|slot| (B256::from(*slot), B256::from(before.slot(address, *slot))))
            .collect();
    }
    view
}

/// What changed of the account; takes the slots that did not, and those that were empty, out of
/// `old`. Nothing if it is as it was.
fn left(old: &mut View, account: &Account, config: PrestateConfig) -> Option<View> {
    let info = &account.info;
    let mut new = View {
        balance: (old.balance != Some(info.balance)).then_some(info.balance),
        ..View::default()
    };
    let mut is_changed = new.balance.is_some();
    if old.nonce != info.nonce {
        new.nonce = info.nonce;
        is_changed = true;
    }
    if let Some(code) = info.code.as_ref().filter(|_| !config.disable_code) {
        let code = code.original_bytes();
        if code != old.code {
            new.code = code;
            is_changed = true;
        }
    }
    for (slot, value) in &account.storage {
        let (key, value) = (B256::from(*slot), B256::from(value.present_value));
        match old.storage.get(&key) {
            None => continue,
            Some(was) if *was == value => {
                old.storage.remove(&key);
                continue;
            }
            Some(_) => is_changed = true,
        }
        if !value.is_zero() {
            new.storage.insert(key, value);
        }
    }
    old.storage.retain(|_, value| !value.is_zero());
    is_changed.then_some(new)
}

impl View {
    /// Whether it shows an account that does not exist.
    fn is_empty(&self) -> bool {
        self.balance.unwrap_or_default().is_zero() && self.nonce == 0 && self.code.is_empty()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
fn is_zero(nonce: &u64) -> bool {
    *nonce == 0
}
