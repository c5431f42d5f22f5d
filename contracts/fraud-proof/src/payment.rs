//! What becomes of a bond, and of the share of those who fed a replay.

use interfaces::contracts::IFraudProof::DisputeStatus;
use types::DisputeBonds;

/// How a bond is spent: its parts, which together are the bond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spending {
    /// What comes back.
    pub(crate) returned: u128,
    /// What pays the author's reveals.
    pub(crate) earned: u128,
    /// The rest.
    pub(crate) forfeited: u128,
}

/// How a bond is spent at an end.
pub(crate) fn spending(end: DisputeStatus, reveals: u8, bonds: &DisputeBonds) -> Spending {
    let bond = bonds.bond;
    // At most half of it.
    let payment = bonds.payment(reveals.into());
    let (returned, earned, forfeited) = match end {
        DisputeStatus::Lost => (0, payment, bond - payment),
        DisputeStatus::Orphaned => (bond - payment, payment, 0),
        _ => (bond, 0, 0),
    };
    Spending {
        returned,
        earned,
        forfeited,
    }
}

/// A winner's share that goes to feeders, as far as it is not claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// What is left.
    pub(crate) amount: u128,
    /// Elements of those who have not claimed.
    pub(crate) elements: u32,
}

impl Share {
    /// The part of one feeder, rounded down; the last one's is all that is left.
    pub(crate) fn part(&self, fed: u32) -> u128 {
        mul_div(self.amount, fed.min(self.elements), self.elements)
    }

    /// After one feeder's claim.
    pub(crate) fn without(&self, fed: u32) -> Self {
        Self {
            amount: self.amount.saturating_sub(self.part(fed)),
            elements: self.elements.saturating_sub(fed),
        }
    }
}

/// `amount * numerator / denominator`, rounded down, for a fraction of at most one; zero of nothing.
///
/// By 32 bits at a time, from the left: the product has more bits than 128, and a division of 128 bits is more code than all
/// else here.
#[expect(
    clippy::cast_possible_truncation,
    reason = "limbs are cut out, and what is left is below the denominator"
)]
fn mul_div(amount: u128, numerator: u32, denominator: u32) -> u128 {
    let (mut quotient, mut rest) = (0, 0);
    for place in (0..u128::BITS).step_by(32).rev() {
        // What is left of the places before, in units of this one, and this one.
        let limb = u64::from(rest) << 32 | u64::from((amount >> place) as u32);
        let share = limb.checked_div(denominator.into()).unwrap_or_default();
        rest = (limb - share * u64::from(denominator)) as u32;
        quotient |= u128::from(share) << place;
    }
    let shared = u64::from(rest) * u64::from(numerator);
    let last = shared.checked_div(denominator.into()).unwrap_or_default();
    quotient * u128::from(numerator) + u128::from(last)
}
