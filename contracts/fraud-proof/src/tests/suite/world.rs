//! The whole suite, with four sequencers.

use alloy_primitives::{Address, B256, U256};
use batch_registry::BatchRegistry;
use interfaces::{
    contracts::{
        IBatchRegistry::{Construction, Header, Parameters, StateClaim, Verdict},
        IFraudProof::DisputeStatus,
        ISequencerPool::{Member, Role},
    },
    host::ARB_SYS,
};
use merkle::{Hash, Keccak};
use metis_token::MetisToken;
use motsu::prelude::*;
use sequencer_pool::SequencerPool;
use stylus_sdk::abi::Bytes;
use testing::ArbSys;
pub(super) use testing::{ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, GOVERNANCE};
use treasury::Treasury;
use types::{L2Block, L2Timestamp};

use super::super::{
    batch::{as_abi, hash_of, hashes, Sample},
    calls::purpose,
    peers::limits,
    transition::Transition,
};
use crate::FraudProof;

/// The block at which every test begins: the first sequencer is selected.
pub(super) const START: u64 = 1_000;

/// The host's timestamp in motsu.
const HOST_TIMESTAMP: u64 = 1_735_689_600;

/// Four sequencers, in the order of their turns.
pub(super) const SEQUENCERS: [Address; 4] = [
    Address::repeat_byte(0xe1),
    Address::repeat_byte(0xe2),
    Address::repeat_byte(0xe3),
    Address::repeat_byte(0xe4),
];

/// Who disputes.
pub(super) const PEOPLE: [Address; 4] = [ALICE, BOB, CAROL, DAVE];

/// What each sequencer has staked.
pub(super) const STAKE: u128 = 40_000 * 10u128.pow(18);

/// The winner's share of a whole stake.
pub(super) const REWARD: u128 = STAKE / 10 * 4;

/// What a sample is made on.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) header: Header,
    /// The true claim after it.
    pub(super) last: types::StateClaim,
    /// The proof of that, if the author has not lied.
    pub(super) proof: Vec<B256>,
}

impl Base {
    pub(super) fn of(batch: &Sample) -> Self {
        Self {
            header: batch.header.clone(),
            last: *batch.truth.last().unwrap(),
            proof: hashes(&batch.states().prove_leaf(batch.count() - 1).unwrap()),
        }
    }
}

pub(super) struct World {
    pub(super) contract: Contract<FraudProof>,
    pub(super) registry: Contract<BatchRegistry>,
    pub(super) pool: Contract<SequencerPool>,
    pub(super) treasury: Contract<Treasury>,
    pub(super) token: Contract<MetisToken>,
    transition: Contract<Transition>,
    arb_sys: Contract<ArbSys>,
    genesis: Base,
}

impl World {
    pub(super) fn new() -> Self {
        let last = types::StateClaim {
            state_root: Hash([0x11; 32]),
            l2_block: L2Block(40),
            l2_timestamp: L2Timestamp(HOST_TIMESTAMP - 1_000),
        };
        let header = Sample::genesis();
        let mut world = Self {
            contract: Contract::new(),
            registry: Contract::new(),
            pool: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            transition: Contract::new(),
            arb_sys: Contract::new_at(ARB_SYS),
            genesis: Base {
                header,
                last,
                proof: vec![],
            },
        };
        world.at(START - 100);
        world.construct(last);
        world.wire();
        for sequencer in SEQUENCERS {
            world.fund(sequencer);
            let mut pool = world.pool.sender(sequencer);
            pool.join(Role::Sequencer, STAKE).motsu_unwrap();
        }
        for person in PEOPLE {
            world.fund(person);
        }
        world.at(START);
        world
    }

    fn construct(&mut self, last: types::StateClaim) {
        let genesis = as_abi(&last);
        let construction = Construction {
            deployer: DEPLOYER,
            clock: 1,
            genesis: StateClaim {
                stateRoot: genesis.stateRoot,
                l2Block: genesis.l2Block,
                l2Timestamp: genesis.l2Timestamp,
            },
            parameters: Parameters::from(&limits(self.transition.address())),
        };
        let mut token = self.token.sender(DEPLOYER);
        let supply = U256::from(u128::MAX);
        token.constructor(DEPLOYER, supply).motsu_unwrap();
        let mut treasury = self.treasury.sender(DEPLOYER);
        let token = self.token.address();
        treasury.constructor(token, DEPLOYER).motsu_unwrap();
        let mut pool = self.pool.sender(DEPLOYER);
        pool.constructor(DEPLOYER, 1).motsu_unwrap();
        let mut registry = self.registry.sender(DEPLOYER);
        registry.constructor(construction).motsu_unwrap();
        let instance = types::InstanceId(registry.instance().0);
        let header = types::Header::genesis::<Keccak>(instance, &last, (START - 100).into());
        self.genesis.header = Header::from(&header);
        let mut contract = self.contract.sender(DEPLOYER);
        contract.constructor(DEPLOYER, 1).motsu_unwrap();
    }

    fn wire(&self) {
        let (registry, pool) = (self.registry.address(), self.pool.address());
        let (treasury, own) = (self.treasury.address(), self.contract.address());
        let mut deployer = self.treasury.sender(DEPLOYER);
        deployer
            .wire(registry, pool, DATA_AVAILABILITY, own, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.pool.sender(DEPLOYER);
        deployer
            .wire(treasury, registry, DATA_AVAILABILITY, own, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.registry.sender(DEPLOYER);
        deployer
            .wire(pool, treasury, DATA_AVAILABILITY, own, GOVERNANCE)
            .motsu_unwrap();
        let mut deployer = self.contract.sender(DEPLOYER);
        deployer.wire(registry, pool, treasury).motsu_unwrap();
    }

    fn fund(&self, person: Address) {
        let mut bank = self.token.sender(DEPLOYER);
        let funds = U256::from(STAKE) * U256::from(1_000);
        bank.transfer(person, funds).motsu_unwrap();
        let mut token = self.token.sender(person);
        let treasury = self.treasury.address();
        token.approve(treasury, U256::MAX).motsu_unwrap();
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

    pub(super) fn genesis(&self) -> &Base {
        &self.genesis
    }

    /// Lets the selected sequencer submit so many elements, false from one on.
    pub(super) fn submit(&self, base: &Base, count: u32, lies_from: Option<u32>) -> Sample {
        let mut sample = Sample::on(&base.header, &base.last, self.selected(), count, lies_from);
        sample.parent_proof.clone_from(&base.proof);
        self.submit_sample(sample)
    }

    /// Lets the author of a sample submit it as it is, but for what the registry decides.
    pub(super) fn submit_sample(&self, mut batch: Sample) -> Sample {
        batch.header.fork = self.registry.sender(ALICE).fork();
        batch.header.lastL2Timestamp = batch.parent.lastL2Timestamp + 1;
        batch.header.submittedAt = self.now();
        let header = &batch.header;
        let mut registry = self.registry.sender(header.sequencer);
        let accepted = registry.submit_batch(
            batch.parent.clone(),
            header.mttbr,
            header.mtsr,
            header.count,
            header.dataLength,
            header.lastL2Block,
            header.lastL2Timestamp,
            header.parameterSet,
            Bytes::from(vec![]),
        );
        assert_eq!(accepted.motsu_unwrap(), batch.hash());
        batch
    }

    /// DataAvailability has the data.
    pub(super) fn publish(&self, batch: &Sample) -> bool {
        let mut data_availability = self.registry.sender(DATA_AVAILABILITY);
        let marked = data_availability.mark_published(batch.header.clone());
        marked.motsu_res().is_ok()
    }

    /// A first batch that is published.
    pub(super) fn with(count: u32, lies_from: Option<u32>) -> (Self, Sample) {
        let world = Self::new();
        let batch = world.submit(world.genesis(), count, lies_from);
        assert!(world.publish(&batch));
        (world, batch)
    }

    /// DataAvailability finds a fault.
    pub(super) fn cut(&self, batch: &Sample) -> bool {
        let mut data_availability = self.registry.sender(DATA_AVAILABILITY);
        let cut = data_availability.invalidate(batch.header.clone());
        cut.motsu_res().is_ok()
    }

    pub(super) fn finalize(&self, batch: &Sample) -> bool {
        let mut anyone = self.registry.sender(CAROL);
        anyone.finalize(vec![batch.hash()]).motsu_res().is_ok()
    }

    pub(super) fn status(&self, who: Address, batch: &Sample) -> DisputeStatus {
        let contract = self.contract.sender(ALICE);
        contract.dispute_of(batch.hash(), who).status
    }

    pub(super) fn verdict(&self, batch: &Sample) -> Verdict {
        self.registry.sender(ALICE).verdict(batch.header.clone()).0
    }

    pub(super) fn member(&self, member: Address) -> Member {
        self.pool.sender(ALICE).member(member)
    }

    pub(super) fn credit(&self, owner: Address) -> u128 {
        self.treasury.sender(ALICE).credit_of(owner)
    }

    pub(super) fn pot(&self) -> u128 {
        self.treasury.sender(ALICE).pot()
    }

    /// What an account holds of the token.
    pub(super) fn balance(&self, owner: Address) -> U256 {
        self.token.sender(ALICE).balance_of(owner)
    }

    /// What is locked for a dispute.
    pub(super) fn locked(&self, batch: &Sample, challenger: Address) -> u128 {
        let purpose = purpose(batch, challenger);
        self.treasury.sender(ALICE).lock_of(challenger, purpose)
    }

    /// The Treasury holds what it owes, to the last unit.
    pub(super) fn assert_solvent(&self) {
        let held = self.balance(self.treasury.address());
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert_eq!(held, U256::from(locked + credited + pot));
    }

    /// Whether a header is the canonical one at its index.
    pub(super) fn is_head(&self, batch: &Sample) -> bool {
        self.registry.sender(ALICE).head().1 == hash_of(&batch.header)
    }
}
