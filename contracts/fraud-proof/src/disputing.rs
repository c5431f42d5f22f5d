//! Opening a dispute, and its moves down to a leaf.

use alloc::vec::Vec;

use alloy_primitives::B256;
use interfaces::{
    contracts::{
        IBatchRegistry::Header,
        IFraudProof::{AlreadyDisputed, AlreadyRevealed, DisputeStatus, NotRevealed, Position},
    },
    host::{require_contract, HostKeccak},
};
use stylus_sdk::prelude::*;

use crate::{
    bisection,
    clock::{Side, Turn},
    contest::Contest,
    dispute::Dispute,
    error::Error,
    peers::Batch,
    FraudProof,
};

impl FraudProof {
    /// See `IFraudProof.open`.
    pub fn open(&mut self, header: Header, ancestor: Header) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let challenger = self.vm().msg_sender();
        let batch = Batch::of(header);
        let mut contest = self.contest(batch.hash, challenger);
        require_first(&contest)?;
        let terms = self.terms(&batch)?;
        // No bond for what nobody could prove.
        require_contract(self.vm(), terms.state_transition)?;
        contest.dispute = Dispute::opened(now, terms.clock);
        self.link(&mut contest);
        self.keep(&contest, &batch.root());
        self.emit_opened(&contest, &batch, terms.bonds.bond);
        self.open_dispute(&batch, &ancestor)?;
        self.place_hold(batch.header.sequencer)?;
        self.lock(&contest, terms.bonds.bond)
    }

    /// See `IFraudProof.reveal`.
    pub fn reveal(&mut self, size: u32, frontier: Vec<B256>) -> Result<B256, Error> {
        let now = self.now_if_wired()?;
        let node = bisection::fold::<HostKeccak>(size, &frontier)?;
        if let Some(at) = self.revealed_at(node, size) {
            let revealedAt = at.0;
            return Err(AlreadyRevealed { node, revealedAt }.into());
        }
        let key = bisection::reveal_key::<HostKeccak>(node, size);
        self.reveals.setter(key).write(now);
        self.emit_revealed(node, size, &frontier);
        Ok(node)
    }

    /// See `IFraudProof.select`.
    pub fn select(
        &mut self,
        header_hash: B256,
        position: Position,
        frontier: Vec<B256>,
        entry: u32,
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let challenger = self.vm().msg_sender();
        let mut contest = self.open_contest(header_hash, challenger)?;
        self.require_at(&contest, &position)?;
        bisection::require_inner(&position)?;
        let turn = self.turn_at(&contest, &position);
        self.require_revealed(&turn, &position)?;
        turn.require_running(now)?;
        let below = bisection::select::<HostKeccak>(&position, &frontier, entry)?;
        let dispute = &mut contest.dispute;
        dispute.clocks = dispute.clocks.after_selection(&turn, now);
        dispute.reveals = dispute.reveals.saturating_add(1);
        self.keep(&contest, &below);
        self.emit_selected(&contest, &below);
        Ok(())
    }

    /// While it is the author's turn there is nothing to select in; a reveal that came too late is refused for that.
    fn require_revealed(&self, turn: &Turn, position: &Position) -> Result<(), Error> {
        let Position { size, node, .. } = *position;
        if turn.side == Side::Author {
            let Some(_) = self.revealed_at(node, size) else {
                return Err(NotRevealed { node }.into());
            };
        }
        Ok(())
    }
}

fn require_first(contest: &Contest) -> Result<(), AlreadyDisputed> {
    if contest.dispute.status == DisputeStatus::None {
        return Ok(());
    }
    Err(AlreadyDisputed {
        headerHash: contest.header_hash,
        challenger: contest.challenger,
    })
}
