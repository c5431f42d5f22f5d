//! Filters that clients install and poll.

use std::collections::BTreeMap;

use alloy::{primitives::U256, rpc::types::Filter};

/// Most filters kept; the oldest goes when one more is installed.
const MAX_FILTERS: usize = 4096;

/// What a filter tells of.
#[derive(Clone, Debug)]
pub(super) enum FilterKind {
    /// Logs.
    Logs(Box<Filter>),
    /// Hashes of blocks.
    Blocks,
    /// Hashes of transactions.
    Transactions,
}

/// A poll: what was asked for, and the first block not told of yet.
pub(super) struct Polled {
    pub(super) kind: FilterKind,
    pub(super) from: u64,
}

/// The installed filters.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    by_id: BTreeMap<U256, (FilterKind, u64)>,
    last: U256,
}

impl Filters {
    /// Installs a filter that tells of blocks from `from` on.
    pub(super) fn add(&mut self, kind: FilterKind, from: u64) -> U256 {
        if self.by_id.len() == MAX_FILTERS {
            self.by_id.pop_first();
        }
        self.last += U256::ONE;
        self.by_id.insert(self.last, (kind, from));
        self.last
    }

    /// Takes what is new up to `head`. A chain that was reverted is told of from its head on.
    pub(super) fn poll(&mut self, id: U256, head: u64) -> Option<Polled> {
        let (kind, next) = self.by_id.get_mut(&id)?;
        let from = (*next).min(head + 1);
        *next = head + 1;
        Some(Polled {
            kind: kind.clone(),
            from,
        })
    }

    /// The filter with this id, if it is one for logs.
    pub(super) fn logs_filter(&self, id: U256) -> Option<Box<Filter>> {
        match self.by_id.get(&id)? {
            (FilterKind::Logs(filter), _) => Some(filter.clone()),
            _ => None,
        }
    }

    /// Removes a filter; false if there was none.
    pub(super) fn remove(&mut self, id: U256) -> bool {
        self.by_id.remove(&id).is_some()
    }
}
