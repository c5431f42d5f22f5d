//! Elements and claims against the roots of a batch.

use alloc::vec::Vec;

use alloy_primitives::{B256, U256};
use interfaces::{
    contracts::IFraudProof::{
        ClaimNotProven, ElementsNotProven, NotParent, ProvenClaim, WrongProofLength,
    },
    host::HostKeccak,
};
use merkle::{leaf_hash_in_frame, Hash, ProofError, Run, RunFold};

use crate::{
    error::Error,
    packed,
    peers::{claim_of, Batch},
};

/// Checks that a claim is the one at a leaf of the batch.
///
/// # Errors
///
/// `WrongProofLength`, `ClaimNotProven`.
#[inline(never)]
pub(crate) fn require_claim(batch: &Batch, leaf: u32, claim: &ProvenClaim) -> Result<(), Error> {
    let mtsr = batch.header.mtsr;
    let not_proven = |root| ClaimNotProven { root, mtsr };
    let run = Run::leaf(batch.header.count, leaf).map_err(|_| not_proven(B256::ZERO))?;
    let proof = hashes(&claim.proof);
    let leaf = claim_of(&claim.claim).leaf_hash::<HostKeccak>();
    let root = fold(run, &proof, &mut [leaf].into_iter())?;
    if root != mtsr {
        return Err(not_proven(root).into());
    }
    Ok(())
}

/// Checks that packed elements are a run of the batch's.
///
/// # Errors
///
/// `WrongProofLength`, `ElementsNotProven`.
#[inline(never)]
pub(crate) fn require_elements(
    batch: &Batch,
    run: Run,
    elements: &mut [u8],
    proof: &[B256],
) -> Result<(), Error> {
    let mttbr = batch.header.mttbr;
    let proof = hashes(proof);
    let mut leaves = packed::frames(elements)
        .map(|frame| leaf_hash_in_frame::<HostKeccak>(frame).unwrap_or_default());
    let root = fold(run, &proof, &mut leaves)?;
    if root != mttbr {
        return Err(ElementsNotProven { root, mttbr }.into());
    }
    Ok(())
}

/// Checks that a batch stands right before another.
///
/// # Errors
///
/// `NotParent`.
pub(crate) fn require_parent(batch: &Batch, parent: &Batch) -> Result<(), NotParent> {
    let (given, expected) = (parent.hash, batch.header.parent);
    if given == expected {
        Ok(())
    } else {
        Err(NotParent { given, expected })
    }
}

/// What a proof of a run is that the batch does not have: no length is right.
pub(crate) fn no_such_run(given: usize) -> WrongProofLength {
    WrongProofLength {
        given: U256::from(given),
        expected: U256::ZERO,
    }
}

/// The run has as many leaves as there are: only the proof's length can be wrong.
fn fold(
    run: Run,
    proof: &[Hash],
    leaves: &mut dyn Iterator<Item = Hash>,
) -> Result<B256, WrongProofLength> {
    let folded = || -> Result<Hash, ProofError> {
        let mut fold = RunFold::new(run, proof)?;
        for leaf in leaves {
            fold.push::<HostKeccak>(leaf)?;
        }
        fold.finish::<HostKeccak>()
    };
    let root = { folded }().map_err(|_| WrongProofLength {
        given: U256::from(proof.len()),
        expected: U256::from(run.proof_len()),
    })?;
    Ok(root.0.into())
}

fn hashes(proof: &[B256]) -> Vec<Hash> {
    proof.iter().map(|hash| Hash(hash.0)).collect()
}
