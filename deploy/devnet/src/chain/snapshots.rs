//! Going back to an earlier moment.

use std::collections::HashSet;

use alloy::primitives::Address;

use super::{clock::Timekeeper, ledger::Chain, state::State};

/// A moment of the chain.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// Height of the head.
    head: u64,
    state: State,
    time: Timekeeper,
    impersonated: HashSet<Address>,
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
