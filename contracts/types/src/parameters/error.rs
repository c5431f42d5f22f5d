//! Which parameter is out of which bound.

/// Names a parameter in a [`ParameterError`]. The numbers are those of the ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ParameterField {
    /// [`Windows::challenge`](crate::Windows::challenge)
    ChallengeWindow,
    /// [`Windows::data_request`](crate::Windows::data_request)
    DataRequestWindow,
    /// [`Windows::grace`](crate::Windows::grace)
    Grace,
    /// [`Windows::halted`](crate::Windows::halted)
    HaltedWindow,
    /// [`Windows::dispute_clock`](crate::Windows::dispute_clock)
    DisputeClock,
    /// [`Windows::unbonding`](crate::Windows::unbonding)
    Unbonding,
    /// [`Windows::censorship_bound`](crate::Windows::censorship_bound)
    CensorshipBound,
    /// [`SlotLimits::elements`](crate::SlotLimits::elements)
    SlotElements,
    /// [`SlotLimits::batches`](crate::SlotLimits::batches)
    SlotBatches,
    /// [`SlotLimits::idle`](crate::SlotLimits::idle)
    IdleLimit,
    /// [`SlotLimits::join_delay`](crate::SlotLimits::join_delay)
    JoinDelay,
    /// [`BatchCaps::elements`](crate::BatchCaps::elements)
    BatchElements,
    /// [`BatchCaps::data_length`](crate::BatchCaps::data_length)
    BatchData,
    /// [`BatchCaps::element_length`](crate::BatchCaps::element_length)
    ElementLength,
    /// [`BatchCaps::witness_meter`](crate::BatchCaps::witness_meter)
    WitnessMeter,
    /// [`Slashing::data_withheld`](crate::Slashing::data_withheld)
    DataWithheldSlash,
    /// [`Slashing::fraud`](crate::Slashing::fraud)
    FraudSlash,
    /// [`Slashing::bounty`](crate::Slashing::bounty)
    Bounty,
    /// [`Slashing::winner`](crate::Slashing::winner)
    WinnerShare,
    /// [`RequestFees::base`](crate::RequestFees::base)
    RequestBase,
    /// [`RequestFees::per_byte`](crate::RequestFees::per_byte)
    RequestPerByte,
    /// [`RequestFees::halted_surcharge`](crate::RequestFees::halted_surcharge)
    HaltedSurcharge,
    /// [`DisputeBonds::bond`](crate::DisputeBonds::bond)
    DisputeBond,
    /// [`DisputeBonds::payment_per_reveal`](crate::DisputeBonds::payment_per_reveal)
    PaymentPerReveal,
    /// [`Parameters::proposal_bond`](crate::Parameters::proposal_bond)
    ProposalBond,
    /// [`MinimumStakes::sequencer`](crate::MinimumStakes::sequencer)
    SequencerStake,
    /// [`MinimumStakes::producer`](crate::MinimumStakes::producer)
    ProducerStake,
    /// [`MinimumStakes::verifier`](crate::MinimumStakes::verifier)
    VerifierStake,
    /// [`ReferenceCosts::answer_base`](crate::ReferenceCosts::answer_base)
    AnswerBaseCost,
    /// [`ReferenceCosts::answer_per_byte`](crate::ReferenceCosts::answer_per_byte)
    AnswerPerByteCost,
    /// [`ReferenceCosts::request`](crate::ReferenceCosts::request)
    RequestCost,
    /// [`ReferenceCosts::reveal`](crate::ReferenceCosts::reveal)
    RevealCost,
    /// [`ReferenceCosts::challenge`](crate::ReferenceCosts::challenge)
    ChallengeCost,
}

/// A parameter out of its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// Too small for the others, or for the protocol.
    #[error("{field:?} is {value}, below its minimum {minimum}")]
    BelowMinimum {
        /// The parameter.
        field: ParameterField,
        /// What it is, in its own unit.
        value: u128,
        /// The least that it may be.
        minimum: u128,
    },
    /// Too large for the others, or for the protocol.
    #[error("{field:?} is {value}, above its maximum {maximum}")]
    AboveMaximum {
        /// The parameter.
        field: ParameterField,
        /// What it is, in its own unit.
        value: u128,
        /// The most that it may be.
        maximum: u128,
    },
}

impl From<ParameterField> for u8 {
    fn from(field: ParameterField) -> Self {
        field as Self
    }
}

impl ParameterField {
    pub(super) fn check_minimum(
        self,
        value: impl Into<u128>,
        minimum: impl Into<u128>,
    ) -> Result<(), ParameterError> {
        let (value, minimum) = (value.into(), minimum.into());
        if value < minimum {
            return Err(ParameterError::BelowMinimum {
                field: self,
                value,
                minimum,
            });
        }
        Ok(())
    }

    pub(super) fn check_maximum(
        self,
        value: impl Into<u128>,
        maximum: impl Into<u128>,
    ) -> Result<(), ParameterError> {
        let (value, maximum) = (value.into(), maximum.into());
        if value > maximum {
            return Err(ParameterError::AboveMaximum {
                field: self,
                value,
                maximum,
            });
        }
        Ok(())
    }

    pub(super) fn check_range<T: Into<u128> + Copy>(
        self,
        value: T,
        minimum: T,
        maximum: T,
    ) -> Result<(), ParameterError> {
        self.check_minimum(value, minimum)?;
        self.check_maximum(value, maximum)
    }
}
