//! Registry, pool and Treasury in one contract, which answers as it is told and writes down every call that is not
//! a view.

use alloy_primitives::{Address, FixedBytes, B256, U128, U256, U8};
use alloy_sol_types::{SolCall, SolValue};
use interfaces::contracts::{
    IBatchRegistry::{self, Record},
    IFraudProof::Verdict,
    ISequencerPool,
};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageBool, StorageBytes, StorageFixedBytes, StorageMap, StorageU128,
        StorageU8, StorageVec,
    },
};
use types::Parameters;

/// What a refusal carries.
pub(super) const REFUSAL: [u8; 4] = [0xba, 0xd0, 0xba, 0xd0];

#[storage]
pub(super) struct Peers {
    verdicts: StorageMap<B256, StorageU8>,
    unpublished: StorageMap<B256, StorageBool>,
    transition: StorageAddress,
    reward: StorageU128,
    refused: StorageFixedBytes<4>,
    garbled: StorageFixedBytes<4>,
    journal: StorageVec<StorageBytes>,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Peers {}

#[public]
impl Peers {
    #[fallback]
    fn fallback(&mut self, calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        let selector: [u8; 4] = *calldata.first_chunk().ok_or(Vec::new())?;
        if selector == self.refused.get().0 {
            return Err(REFUSAL.to_vec());
        }
        if selector == self.garbled.get().0 {
            return Ok(vec![0xff; 64]);
        }
        match selector {
            IBatchRegistry::verdictCall::SELECTOR => Ok(self.verdict(calldata)),
            IBatchRegistry::recordOfCall::SELECTOR => Ok(self.record(calldata)),
            IBatchRegistry::parametersCall::SELECTOR => {
                let set = IBatchRegistry::Parameters::from(&limits(self.transition.get()));
                Ok(IBatchRegistry::parametersCall::abi_encode_returns(&(set,)))
            }
            ISequencerPool::punishCall::SELECTOR => {
                self.journal.grow().set_bytes(calldata);
                let reward: u128 = self.reward.get().to();
                Ok((reward, 2 * reward).abi_encode_params())
            }
            _ => {
                self.journal.grow().set_bytes(calldata);
                Ok(Vec::new())
            }
        }
    }
}

impl Peers {
    fn verdict(&self, calldata: &[u8]) -> Vec<u8> {
        let call = IBatchRegistry::verdictCall::abi_decode(calldata, true).unwrap();
        let verdict: u8 = self.verdicts.get(super::batch::hash_of(&call.header)).to();
        (U256::from(verdict), false).abi_encode_params()
    }

    fn record(&self, calldata: &[u8]) -> Vec<u8> {
        let call = IBatchRegistry::recordOfCall::abi_decode(calldata, true).unwrap();
        let published = !self.unpublished.get(call.headerHash);
        let record = Record {
            known: true,
            closesAt: 2_000,
            publishedAt: if published { 900 } else { 0 },
            openDisputes: 0,
            openRequest: false,
            proven: false,
            invalid: false,
        };
        IBatchRegistry::recordOfCall::abi_encode_returns(&(record,))
    }

    pub(super) fn set_verdict(&mut self, hash: B256, verdict: Verdict) {
        self.verdicts.insert(hash, U8::from(verdict as u8));
    }

    pub(super) fn unpublish(&mut self, hash: B256) {
        self.unpublished.insert(hash, true);
    }

    pub(super) fn set_transition(&mut self, transition: Address) {
        self.transition.set(transition);
    }

    /// The winner's share that the next punishment gives.
    pub(super) fn set_reward(&mut self, reward: u128) {
        self.reward.set(U128::from(reward));
    }

    /// Refuses a function from now on.
    pub(super) fn refuse(&mut self, selector: [u8; 4]) {
        self.refused.set(FixedBytes(selector));
    }

    /// Answers a function with what it should not from now on.
    pub(super) fn garble(&mut self, selector: [u8; 4]) {
        self.garbled.set(FixedBytes(selector));
    }

    /// All calls so far, in their order.
    pub(super) fn calls(&self) -> Vec<Vec<u8>> {
        let calls = (0..self.journal.len()).map(|index| self.journal.get(index).unwrap());
        calls.map(|call| call.get_bytes()).collect()
    }
}

/// Parameter set 0: the devnet's.
pub(super) fn limits(transition: Address) -> Parameters {
    Parameters::devnet(types::Address(transition.0 .0))
}
