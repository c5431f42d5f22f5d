//! The whole suite, with two sequencers, two block producers and two verifiers.

use alloy_primitives::{Address, B256, U256};
use batch_registry::BatchRegistry;
use interfaces::{
    contracts::{
        IBatchRegistry::{Construction, Header, Parameters, StateClaim, Verdict},
        IDataAvailability::{Request, RequestStatus},
        ISequencerPool::{Role, Slot},
    },
    host::ARB_SYS,
    purpose::Kind,
};
use merkle::Keccak;
use metis_token::MetisToken;
use motsu::prelude::*;
use sequencer_pool::SequencerPool;
use stylus_sdk::abi::Bytes;
use testing::ArbSys;
pub(super) use testing::{ALICE, BOB, CAROL, DEPLOYER, FRAUD_PROOF, GOVERNANCE};
use treasury::Treasury;

use super::super::{
    batch::{Call, Sample},
    peers::limits,
};
use crate::{DataAvailability, Error};

/// The block at which every test begins: the first sequencer is selected.
pub(super) const START: u64 = 1_000;

/// The host's timestamp in motsu.
const HOST_TIMESTAMP: u64 = 1_735_689_600;

/// Two sequencers, in the order of their turns.
pub(super) const SEQUENCERS: [Address; 2] =
    [Address::repeat_byte(0xe1), Address::repeat_byte(0xe2)];

/// Two block producers, in the order of their turns.
pub(super) const PRODUCERS: [Address; 2] = [Address::repeat_byte(0xb1), Address::repeat_byte(0xb2)];

/// What each sequencer has staked.
pub(super) const STAKE: u128 = 40_000 * 10u128.pow(18);

pub(super) struct World {
    pub(super) contract: Contract<DataAvailability>,
    pub(super) registry: Contract<BatchRegistry>,
    pub(super) pool: Contract<SequencerPool>,
    pub(super) treasury: Contract<Treasury>,
    pub(super) token: Contract<MetisToken>,
    arb_sys: Contract<ArbSys>,
    genesis: Header,
}

impl World {
    pub(super) fn new() -> Self {
        let arb_sys = Contract::new_at(ARB_SYS);
        let genesis = StateClaim {
            stateRoot: B256::repeat_byte(0x11),
            l2Block: 40,
            l2Timestamp: HOST_TIMESTAMP - 1_000,
        };
        let mut world = Self {
            contract: Contract::new(),
            registry: Contract::new(),
            pool: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            arb_sys,
            genesis: Sample::of(Address::ZERO, &[]).header,
        };
        world.at(START - 100);
        world.construct(genesis);
        world.wire();
        for sequencer in SEQUENCERS {
            world.join(sequencer, Role::Sequencer, STAKE);
        }
        for verifier in [ALICE, BOB] {
            world.join(verifier, Role::Verifier, limits().stakes.verifier);
        }
        for producer in PRODUCERS {
            world.join(producer, Role::Producer, limits().stakes.producer);
        }
        world.at(START);
        world
    }

    fn construct(&mut self, genesis: StateClaim) {
        let claim = types::StateClaim::from(&genesis);
        let construction = Construction {
            deployer: DEPLOYER,
            clock: 1,
            genesis,
            parameters: Parameters::from(&limits()),
        };
        let supply = U256::from(u128::MAX);
        let mut token = self.token.sender(DEPLOYER);
        token.constructor(DEPLOYER, supply).motsu_unwrap();
        let mut treasury = self.treasury.sender(DEPLOYER);
        let token = self.token.address();
        treasury.constructor(token, DEPLOYER).motsu_unwrap();
        let mut pool = self.pool.sender(DEPLOYER);
        pool.constructor(DEPLOYER, 1).motsu_unwrap();
        let mut registry = self.registry.sender(DEPLOYER);
        registry.constructor(construction).motsu_unwrap();
        let instance = types::InstanceId(registry.instance().0);
        let header = types::Header::genesis::<Keccak>(instance, &claim, (START - 100).into());
        self.genesis = Header::from(&header);
        let mut contract = self.contract.sender(DEPLOYER);
        contract.constructor(DEPLOYER, 1).motsu_unwrap();
    }

    fn wire(&self) {
        let (registry, pool) = (self.registry.address(), self.pool.address());
        let (treasury, own) = (self.treasury.address(), self.contract.address());
        let mut deployer = self.treasury.sender(DEPLOYER);
        deployer
            .wire(registry, pool, own, FRAUD_PROOF, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.pool.sender(DEPLOYER);
        deployer
            .wire(treasury, registry, own, FRAUD_PROOF, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.registry.sender(DEPLOYER);
        deployer
            .wire(pool, treasury, own, FRAUD_PROOF, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.contract.sender(DEPLOYER);
        deployer
            .wire(registry, pool, treasury, GOVERNANCE)
            .motsu_unwrap();
    }

    /// Lets a block producer join, and be selected.
    pub(super) fn admit_producer(&self, member: Address) {
        self.join(member, Role::Producer, limits().stakes.producer);
        while self.producer_slot().holder != member {
            assert!(self.end_slot(self.producer_slot().holder));
        }
    }

    fn join(&self, member: Address, role: Role, stake: u128) {
        let mut bank = self.token.sender(DEPLOYER);
        let funds = U256::from(STAKE) * U256::from(1_000);
        bank.transfer(member, funds).motsu_unwrap();
        let mut token = self.token.sender(member);
        let treasury = self.treasury.address();
        token.approve(treasury, U256::MAX).motsu_unwrap();
        self.pool.sender(member).join(role, stake).motsu_unwrap();
    }

    /// Sets the clock.
    pub(super) fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    pub(super) fn now(&self) -> u64 {
        self.contract.sender(ALICE).current_block().motsu_unwrap()
    }

    pub(super) fn selected(&self) -> Address {
        self.pool.sender(ALICE).selected_sequencer().motsu_unwrap()
    }

    pub(super) fn genesis(&self) -> &Header {
        &self.genesis
    }

    /// Lets the selected sequencer submit elements of these lengths on `parent`, and declare so many bytes more than
    /// there are.
    pub(super) fn submit(&self, parent: &Header, lengths: &[usize], surplus: i32) -> Sample {
        self.submit_with(parent, lengths, surplus, None)
    }

    /// Lets it submit elements of these lengths on the genesis, with the signature of a block producer.
    pub(super) fn submit_signed(&self, lengths: &[usize], signer: Account) -> Sample {
        self.submit_with(&self.genesis, lengths, 0, Some(signer))
    }

    fn submit_with(
        &self,
        parent: &Header,
        lengths: &[usize],
        surplus: i32,
        signer: Option<Account>,
    ) -> Sample {
        let author = self.selected();
        let mut batch = Sample::of(author, lengths);
        let declared = batch.header.dataLength.strict_add_signed(surplus);
        let fork = self.registry.sender(ALICE).fork();
        batch.header = Header {
            instance: parent.instance,
            fork,
            index: parent.index + 1,
            parent: hash_of(parent),
            dataLength: declared,
            lastL2Block: parent.lastL2Block + 3,
            lastL2Timestamp: parent.lastL2Timestamp + 1,
            parameterSet: self.registry.sender(ALICE).current_parameter_set(),
            submittedAt: self.now(),
            producer: signer.map_or(Address::ZERO, |signer| signer.address()),
            ..batch.header
        };
        let header = &batch.header;
        let signature = signer.map(|signer| sign(header, signer));
        let mut registry = self.registry.sender(author);
        let accepted = registry.submit_batch(
            parent.clone(),
            header.mttbr,
            header.mtsr,
            header.count,
            header.dataLength,
            header.lastL2Block,
            header.lastL2Timestamp,
            header.parameterSet,
            Bytes::from(signature.unwrap_or_default()),
        );
        assert_eq!(accepted.motsu_unwrap(), batch.hash());
        batch
    }

    /// The first batch: five elements, all as declared.
    pub(super) fn with_batch() -> (Self, Sample) {
        let world = Self::new();
        let batch = world.submit(&world.genesis, &[30, 17, 0, 200, 45], 0);
        (world, batch)
    }

    pub(super) fn publish(&self, who: Address, batch: &Sample, call: Call) -> Result<(), Error> {
        let Call {
            first,
            elements,
            proof,
        } = call;
        let mut contract = self.contract.sender(who);
        contract
            .publish(batch.header.clone(), first, elements, proof)
            .motsu_res()
    }

    pub(super) fn request(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.request(batch.header.clone()).motsu_res()
    }

    pub(super) fn request_halted(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.request_halted(batch.header.clone()).motsu_res()
    }

    pub(super) fn settle_halted(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.settle_halted(batch.header.clone()).motsu_res()
    }

    pub(super) fn expire(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.expire(batch.header.clone()).motsu_res()
    }

    pub(super) fn settle_orphan(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.settle_orphan(batch.header.clone()).motsu_res()
    }

    pub(super) fn claim_fee(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.claim_fee(batch.header.clone()).motsu_res()
    }

    /// Has FraudProof find a batch false.
    pub(super) fn convict(&self, batch: &Sample) {
        let mut registry = self.registry.sender(FRAUD_PROOF);
        registry.invalidate(batch.header.clone()).motsu_unwrap();
    }

    /// Has FraudProof find a batch right; gives whether the registry takes it.
    pub(super) fn prove(&self, batch: &Sample) -> bool {
        let mut registry = self.registry.sender(FRAUD_PROOF);
        let done = registry.mark_proven(batch.header.clone());
        done.motsu_res().is_ok()
    }

    /// Has somebody attest a root for the head; gives whether the registry takes it.
    pub(super) fn attest(&self, who: Address, root: B256) -> bool {
        let mut registry = self.registry.sender(who);
        let (_, head) = registry.head();
        registry.attest(head, root).motsu_res().is_ok()
    }

    /// Has a block producer end its slot; gives whether the pool takes it.
    pub(super) fn end_slot(&self, who: Address) -> bool {
        self.pool.sender(who).end_slot().motsu_res().is_ok()
    }

    pub(super) fn producer_slot(&self) -> Slot {
        self.pool.sender(ALICE).slot(Role::Producer)
    }

    pub(super) fn request_of(&self, batch: &Sample) -> Request {
        self.contract.sender(ALICE).request_of(batch.hash())
    }

    pub(super) fn status(&self, batch: &Sample) -> RequestStatus {
        self.request_of(batch).status
    }

    pub(super) fn verdict(&self, batch: &Sample) -> Verdict {
        self.registry.sender(ALICE).verdict(batch.header.clone()).0
    }

    pub(super) fn is_secure(&self) -> bool {
        self.registry.sender(ALICE).system_state().0
    }

    pub(super) fn holds(&self, member: Address) -> u32 {
        self.pool.sender(ALICE).member(member).requestHolds
    }

    pub(super) fn stake(&self, member: Address) -> u128 {
        self.pool.sender(ALICE).member(member).stake
    }

    pub(super) fn credit(&self, owner: Address) -> u128 {
        self.treasury.sender(ALICE).credit_of(owner)
    }

    pub(super) fn pot(&self) -> u128 {
        self.treasury.sender(ALICE).pot()
    }

    /// What is locked for the request of a batch.
    pub(super) fn locked(&self, batch: &Sample, owner: Address) -> u128 {
        let purpose = Kind::RequestFee.purpose(batch.hash().0).into();
        self.treasury.sender(ALICE).lock_of(owner, purpose)
    }

    /// The Treasury holds what it owes, to the last unit.
    pub(super) fn assert_solvent(&self) {
        let treasury = self.treasury.address();
        let held = self.token.sender(ALICE).balance_of(treasury);
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert_eq!(held, U256::from(locked + credited + pot));
    }
}

/// A block producer's signature of a batch: r, s, v.
fn sign(header: &Header, signer: Account) -> Vec<u8> {
    let header = types::Header::from(header);
    let attestation = types::Attestation {
        instance: header.instance,
        parent: header.parent,
        mttbr: header.mttbr,
        bounds: types::Bounds {
            last_l2_block: header.last_l2_block,
            last_l2_timestamp: header.last_l2_timestamp,
        },
    };
    let digest = B256::from(attestation.digest::<Keccak>().0);
    let signature = signer.signer().sign_hash_sync(&digest);
    signature.as_bytes().to_vec()
}

pub(super) fn hash_of(header: &Header) -> B256 {
    types::Header::from(header).hash::<Keccak>().0.into()
}
