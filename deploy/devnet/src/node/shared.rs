//! What the server's methods and the owner of the chain share.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::watch;

use crate::{
    chain::{Chain, Moment},
    rpc::Filters,
};

/// A chain that many may use at a time.
#[derive(Debug)]
pub(crate) struct Node {
    chain: Mutex<Chain>,
    /// How often the chain may have been changed. Only counted while it is locked.
    changes: AtomicU64,
    filters: Mutex<Filters>,
    head: watch::Sender<u64>,
}

impl Node {
    pub(crate) fn new(chain: Chain) -> Self {
        let head = watch::Sender::new(chain.head().number());
        Self {
            chain: Mutex::new(chain),
            changes: AtomicU64::new(0),
            filters: Mutex::default(),
            head,
        }
    }

    /// Looks at the chain.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Chain) -> T) -> T {
        look(&lock(&self.chain))
    }

    /// Changes the chain, then tells who waits for new blocks.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Chain) -> T) -> T {
        let mut chain = lock(&self.chain);
        self.changes.fetch_add(1, Ordering::Relaxed);
        let before = chain.head().hash();
        let result = change(&mut chain);
        if chain.head().hash() != before {
            self.head.send_replace(chain.head().number());
        }
        result
    }

    /// How often the chain may have been changed since the node was made.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// The chain as it is now, to be written, and how often it may have been changed by then.
    pub(super) fn moment(&self) -> (u64, Moment) {
        let chain = lock(&self.chain);
        (self.changes(), chain.moment())
    }

    /// Height of the head, and a way to wait for the next.
    pub(crate) fn heads(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// The installed filters.
    pub(crate) fn filters(&self) -> MutexGuard<'_, Filters> {
        lock(&self.filters)
    }
}

/// A call that panicked while it held the lock left the chain as it was: a block is appended as
/// the last thing.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
