//! Money: fees, bonds, shares, and the rule that a loser pays more than it cost the winner.

use super::{BatchCaps, ParameterError, ParameterField as Field};
use crate::BasisPoints;

/// What a punishment takes, and who gets it. What nobody gets goes to the pot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slashing {
    /// Share of the stake that is taken for withheld data (11.B.2.B.1).
    pub data_withheld: BasisPoints,
    /// Share of the stake that is taken for fraud.
    pub fraud: BasisPoints,
    /// Share of what was taken that goes to the requester whose request expired.
    pub bounty: BasisPoints,
    /// Share of what was taken that goes to whoever proved fraud.
    pub winner: BasisPoints,
}

impl Slashing {
    /// A share below one half makes it a loss to punish oneself through a friend, and leaves both shares
    /// together below the whole.
    pub(super) fn check(self) -> Result<(), ParameterError> {
        let whole = BasisPoints::WHOLE.get();
        let below_half = whole / 2 - 1;
        Field::DataWithheldSlash.check_range(self.data_withheld.get(), 1, whole)?;
        Field::FraudSlash.check_range(self.fraud.get(), 1, whole)?;
        Field::Bounty.check_range(self.bounty.get(), 1, below_half)?;
        Field::WinnerShare.check_range(self.winner.get(), 1, below_half)
    }
}

/// What a request costs (spec 4.3), in token base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestFees {
    /// For any request.
    pub base: u128,
    /// For each byte of the batch's data length.
    pub per_byte: u128,
    /// What a request on a halted batch costs on top of that (P.3.B.1).
    pub halted_surcharge: u128,
}

impl RequestFees {
    /// The fee of a data request on a batch of `data_length` bytes; the greatest amount if there is none
    /// that large, which a validated set excludes.
    pub fn data_request(&self, data_length: u32) -> u128 {
        self.per_byte
            .saturating_mul(data_length.into())
            .saturating_add(self.base)
    }

    /// The fee of a request on a halted batch of `data_length` bytes.
    pub fn halted_request(&self, data_length: u32) -> u128 {
        self.data_request(data_length)
            .saturating_add(self.halted_surcharge)
    }
}

/// What a dispute costs (spec 4.4), in token base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DisputeBonds {
    /// The challenger's bond.
    pub bond: u128,
    /// What a losing challenger pays the sequencer for each reveal, at most half the bond in all.
    pub payment_per_reveal: u128,
}

impl DisputeBonds {
    /// What a challenger that lost after `reveals` moves of the sequencer pays it.
    pub fn payment(&self, reveals: u32) -> u128 {
        self.payment_per_reveal
            .saturating_mul(reveals.into())
            .min(self.bond / 2)
    }
}

/// The least stake per role, in token base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MinimumStakes {
    /// To be in the sequencers' queue.
    pub sequencer: u128,
    /// To be in the block producers' queue.
    pub producer: u128,
    /// To request data.
    pub verifier: u128,
}

/// What acting costs at the prices that the set provisions for, in token base units.
///
/// Layer 1 knows neither its future gas price nor the token's; whoever writes a set states them here in
/// the open, and the set's fees, bonds and shares are held against them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReferenceCosts {
    /// Answering a data request, apart from its bytes.
    pub answer_base: u128,
    /// Answering a data request, per byte.
    pub answer_per_byte: u128,
    /// Making a data request and expiring it.
    pub request: u128,
    /// One reveal in a dispute.
    pub reveal: u128,
    /// All moves of a challenger in one dispute, with the largest witness.
    pub challenge: u128,
}

impl ReferenceCosts {
    /// A request costs at least 1.25 times its answer (spec 4.3).
    pub(super) fn check_fees(&self, fees: &RequestFees) -> Result<(), ParameterError> {
        Field::RequestBase.check_minimum(fees.base, with_quarter(self.answer_base))?;
        Field::RequestPerByte.check_minimum(fees.per_byte, with_quarter(self.answer_per_byte))
    }

    /// A losing challenger pays for every reveal, and half of its bond is enough for all of them.
    pub(super) fn check_dispute(
        &self,
        dispute: &DisputeBonds,
        batch: &BatchCaps,
    ) -> Result<(), ParameterError> {
        Field::PaymentPerReveal.check_minimum(dispute.payment_per_reveal, self.reveal)?;
        let payments = dispute.payment_per_reveal * u128::from(batch.reveals().max(1));
        Field::DisputeBond.check_minimum(dispute.bond, 2 * payments)
    }

    /// The shares of the smallest stake pay for what it took to win them.
    pub(super) fn check_slashes(
        &self,
        slashing: Slashing,
        stakes: &MinimumStakes,
    ) -> Result<(), ParameterError> {
        let bounty = slashing
            .bounty
            .of(slashing.data_withheld.of(stakes.sequencer));
        let winnings = slashing.winner.of(slashing.fraud.of(stakes.sequencer));
        Field::RequestCost.check_maximum(self.request, bounty)?;
        Field::ChallengeCost.check_maximum(self.challenge, winnings)
    }
}

/// 1.25 times `cost`, rounded up.
fn with_quarter(cost: u128) -> u128 {
    cost + cost.div_ceil(4)
}
