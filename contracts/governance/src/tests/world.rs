//! The whole suite, with two sequencers, two block producers and two verifiers.

use std::any::Any;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use batch_registry::BatchRegistry;
use data_availability::DataAvailability;
use interfaces::{
    contracts::{
        IBatchRegistry::{Construction as RegistryConstruction, Header, Parameters, StateClaim},
        IDataAvailability::RequestStatus,
        IGovernance::{Construction, Phase, Proposal, ProposalKind, Statement, Terms},
        ISequencerPool::{Member, Role},
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
pub(super) use testing::{ALICE, BOB, CAROL, DAVE, DEPLOYER, FRAUD_PROOF};
use treasury::Treasury;

use super::batch::{hash_of, Sample};
pub(super) use interfaces::contracts::IBatchRegistry::Header as RegistryHeader;

use crate::{Error, Governance};

/// The block at which every test begins: the first sequencer is selected.
pub(super) const START: u64 = 1_000;

/// The host's timestamp in motsu.
const HOST_TIMESTAMP: u64 = 1_735_689_600;

/// Two sequencers, in the order of their turns.
pub(super) const SEQUENCERS: [Address; 2] =
    [Address::repeat_byte(0xe1), Address::repeat_byte(0xe2)];

/// What each sequencer has staked.
pub(super) const STAKE: u128 = 40_000 * 10u128.pow(18);

/// Small numbers, each different; what has passed can be executed for long enough to leave the pool meanwhile.
pub(super) const TERMS: Terms = Terms {
    voting: 30,
    timelock: 70,
    expiry: 400,
    spendingPeriod: 1_000,
    spendingBps: 2_500,
};

pub(super) fn limits() -> types::Parameters {
    types::Parameters::devnet(types::Address::ZERO)
}

/// A proposal as whoever made it knows it.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) number: u64,
    pub(super) id: B256,
    pub(super) kind: ProposalKind,
    pub(super) payload: Vec<u8>,
}

pub(super) struct World {
    pub(super) contract: Contract<Governance>,
    pub(super) data: Contract<DataAvailability>,
    pub(super) registry: Contract<BatchRegistry>,
    pub(super) pool: Contract<SequencerPool>,
    pub(super) treasury: Contract<Treasury>,
    pub(super) token: Contract<MetisToken>,
    /// What the Treasury takes for the token, if it is another contract in front of it.
    front: Option<Address>,
    arb_sys: Contract<ArbSys>,
    /// What recovers signers, for as long as the world stands.
    _precompiles: Box<dyn Any>,
    pub(super) producers: [Account; 2],
    pub(super) genesis: Header,
}

/// Setting up.
impl World {
    /// Everything deployed, Governance not constructed.
    pub(super) fn empty() -> Self {
        Self::empty_behind(None)
    }

    fn empty_behind(front: Option<Address>) -> Self {
        let arb_sys = Contract::new_at(ARB_SYS);
        let mut world = Self {
            contract: Contract::new(),
            data: Contract::new(),
            registry: Contract::new(),
            pool: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            front,
            arb_sys,
            _precompiles: Box::new(deploy_precompiles()),
            producers: [Account::random(), Account::random()],
            genesis: Sample::of(Address::ZERO, &[]).header,
        };
        world.at(START - 100);
        world.construct();
        world
    }

    /// Governance constructed, but not wired; the others are.
    pub(super) fn unwired() -> Self {
        Self::unwired_behind(None, TERMS)
    }

    fn unwired_behind(front: Option<Address>, terms: Terms) -> Self {
        let world = Self::empty_behind(front);
        let mut contract = world.contract.sender(DEPLOYER);
        let construction = Construction {
            terms,
            ..construction()
        };
        contract.constructor(construction).motsu_unwrap();
        world.wire_others();
        world
    }

    pub(super) fn new() -> Self {
        Self::with(TERMS)
    }

    /// With other terms.
    pub(super) fn with(terms: Terms) -> Self {
        Self::inhabited(Self::unwired_behind(None, terms))
    }

    /// With a contract in front of the token, for which the members' tokens are approved, and which is told about all.
    pub(super) fn behind(front: Address, tell: impl FnOnce(&Self)) -> Self {
        let world = Self::unwired_behind(Some(front), TERMS);
        tell(&world);
        Self::inhabited(world)
    }

    fn inhabited(world: Self) -> Self {
        world.wire();
        for sequencer in SEQUENCERS {
            world.join(sequencer, Role::Sequencer, STAKE);
        }
        for verifier in [ALICE, BOB] {
            world.join(verifier, Role::Verifier, limits().stakes.verifier);
        }
        for producer in world.producers {
            let stake = limits().stakes.producer;
            world.join(producer.address(), Role::Producer, stake);
        }
        world.at(START);
        world
    }

    fn construct(&mut self) {
        let genesis = StateClaim {
            stateRoot: B256::repeat_byte(0x11),
            l2Block: 40,
            l2Timestamp: HOST_TIMESTAMP - 1_000,
        };
        let claim = types::StateClaim::from(&genesis);
        let mut token = self.token.sender(DEPLOYER);
        let supply = U256::from(u128::MAX);
        token.constructor(DEPLOYER, supply).motsu_unwrap();
        let mut treasury = self.treasury.sender(DEPLOYER);
        let token = self.front.unwrap_or(self.token.address());
        treasury.constructor(token, DEPLOYER).motsu_unwrap();
        let mut pool = self.pool.sender(DEPLOYER);
        pool.constructor(DEPLOYER, 1).motsu_unwrap();
        let mut data = self.data.sender(DEPLOYER);
        data.constructor(DEPLOYER, 1).motsu_unwrap();
        let mut registry = self.registry.sender(DEPLOYER);
        let construction = RegistryConstruction {
            deployer: DEPLOYER,
            clock: 1,
            genesis,
            parameters: Parameters::from(&limits()),
        };
        registry.constructor(construction).motsu_unwrap();
        let instance = types::InstanceId(registry.instance().0);
        let header = types::Header::genesis::<Keccak>(instance, &claim, (START - 100).into());
        self.genesis = Header::from(&header);
    }

    fn wire_others(&self) {
        let (registry, pool) = (self.registry.address(), self.pool.address());
        let (treasury, data) = (self.treasury.address(), self.data.address());
        let own = self.contract.address();
        let mut deployer = self.treasury.sender(DEPLOYER);
        deployer
            .wire(registry, pool, data, FRAUD_PROOF, own)
            .motsu_unwrap();
        let mut deployer = self.pool.sender(DEPLOYER);
        deployer
            .wire(treasury, registry, data, FRAUD_PROOF, own)
            .motsu_unwrap();
        let mut deployer = self.registry.sender(DEPLOYER);
        deployer
            .wire(pool, treasury, data, FRAUD_PROOF, own)
            .motsu_unwrap();
        let mut deployer = self.data.sender(DEPLOYER);
        deployer.wire(registry, pool, treasury, own).motsu_unwrap();
    }

    fn wire(&self) {
        let mut deployer = self.contract.sender(DEPLOYER);
        let [registry, pool, treasury, data] = self.peers();
        deployer.wire(registry, pool, treasury, data).motsu_unwrap();
    }

    /// Registry, pool, Treasury, DataAvailability.
    pub(super) fn peers(&self) -> [Address; 4] {
        [
            self.registry.address(),
            self.pool.address(),
            self.treasury.address(),
            self.data.address(),
        ]
    }

    /// Gives somebody tokens, all of which it approves.
    pub(super) fn give(&self, owner: Address) {
        let mut bank = self.token.sender(DEPLOYER);
        let funds = U256::from(STAKE) * U256::from(1_000);
        bank.transfer(owner, funds).motsu_unwrap();
        let mut token = self.token.sender(owner);
        let spender = self.front.unwrap_or(self.treasury.address());
        token.approve(spender, U256::MAX).motsu_unwrap();
    }

    pub(super) fn join(&self, member: Address, role: Role, stake: u128) {
        self.give(member);
        self.pool.sender(member).join(role, stake).motsu_unwrap();
    }

    /// Sets the clock.
    pub(super) fn at(&self, block: u64) {
        self.arb_sys.sender(DEPLOYER).set(U256::from(block));
    }

    /// Sets the clock to what no clock of blocks can show.
    pub(super) fn break_clock(&self) {
        self.arb_sys.sender(DEPLOYER).set(U256::MAX);
    }

    pub(super) fn now(&self) -> u64 {
        self.contract.sender(ALICE).current_block().motsu_unwrap()
    }

    pub(super) fn wait(&self, blocks: u64) {
        self.at(self.now() + blocks);
    }
}

/// Batches.
impl World {
    pub(super) fn selected(&self) -> Address {
        self.pool.sender(ALICE).selected_sequencer().motsu_unwrap()
    }

    /// Lets the selected sequencer submit elements of these lengths on `parent`.
    pub(super) fn submit(&self, parent: &Header, lengths: &[usize]) -> Sample {
        self.submit_with(parent, lengths, None)
    }

    /// Lets it submit them with the signature of a block producer.
    pub(super) fn submit_with(
        &self,
        parent: &Header,
        lengths: &[usize],
        signer: Option<Account>,
    ) -> Sample {
        let author = self.selected();
        let mut batch = Sample::of(author, lengths);
        batch.header = Header {
            instance: parent.instance,
            fork: self.registry.sender(ALICE).fork(),
            index: parent.index + 1,
            parent: hash_of(parent),
            lastL2Block: parent.lastL2Block + 3,
            lastL2Timestamp: parent.lastL2Timestamp + 1,
            parameterSet: self.registry.sender(ALICE).current_parameter_set(),
            submittedAt: self.now(),
            producer: signer.map_or(Address::ZERO, |signer| signer.address()),
            ..batch.header
        };
        let header = &batch.header;
        let signature = signer.map(|signer| {
            let said = self.state(signer, header.parent, header.mttbr, header.lastL2Block);
            let mut bytes = [said.r.0, said.s.0].concat();
            bytes.push(said.v);
            bytes
        });
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

    /// What a block producer signs.
    pub(super) fn state(
        &self,
        signer: Account,
        parent: B256,
        mttbr: B256,
        last_l2_block: u64,
    ) -> Statement {
        let last_l2_timestamp = self.genesis.lastL2Timestamp + 1;
        let attestation = types::Attestation {
            instance: types::InstanceId(self.genesis.instance.0),
            parent: types::HeaderHash(parent.0),
            mttbr: merkle::Hash(mttbr.0),
            bounds: types::Bounds {
                last_l2_block: last_l2_block.into(),
                last_l2_timestamp: last_l2_timestamp.into(),
            },
        };
        let digest = B256::from(attestation.digest::<Keccak>().0);
        let signature = signer.signer().sign_hash_sync(&digest).as_bytes();
        Statement {
            mttbr,
            lastL2Block: last_l2_block,
            lastL2Timestamp: last_l2_timestamp,
            v: signature[64],
            r: B256::from_slice(&signature[..32]),
            s: B256::from_slice(&signature[32..64]),
        }
    }

    pub(super) fn request(&self, who: Address, batch: &Sample) {
        let mut data = self.data.sender(who);
        data.request(batch.header.clone()).motsu_unwrap();
    }

    /// Publishes elements of a batch.
    pub(super) fn publish(&self, who: Address, batch: &Sample, first: u32, end: u32) {
        let (elements, proof) = batch.run(first, end);
        let mut data = self.data.sender(who);
        data.publish(batch.header.clone(), first, elements, proof)
            .motsu_unwrap();
    }

    /// The selected sequencer submits on `parent`, the verifier asks, and the sequencer answers.
    pub(super) fn answered(&self, parent: &Header, verifier: Address) -> Sample {
        let batch = self.submit(parent, &[30, 17, 200]);
        self.request(verifier, &batch);
        self.publish(batch.header.sequencer, &batch, 0, 3);
        assert_eq!(self.status(&batch), RequestStatus::Answered);
        batch
    }

    /// Has FraudProof find a batch false.
    pub(super) fn convict(&self, batch: &Sample) {
        let mut registry = self.registry.sender(FRAUD_PROOF);
        registry.invalidate(batch.header.clone()).motsu_unwrap();
    }

    pub(super) fn status(&self, batch: &Sample) -> RequestStatus {
        self.data.sender(ALICE).request_of(batch.hash()).status
    }

    pub(super) fn fee(&self, batch: &Sample) -> u128 {
        self.data.sender(ALICE).request_of(batch.hash()).fee
    }
}

/// Proposals.
impl World {
    pub(super) fn propose(
        &self,
        who: Address,
        kind: ProposalKind,
        payload: Vec<u8>,
    ) -> Result<Made, Error> {
        let mut contract = self.contract.sender(who);
        let (number, id) = contract.propose(kind, &payload).motsu_res()?;
        Ok(Made {
            number,
            id,
            kind,
            payload,
        })
    }

    pub(super) fn vote(&self, who: Address, made: &Made, support: bool) -> Result<(), Error> {
        let mut contract = self.contract.sender(who);
        contract.vote(made.id, support).motsu_res()
    }

    pub(super) fn execute(&self, made: &Made) -> Result<(), Error> {
        let mut contract = self.contract.sender(CAROL);
        contract
            .execute(made.number, made.kind, &made.payload)
            .motsu_res()
    }

    pub(super) fn close(&self, made: &Made) -> Result<(), Error> {
        let mut contract = self.contract.sender(CAROL);
        contract
            .close(made.number, made.kind, &made.payload)
            .motsu_res()
    }

    pub(super) fn compensate(&self, made: &Made, batches: &[&Sample]) -> Result<(), Error> {
        let headers = batches.iter().map(|batch| batch.header.clone()).collect();
        let mut contract = self.contract.sender(CAROL);
        contract
            .compensate(made.number, made.kind, &made.payload, headers)
            .motsu_res()
    }

    /// A proposal of Bob that the second sequencer votes for: alone it is more than a fifth.
    pub(super) fn passing(&self, kind: ProposalKind, payload: Vec<u8>) -> Made {
        let made = self.propose(BOB, kind, payload).expect("a proposal");
        self.vote(SEQUENCERS[1], &made, true).expect("a vote");
        made
    }

    /// As [`World::passing`], at the first block at which it can be executed.
    pub(super) fn passed(&self, kind: ProposalKind, payload: Vec<u8>) -> Made {
        let made = self.passing(kind, payload);
        self.at(self.proposal(&made).executableFrom);
        made
    }

    /// As [`World::passed`], and executed.
    pub(super) fn executed(&self, kind: ProposalKind, payload: Vec<u8>) -> Made {
        let made = self.passed(kind, payload);
        self.execute(&made).expect("an execution");
        made
    }

    pub(super) fn proposal(&self, made: &Made) -> Proposal {
        let contract = self.contract.sender(ALICE);
        contract.proposal_of(made.id).motsu_unwrap()
    }

    pub(super) fn phase(&self, made: &Made) -> Phase {
        self.proposal(made).phase
    }
}

/// What there is.
impl World {
    pub(super) fn member(&self, account: Address) -> Member {
        self.pool.sender(ALICE).member(account)
    }

    pub(super) fn credit(&self, owner: Address) -> u128 {
        self.treasury.sender(ALICE).credit_of(owner)
    }

    pub(super) fn pot(&self) -> u128 {
        self.treasury.sender(ALICE).pot()
    }

    /// What is locked as the bond of a proposal.
    pub(super) fn bond(&self, made: &Made, owner: Address) -> u128 {
        let purpose = Kind::ProposalBond.purpose(made.id.0).into();
        self.treasury.sender(ALICE).lock_of(owner, purpose)
    }

    /// Puts an amount into the pot, as a stranger does.
    pub(super) fn fill_pot(&self, amount: u128) {
        let mut bank = self.token.sender(DEPLOYER);
        let to = self.treasury.address();
        bank.transfer(to, U256::from(amount)).motsu_unwrap();
        self.treasury.sender(CAROL).skim().motsu_unwrap();
    }

    /// The Treasury holds what it owes, to the last unit.
    pub(super) fn assert_solvent(&self) {
        let treasury = self.treasury.address();
        let held = self.token.sender(ALICE).balance_of(treasury);
        let (locked, credited, pot) = self.treasury.sender(ALICE).totals();
        assert_eq!(held, U256::from(locked + credited + pot));
    }
}

pub(super) fn construction() -> Construction {
    Construction {
        deployer: DEPLOYER,
        clock: 1,
        terms: TERMS,
    }
}

/// Payload of a removal of a member of the first epoch.
pub(super) fn removal(member: Address, batches: &[&Sample]) -> Vec<u8> {
    let requests: Vec<_> = batches.iter().map(|batch| batch.hash()).collect();
    (member, 1u32, requests).abi_encode_params()
}

/// Payload of a spending.
pub(super) fn spending(beneficiary: Address, amount: u128) -> Vec<u8> {
    (beneficiary, amount).abi_encode_params()
}

/// Payload of a parameter set.
pub(super) fn parameters(set: &types::Parameters) -> Vec<u8> {
    Parameters::from(set).abi_encode()
}
