//! Who is owed what for a request, and what is paid of it. No VM in here.

use alloy_primitives::{Address, B256, U256};

/// What somebody is owed for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) header_hash: B256,
    pub(crate) beneficiary: Address,
    pub(crate) owed: u128,
}

/// What answering a request costs, by a parameter set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Costs {
    pub(crate) set: u32,
    pub(crate) answer_base: u128,
    pub(crate) answer_per_byte: u128,
}

impl Costs {
    /// What an author is owed for the bytes that it has posted itself to answer a request: their reference cost, and that
    /// of answering at all. A valid set makes the fee at least 1.25 times of it; more than the fee it never is.
    pub(crate) fn owed_to_author(&self, posted: u32, fee: u128) -> u128 {
        if posted == 0 {
            return 0;
        }
        let bytes = self.answer_per_byte.saturating_mul(posted.into());
        bytes.saturating_add(self.answer_base).min(fee)
    }
}

/// Sum of all claims.
pub(crate) fn total(claims: &[Claim]) -> u128 {
    let owed = claims.iter().map(|claim| claim.owed);
    owed.fold(0, u128::saturating_add)
}

/// What there is for claims of `owed` in all: what was taken from the stake for them, what of the pot was kept back for
/// them, or what of it is kept back for nobody else, whichever is most.
///
/// Two proposals may keep back the same fee, of a request that only one of them is paid for: so what others keep back
/// does not diminish one's own.
pub(crate) fn available(owed: u128, taken: u128, own: u128, pot: u128, others: u128) -> u128 {
    let free = pot.saturating_sub(others);
    owed.min(taken.max(own.min(pot)).max(free))
}

/// What is paid of a claim, rounded down, when `available` is there for `owed` in all.
pub(crate) fn paid(claim: u128, available: u128, owed: u128) -> u128 {
    if available >= owed {
        return claim;
    }
    let paid = U256::from(claim) * U256::from(available) / U256::from(owed);
    // Not above the claim.
    paid.to()
}
