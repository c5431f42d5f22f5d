//! What the pool keeps, word by word.

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, U128, U16, U32, U64, U8};
use interfaces::contracts::ISequencerPool::{Member, PoolParameters, Role, Slot, Status};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageBool, StorageMap, StorageU128, StorageU16, StorageU32, StorageU64,
        StorageU8,
    },
};

use crate::{
    queue::Links,
    votes::{Checkpoint, Checkpoints},
};

/// One address. Word 0: stake to banned; word 1: exit to holds; words 2 and 3: links; behind them: votes.
#[storage]
pub struct MemberRecord {
    pub(crate) stake: StorageU128,
    pub(crate) joined_at: StorageU64,
    pub(crate) epoch: StorageU32,
    pub(crate) role: StorageU8,
    pub(crate) status: StorageU8,
    pub(crate) banned: StorageBool,
    pub(crate) exit_requested_at: StorageU64,
    pub(crate) last_submission: StorageU64,
    /// Open holds of DataAvailability, FraudProof and Governance.
    pub(crate) request_holds: StorageU32,
    pub(crate) dispute_holds: StorageU32,
    pub(crate) proposal_holds: StorageU32,
    /// Neighbours in the queue of the role; zero in none.
    pub(crate) previous: StorageAddress,
    pub(crate) next: StorageAddress,
    pub(crate) votes: VotesRecord,
}

impl MemberRecord {
    pub(crate) fn status(&self) -> Status {
        match self.status.get().to() {
            1 => Status::Active,
            2 => Status::Exiting,
            _ => Status::None,
        }
    }

    pub(crate) fn role(&self) -> Role {
        match self.role.get().to() {
            1 => Role::Sequencer,
            2 => Role::Producer,
            3 => Role::Verifier,
            _ => Role::None,
        }
    }

    pub(crate) fn read(&self) -> Member {
        Member {
            role: self.role(),
            status: self.status(),
            epoch: self.epoch.get().to(),
            requestHolds: self.request_holds.get().to(),
            disputeHolds: self.dispute_holds.get().to(),
            proposalHolds: self.proposal_holds.get().to(),
            banned: self.banned.get(),
            stake: self.stake.get().to(),
            joinedAt: self.joined_at.get().to(),
            exitRequestedAt: self.exit_requested_at.get().to(),
            lastSubmission: self.last_submission.get().to(),
        }
    }

    /// Writes everything but the links.
    pub(crate) fn write(&mut self, member: &Member) {
        self.stake.set(U128::from(member.stake));
        self.joined_at.set(U64::from(member.joinedAt));
        self.epoch.set(U32::from(member.epoch));
        self.role.set(U8::from(member.role as u8));
        self.status.set(U8::from(member.status as u8));
        self.banned.set(member.banned);
        self.exit_requested_at
            .set(U64::from(member.exitRequestedAt));
        self.last_submission.set(U64::from(member.lastSubmission));
        self.request_holds.set(U32::from(member.requestHolds));
        self.dispute_holds.set(U32::from(member.disputeHolds));
        self.proposal_holds.set(U32::from(member.proposalHolds));
    }
}

/// Votes by block. Word 0: the newest, and how many are older; word 1: these.
#[storage]
pub struct VotesRecord {
    since: StorageU64,
    votes: StorageU128,
    older: StorageU32,
    list: StorageMap<u32, CheckpointRecord>,
}

/// Votes from the end of a block on.
#[storage]
pub struct CheckpointRecord {
    since: StorageU64,
    votes: StorageU128,
}

impl Checkpoints for VotesRecord {
    fn newest(&self) -> (Checkpoint, u32) {
        let newest = Checkpoint {
            since: self.since.get().to(),
            votes: self.votes.get().to(),
        };
        (newest, self.older.get().to())
    }

    fn older(&self, number: u32) -> Checkpoint {
        let record = self.list.getter(number);
        Checkpoint {
            since: record.since.get().to(),
            votes: record.votes.get().to(),
        }
    }

    fn set_newest(&mut self, newest: Checkpoint, older: u32) {
        self.since.set(U64::from(newest.since));
        self.votes.set(U128::from(newest.votes));
        self.older.set(U32::from(older));
    }

    fn set_older(&mut self, number: u32, checkpoint: Checkpoint) {
        let mut record = self.list.setter(number);
        record.since.set(U64::from(checkpoint.since));
        record.votes.set(U128::from(checkpoint.votes));
    }
}

/// Who is no member, has joined `epoch` times, and may be banned.
pub(crate) fn nobody(epoch: u32, banned: bool) -> Member {
    Member {
        role: Role::None,
        status: Status::None,
        epoch,
        requestHolds: 0,
        disputeHolds: 0,
        proposalHolds: 0,
        banned,
        stake: 0,
        joinedAt: 0,
        exitRequestedAt: 0,
        lastSubmission: 0,
    }
}

/// The links of all queues: a member is in one at the most.
pub(crate) type Members = StorageMap<Address, MemberRecord>;

impl Links for Members {
    type Member = Address;

    fn next(&self, member: Address) -> Option<Address> {
        present(self.getter(member).next.get())
    }

    fn previous(&self, member: Address) -> Option<Address> {
        present(self.getter(member).previous.get())
    }

    fn set_next(&mut self, member: Address, next: Option<Address>) {
        self.setter(member).next.set(next.unwrap_or_default());
    }

    fn set_previous(&mut self, member: Address, previous: Option<Address>) {
        let mut record = self.setter(member);
        record.previous.set(previous.unwrap_or_default());
    }
}

/// An address that may be zero for none.
pub(crate) fn present(address: Address) -> Option<Address> {
    (!address.is_zero()).then_some(address)
}

/// The queue of a role and its running slot. Word 0: front to length; word 1: the slot; word 2: what is rarely
/// there, which a flag in word 1 says.
#[storage]
pub struct Seat {
    /// Whose turn it is, or would be if the seat were not vacant.
    pub(crate) front: StorageAddress,
    pub(crate) number: StorageU64,
    /// Active members of the role.
    pub(crate) length: StorageU32,
    pub(crate) starts_at: StorageU64,
    pub(crate) active_at: StorageU64,
    pub(crate) elements: StorageU64,
    pub(crate) batches: StorageU32,
    vacant: StorageBool,
    contested: StorageBool,
    vacated_by: StorageAddress,
    contested_since: StorageU64,
}

impl Seat {
    pub(crate) fn front(&self) -> Option<Address> {
        present(self.front.get())
    }

    pub(crate) fn set_front(&mut self, front: Option<Address>) {
        self.front.set(front.unwrap_or_default());
    }

    pub(crate) fn read(&self) -> Slot {
        let (vacant, contested) = (self.vacant.get(), self.contested.get());
        Slot {
            number: self.number.get().to(),
            holder: if vacant {
                Address::ZERO
            } else {
                self.front.get()
            },
            startsAt: self.starts_at.get().to(),
            activeAt: self.active_at.get().to(),
            elements: self.elements.get().to(),
            batches: self.batches.get().to(),
            vacatedBy: if vacant {
                self.vacated_by.get()
            } else {
                Address::ZERO
            },
            contestedSince: if contested {
                self.contested_since.get().to()
            } else {
                0
            },
        }
    }

    /// Writes everything but the front.
    pub(crate) fn write(&mut self, slot: &Slot) {
        self.number.set(U64::from(slot.number));
        self.starts_at.set(U64::from(slot.startsAt));
        self.active_at.set(U64::from(slot.activeAt));
        self.elements.set(U64::from(slot.elements));
        self.batches.set(U32::from(slot.batches));
        let (vacant, contested) = (!slot.vacatedBy.is_zero(), slot.contestedSince != 0);
        self.vacant.set(vacant);
        self.contested.set(contested);
        // Stale without its flag, so that a submission need not touch this word.
        if vacant {
            self.vacated_by.set(slot.vacatedBy);
        }
        if contested {
            self.contested_since.set(U64::from(slot.contestedSince));
        }
    }
}

/// One parameter set. Word 0: limits and shares; words 1 and 2: stakes.
#[storage]
pub struct ParameterSet {
    slot_elements: StorageU32,
    slot_batches: StorageU32,
    idle_limit: StorageU32,
    join_delay: StorageU32,
    unbonding: StorageU32,
    data_withheld_bps: StorageU16,
    fraud_bps: StorageU16,
    bounty_bps: StorageU16,
    winner_bps: StorageU16,
    min_sequencer_stake: StorageU128,
    min_producer_stake: StorageU128,
    min_verifier_stake: StorageU128,
}

impl ParameterSet {
    pub(crate) fn read(&self) -> PoolParameters {
        PoolParameters {
            slotElements: self.slot_elements.get().to(),
            slotBatches: self.slot_batches.get().to(),
            idleLimit: self.idle_limit.get().to(),
            joinDelay: self.join_delay.get().to(),
            unbonding: self.unbonding.get().to(),
            dataWithheldBps: self.data_withheld_bps.get().to(),
            fraudBps: self.fraud_bps.get().to(),
            bountyBps: self.bounty_bps.get().to(),
            winnerBps: self.winner_bps.get().to(),
            minSequencerStake: self.min_sequencer_stake.get().to(),
            minProducerStake: self.min_producer_stake.get().to(),
            minVerifierStake: self.min_verifier_stake.get().to(),
        }
    }

    pub(crate) fn write(&mut self, set: &PoolParameters) {
        self.slot_elements.set(U32::from(set.slotElements));
        self.slot_batches.set(U32::from(set.slotBatches));
        self.idle_limit.set(U32::from(set.idleLimit));
        self.join_delay.set(U32::from(set.joinDelay));
        self.unbonding.set(U32::from(set.unbonding));
        self.data_withheld_bps.set(U16::from(set.dataWithheldBps));
        self.fraud_bps.set(U16::from(set.fraudBps));
        self.bounty_bps.set(U16::from(set.bountyBps));
        self.winner_bps.set(U16::from(set.winnerBps));
        self.min_sequencer_stake
            .set(U128::from(set.minSequencerStake));
        self.min_producer_stake
            .set(U128::from(set.minProducerStake));
        self.min_verifier_stake
            .set(U128::from(set.minVerifierStake));
    }
}
