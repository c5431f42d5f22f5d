//! Inclusion of one leaf in a batch's tree.

use alloc::vec::Vec;

use alloy_primitives::{B256, U256};
use interfaces::{contracts::IBatchRegistry as abi, host::HostKeccak};
use merkle::{Hash, Run};

use crate::error::Error;

/// The root that a leaf at `index` of `count` leaves and its range proof lead to.
///
/// # Errors
///
/// `IndexOutOfRange`; `WrongProofLength`.
#[inline(never)]
pub(crate) fn root(count: u32, index: u64, leaf: Hash, proof: &[B256]) -> Result<Hash, Error> {
    let out_of_range = abi::IndexOutOfRange { index, count };
    let run = u32::try_from(index)
        .ok()
        .and_then(|index| Run::leaf(count, index).ok())
        .ok_or(out_of_range)?;
    let proof: Vec<Hash> = proof.iter().map(|hash| Hash(hash.0)).collect();
    run.fold::<HostKeccak>([leaf], &proof).map_err(|_| {
        abi::WrongProofLength {
            given: U256::from(proof.len()),
            expected: U256::from(run.proof_len()),
        }
        .into()
    })
}
