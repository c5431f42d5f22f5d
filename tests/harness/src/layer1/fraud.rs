//! Fraud proofs: what an account does in FraudProof, and what it reads there.

mod moves;
mod read;
mod replay;

pub use read::{Opened, Standing as DisputeStanding};
pub(crate) use replay::room_of_run;

use alloy::primitives::B256;
use interfaces::client::IFraudProof;
use merkle::Hash;

use super::b256;
use crate::dispute::{ProvenClaim, ProvenElement};

/// Hashes as the ABI has them.
pub(crate) fn hashes(hashes: &[Hash]) -> Vec<B256> {
    hashes.iter().copied().map(b256).collect()
}

impl From<&ProvenElement> for IFraudProof::ProvenElement {
    fn from(element: &ProvenElement) -> Self {
        Self {
            element: element.element.clone().into(),
            proof: hashes(&element.proof),
        }
    }
}

impl From<&ProvenClaim> for IFraudProof::ProvenClaim {
    fn from(claim: &ProvenClaim) -> Self {
        Self {
            claim: (&claim.claim).into(),
            proof: hashes(&claim.proof),
        }
    }
}
