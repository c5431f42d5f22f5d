//! How a world comes to be.

use alloy::{primitives::U256, signers::local::PrivateKeySigner};
use anyhow::Context;
use deploy::{Contract, Deployment, Manifest, Network, silent};
use interfaces::client::ISequencerPool::Role;
use transition::Rules;
use types::StateClaim;

use super::{Host, Suite, World, host::RunningHost, nodes::Nodes};
use crate::{
    actors::{BlockProducer, User, Verifier},
    error::FlowError,
    faults::MemolabsFault,
    keys::key,
    layer1::{Addresses, Layer1},
    workload::{Mix, Workload},
};

/// The network file of the devnet: what is deployed unless the caller says otherwise.
const DEVNET: &str = include_str!("../../../../deploy/config/devnet.toml");

/// What each actor gets for its Layer 1 gas: 0.05 ether.
const GAS_MONEY: u128 = 5 * 10u128.pow(16);

/// What the verifier gets on top, to have whole batches executed on Layer 1: 0.5 ether.
const REPLAY_MONEY: u128 = 5 * 10u128.pow(17);

/// What the verifier gets beside its stake, for requests and bonds: 1,000 tokens.
const FEE_MONEY: u128 = 1_000 * 10u128.pow(18);

/// How a world is made; the default is the embedded chain and honest actors.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seed of all keys and of the users' transactions.
    pub seed: u64,
    /// Which chain.
    pub host: Host,
    /// What is deployed, and with which parameters.
    pub network: Network,
    /// How Memolabs behaves.
    pub memolabs: MemolabsFault,
    /// How many sequencers join before the flow begins.
    pub sequencers: usize,
    /// How many users.
    pub users: usize,
    /// What they want.
    pub mix: Mix,
    /// Transactions in an L2 block.
    pub block_size: usize,
    /// L2 blocks in a batch.
    pub blocks_per_batch: usize,
    /// How many batches come to stand on a withheld one, in the flow about that: more than 20.
    pub later_batches: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            host: Host::Embedded,
            network: Network::parse(DEVNET).expect("the devnet's network file is tested"),
            memolabs: MemolabsFault::None,
            sequencers: 1,
            users: 24,
            mix: Mix::All,
            block_size: 40,
            blocks_per_batch: 8,
            later_batches: 1_000,
        }
    }
}

pub(super) async fn world(suite: &Suite, settings: Settings) -> Result<World, FlowError> {
    let seed = settings.seed;
    let host = settings.host.start(settings.network.clock).await?;
    let fee_vault = settings
        .network
        .fee_vault
        .context("the network file names no l2.fee-vault")?;
    let rules = Rules::new(settings.network.l2_chain_id, fee_vault);
    let users: Vec<User> = (0..settings.users)
        .map(|i| User::new(key(seed, "user", i), rules.chain_id))
        .collect();
    let nodes = Nodes::new(&settings, rules, &users)?;

    let claim = nodes.database("genesis")?.1;
    let manifest = deploy_suite(&host, suite, &settings.network, claim).await?;
    let funder = Layer1::new(host.chain(), host.key().clone(), addresses(&manifest)?);
    let genesis = (funder.accepted(0).await?, claim);

    let stakes = settings.network.parameters.stakes;
    let key = |name| key(seed, name, 0);
    let producer = fund(&host, &funder, key("producer"), stakes.producer).await?;
    producer.join(Role::Producer, stakes.producer).await?;
    let tokens = stakes.verifier + FEE_MONEY;
    let verifier = fund(&host, &funder, key("verifier"), tokens).await?;
    let account = verifier.account();
    funder.pay(account, U256::from(REPLAY_MONEY)).await?;
    verifier.join(Role::Verifier, stakes.verifier).await?;

    let mut world = World {
        producer: BlockProducer::new(
            producer,
            key("producer"),
            nodes.rules.clone(),
            nodes.database("producer")?.0,
            claim,
            nodes.network.clone(),
        ),
        waiting_producers: Vec::new(),
        sequencers: Vec::new(),
        verifier: Verifier::new(nodes.node(verifier, "verifier", &genesis)?),
        challengers: Vec::new(),
        workload: Workload::new(
            seed,
            settings.mix,
            users.iter().map(User::address).collect(),
        ),
        users,
        network: nodes.network.clone(),
        memolabs: nodes.memolabs.clone(),
        anybody: funder,
        manifest,
        genesis,
        batches: Vec::new(),
        settings,
        host,
        nodes,
    };
    for _ in 0..world.settings.sequencers {
        let number = world.add_sequencer(stakes.sequencer).await?;
        world.sequencers[number].join(stakes.sequencer).await?;
    }
    wait_for_selection(&world).await?;
    Ok(world)
}

async fn deploy_suite(
    host: &RunningHost,
    suite: &Suite,
    network: &Network,
    genesis: StateClaim,
) -> Result<Manifest, FlowError> {
    let network = Network {
        genesis: Some(genesis),
        ..network.clone()
    };
    let deployment = Deployment {
        chain: host.chain(),
        signer: host.key(),
        network: &network,
        artifacts: suite.artifacts(),
        salt: host.salt().await?,
        manifest: None,
    };
    let deployed = deploy::apply(&deployment, &silent).await;
    Ok(deployed.map_err(anyhow::Error::from)?)
}

/// Where the manifest says the suite is.
fn addresses(manifest: &Manifest) -> Result<Addresses, FlowError> {
    let address = |contract| {
        let deployed = manifest.contracts.get(&contract);
        deployed
            .map(|it| it.address)
            .with_context(|| format!("the manifest has no {contract}"))
    };
    Ok(Addresses {
        registry: address(Contract::BatchRegistry)?,
        pool: address(Contract::SequencerPool)?,
        treasury: address(Contract::Treasury)?,
        data_availability: address(Contract::DataAvailability)?,
        fraud_proof: address(Contract::FraudProof)?,
        governance: address(Contract::Governance)?,
        token: manifest.token,
    })
}

/// An actor's connection to Layer 1, with money for gas and these tokens.
pub(super) async fn fund(
    host: &RunningHost,
    funder: &Layer1,
    key: PrivateKeySigner,
    tokens: u128,
) -> Result<Layer1, FlowError> {
    let actor = Layer1::new(host.chain(), key, *funder.addresses());
    funder.pay(actor.account(), U256::from(GAS_MONEY)).await?;
    funder.give_tokens(actor.account(), tokens).await?;
    Ok(actor)
}

/// Lets the join delay of the first sequencer pass.
async fn wait_for_selection(world: &World) -> Result<(), FlowError> {
    let slot = world.anybody.sequencer_slot().await?;
    let what = format!("sequencer {} is selected", slot.holder);
    world.wait_for_block(slot.startsAt, &what).await
}
