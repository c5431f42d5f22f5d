//! What the public methods are made of: loading, storing, emitting, calling the pool.

use alloy_primitives::{Address, B256, U256, U32, U64};
use alloy_sol_types::SolEvent;
use interfaces::{
    abi::{Encoder, Value},
    contracts::{IBatchRegistry as abi, ISequencerPool},
    host::{self, Clock, HostKeccak},
};
use stylus_sdk::prelude::*;
use types::{
    Attestation, BatchIndex, BlockNumber, Fork, Hash, Header, HeaderHash, InstanceId,
    ParameterSetId, Parameters, Record, StateClaim, Verdict, PARAMETER_WORDS,
};

use crate::{
    bitmap::{self, Words},
    error::Error,
    signature::Signature,
    BatchRegistry,
};

// `inline(never)` below, where a function has several callers or a caller that is large already: the
// router inlines what it can, and the program has to fit one contract. For the same reason the two large events are
// written word by word, topics first: the SDK's `log` would unfold a second encoder for each struct.

/// The hash of a header.
#[inline(never)]
pub(crate) fn hash_of(header: &Header) -> B256 {
    header.hash::<HostKeccak>().0.into()
}

/// A header as the interface has it.
#[inline(never)]
pub(crate) fn read(header: &abi::Header) -> Header {
    Header::from(header)
}

/// The leaf hash of a state claim as the interface has it.
#[inline(never)]
pub(crate) fn leaf_of(claim: &abi::StateClaim) -> Hash {
    StateClaim::from(claim).leaf_hash::<HostKeccak>()
}

/// Set-up, time, callers.
impl BatchRegistry {
    pub(crate) fn require_wired(&self) -> Result<(), Error> {
        if self.wired.get() {
            Ok(())
        } else {
            Err(abi::NotWired {}.into())
        }
    }

    #[inline(never)]
    pub(crate) fn now(&self) -> Result<BlockNumber, Error> {
        let clock: u8 = self.clock.get().to();
        let clock = Clock::from_u8(clock).ok_or(abi::UnknownClock { clock })?;
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

    /// The caller, if it is the selected sequencer.
    #[inline(never)]
    pub(crate) fn authorise_sequencer(&self) -> Result<Address, Error> {
        let caller = self.vm().msg_sender();
        let call = ISequencerPool::selectedSequencerCall {};
        let selected = host::view(self.vm(), self.pool.get(), &call)?._0;
        if selected.is_zero() {
            return Err(abi::NoSequencer {}.into());
        }
        if caller != selected {
            return Err(abi::NotSelected { caller, selected }.into());
        }
        Ok(caller)
    }

    /// The selected block producer if its signature is there, zero if there is none.
    #[inline(never)]
    pub(crate) fn authorise_producer(
        &self,
        attestation: &Attestation,
        signature: &[u8],
    ) -> Result<Address, Error> {
        let Some(Signature { r, s, v }) = Signature::read(signature)? else {
            return Ok(Address::ZERO);
        };
        let digest = attestation.digest::<HostKeccak>().0.into();
        let recovered = host::recover(self.vm(), digest, v, r, s)?;
        let call = ISequencerPool::selectedProducerCall {};
        let selected = host::view(self.vm(), self.pool.get(), &call)?._0;
        if recovered.is_zero() || recovered != selected {
            return Err(abi::BadProducerSignature {
                recovered,
                selected,
            }
            .into());
        }
        Ok(recovered)
    }

    /// Reports a batch to the pool, which may rotate.
    #[inline(never)]
    pub(crate) fn record_submission(&self, member: Address, elements: u32) -> Result<(), Error> {
        let call = ISequencerPool::recordSubmissionCall { member, elements };
        host::call(self.vm(), self.pool.get(), &call)?;
        Ok(())
    }
}

/// The chain of headers.
impl BatchRegistry {
    pub(crate) fn head_index(&self) -> BatchIndex {
        BatchIndex(self.next.get().to::<u64>() - 1)
    }

    pub(crate) fn final_head_index(&self) -> BatchIndex {
        BatchIndex(self.final_index.get().to())
    }

    pub(crate) fn set_final(&mut self, index: BatchIndex) {
        self.final_index.set(U64::from(index.0));
    }

    pub(crate) fn fork_number(&self) -> Fork {
        Fork(self.fork.get().to())
    }

    #[inline(never)]
    pub(crate) fn slot(&self, index: BatchIndex) -> B256 {
        self.slots.get(index.0)
    }

    #[inline(never)]
    pub(crate) fn canonical_hash(&self, index: BatchIndex) -> Result<B256, Error> {
        let next = self.next.get().to();
        if index.0 >= next {
            return Err(abi::UnknownIndex {
                index: index.0,
                next,
            }
            .into());
        }
        Ok(self.slot(index))
    }

    /// The hash of a header, if it is the head's.
    #[inline(never)]
    pub(crate) fn require_head(&self, parent: &Header) -> Result<HeaderHash, Error> {
        let given = HeaderHash(hash_of(parent).0);
        let head = self.slot(self.head_index());
        if given.0 != head.0 {
            return Err(abi::ParentMoved {
                given: given.0.into(),
                head,
            }
            .into());
        }
        Ok(given)
    }

    pub(crate) fn require_canonical(&self, index: BatchIndex, given: B256) -> Result<(), Error> {
        let canonical = self.canonical_hash(index)?;
        if given != canonical {
            return Err(abi::NotNextToFinalize {
                index: index.0,
                given,
                canonical,
            }
            .into());
        }
        Ok(())
    }

    /// Stores and emits a header as the new head.
    #[inline(never)]
    pub(crate) fn append_header(&mut self, header: &Header, closes_at: BlockNumber) -> B256 {
        let hash = hash_of(header);
        self.slots.insert(header.index.0, hash);
        self.records
            .insert(hash, Record::new(closes_at).pack().into());
        self.next.set(U64::from(header.index.0 + 1));
        let mut log = Encoder::default();
        abi::BatchSubmitted::SIGNATURE_HASH.write(&mut log);
        header.index.0.write(&mut log);
        hash.write(&mut log);
        abi::Header::from(header).write(&mut log);
        self.vm().emit_log(&log.finish(), 3);
        hash
    }
}

/// Records and verdicts.
impl BatchRegistry {
    /// The record of a header that was accepted. Only words that `Record::pack` gave are ever stored.
    #[inline(never)]
    pub(crate) fn record(&self, hash: B256) -> Option<Record> {
        Record::unpack(&self.records.get(hash).0).ok().flatten()
    }

    #[inline(never)]
    pub(crate) fn known_record(&self, hash: B256) -> Result<Record, Error> {
        let unknown = abi::UnknownHeader { headerHash: hash };
        Ok(self.record(hash).ok_or(unknown)?)
    }

    /// A header that was accepted, and its hash.
    #[inline(never)]
    pub(crate) fn require_known(&self, header: &abi::Header) -> Result<(Header, B256), Error> {
        let header = read(header);
        let hash = hash_of(&header);
        self.known_record(hash)?;
        Ok((header, hash))
    }

    #[inline(never)]
    pub(crate) fn verdict_of(&self, index: BatchIndex, hash: B256, record: &Record) -> Verdict {
        let canonical = self.canonical_hash(index).is_ok_and(|at| at == hash);
        record.verdict(canonical, index <= self.final_head_index())
    }

    /// The lowest canonical, unfinal batch with an open data request.
    #[inline(never)]
    pub(crate) fn lowest_insecure(&self) -> Option<BatchIndex> {
        let from = self.final_head_index().0 + 1;
        bitmap::lowest(self, from, self.next.get().to()).map(BatchIndex)
    }

    pub(crate) fn is_insecure(&self, index: BatchIndex) -> bool {
        self.lowest_insecure().is_some_and(|lowest| lowest <= index)
    }
}

impl Words for BatchRegistry {
    fn word(&self, level: u8, word: u64) -> U256 {
        self.open_requests.getter(level).get(word)
    }
}

/// Parameter sets.
impl BatchRegistry {
    pub(crate) fn current_set(&self) -> ParameterSetId {
        ParameterSetId(self.parameter_sets.get().to::<u32>() - 1)
    }

    /// A parameter set. Only words that `Parameters::pack` gave are ever stored.
    #[inline(never)]
    pub(crate) fn parameter_set(&self, set: u32) -> Result<Parameters, Error> {
        let stored = self.parameters.getter(set);
        let mut words = [[0; 32]; PARAMETER_WORDS];
        for (index, word) in words.iter_mut().enumerate() {
            *word = stored.get(index).unwrap_or_default().0;
        }
        let count = self.parameter_sets.get().to();
        let unknown = abi::UnknownParameterSet { set, count };
        if set >= count {
            return Err(unknown.into());
        }
        Parameters::unpack(&words).map_err(|_| unknown.into())
    }

    /// Checks, stores and emits a set, which then holds.
    #[inline(never)]
    pub(crate) fn append_parameters(
        &mut self,
        given: &abi::Parameters,
    ) -> Result<Parameters, Error> {
        let set = Parameters::try_from(given)?;
        set.validate()?;
        let number: u32 = self.parameter_sets.get().to();
        let mut stored = self.parameters.setter(number);
        for (index, word) in set.pack().into_iter().enumerate() {
            if let Some(mut slot) = stored.setter(index) {
                slot.set(word.into());
            }
        }
        self.parameter_sets.set(U32::from(number + 1));
        let mut log = Encoder::default();
        abi::ParameterSetAdded::SIGNATURE_HASH.write(&mut log);
        number.write(&mut log);
        given.write(&mut log);
        self.vm().emit_log(&log.finish(), 2);
        Ok(set)
    }

    /// Pushes the pool's part of a set down to it.
    #[inline(never)]
    pub(crate) fn push_parameters(&self, set: &Parameters) -> Result<(), Error> {
        let parameters = ISequencerPool::PoolParameters {
            slotElements: set.slot.elements,
            slotBatches: set.slot.batches,
            idleLimit: set.slot.idle.0,
            joinDelay: set.slot.join_delay.0,
            unbonding: set.windows.unbonding.0,
            dataWithheldBps: set.slashing.data_withheld.get(),
            fraudBps: set.slashing.fraud.get(),
            bountyBps: set.slashing.bounty.get(),
            winnerBps: set.slashing.winner.get(),
            minSequencerStake: set.stakes.sequencer,
            minProducerStake: set.stakes.producer,
            minVerifierStake: set.stakes.verifier,
        };
        let call = ISequencerPool::setParametersCall { parameters };
        host::call(self.vm(), self.pool.get(), &call)?;
        Ok(())
    }
}
