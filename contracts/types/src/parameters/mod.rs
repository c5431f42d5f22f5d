//! One parameter set: every number that the protocol can be tuned by.

mod economics;
mod encoding;
mod error;
mod limits;
mod presets;
mod windows;

pub use economics::{DisputeBonds, MinimumStakes, ReferenceCosts, RequestFees, Slashing};
pub use encoding::PARAMETER_WORDS;
pub use error::{ParameterError, ParameterField};
pub use limits::{
    BISECTION_LEVELS, BatchCaps, FAN_OUT, MAX_AMOUNT, MAX_BATCH_DATA, MAX_BATCH_ELEMENTS,
    MAX_PAUSE, MAX_WITNESS_METER, MIN_WITNESS_METER, SlotLimits,
};
pub use windows::{MAX_UNBONDING, MAX_WINDOW, Windows};

use crate::Address;

/// One parameter set (spec section 5).
///
/// Sets are append-only in the registry, and a batch is judged by the set that its header names, so a
/// set never changes under an open object. A value of this type is plain data; only
/// [`Parameters::validate`] says that the protocol is safe with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameters {
    /// Windows and clocks.
    pub windows: Windows,
    /// When a sequencer's slot ends.
    pub slot: SlotLimits,
    /// How large a batch and its parts may be.
    pub batch: BatchCaps,
    /// What a punishment takes, and who gets it.
    pub slashing: Slashing,
    /// What a request for data costs.
    pub request: RequestFees,
    /// What a dispute costs.
    pub dispute: DisputeBonds,
    /// Bond of a proposal, returned at quorum, in token base units.
    pub proposal_bond: u128,
    /// Least stake per role.
    pub stakes: MinimumStakes,
    /// What acting costs, by which fees, bonds and shares are judged.
    pub costs: ReferenceCosts,
    /// The contract that executes disputed elements of batches under this set; zero where a deployment
    /// has none, so that the set's batches cannot be disputed.
    pub state_transition: Address,
}

impl Parameters {
    /// Checks every inequality that the protocol's safety rests on (spec sections 4 and 5).
    ///
    /// `state_transition` is not looked at: whether a deployment needs one depends on its wiring.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] naming the first field that is out of its bounds, its value, and the bound.
    pub fn validate(&self) -> Result<(), ParameterError> {
        self.windows.check()?;
        self.slot.check()?;
        self.batch.check()?;
        self.check_amounts()?;
        self.slashing.check()?;
        self.costs.check_fees(&self.request)?;
        self.costs.check_dispute(&self.dispute, &self.batch)?;
        self.costs.check_slashes(self.slashing, &self.stakes)
    }

    /// No amount is zero or above [`MAX_AMOUNT`], so that no later product overflows.
    fn check_amounts(&self) -> Result<(), ParameterError> {
        use ParameterField as Field;
        let amounts = [
            (Field::RequestBase, self.request.base),
            (Field::RequestPerByte, self.request.per_byte),
            (Field::HaltedSurcharge, self.request.halted_surcharge),
            (Field::DisputeBond, self.dispute.bond),
            (Field::PaymentPerReveal, self.dispute.payment_per_reveal),
            (Field::ProposalBond, self.proposal_bond),
            (Field::SequencerStake, self.stakes.sequencer),
            (Field::ProducerStake, self.stakes.producer),
            (Field::VerifierStake, self.stakes.verifier),
            (Field::AnswerBaseCost, self.costs.answer_base),
            (Field::AnswerPerByteCost, self.costs.answer_per_byte),
            (Field::RequestCost, self.costs.request),
            (Field::RevealCost, self.costs.reveal),
            (Field::ChallengeCost, self.costs.challenge),
        ];
        for (field, amount) in amounts {
            field.check_range(amount, 1, MAX_AMOUNT)?;
        }
        Ok(())
    }
}
