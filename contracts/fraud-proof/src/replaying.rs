//! Re-execution of a batch, and the share of those who fed it.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use interfaces::{
    contracts::{
        IBatchRegistry::Header,
        IFraudProof::{
            NoReplay, NoShare, NotPublished, ProvenClaim, ReplayAlreadyBegun, ReplayStatus,
        },
    },
    host::{require_contract, HostKeccak},
};
use merkle::Accumulator;
use stylus_sdk::prelude::*;
use types::StateClaim;

use crate::{
    error::Error,
    execution::Execution,
    judging::require_last,
    packed,
    peers::{claim_as_abi, claim_of, Batch},
    proofs, session, FraudProof,
};

impl FraudProof {
    /// See `IFraudProof.beginReplay`.
    pub fn begin_replay(
        &mut self,
        header: Header,
        parent: Header,
        before: ProvenClaim,
    ) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let headerHash = batch.hash;
        if self.replays.getter(headerHash).status() != ReplayStatus::None {
            return Err(ReplayAlreadyBegun { headerHash }.into());
        }
        self.require_pending(&batch)?;
        if !self.is_published(&batch)? {
            return Err(NotPublished { headerHash }.into());
        }
        let parent = Batch::of(parent);
        proofs::require_parent(&batch, &parent)?;
        require_last(&parent, &before)?;
        require_contract(self.vm(), self.terms(&batch)?.state_transition)?;
        let disputes = self.batches.getter(headerHash).ends().opened;
        let claim = claim_of(&before.claim);
        self.replays.setter(headerHash).begin(disputes, &claim);
        self.emit_begun(&batch, &before.claim);
        Ok(())
    }

    /// See `IFraudProof.replay`.
    pub fn replay(
        &mut self,
        header: Header,
        first: u32,
        elements: &[u8],
        proof: Vec<B256>,
        staged: Vec<Address>,
        witness: &[u8],
    ) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        self.require_running(batch.hash)?;
        self.require_pending(&batch)?;
        let (cursor, before) = self.progress(batch.hash);
        let given = packed::count(elements)?;
        let run = session::run(first, given, cursor, batch.header.count)?;
        let skipped = packed::length_of(elements, cursor - first);
        let mut execution = Execution::new(&[elements], skipped, &staged, witness);
        proofs::require_elements(&batch, run, execution.elements(), &proof)?;
        let terms = self.terms(&batch)?;
        let claims = self.execute(&batch, &terms, &claim_as_abi(&before), execution)?;
        let claims = session::claims(&claims, run.end() - cursor)?;
        let tree = self.advance(&batch, cursor, run.end(), claims);
        if run.end() == batch.header.count {
            let mtsr = tree.root::<HostKeccak>().0.into();
            return self.conclude(&batch, mtsr);
        }
        Ok(())
    }

    /// See `IFraudProof.claimShare`.
    pub fn claim_share(&mut self, header_hash: B256, recipient: Address) -> Result<u128, Error> {
        self.only_wired()?;
        let feeder = self.vm().msg_sender();
        let mut replay = self.replays.setter(header_hash);
        let (share, fed) = (replay.share(), replay.fed.get(feeder).to());
        if fed == 0 || share.elements == 0 {
            let headerHash = header_hash;
            return Err(NoShare { headerHash, feeder }.into());
        }
        let amount = share.part(fed);
        replay.set_share(&share.without(fed));
        replay.fed.delete(feeder);
        self.emit_claimed(header_hash, recipient, amount);
        // A part may round to nothing, which the Treasury does not move.
        if amount != 0 {
            self.withdraw(recipient, amount)?;
        }
        Ok(amount)
    }
}

/// The steps of a replay.
impl FraudProof {
    fn require_running(&self, headerHash: B256) -> Result<(), NoReplay> {
        let status = self.replays.getter(headerHash).status();
        if status == ReplayStatus::Running {
            Ok(())
        } else {
            Err(NoReplay { headerHash, status })
        }
    }

    fn progress(&self, header_hash: B256) -> (u32, StateClaim) {
        let replay = self.replays.getter(header_hash);
        (replay.cursor(), replay.claim())
    }

    /// Keeps the claims after the elements from `before` to `after`, and who fed these.
    #[inline(never)]
    fn advance(
        &mut self,
        batch: &Batch,
        before: u32,
        after: u32,
        claims: &[[u8; StateClaim::ENCODED_LEN]],
    ) -> Accumulator {
        let feeder = self.vm().msg_sender();
        let mut replay = self.replays.setter(batch.hash);
        let mut tree = replay.tree();
        for claim in claims {
            tree.push::<HostKeccak>(session::leaf::<HostKeccak>(claim));
        }
        let last = claims
            .last()
            .and_then(|claim| StateClaim::decode(claim).ok());
        let last = last.unwrap_or_default();
        replay.write(after, &last);
        replay.add_fed(feeder, after - before);
        // Behind the last element there is nothing to go on with.
        if after != batch.header.count {
            replay.set_tree(before, after, &tree);
        }
        self.emit_advanced(batch, before, after - before, &claim_as_abi(&last));
        tree
    }

    /// All elements are executed.
    #[inline(never)]
    fn conclude(&mut self, batch: &Batch, mtsr: B256) -> Result<(), Error> {
        let is_right = mtsr == batch.header.mtsr;
        let status = if is_right {
            ReplayStatus::Agreed
        } else {
            ReplayStatus::Fraud
        };
        self.replays.setter(batch.hash).set_status(status);
        self.emit_replayed(batch, status, mtsr);
        if is_right {
            return self.mark_proven(batch);
        }
        self.convict(batch, self.winner_of_replay(batch.hash))
    }

    /// Challenger of the earliest dispute that is open, if it was opened before the replay began: whoever comes later takes
    /// nothing from those who feed. Zero if there is none.
    fn winner_of_replay(&self, header_hash: B256) -> Address {
        let batch = self.batches.getter(header_hash);
        let before = self.replays.getter(header_hash).disputes_before();
        if batch.ends().first > before {
            return Address::ZERO;
        }
        batch.earliest()
    }
}
