//! What becomes of a bond, and of the share of those who fed a replay.

use interfaces::contracts::IFraudProof::DisputeStatus;
use types::DisputeBonds;

/// How a bond is spent: its parts, which together are the bond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spending {
    /// What comes back.
    pub(crate) to_challenger: u128,
    /// What pays the author's reveals.
    pub(crate) to_author: u128,
    /// The rest.
    pub(crate) to_pot: u128,
}

/// How a bond is spent at an end.
pub(crate) fn spending(end: DisputeStatus, reveals: u8, bonds: &DisputeBonds) -> Spending {
    let bond = bonds.bond;
    // At most half of it.
    let payment = bonds.payment(reveals.into());
    let (to_challenger, to_author, to_pot) = match end {
        DisputeStatus::Lost => (0, payment, bond - payment),
        DisputeStatus::Orphaned => (bond - payment, payment, 0),
        _ => (bond, 0, 0),
    };
    Spending {
        to_challenger,
        to_author,
        to_pot,
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
        let (fed, elements) = (u128::from(fed), u128::from(self.elements));
        // amount * fed / elements, without the product.
        let whole = self.amount.checked_div(elements).unwrap_or_default();
        let rest = self.amount.checked_rem(elements).unwrap_or_default();
        whole.saturating_mul(fed) + (rest * fed).checked_div(elements).unwrap_or_default()
    }

    /// After one feeder's claim.
    pub(crate) fn without(&self, fed: u32) -> Self {
        Self {
            amount: self.amount.saturating_sub(self.part(fed)),
            elements: self.elements.saturating_sub(fed),
        }
    }
}
