//! Filters that clients install and poll.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use alloy::{primitives::U256, rpc::types::Filter};

/// Most filters kept; the oldest goes when one more is installed.
const MAX_FILTERS: usize = 4096;

/// A filter that is not polled for this long is removed, as in geth.
const TIMEOUT: Duration = Duration::from_mins(5);

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
    by_id: BTreeMap<U256, Installed>,
    last: U256,
}

#[derive(Debug)]
struct Installed {
    kind: FilterKind,
    /// First block not told of yet.
    next: u64,
    polled: Instant,
}

impl Filters {
    /// Installs a filter that tells of blocks from `from` on.
    pub(super) fn add(&mut self, kind: FilterKind, from: u64, now: Instant) -> U256 {
        self.forget_before(now);
        if self.by_id.len() == MAX_FILTERS {
            self.by_id.pop_first();
        }
        self.last += U256::ONE;
        let installed = Installed {
            kind,
            next: from,
            polled: now,
        };
        self.by_id.insert(self.last, installed);
        self.last
    }

    /// Takes what is new up to `head`. A chain that was reverted is told of from its head on.
    pub(super) fn poll(&mut self, id: U256, head: u64, now: Instant) -> Option<Polled> {
        self.forget_before(now);
        let installed = self.by_id.get_mut(&id)?;
        let next = head.saturating_add(1);
        let from = installed.next.min(next);
        installed.next = next;
        installed.polled = now;
        Some(Polled {
            kind: installed.kind.clone(),
            from,
        })
    }

    /// The filter with this id, if it is one for logs.
    pub(super) fn logs_filter(&self, id: U256) -> Option<Box<Filter>> {
        match &self.by_id.get(&id)?.kind {
            FilterKind::Logs(filter) => Some(filter.clone()),
            FilterKind::Blocks | FilterKind::Transactions => None,
        }
    }

    /// Removes a filter; false if there was none.
    pub(super) fn remove(&mut self, id: U256) -> bool {
        self.by_id.remove(&id).is_some()
    }

    fn forget_before(&mut self, now: Instant) {
        let is_alive = |installed: &Installed| now.duration_since(installed.polled) < TIMEOUT;
        self.by_id.retain(|_, installed| is_alive(installed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn add_succeeds_dropping_the_oldest_when_there_are_too_many() {
        let (mut filters, now) = (Filters::default(), Instant::now());
        let ids: Vec<U256> = (0..=MAX_FILTERS)
            .map(|_| filters.add(FilterKind::Blocks, 0, now))
            .collect();
        assert!(filters.poll(ids[0], 0, now).is_none());
        assert!(filters.poll(ids[1], 0, now).is_some());
        assert!(filters.poll(ids[MAX_FILTERS], 0, now).is_some());
    }

    #[test]
    fn poll_succeeds_with_nothing_when_the_last_one_was_long_ago() {
        let (mut filters, start) = (Filters::default(), Instant::now());
        let polled = filters.add(FilterKind::Blocks, 0, start);
        let left = filters.add(FilterKind::Blocks, 0, start);
        let later = start + TIMEOUT / 2;
        assert!(filters.poll(polled, 0, later).is_some());
        let end = start + TIMEOUT;
        assert!(filters.poll(left, 0, end).is_none());
        assert!(filters.poll(polled, 0, end).is_some());
    }

    #[test]
    fn poll_succeeds_after_a_revert_with_what_is_new() {
        let (mut filters, now) = (Filters::default(), Instant::now());
        let id = filters.add(FilterKind::Blocks, 0, now);
        assert_eq!(filters.poll(id, 9, now).unwrap().from, 0);
        // Back to block 4, and on to block 6.
        assert_eq!(filters.poll(id, 4, now).unwrap().from, 5);
        assert_eq!(filters.poll(id, 6, now).unwrap().from, 5);
    }
}
