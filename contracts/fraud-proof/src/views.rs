//! Views.

use alloy_primitives::{Address, B256};
use interfaces::contracts::IFraudProof::{Dispute, Position, Replay};

use crate::{clock::Side, error::Error, FraudProof};

/// Disputes and reveals.
impl FraudProof {
    /// See `IFraudProof.disputeOf`.
    pub fn dispute_of(&self, header_hash: B256, challenger: Address) -> Dispute {
        let contest = self.contest(header_hash, challenger);
        let (dispute, clocks) = (contest.dispute, contest.dispute.clocks);
        Dispute {
            status: dispute.status,
            number: dispute.number,
            reveals: dispute.reveals.into(),
            turnSince: clocks.since.0,
            authorUsed: clocks.author_used.0,
            challengerUsed: clocks.challenger_used.0,
            allowance: clocks.allowance.0,
            state: self.disputes.getter(contest.id).state.get(),
        }
    }

    /// See `IFraudProof.disputesOn`.
    pub fn disputes_on(&self, header_hash: B256) -> (u32, Address) {
        let batch = self.batches.getter(header_hash);
        (batch.ends().opened, batch.earliest())
    }

    /// See `IFraudProof.turn`.
    pub fn turn(
        &self,
        header_hash: B256,
        challenger: Address,
        position: Position,
    ) -> Result<(bool, u64), Error> {
        let contest = self.open_contest(header_hash, challenger)?;
        self.require_at(&contest, &position)?;
        let turn = self.turn_at(&contest, &position);
        Ok((turn.side == Side::Author, turn.deadline.0))
    }

    /// See `IFraudProof.revealOf`.
    pub fn reveal_of(&self, node: B256, size: u32) -> u64 {
        self.revealed_at(node, size).unwrap_or_default().0
    }
}

/// Replays.
impl FraudProof {
    /// See `IFraudProof.replayOf`.
    pub fn replay_of(&self, header_hash: B256) -> Replay {
        self.replays.getter(header_hash).read()
    }

    /// See `IFraudProof.shareOf`.
    pub fn share_of(&self, header_hash: B256, feeder: Address) -> (u32, u128) {
        let replay = self.replays.getter(header_hash);
        let fed = replay.fed.get(feeder).to();
        (fed, replay.share().part(fed))
    }
}

/// Set-up.
impl FraudProof {
    /// See `IFraudProof.clock`.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// See `IFraudProof.currentBlock`.
    pub fn current_block(&self) -> Result<u64, Error> {
        Ok(self.now()?.0)
    }
}

interfaces::addresses!(FraudProof: deployer, registry, pool, treasury);
