//! What a block producer says on chain before a batch does (spec 4.6).

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U32, U64};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::IBatchRegistry as abi,
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageB256, StorageU32, StorageU64},
};

use crate::{error::Error, BatchRegistry};

/// What one producer has attested to follow one batch.
#[storage]
pub struct AttestationRecord {
    /// Root over the elements; never zero once there.
    mttbr: StorageB256,
    fork: StorageU32,
    attested_at: StorageU64,
}

/// See `IBatchRegistry.sol`.
impl BatchRegistry {
    /// Says which elements are to follow the head.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotProducer`, `EmptyAttestation`, `ParentMoved`, `AlreadyAttested`: the first that holds, in this
    /// order.
    pub fn attest(&mut self, parent: B256, mttbr: B256) -> Result<(), Error> {
        let now = self.now_if_wired()?.0;
        let caller = self.vm().msg_sender();
        let selected = self.selected_producer()?;
        if caller.is_zero() || caller != selected {
            return Err(abi::NotProducer { caller, selected }.into());
        }
        if mttbr.is_zero() {
            return Err(abi::EmptyAttestation {}.into());
        }
        self.require_head_hash(parent)?;
        let fork = self.fork();
        let mut of_parent = self.attestations.setter(parent);
        let mut attestation = of_parent.setter(caller);
        let before = attestation.mttbr.get();
        if !before.is_zero() {
            let mttbr = before;
            return Err(abi::AlreadyAttested { parent, mttbr }.into());
        }
        attestation.mttbr.set(mttbr);
        attestation.fork.set(U32::from(fork));
        attestation.attested_at.set(U64::from(now));
        let mut log = Encoder::default();
        abi::Attested::SIGNATURE_HASH.write(&mut log);
        caller.write(&mut log);
        parent.write(&mut log);
        mttbr.write(&mut log);
        fork.write(&mut log);
        now.write(&mut log);
        self.vm().emit_log(&log.finish(), 3);
        Ok(())
    }

    /// What a producer has attested to follow a batch: root, fork then, block; all zero if nothing.
    pub fn attestation_of(&self, parent: B256, producer: Address) -> (B256, u32, u64) {
        let of_parent = self.attestations.getter(parent);
        let attestation = of_parent.getter(producer);
        (
            attestation.mttbr.get(),
            attestation.fork.get().to(),
            attestation.attested_at.get().to(),
        )
    }
}
