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
//! | Governance | add a parameter set |
//! | anyone | make final what is due |
//!
//! **Invariants.** `slots` holds a header hash for every index below `next`, and each of these hashes has a
//! record. `final_index` < `next`, and never goes down. A parameter set never changes once it is there.
//!
//! **The parent of a submission** is passed as a whole header. Its hash says on which state the sequencer
//! has built, and its two bounds need no storage: a word for the head's bounds would cost a submission about
//! as much as 216 bytes of calldata, and an invalidation would have to put the old one back.
//!
//! **Dangers.** The pool is called, and may rotate, at the end of a submission: nothing is read or written
//! here after that. A batch's MTTBR and MTSR are not checked here: that is what the challenge window is for.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "public methods get what the router decoded"
)]

extern crate alloc;

mod bitmap;
mod chain;
mod error;
mod finality;
mod inclusion;
mod signature;
mod state;
#[cfg(test)]
mod tests;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U8};
use interfaces::{
    contracts::{IBatchRegistry, IBatchRegistry as abi},
    host::{has_code, Clock, HostKeccak},
};
use stylus_sdk::{
    abi::Bytes,
    prelude::*,
    storage::{
        StorageAddress, StorageArray, StorageB256, StorageBool, StorageMap, StorageU256,
        StorageU32, StorageU64, StorageU8,
    },
};
use types::{
    Attestation, BatchIndex, BlockNumber, Hash, Header, StateClaim, Verdict, PARAMETER_WORDS,
};

pub use error::{Error, PeerRefusal};

use chain::{Context, Submission};
use state::{hash_of, leaf_of, read};

interfaces::entrypoint!(BatchRegistry, IBatchRegistry, constructor(construction), {
    wireCall => wire(pool, treasury, data_availability, fraud_proof, governance),
    submitBatchCall => submit_batch(
        parent, mttbr, mtsr, count, data_length, last_l2_block, last_l2_timestamp, signature
    ),
    finalizeCall => finalize(header_hashes),
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
    /// Canonical header hashes by index; those at or above `next` are stale.
    slots: StorageMap<u64, StorageB256>,
    /// `types::Record` words by header hash.
    records: StorageMap<B256, StorageB256>,
    /// `types::Parameters` words by number.
    parameters: StorageMap<u32, StorageArray<StorageB256, PARAMETER_WORDS>>,
    /// Indices with an open data request, level by level: see `bitmap`. Bits at or above `next` are stale.
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
}

/// See `IBatchRegistry.sol`.
#[public]
impl BatchRegistry {
    /// Makes the genesis header and parameter set 0.
    ///
    /// # Errors
    ///
    /// `ZeroAddress(0)`, `UnknownClock`, `ParameterBelowMinimum`, `ParameterAboveMaximum`.
    #[constructor]
    pub fn constructor(&mut self, construction: abi::Construction) -> Result<(), Error> {
        if construction.deployer.is_zero() {
            return Err(abi::ZeroAddress { position: 0 }.into());
        }
        let clock = construction.clock;
        let now = Clock::from_u8(clock)
            .ok_or(abi::UnknownClock { clock })?
            .now(self.vm())?;
        self.deployer.set(construction.deployer);
        self.clock.set(U8::from(clock));
        self.append_parameters(&construction.parameters)?;

        let instance = self.instance_id();
        let claim = StateClaim::from(&construction.genesis);
        let genesis = Header::genesis::<HostKeccak>(instance, &claim, BlockNumber(now));
        self.append_header(&genesis, BlockNumber(now));
        let constructed = abi::Constructed {
            instance: instance.0.into(),
            deployer: construction.deployer,
            clock,
            genesis: construction.genesis,
        };
        log(self.vm(), constructed);
        Ok(())
    }

    /// Sets the peers, once, and pushes set 0 down to the pool.
    ///
    /// # Errors
    ///
    /// `NotDeployer`, `AlreadyWired`, `ZeroAddress`, `NoCode`; those of the pool.
    pub fn wire(
        &mut self,
        pool: Address,
        treasury: Address,
        data_availability: Address,
        fraud_proof: Address,
        governance: Address,
    ) -> Result<(), Error> {
        let caller = self.vm().msg_sender();
        if caller != self.deployer.get() {
            return Err(abi::NotDeployer { caller }.into());
        }
        if self.wired.get() {
            return Err(abi::AlreadyWired {}.into());
        }
        for (position, account) in [(0, pool), (1, treasury)] {
            if account.is_zero() {
                return Err(abi::ZeroAddress { position }.into());
            }
            if !has_code(self.vm(), account) {
                return Err(abi::NoCode { account }.into());
            }
        }
        self.wired.set(true);
        self.pool.set(pool);
        self.treasury.set(treasury);
        self.data_availability.set(data_availability);
        self.fraud_proof.set(fraud_proof);
        self.governance.set(governance);
        let wired = abi::Wired {
            pool,
            treasury,
            dataAvailability: data_availability,
            fraudProof: fraud_proof,
            governance,
        };
        log(self.vm(), wired);
        let set = self.parameter_set(0)?;
        self.push_parameters(&set)
    }

    /// Appends a batch.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NoSequencer`, `NotSelected`, `ParentMoved`, those of `chain::Submission::check` and of
    /// `signature::Signature::read`, `BadProducerSignature`; those of the pool.
    #[expect(clippy::too_many_arguments, reason = "the interface's signature")]
    pub fn submit_batch(
        &mut self,
        parent: abi::Header,
        mttbr: B256,
        mtsr: B256,
        count: u32,
        data_length: u32,
        last_l2_block: u64,
        last_l2_timestamp: u64,
        producer_signature: Bytes,
    ) -> Result<B256, Error> {
        let now = self.now_if_wired()?;
        let sequencer = self.authorise_sequencer()?;
        let parent = read(&parent);
        let parent_hash = self.require_head(&parent)?;
        let submission = Submission {
            mttbr: Hash(mttbr.0),
            mtsr: Hash(mtsr.0),
            element_count: count,
            data_length,
            last_l2_block: last_l2_block.into(),
            last_l2_timestamp: last_l2_timestamp.into(),
        };
        let parameter_set = self.current_set();
        let limits = self.parameter_set(parameter_set.0)?;
        submission.check(&parent, &limits.batch, self.vm().block_timestamp())?;
        let attestation = Attestation {
            instance: parent.instance,
            parent: parent_hash,
            mttbr: submission.mttbr,
            last_l2_block: submission.last_l2_block,
        };
        let producer = self.authorise_producer(&attestation, &producer_signature)?;

        let header = submission.header(
            &parent,
            &Context {
                fork: self.fork_number(),
                parent_hash,
                sequencer: types::Address(sequencer.0 .0),
                producer: types::Address(producer.0 .0),
                parameter_set,
                submitted_at: now,
            },
        );
        let hash = self.append_header(&header, limits.windows.closes_at(now, None));
        self.record_submission(sequencer, count)?;
        Ok(hash)
    }

    /// Makes the next batches final, all of the list or none.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NothingToFinalize`, `UnknownIndex`, `NotNextToFinalize`, `BatchContested`,
    /// `WindowOpen`.
    pub fn finalize(&mut self, header_hashes: Vec<B256>) -> Result<(), Error> {
        let now = self.now_if_wired()?;
        if header_hashes.is_empty() {
            return Err(abi::NothingToFinalize {}.into());
        }
        let mut index = self.final_head_index();
        for hash in header_hashes {
            index.0 += 1;
            self.require_canonical(index, hash)?;
            finality::check(index, &self.known_record(hash)?, now)?;
            let finalized = abi::BatchFinalized {
                index: index.0,
                headerHash: hash,
            };
            log(self.vm(), finalized);
        }
        self.set_final(index);
        Ok(())
    }

    /// Adds a parameter set and pushes the pool's part down.
    ///
    /// # Errors
    ///
    /// `NotWired`, `NotGovernance`, `ParameterBelowMinimum`, `ParameterAboveMaximum`; those of the pool.
    pub fn add_parameter_set(&mut self, parameters: abi::Parameters) -> Result<u32, Error> {
        self.require_wired()?;
        let caller = self.vm().msg_sender();
        // A governance of zero is nobody.
        if caller.is_zero() || caller != self.governance.get() {
            return Err(abi::NotGovernance { caller }.into());
        }
        let set = self.append_parameters(&parameters)?;
        self.push_parameters(&set)?;
        Ok(self.current_set().0)
    }

    /// Index and header hash of the newest canonical batch.
    pub fn head(&self) -> (u64, B256) {
        let index = self.head_index();
        (index.0, self.slot(index))
    }

    /// Index and header hash of the newest final batch.
    pub fn final_head(&self) -> (u64, B256) {
        let index = self.final_head_index();
        (index.0, self.slot(index))
    }

    /// Hash of the canonical header at an index.
    ///
    /// # Errors
    ///
    /// `UnknownIndex`.
    pub fn header_hash(&self, index: u64) -> Result<B256, Error> {
        self.canonical_hash(BatchIndex(index))
    }

    /// Hash of any header.
    pub fn hash_header(&self, header: abi::Header) -> B256 {
        hash_of(&read(&header))
    }

    /// Number of invalidations so far.
    pub fn fork(&self) -> u32 {
        self.fork_number().0
    }

    /// Verdict of a header, and whether it is contested.
    pub fn verdict(&self, header: abi::Header) -> (abi::Verdict, bool) {
        let header = read(&header);
        let hash = hash_of(&header);
        let Some(record) = self.record(hash) else {
            return (abi::Verdict::Unknown, false);
        };
        let verdict = self.verdict_of(header.index, hash, &record);
        let undecided = matches!(verdict, Verdict::Pending | Verdict::Proven);
        let contested = undecided && (record.is_contested() || self.is_insecure(header.index));
        (verdict.into(), contested)
    }

    /// The record of a header; all zero if it was never accepted.
    pub fn record_of(&self, header_hash: B256) -> abi::Record {
        self.record(header_hash).as_ref().into()
    }

    /// Whether no canonical batch has an open data request, and the lowest that has one.
    pub fn system_state(&self) -> (bool, u64) {
        match self.lowest_insecure() {
            None => (true, u64::MAX),
            Some(index) => (false, index.0),
        }
    }

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
        let (header, _) = self.require_known(&header)?;
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
        let (header, _) = self.require_known(&header)?;
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
        let (header, hash) = self.require_known(&header)?;
        let verdict = self.verdict_of(header.index, hash, &self.known_record(hash)?);
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

    /// A parameter set.
    ///
    /// # Errors
    ///
    /// `UnknownParameterSet`.
    pub fn parameters(&self, set: u32) -> Result<abi::Parameters, Error> {
        Ok(abi::Parameters::from(&self.parameter_set(set)?))
    }

    /// Number of the set that holds for new headers.
    pub fn current_parameter_set(&self) -> u32 {
        self.current_set().0
    }

    /// Instance id.
    pub fn instance(&self) -> B256 {
        self.instance_id().0.into()
    }

    /// Which clock all blocks are of.
    pub fn clock(&self) -> u8 {
        self.clock.get().to()
    }

    /// The clock's block now.
    ///
    /// # Errors
    ///
    /// `PeerFailed` if `ArbSys` does not answer.
    pub fn current_block(&self) -> Result<u64, Error> {
        Ok(self.now()?.0)
    }

    /// Who may wire.
    pub fn deployer(&self) -> Address {
        self.deployer.get()
    }

    /// SequencerPool.
    pub fn pool(&self) -> Address {
        self.pool.get()
    }

    /// Treasury.
    pub fn treasury(&self) -> Address {
        self.treasury.get()
    }

    /// DataAvailability.
    pub fn data_availability(&self) -> Address {
        self.data_availability.get()
    }

    /// FraudProof.
    pub fn fraud_proof(&self) -> Address {
        self.fraud_proof.get()
    }

    /// Governance.
    pub fn governance(&self) -> Address {
        self.governance.get()
    }
}
