//! Going back to an earlier moment.

use super::{
    clock::Timekeeper,
    ledger::{Chain, Impersonated},
    state::State,
};

/// Most moments noted at a time; the oldest is forgotten when one more is noted.
const MAX_SNAPSHOTS: usize = 100_000;

/// A moment of the chain.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// Height of the head.
    head: u64,
    state: State,
    time: Timekeeper,
    impersonated: Impersonated,
}

impl Chain {
    /// Notes this moment and returns its number.
    pub(crate) fn snapshot(&mut self) -> u64 {
        let id = self.next_snapshot;
        self.next_snapshot += 1;
        let snapshot = Snapshot {
            head: self.head().number(),
            state: self.state.clone(),
            time: self.time.clone(),
            impersonated: self.impersonated.clone(),
        };
        if self.snapshots.len() == MAX_SNAPSHOTS {
            self.snapshots.pop_first();
        }
        self.snapshots.insert(id, snapshot);
        id
    }

    /// Goes back to a moment; it and all noted later are then forgotten. False if there is none
    /// of this number.
    pub(crate) fn revert(&mut self, id: u64) -> bool {
        let Some(snapshot) = self.snapshots.remove(&id) else {
            return false;
        };
        self.snapshots.retain(|other, _| *other < id);
        while self.head().number() > snapshot.head {
            let Some(block) = self.blocks.pop() else {
                break;
            };
            self.by_hash.remove(&block.hash());
            for included in &block.transactions {
                self.positions.remove(included.transaction.tx_hash());
            }
        }
        self.state = snapshot.state;
        self.time = snapshot.time;
        self.impersonated = snapshot.impersonated;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Config;

    #[test]
    fn snapshot_succeeds_forgetting_the_oldest_when_there_are_too_many() {
        let mut chain = Chain::new(Config::default());
        let first = chain.snapshot();
        for _ in 1..MAX_SNAPSHOTS {
            chain.snapshot();
        }
        let last = chain.snapshot();
        assert!(!chain.revert(first));
        assert!(chain.revert(last));
        assert!(chain.revert(first + 1));
        assert!(chain.snapshots.is_empty());
    }
}
