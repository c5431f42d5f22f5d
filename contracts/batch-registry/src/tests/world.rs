//! The world that the tests of methods play in: a registry, a pool and an `ArbSys` that do as they are told.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolEvent;
use interfaces::{
    contracts::IBatchRegistry as abi,
    host::{HostKeccak, ARB_SYS},
};
use motsu::prelude::*;
use stylus_sdk::abi::Bytes;
use testing::ArbSys;
use types::{Attestation, Bounds, Hash, Header, HeaderHash, InstanceId, Parameters, StateClaim};

pub(crate) use super::mocks::{refusal, MockGarbled, MockPool};
use crate::{BatchRegistry, Error};

/// The host's timestamp in motsu.
pub(crate) const HOST_TIMESTAMP: u64 = 1_735_689_600;

/// The block at which a world begins.
pub(crate) const START: u64 = 1_000;

/// Everything that a test of a method needs.
pub(crate) struct World {
    pub(crate) registry: Contract<BatchRegistry>,
    pub(crate) pool: Contract<MockPool>,
    pub(crate) treasury: Contract<MockPool>,
    arb_sys: Contract<ArbSys>,
    pub(crate) deployer: Account,
    pub(crate) data_availability: Account,
    pub(crate) fraud_proof: Account,
    pub(crate) governance: Account,
    pub(crate) sequencer: Account,
    pub(crate) producer: Account,
    pub(crate) stranger: Account,
}

impl World {
    /// Nothing constructed yet.
    pub(crate) fn empty() -> Self {
        let mut world = Self {
            registry: Contract::from_tag("registry"),
            pool: Contract::from_tag("pool"),
            treasury: Contract::from_tag("treasury"),
            arb_sys: Contract::new_at(ARB_SYS),
            deployer: Account::from_tag("deployer"),
            data_availability: Account::from_tag("data availability"),
            fraud_proof: Account::from_tag("fraud proof"),
            governance: Account::from_tag("governance"),
            sequencer: Account::from_tag("sequencer"),
            producer: Account::from_tag("producer"),
            stranger: Account::from_tag("stranger"),
        };
        world.at(U256::from(START));
        world
    }

    /// Constructed, not wired.
    pub(crate) fn unwired() -> Self {
        let world = Self::empty();
        world
            .registry
            .sender(world.stranger)
            .constructor(world.construction())
            .motsu_unwrap();
        world
    }

    /// Constructed and wired, sequencer and producer selected.
    pub(crate) fn new() -> Self {
        let world = Self::unwired();
        let mut pool = world.pool.sender(world.stranger);
        pool.sequencer.set(world.sequencer.address());
        pool.producer.set(world.producer.address());
        world.wire(world.deployer).motsu_unwrap();
        world
    }

    pub(crate) fn construction(&self) -> abi::Construction {
        abi::Construction {
            deployer: self.deployer.address(),
            clock: 1,
            genesis: (&Self::genesis_claim()).into(),
            parameters: (&Self::limits()).into(),
        }
    }

    pub(crate) fn limits() -> Parameters {
        Parameters::devnet(types::Address::ZERO)
    }

    pub(crate) fn genesis_claim() -> StateClaim {
        StateClaim {
            state_root: Hash([0x11; 32]),
            l2_block: 40.into(),
            l2_timestamp: (HOST_TIMESTAMP - 1_000).into(),
        }
    }

    pub(crate) fn instance(&self) -> InstanceId {
        let registry = types::Address(self.registry.address().0 .0);
        // The chain id of motsu.
        InstanceId::of::<HostKeccak>(42_161, registry)
    }

    pub(crate) fn genesis(&self) -> Header {
        Header::genesis::<HostKeccak>(self.instance(), &Self::genesis_claim(), START.into())
    }

    pub(crate) fn wire(&self, caller: Account) -> Result<(), Error> {
        self.registry.sender(caller).wire(
            self.pool.address(),
            self.treasury.address(),
            self.data_availability.address(),
            self.fraud_proof.address(),
            self.governance.address(),
        )
    }

    /// Sets the block of the clock.
    pub(crate) fn at(&mut self, block: impl TryInto<U256>) {
        let block = block.try_into().unwrap_or_default();
        self.arb_sys.sender(self.deployer).set(block);
    }

    pub(crate) fn submit(&self, caller: Account, batch: &Batch) -> Result<B256, Error> {
        let set = self.registry.sender(caller).current_parameter_set();
        self.submit_under(caller, batch, set)
    }

    /// Submits a batch for a parameter set.
    pub(crate) fn submit_under(
        &self,
        caller: Account,
        batch: &Batch,
        set: u32,
    ) -> Result<B256, Error> {
        self.registry.sender(caller).submit_batch(
            (&batch.parent).into(),
            batch.mttbr,
            batch.mtsr,
            batch.count,
            batch.data_length,
            batch.last_l2_block,
            batch.last_l2_timestamp,
            set,
            Bytes::from(batch.signature.clone()),
        )
    }

    /// Submits one good batch at the block; gives its header.
    pub(crate) fn append(&mut self, parent: &Header, block: u64) -> Header {
        self.at(U256::from(block));
        let batch = Batch::on(parent);
        let header = batch.header(self, block);
        let hash = self.submit(self.sequencer, &batch).motsu_unwrap();
        assert_eq!(hash, hash_of(&header));
        header
    }

    pub(crate) fn finalize(&self, headers: &[Header]) -> Result<(), Error> {
        let hashes = headers.iter().map(hash_of).collect();
        self.registry.sender(self.stranger).finalize(hashes)
    }

    /// Writes a record as a contest would leave it.
    pub(crate) fn set_record(&self, header: &Header, change: impl FnOnce(&mut types::Record)) {
        let mut registry = self.registry.sender(self.stranger);
        let mut record = registry.record(hash_of(header)).unwrap();
        change(&mut record);
        registry
            .records
            .insert(hash_of(header), record.pack().into());
    }

    pub(crate) fn open_request(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.data_availability);
        registry.open_request(header.into())
    }

    pub(crate) fn close_request(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.data_availability);
        registry.close_request(header.into())
    }

    pub(crate) fn open_halted_request(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.data_availability);
        registry.open_halted_request(header.into())
    }

    /// A dispute in the batch's own window.
    pub(crate) fn open_dispute(&self, header: &Header) -> Result<(), Error> {
        self.open_dispute_below(header, header)
    }

    /// A dispute in the window of a batch below.
    pub(crate) fn open_dispute_below(
        &self,
        header: &Header,
        ancestor: &Header,
    ) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.fraud_proof);
        registry.open_dispute(header.into(), ancestor.into())
    }

    pub(crate) fn close_dispute(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.fraud_proof);
        registry.close_dispute(header.into())
    }

    pub(crate) fn mark_proven(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.fraud_proof);
        registry.mark_proven(header.into())
    }

    pub(crate) fn attest(&self, who: Account, parent: &Header, mttbr: B256) -> Result<(), Error> {
        self.registry.sender(who).attest(hash_of(parent), mttbr)
    }

    pub(crate) fn attestation(&self, parent: &Header, producer: Account) -> (B256, u32, u64) {
        let registry = self.registry.sender(self.stranger);
        registry.attestation_of(hash_of(parent), producer.address())
    }

    pub(crate) fn mark_published(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.data_availability);
        registry.mark_published(header.into())
    }

    pub(crate) fn invalidate(&self, header: &Header) -> Result<(), Error> {
        let mut registry = self.registry.sender(self.fraud_proof);
        registry.invalidate(header.into())
    }

    pub(crate) fn verdict(&self, header: &Header) -> (abi::Verdict, bool) {
        self.registry.sender(self.stranger).verdict(header.into())
    }

    pub(crate) fn record(&self, header: &Header) -> abi::Record {
        let registry = self.registry.sender(self.stranger);
        registry.record_of(hash_of(header))
    }

    pub(crate) fn system_state(&self) -> (bool, u64) {
        self.registry.sender(self.stranger).system_state()
    }

    /// What the pool was last told of the head, and how often it was told.
    pub(crate) fn told(&self) -> (bool, u32) {
        let pool = self.pool.sender(self.stranger);
        (pool.head_contested.get(), pool.tellings.get().to())
    }

    /// The system states that events have said, in order.
    pub(crate) fn states_said(&self) -> Vec<(bool, u64)> {
        let events = self.registry.all_events();
        let said = events.iter().filter_map(|log| {
            let event = abi::SystemStateChanged::decode_log_data(log, true).ok()?;
            Some((event.secure, event.lowestInsecure))
        });
        said.collect()
    }
}

/// The arguments of `submitBatch`.
#[derive(Clone)]
pub(crate) struct Batch {
    pub(crate) parent: Header,
    pub(crate) mttbr: B256,
    pub(crate) mtsr: B256,
    pub(crate) count: u32,
    pub(crate) data_length: u32,
    pub(crate) last_l2_block: u64,
    pub(crate) last_l2_timestamp: u64,
    pub(crate) signature: Vec<u8>,
}

impl Batch {
    /// A batch on top of `parent` that nothing is wrong with.
    pub(crate) fn on(parent: &Header) -> Self {
        Self {
            parent: *parent,
            mttbr: B256::repeat_byte(0xaa),
            mtsr: B256::repeat_byte(0xbb),
            count: 3,
            data_length: 330,
            last_l2_block: parent.last_l2_block.0 + 3,
            last_l2_timestamp: parent.last_l2_timestamp.0 + 30,
            signature: Vec::new(),
        }
    }

    pub(crate) fn attestation(&self) -> Attestation {
        Attestation {
            instance: self.parent.instance,
            parent: self.parent.hash::<HostKeccak>(),
            mttbr: Hash(self.mttbr.0),
            bounds: Bounds {
                last_l2_block: self.last_l2_block.into(),
                last_l2_timestamp: self.last_l2_timestamp.into(),
            },
        }
    }

    pub(crate) fn signed_by(mut self, signer: Account) -> Self {
        let digest = B256::from(self.attestation().digest::<HostKeccak>().0);
        let signature = signer.signer().sign_hash_sync(&digest);
        self.signature = signature.as_bytes().to_vec();
        self
    }

    /// The header that the registry should make of it, built field by field.
    pub(crate) fn header(&self, world: &World, block: u64) -> Header {
        let registry = world.registry.sender(world.stranger);
        let producer = if self.signature.is_empty() {
            types::Address::ZERO
        } else {
            types::Address(world.producer.address().0 .0)
        };
        Header {
            instance: world.instance(),
            fork: registry.fork().into(),
            index: (self.parent.index.0 + 1).into(),
            parent: HeaderHash(hash_of(&self.parent).0),
            mttbr: Hash(self.mttbr.0),
            mtsr: Hash(self.mtsr.0),
            element_count: self.count,
            data_length: self.data_length,
            last_l2_block: self.last_l2_block.into(),
            last_l2_timestamp: self.last_l2_timestamp.into(),
            sequencer: types::Address(world.sequencer.address().0 .0),
            producer,
            parameter_set: registry.current_parameter_set().into(),
            submitted_at: block.into(),
        }
    }
}

/// A header's hash by the library for the off-chain side, not by the host function.
pub(crate) fn hash_of(header: &Header) -> B256 {
    header.hash::<merkle::Keccak>().0.into()
}
