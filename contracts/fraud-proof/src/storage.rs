//! What the contract keeps: two words of a dispute and one of its place in the order, one of a batch, one of a reveal; of
//! a replay its claim, and a word per peak.

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U128, U32, U64, U8};
use interfaces::{
    contracts::IFraudProof::{Replay, ReplayStatus},
    host::HostKeccak,
};
use merkle::{Accumulator, Hash};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageB256, StorageBool, StorageMap, StorageU128, StorageU32, StorageU64,
        StorageU8,
    },
};
use types::{BlockNumber, L2Block, L2Timestamp, StateClaim};

use crate::{
    bisection,
    dispute::Dispute,
    list::{Ends, Link, Links},
    payment::Share,
    peers::claim_as_abi,
    session, FraudProof,
};

/// One dispute.
#[storage]
pub struct DisputeRecord {
    /// See `Dispute::pack`.
    word: StorageB256,
    /// What moves answer to; zero once it has ended.
    pub(crate) state: StorageB256,
}

impl DisputeRecord {
    pub(crate) fn read(&self) -> Dispute {
        Dispute::unpack(&self.word.get().0)
    }

    pub(crate) fn write(&mut self, dispute: &Dispute) {
        self.word.set(dispute.pack().into());
    }
}

/// The disputes on a batch.
#[storage]
pub struct BatchRecord {
    opened: StorageU32,
    first: StorageU32,
    last: StorageU32,
    /// Of those that are open, by number.
    pub(crate) challengers: StorageMap<u32, StorageAddress>,
}

impl BatchRecord {
    pub(crate) fn ends(&self) -> Ends {
        Ends {
            opened: self.opened.get().to(),
            first: self.first.get().to(),
            last: self.last.get().to(),
        }
    }

    pub(crate) fn set_ends(&mut self, ends: Ends) {
        self.opened.set(U32::from(ends.opened));
        self.first.set(U32::from(ends.first));
        self.last.set(U32::from(ends.last));
    }

    /// Challenger of the earliest that is open; zero if none is.
    pub(crate) fn earliest(&self) -> Address {
        self.challengers.get(self.first.get().to())
    }
}

/// One reveal.
#[storage]
pub struct RevealRecord {
    at: StorageU64,
    known: StorageBool,
}

impl RevealRecord {
    pub(crate) fn read(&self) -> Option<BlockNumber> {
        self.known.get().then(|| BlockNumber(self.at.get().to()))
    }

    pub(crate) fn write(&mut self, at: BlockNumber) {
        self.at.set(U64::from(at.0));
        self.known.set(true);
    }
}

/// One replay. Word 0: status to time of the claim; word 1: its state root; word 2: the feeders' share.
#[storage]
pub struct ReplayRecord {
    status: StorageU8,
    cursor: StorageU32,
    l2_block: StorageU64,
    l2_timestamp: StorageU64,
    /// Disputes that were opened on the batch before the replay began.
    disputes: StorageU32,
    state_root: StorageB256,
    share: StorageU128,
    share_elements: StorageU32,
    /// Of the MTSR so far, by level; what lies at a level that the cursor does not have is old.
    peaks: StorageMap<u32, StorageB256>,
    /// Elements by feeder, until it claims.
    pub(crate) fed: StorageMap<Address, StorageU32>,
}

impl ReplayRecord {
    pub(crate) fn status(&self) -> ReplayStatus {
        let status: u8 = self.status.get().to();
        ReplayStatus::try_from(status).unwrap_or(ReplayStatus::None)
    }

    pub(crate) fn set_status(&mut self, status: ReplayStatus) {
        self.status.set(U8::from(status as u8));
    }

    pub(crate) fn cursor(&self) -> u32 {
        self.cursor.get().to()
    }

    pub(crate) fn claim(&self) -> StateClaim {
        StateClaim {
            state_root: Hash(self.state_root.get().0),
            l2_block: L2Block(self.l2_block.get().to()),
            l2_timestamp: L2Timestamp(self.l2_timestamp.get().to()),
        }
    }

    pub(crate) fn read(&self) -> Replay {
        Replay {
            status: self.status(),
            cursor: self.cursor(),
            claim: claim_as_abi(&self.claim()),
        }
    }

    /// Begins the replay: so many disputes were opened before.
    pub(crate) fn begin(&mut self, disputes: u32, claim: &StateClaim) {
        self.set_status(ReplayStatus::Running);
        self.disputes.set(U32::from(disputes));
        self.write(0, claim);
    }

    pub(crate) fn disputes_before(&self) -> u32 {
        self.disputes.get().to()
    }

    /// The claim after so many elements.
    pub(crate) fn write(&mut self, cursor: u32, claim: &StateClaim) {
        self.cursor.set(U32::from(cursor));
        self.l2_block.set(U64::from(claim.l2_block.0));
        self.l2_timestamp.set(U64::from(claim.l2_timestamp.0));
        self.state_root.set(claim.state_root.0.into());
    }

    /// The state tree so far.
    pub(crate) fn tree(&self) -> Accumulator {
        let cursor = self.cursor();
        let levels = session::levels(cursor).into_iter();
        let peaks: Vec<_> = levels.map(|level| Hash(self.peaks.get(level).0)).collect();
        session::resume(cursor, &peaks)
    }

    /// Keeps the state tree of so many leaves: those of its peaks that have changed since `before`.
    pub(crate) fn set_tree(&mut self, before: u32, after: u32, tree: &Accumulator) {
        for (level, peak) in session::levels(after).into_iter().zip(tree.peaks()) {
            // A peak is the same as long as all bits from its own up are.
            if before >> level != after >> level {
                self.peaks.insert(level, peak.0.into());
            }
        }
    }

    pub(crate) fn share(&self) -> Share {
        Share {
            amount: self.share.get().to(),
            elements: self.share_elements.get().to(),
        }
    }

    pub(crate) fn set_share(&mut self, share: &Share) {
        self.share.set(U128::from(share.amount));
        self.share_elements.set(U32::from(share.elements));
    }

    pub(crate) fn add_fed(&mut self, feeder: Address, elements: u32) {
        let before: u32 = self.fed.get(feeder).to();
        let after = before.saturating_add(elements);
        self.fed.insert(feeder, U32::from(after));
    }
}

/// The links of the disputes on one batch.
pub(crate) struct BatchLinks<'a> {
    contract: &'a mut FraudProof,
    header_hash: B256,
}

impl<'a> BatchLinks<'a> {
    pub(crate) fn new(contract: &'a mut FraudProof, header_hash: B256) -> Self {
        Self {
            contract,
            header_hash,
        }
    }

    fn id(&self, number: u32) -> B256 {
        let batch = self.contract.batches.getter(self.header_hash);
        let challenger = batch.challengers.get(number);
        bisection::dispute_id::<HostKeccak>(self.header_hash, challenger)
    }
}

impl Links for BatchLinks<'_> {
    fn link(&self, number: u32) -> Link {
        self.contract.disputes.getter(self.id(number)).read().link
    }

    #[inline(never)]
    fn set_link(&mut self, number: u32, link: Link) {
        let id = self.id(number);
        let mut record = self.contract.disputes.setter(id);
        let dispute = record.read();
        record.write(&Dispute { link, ..dispute });
    }
}
