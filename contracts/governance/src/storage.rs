//! What the contract keeps of a proposal: three words, one more for a removal with compensations, and one of each voter.

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, U128, U64, U8};
use interfaces::contracts::IGovernance::ProposalKind;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageMap, StorageU128, StorageU64, StorageU8},
};

use crate::{tally::Tally, timetable::Status};

/// One proposal. Word 0: proposer to status; word 1: votes; word 2: electorate and bond; word 3: reserve.
#[storage]
pub struct ProposalRecord {
    proposer: StorageAddress,
    snapshot: StorageU64,
    kind: StorageU8,
    status: StorageU8,
    votes_for: StorageU128,
    votes_against: StorageU128,
    electorate: StorageU128,
    bond: StorageU128,
    reserved: StorageU128,
    pub(crate) voters: StorageMap<Address, StorageBool>,
}

/// One proposal, without its reserve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored {
    pub(crate) proposer: Address,
    pub(crate) snapshot: u64,
    pub(crate) kind: ProposalKind,
    pub(crate) status: Status,
    pub(crate) tally: Tally,
    pub(crate) electorate: u128,
    pub(crate) bond: u128,
}

impl ProposalRecord {
    pub(crate) fn read(&self) -> Stored {
        let kind: u8 = self.kind.get().to();
        let status: u8 = self.status.get().to();
        Stored {
            proposer: self.proposer.get(),
            snapshot: self.snapshot.get().to(),
            kind: ProposalKind::try_from(kind).unwrap_or(ProposalKind::RemoveSequencer),
            status: status.into(),
            tally: Tally {
                votes_for: self.votes_for.get().to(),
                votes_against: self.votes_against.get().to(),
            },
            electorate: self.electorate.get().to(),
            bond: self.bond.get().to(),
        }
    }

    /// Writes a new one: nobody has voted on it.
    pub(crate) fn begin(&mut self, proposal: &Stored) {
        self.proposer.set(proposal.proposer);
        self.snapshot.set(U64::from(proposal.snapshot));
        self.kind.set(U8::from(proposal.kind as u8));
        self.set_status(proposal.status);
        self.electorate.set(U128::from(proposal.electorate));
        self.bond.set(U128::from(proposal.bond));
    }

    pub(crate) fn set_status(&mut self, status: Status) {
        self.status.set(U8::from(status as u8));
    }

    pub(crate) fn set_tally(&mut self, tally: Tally) {
        self.votes_for.set(U128::from(tally.votes_for));
        self.votes_against.set(U128::from(tally.votes_against));
    }

    pub(crate) fn reserved(&self) -> u128 {
        self.reserved.get().to()
    }

    pub(crate) fn set_reserved(&mut self, amount: u128) {
        self.reserved.set(U128::from(amount));
    }
}
