//! Contracts that do as they are told.

use alloy_primitives::Address;
use interfaces::contracts::ISequencerPool;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageU32},
};

/// A pool that selects whom it is told to and remembers what it was told.
#[storage]
pub(crate) struct MockPool {
    pub(crate) sequencer: StorageAddress,
    pub(crate) producer: StorageAddress,
    pub(crate) refuses: StorageBool,
    pub(crate) sets: StorageU32,
    pub(crate) slot_elements: StorageU32,
    pub(crate) member: StorageAddress,
    pub(crate) elements: StorageU32,
    /// What it was last told of the head, and how often it was told.
    pub(crate) head_contested: StorageBool,
    pub(crate) tellings: StorageU32,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for MockPool {}

#[public]
impl MockPool {
    fn selected_sequencer(&self) -> Address {
        self.sequencer.get()
    }

    fn selected_producer(&self) -> Address {
        self.producer.get()
    }

    fn set_parameters(
        &mut self,
        parameters: ISequencerPool::PoolParameters,
    ) -> Result<(), Vec<u8>> {
        self.refuse_if_told()?;
        let sets: u32 = self.sets.get().to();
        self.sets.set((sets + 1).try_into().unwrap());
        self.slot_elements
            .set(parameters.slotElements.try_into().unwrap());
        Ok(())
    }

    fn record_submission(&mut self, member: Address, elements: u32) -> Result<(), Vec<u8>> {
        self.refuse_if_told()?;
        self.member.set(member);
        self.elements.set(elements.try_into().unwrap());
        self.head_contested.set(false);
        Ok(())
    }

    fn set_head_contested(&mut self, contested: bool) -> Result<(), Vec<u8>> {
        self.refuse_if_told()?;
        self.head_contested.set(contested);
        let tellings: u32 = self.tellings.get().to();
        self.tellings.set((tellings + 1).try_into().unwrap());
        Ok(())
    }
}

impl MockPool {
    fn refuse_if_told(&self) -> Result<(), Vec<u8>> {
        if self.refuses.get() {
            Err(refusal())
        } else {
            Ok(())
        }
    }
}

/// What the pool refuses with.
pub(crate) fn refusal() -> Vec<u8> {
    use alloy_sol_types::SolError;
    ISequencerPool::NoSequencer {}.abi_encode()
}

/// A contract that answers every call with 31 bytes.
#[storage]
pub(crate) struct MockGarbled;

// SAFETY: it has no storage.
unsafe impl TopLevelStorage for MockGarbled {}

#[public]
// The SDK wants this signature.
#[allow(clippy::unused_self, clippy::unnecessary_wraps)]
impl MockGarbled {
    #[fallback]
    fn fallback(&self, _calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        Ok(vec![7; 31])
    }
}
