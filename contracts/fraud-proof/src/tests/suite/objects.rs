//! What the model is made of: batches, disputes, replays, and clocks that tick.

use std::collections::BTreeMap;

use alloy_primitives::Address;

use super::super::{batch::Sample, world::clock};

/// What has become of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pending,
    Proven,
    Final,
    Invalid,
    Orphaned,
}

/// How a dispute ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Won,
    Lost,
    Orphaned,
}

/// A dispute.
#[derive(Clone, Debug)]
pub(super) struct Dispute {
    pub(super) who: Address,
    pub(super) state: State,
    /// The node that it is about: first leaf, leaves.
    pub(super) node: (u32, u32),
    /// Block of the last selection, or of the opening.
    pub(super) since: u64,
    pub(super) author: u64,
    pub(super) challenger: u64,
    pub(super) reveals: u128,
}

/// A replay.
#[derive(Clone, Debug, Default)]
pub(super) struct Replay {
    pub(super) cursor: u32,
    pub(super) fed: BTreeMap<Address, u32>,
    /// Who had opened a dispute when it began.
    pub(super) before: Vec<Address>,
    pub(super) over: bool,
    /// What is left of the feeders' share, and of their elements.
    pub(super) share: u128,
    pub(super) elements: u32,
}

/// A batch.
pub(super) struct Batch {
    pub(super) sample: Sample,
    /// Number of its parent; none for the genesis.
    pub(super) parent: Option<usize>,
    /// First false leaf.
    pub(super) lie: Option<u32>,
    pub(super) fate: Fate,
    pub(super) published: Option<u64>,
    pub(super) disputes: Vec<Dispute>,
    pub(super) replay: Option<Replay>,
    /// Blocks of the reveals of its nodes: first leaf, leaves.
    pub(super) reveals: BTreeMap<(u32, u32), u64>,
}

impl Batch {
    pub(super) fn new(sample: Sample, parent: Option<usize>, lie: Option<u32>) -> Self {
        Self {
            sample,
            parent,
            lie,
            fate: Fate::Pending,
            published: None,
            disputes: Vec::new(),
            replay: None,
            reveals: BTreeMap::new(),
        }
    }

    pub(super) fn author(&self) -> Address {
        self.sample.header.sequencer
    }

    pub(super) fn dispute(&mut self, who: Address) -> Option<&mut Dispute> {
        let mut open = self.disputes.iter_mut();
        open.find(|dispute| dispute.who == who && dispute.state == State::Open)
    }

    pub(super) fn closes_at(&self) -> u64 {
        let published = self.published.unwrap_or_default();
        (self.sample.header.submittedAt + 50).max(published + 20)
    }

    pub(super) fn earliest(&self) -> Option<Address> {
        let mut disputes = self.disputes.iter();
        let open = disputes.find(|dispute| dispute.state == State::Open);
        open.map(|dispute| dispute.who)
    }
}

/// Who has run out of time first, if anybody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    Author,
    Challenger,
}

/// Both clocks of a dispute, ticked block by block.
pub(super) fn tick(dispute: &Dispute, revealed: Option<u64>, now: u64) -> (u64, u64, Option<Late>) {
    let (mut author, mut challenger) = (dispute.author, dispute.challenger);
    for block in dispute.since..now {
        let answered = dispute.node.1 == 1 || revealed.is_some_and(|at| at <= block);
        if answered {
            challenger += 1;
        } else {
            author += 1;
        }
        if author > clock() {
            return (author, challenger, Some(Late::Author));
        }
        if challenger > clock() {
            return (author, challenger, Some(Late::Challenger));
        }
    }
    (author, challenger, None)
}
