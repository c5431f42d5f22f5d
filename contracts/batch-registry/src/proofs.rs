//! Proofs against the roots of a batch.

use alloc::vec::Vec;

use alloy_primitives::B256;
use interfaces::{contracts::IBatchRegistry as abi, host::HostKeccak};
use stylus_sdk::abi::Bytes;
use types::Verdict;

use crate::{contest::Batch, error::Error, inclusion, state::leaf_of, BatchRegistry};

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Whether an element is the one at an index of a batch.
    ///
    /// # Errors
    ///
    /// `UnknownHeader`, `IndexOutOfRange`, `WrongProofLength`.
    pub fn includes_element(
        &self,
        header: abi::Header,
        index: u64,
        element: Bytes,
        proof: Vec<B256>,
    ) -> Result<bool, Error> {
        let header = self.batch(&header)?.header;
        let leaf = merkle::leaf_hash::<HostKeccak>(&element);
        let root = inclusion::root(header.element_count, index, leaf, &proof)?;
        Ok(root == header.mttbr)
    }

    /// Whether a state claim is the one after the element at an index of a batch.
    ///
    /// # Errors
    ///
    /// `UnknownHeader`, `IndexOutOfRange`, `WrongProofLength`.
    pub fn includes_claim(
        &self,
        header: abi::Header,
        index: u64,
        claim: abi::StateClaim,
        proof: Vec<B256>,
    ) -> Result<bool, Error> {
        let header = self.batch(&header)?.header;
        let leaf = leaf_of(&claim);
        let root = inclusion::root(header.element_count, index, leaf, &proof)?;
        Ok(root == header.mtsr)
    }

    /// Passes only if the claim is the L2 state after a final batch; gives its state root.
    ///
    /// # Errors
    ///
    /// `UnknownHeader`, `NotFinal`, `WrongProofLength`, `ClaimNotProven`.
    pub fn verify_final_state(
        &self,
        header: abi::Header,
        claim: abi::StateClaim,
        proof: Vec<B256>,
    ) -> Result<B256, Error> {
        let Batch {
            header,
            hash,
            verdict,
            ..
        } = self.batch(&header)?;
        if verdict != Verdict::Final {
            return Err(abi::NotFinal {
                headerHash: hash,
                verdict: verdict.into(),
            }
            .into());
        }
        let leaf = leaf_of(&claim);
        let last = u64::from(header.element_count) - 1;
        let root = inclusion::root(header.element_count, last, leaf, &proof)?;
        if root != header.mtsr {
            return Err(abi::ClaimNotProven {
                root: root.0.into(),
                mtsr: header.mtsr.0.into(),
            }
            .into());
        }
        Ok(claim.stateRoot)
    }
}
