//! The ends of a dispute, and the verdict of fraud.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use interfaces::{
    abi::ProvenElement,
    contracts::{
        IBatchRegistry::Header,
        IFraudProof::{DisputeStatus, NotDecided, Position, ProvenClaim, StateClaim, Verdict},
    },
    host::HostKeccak,
};
use merkle::Run;
use stylus_sdk::prelude::*;

use crate::{
    bisection,
    clock::Side,
    contest::Contest,
    error::Error,
    execution::Execution,
    payment,
    payment::Share,
    peers::{claim_as_abi, Batch},
    proofs, session,
    terms::Terms,
    FraudProof,
};

impl FraudProof {
    /// See `IFraudProof.prove`.
    #[expect(clippy::too_many_arguments, reason = "the interface's")]
    pub fn prove(
        &mut self,
        header: Header,
        parent: Header,
        challenger: Address,
        leaf: Position,
        element: ProvenElement<'_>,
        before: ProvenClaim,
        staged: Vec<Address>,
        witness: &[u8],
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        let contest = self.open_contest(batch.hash, challenger)?;
        self.require_pending(&batch)?;
        self.require_at(&contest, &leaf)?;
        bisection::require_leaf(&leaf)?;
        self.turn_at(&contest, &leaf).require_running(now)?;
        require_before(&batch, parent, leaf.first, &before)?;
        let terms = self.terms(&batch)?;
        let execution = one_element(&batch, leaf.first, &element, &staged, witness)?;
        let claims = self.execute(&batch, &terms, &before.claim, execution)?;
        let (claim, is_fraud) = compare(&claims, &leaf)?;
        self.emit_proven(&contest, leaf.first, &claim, is_fraud);
        if is_fraud {
            self.win(&batch, &contest, &terms)
        } else {
            self.finish(&batch, &contest, DisputeStatus::Lost, &terms)
        }
    }

    /// See `IFraudProof.timeout`.
    pub fn timeout(
        &mut self,
        header: Header,
        challenger: Address,
        position: Position,
    ) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        let batch = Batch::of(header);
        let mut contest = self.open_contest(batch.hash, challenger)?;
        self.require_pending(&batch)?;
        self.require_at(&contest, &position)?;
        let turn = self.turn_at(&contest, &position);
        turn.require_over(now)?;
        let terms = self.terms(&batch)?;
        let is_author = turn.side == Side::Author;
        self.emit_timed_out(&contest, is_author);
        if is_author {
            return self.win(&batch, &contest, &terms);
        }
        contest.count_unanswered(&turn, &position);
        self.finish(&batch, &contest, DisputeStatus::Lost, &terms)
    }

    /// See `IFraudProof.settle`.
    pub fn settle(
        &mut self,
        header: Header,
        challenger: Address,
        position: Position,
    ) -> Result<(), Error> {
        self.only_wired()?;
        let batch = Batch::of(header);
        let mut contest = self.open_contest(batch.hash, challenger)?;
        let status = match self.verdict(&batch)? {
            Verdict::Proven | Verdict::Final => DisputeStatus::Lost,
            Verdict::Invalid => DisputeStatus::Won,
            Verdict::Orphaned => DisputeStatus::Orphaned,
            _ => {
                let headerHash = batch.hash;
                return Err(NotDecided { headerHash }.into());
            }
        };
        self.require_at(&contest, &position)?;
        let terms = self.terms(&batch)?;
        let turn = self.turn_at(&contest, &position);
        contest.count_unanswered(&turn, &position);
        self.finish(&batch, &contest, status, &terms)
    }
}

/// What several ends have in common.
impl FraudProof {
    /// Fraud: punishment, the batch invalid, rotation. The earliest open dispute has won the share; without one, those
    /// who fed the replay have.
    #[inline(never)]
    pub(crate) fn convict(&mut self, batch: &Batch, winner: Address) -> Result<(), Error> {
        let own = self.vm().contract_address();
        let beneficiary = if winner.is_zero() { own } else { winner };
        let amount = self.punish(batch, beneficiary)?;
        if winner.is_zero() && amount != 0 {
            let elements = batch.header.count;
            let share = Share { amount, elements };
            self.replays.setter(batch.hash).set_share(&share);
        }
        self.emit_fraud(batch, beneficiary, amount);
        self.invalidate(batch)?;
        self.rotate_from(batch.header.sequencer)
    }

    /// The author has lost a dispute.
    #[inline(never)]
    fn win(&mut self, batch: &Batch, contest: &Contest, terms: &Terms) -> Result<(), Error> {
        let winner = self.batches.getter(batch.hash).earliest();
        self.end(contest, DisputeStatus::Won);
        self.convict(batch, winner)?;
        self.close(batch, contest, DisputeStatus::Won, terms)
    }

    #[inline(never)]
    fn finish(
        &mut self,
        batch: &Batch,
        contest: &Contest,
        status: DisputeStatus,
        terms: &Terms,
    ) -> Result<(), Error> {
        self.end(contest, status);
        self.close(batch, contest, status, terms)
    }

    /// The dispute holds nothing any more, neither finality nor the author's stake, and its bond is spent.
    #[inline(never)]
    fn close(
        &self,
        batch: &Batch,
        contest: &Contest,
        status: DisputeStatus,
        terms: &Terms,
    ) -> Result<(), Error> {
        let author = batch.header.sequencer;
        let spending = payment::spending(status, contest.dispute.reveals, &terms.bonds);
        self.emit_ended(contest, status, &spending);
        self.close_dispute(batch)?;
        self.lift_hold(author)?;
        self.spend(contest, author, &spending)
    }
}

/// Checks the claim before an element: of the leaf before, or of the last leaf of the parent.
#[inline(never)]
fn require_before(
    batch: &Batch,
    parent: Header,
    element: u32,
    before: &ProvenClaim,
) -> Result<(), Error> {
    let parent = Batch::of(parent);
    proofs::require_parent(batch, &parent)?;
    match element.checked_sub(1) {
        Some(leaf) => proofs::require_claim(batch, leaf, before),
        None => require_last(&parent, before),
    }
}

/// Checks the last claim of a batch.
pub(crate) fn require_last(batch: &Batch, claim: &ProvenClaim) -> Result<(), Error> {
    let last = batch.header.count.saturating_sub(1);
    proofs::require_claim(batch, last, claim)
}

/// The execution of one element, which is proved to be the batch's.
#[inline(never)]
fn one_element(
    batch: &Batch,
    index: u32,
    element: &ProvenElement<'_>,
    staged: &[Address],
    witness: &[u8],
) -> Result<Execution, Error> {
    let bytes = element.element;
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut execution = Execution::new(&[&length, bytes], 0, staged, witness);
    let run = Run::leaf(batch.header.count, index);
    let run = run.map_err(|_| proofs::no_such_run(element.proof.len()))?;
    proofs::require_elements(batch, run, execution.elements(), &element.proof)?;
    Ok(execution)
}

/// The claim after the element, and whether the author's leaf is another one.
fn compare(claims: &[u8], leaf: &Position) -> Result<(StateClaim, bool), Error> {
    let wrong = || interfaces::contracts::IFraudProof::WrongClaimCount {
        bytesGiven: U256::from(claims.len()),
        elements: 1,
    };
    let claim = session::claims(claims, 1)?.first().ok_or_else(wrong)?;
    let is_fraud = session::leaf::<HostKeccak>(claim).0 != leaf.node.0;
    let claim = types::StateClaim::decode(claim).map_err(|_| wrong())?;
    Ok((claim_as_abi(&claim), is_fraud))
}
