//! What the server's methods and the owner of the chain share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::{chain::Chain, rpc::Filters};

/// A chain that many may use at a time.
#[derive(Debug)]
pub(crate) struct Node {
    chain: Mutex<Chain>,
    filters: Mutex<Filters>,
    head: watch::Sender<u64>,
}

impl Node {
    pub(crate) fn new(chain: Chain) -> Self {
        let head = watch::Sender::new(chain.head().number());
        Self {
            chain: Mutex::new(chain),
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
        let before = chain.head().hash();
        let result = change(&mut chain);
        if chain.head().hash() != before {
            self.head.send_replace(chain.head().number());
        }
        result
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
