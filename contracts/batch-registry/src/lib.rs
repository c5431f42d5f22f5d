//! BatchRegistry: headers, finality and verdicts of the batches (spec 4.1). See `IBatchRegistry.sol` for
//! what each function promises.
//!
//! **Role.** The chain of batches, of which only header hashes are kept, one word of facts per header, and
//! the parameter sets by which batches are judged.
//!
//! | caller | may |
//! |---|---|
//! | recorded deployer | wire the peers, once |
//! | selected sequencer | append a batch |
//! | selected block producer | attest what is to follow the head |
//! | DataAvailability | open and close a request, record publication, invalidate |
//! | FraudProof | open and close a dispute, record that a batch is proven, invalidate |
//! | Governance | add a parameter set |
//! | anyone | make final what is due |
//!
//! **Invariants.** `slots` holds a header hash for every index below `next`, and each of these hashes has a
//! record. `final_index` < `next`, and never goes down. A parameter set never changes once it is there. Below
//! `next`, the bit of an index in `open_requests` is the flag in the record of its canonical header.
//! `cut_unsaid` holds only while the system is secure.
//!
//! **The parent of a submission** is passed as a whole header. Its hash says on which state the sequencer
//! has built, and its two bounds need no storage: a word for the head's bounds would cost a submission about
//! as much as 216 bytes of calldata, and an invalidation would have to put the old one back.
//!
//! **Dangers.** The pool is called, and may rotate, at the end of a submission: nothing is read or written
//! here after that, nor after the call at the end of a contest. A batch's MTTBR and MTSR are not checked here: that is
//! what the challenge window is for.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "public methods get what the router decoded"
)]

extern crate alloc;

mod acting;
mod attesting;
mod bitmap;
mod chain;
mod contest;
mod contesting;
mod error;
mod finality;
mod inclusion;
mod parameters;
mod proofs;
mod signature;
mod state;
mod system;
#[cfg(test)]
mod tests;
mod views;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U8};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{IBatchRegistry, IBatchRegistry as abi},
    host::{require_address, require_contract, require_wirable, require_wired, Clock, HostKeccak},
};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageArray, StorageB256, StorageBool, StorageMap, StorageU256,
        StorageU32, StorageU64, StorageU8,
    },
};
use types::{BlockNumber, Header, InstanceId, StateClaim, PARAMETER_WORDS};

pub use attesting::AttestationRecord;
pub use error::Error;

interfaces::entrypoint!(BatchRegistry, IBatchRegistry, constructor(construction), {
    wireCall => wire(pool, treasury, data_availability, fraud_proof, governance),
    submitBatchCall => submit_batch(
        parent, mttbr, mtsr, count, data_length, last_l2_block, last_l2_timestamp, parameter_set,
        signature
    ),
    finalizeCall => finalize(header_hashes),
    openRequestCall => open_request(header),
    closeRequestCall => close_request(header),
    markPublishedCall => mark_published(header),
    openHaltedRequestCall => open_halted_request(header),
    openDisputeCall => open_dispute(header, ancestor),
    closeDisputeCall => close_dispute(header),
    markProvenCall => mark_proven(header),
    invalidateCall => invalidate(header),
    attestCall => attest(parent, mttbr),
    attestationOfCall => attestation_of(parent, producer),
    addParameterSetCall => add_parameter_set(parameters),
    headCall => head(),
    finalHeadCall => final_head(),
    headerHashCall => header_hash(index),
    hashHeaderCall => hash_header(header),
    forkCall => fork(),
    verdictCall => verdict(header),
    recordOfCall => record_of(header_hash),
    systemStateCall => system_state(),
    includesElementCall => includes_element(header, index, element, proof),
    includesClaimCall => includes_claim(header, index, claim, proof),
    verifyFinalStateCall => verify_final_state(header, claim, proof),
    parametersCall => parameters(set),
    currentParameterSetCall => current_parameter_set(),
    instanceCall => instance(),
    clockCall => clock(),
    currentBlockCall => current_block(),
    deployerCall => deployer(),
    poolCall => pool(),
    treasuryCall => treasury(),
    dataAvailabilityCall => data_availability(),
    fraudProofCall => fraud_proof(),
    governanceCall => governance(),
});

/// The registry's storage.
#[storage]
pub struct BatchRegistry {
    /// SequencerPool. With it in one word: what every submission reads.
    pool: StorageAddress,
    /// 0 `block.number`, 1 `ArbSys.arbBlockNumber`.
    clock: StorageU8,
    /// Whether `wire` was called.
    wired: StorageBool,
    /// Number of parameter sets; the last one holds.
    parameter_sets: StorageU32,
    /// Index of the next batch: one more than the head's.
    next: StorageU64,
    /// Index of the newest final batch.
    final_index: StorageU64,
    /// Number of invalidations.
    fork: StorageU32,
    /// An invalidation has made the system secure, and no event has said so yet.
    cut_unsaid: StorageBool,
    /// Canonical header hashes by index; those at or above `next` are stale.
    slots: StorageMap<u64, StorageB256>,
    /// `types::Record` words by header hash.
    records: StorageMap<B256, StorageB256>,
    /// `types::Parameters` words by number.
    parameters: StorageMap<u32, StorageArray<StorageB256, PARAMETER_WORDS>>,
    /// Indices with an open request, level by level: see `bitmap`. Bits at or above `next` are stale, and are
    /// cleared when an index is used again.
    open_requests: StorageMap<u8, StorageMap<u64, StorageU256>>,
    /// Who may wire.
    deployer: StorageAddress,
    /// Treasury.
    treasury: StorageAddress,
    /// DataAvailability, or zero.
    data_availability: StorageAddress,
    /// FraudProof, or zero.
    fraud_proof: StorageAddress,
    /// Governance, or zero.
    governance: StorageAddress,
    /// By parent's header hash and producer.
    attestations: StorageMap<B256, StorageMap<Address, AttestationRecord>>,
}

/// Set-up.
impl BatchRegistry {
    /// Makes the genesis header and parameter set 0.
    ///
    /// # Errors
    ///
    /// `ZeroAddress(0)`, `UnknownClock`, `ParameterBelowMinimum`, `ParameterAboveMaximum`, `L2BlockAhead`,
    /// `L2TimestampAhead`.
    pub fn constructor(&mut self, construction: abi::Construction) -> Result<(), Error> {
        require_address(construction.deployer, 0)?;
        let clock = construction.clock;
        let now = Clock::from_u8(clock)?.now(self.vm())?;
        self.deployer.set(construction.deployer);
        self.clock.set(U8::from(clock));
        self.append_parameters(&construction.parameters)?;

        let instance = self.instance_id();
        let claim = StateClaim::from(&construction.genesis);
        chain::check_genesis(&claim, self.vm().block_timestamp())?;
        let genesis = Header::genesis::<HostKeccak>(instance, &claim, BlockNumber(now));
        self.append_header(&genesis, BlockNumber(now));
        let mut log = Encoder::default();
        abi::Constructed::SIGNATURE_HASH.write(&mut log);
        B256::from(instance.0).write(&mut log);
        construction.deployer.write(&mut log);
        clock.write(&mut log);
        construction.genesis.write(&mut log);
        self.vm().emit_log(&log.finish(), 2);
        Ok(())
    }

    /// Sets the peers, once, and pushes set 0 down to the pool.
    ///
    /// # Errors
    ///
    /// `NotDeployer`, `AlreadyWired`, `ZeroAddress`, `NotAContract`; those of the pool.
    pub fn wire(
        &mut self,
        pool: Address,
        treasury: Address,
        data_availability: Address,
        fraud_proof: Address,
        governance: Address,
    ) -> Result<(), Error> {
        require_wirable(self.vm(), self.deployer.get(), self.wired.get())?;
        for (position, account) in [(0, pool), (1, treasury)] {
            require_address(account, position)?;
            require_contract(self.vm(), account)?;
        }
        self.wired.set(true);
        self.pool.set(pool);
        self.treasury.set(treasury);
        self.data_availability.set(data_availability);
        self.fraud_proof.set(fraud_proof);
        self.governance.set(governance);
        let mut log = Encoder::default();
        abi::Wired::SIGNATURE_HASH.write(&mut log);
        for peer in [pool, treasury, data_availability, fraud_proof, governance] {
            peer.write(&mut log);
        }
        self.vm().emit_log(&log.finish(), 1);
        let set = self.parameter_set(0)?;
        self.push_parameters(&set)
    }

    pub(crate) fn require_wired(&self) -> Result<(), Error> {
        Ok(require_wired(self.wired.get())?)
    }

    #[inline(never)]
    pub(crate) fn now(&self) -> Result<BlockNumber, Error> {
        let clock = Clock::stored(self.clock.get().to());
        Ok(BlockNumber(clock.now(self.vm())?))
    }

    pub(crate) fn now_if_wired(&self) -> Result<BlockNumber, Error> {
        self.require_wired()?;
        self.now()
    }

    #[inline(never)]
    pub(crate) fn instance_id(&self) -> InstanceId {
        let registry = types::Address(self.vm().contract_address().0 .0);
        InstanceId::of::<HostKeccak>(self.vm().chain_id(), registry)
    }
}
