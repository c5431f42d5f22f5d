//! How a world comes to be.

use alloy::{primitives::U256, signers::local::PrivateKeySigner};
use anyhow::Context;
use deploy::{Contract, Deployment, Manifest, Network, silent};
use interfaces::client::ISequencerPool::Role;
use std::path::Path;
use transition::{Alloc, GenesisAccount, Rules, StateDb};
use types::StateClaim;

use super::{Host, Suite, World, host::RunningHost};
use crate::{
    actors::{BlockProducer, PeerNetwork, RollupNode, Sequencer, User, Verifier},
    error::FlowError,
    faults::MemolabsFault,
    keys::key,
    layer1::{Addresses, Layer1},
    workload::Workload,
};

/// The network file of the devnet: what is deployed unless the caller says otherwise.
const DEVNET: &str = include_str!("../../../../deploy/config/devnet.toml");

/// Time of the L2's genesis, in seconds: before any block of Layer 1.
const GENESIS_TIME: u64 = 1_700_000_000;

/// What each user owns on the L2 at genesis: 1,000 ether.
const ENDOWMENT: u128 = 1_000 * 10u128.pow(18);

/// What each actor gets for its Layer 1 gas: 0.05 ether.
const GAS_MONEY: u128 = 5 * 10u128.pow(16);

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
    /// How many users.
    pub users: usize,
    /// Transactions in an L2 block.
    pub block_size: usize,
    /// L2 blocks in a batch.
    pub blocks_per_batch: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            host: Host::Embedded,
            network: Network::parse(DEVNET).expect("the devnet's network file is tested"),
            memolabs: MemolabsFault::None,
            users: 24,
            block_size: 40,
            blocks_per_batch: 8,
        }
    }
}

pub(super) async fn world(suite: &Suite, settings: Settings) -> Result<World, FlowError> {
    let seed = settings.seed;
    let host = settings.host.start().await?;
    let directory = tempfile::tempdir().context("a directory for the actors' databases")?;
    let fee_vault = settings
        .network
        .fee_vault
        .context("the network file names no l2.fee-vault")?;
    let rules = Rules::new(settings.network.l2_chain_id, fee_vault);
    let users: Vec<User> = (0..settings.users)
        .map(|i| User::new(key(seed, "user", i), rules.chain_id))
        .collect();
    let alloc = alloc(&users);

    let claim = database(directory.path(), "genesis", &alloc)?.1;
    let manifest = deploy_suite(&host, suite, &settings.network, claim).await?;
    let addresses = addresses(&manifest)?;
    let funder = Layer1::new(host.chain(), host.key().clone(), addresses);
    let genesis = (funder.accepted(0).await?, claim);

    let minimum = &settings.network.parameters.stakes;
    let join = |role, name, stake| join(&host, &funder, role, key(seed, name, 0), stake);
    let sequencer = join(Role::Sequencer, "sequencer", minimum.sequencer).await?;
    let producer = join(Role::Producer, "producer", minimum.producer).await?;
    let verifier = join(Role::Verifier, "verifier", minimum.verifier).await?;

    let network = PeerNetwork::new();
    let memolabs = settings.memolabs.store();
    let workload = Workload::new(seed, users.iter().map(User::address).collect());
    let db = |name| database(directory.path(), name, &alloc).map(|(db, _)| db);
    let node = |layer1, name| {
        let (rules, memolabs) = (rules.clone(), memolabs.clone());
        db(name).map(|db| RollupNode::new(layer1, rules, db, &network, memolabs))
    };
    let world = World {
        producer: BlockProducer::new(
            producer.1,
            rules.clone(),
            db("producer")?,
            claim,
            network.clone(),
        ),
        sequencer: Sequencer::new(node(sequencer.0, "sequencer")?, genesis.clone()),
        verifier: Verifier::new(node(verifier.0, "verifier")?, genesis.clone()),
        users,
        workload,
        network,
        memolabs,
        anybody: funder,
        manifest,
        genesis,
        batches: Vec::new(),
        settings,
        host,
        _databases: directory,
    };
    wait_for_selection(&world).await?;
    Ok(world)
}

/// The users' accounts at genesis.
fn alloc(users: &[User]) -> Alloc {
    let account = GenesisAccount {
        balance: U256::from(ENDOWMENT),
        ..GenesisAccount::default()
    };
    users
        .iter()
        .map(|user| (user.address(), account.clone()))
        .collect()
}

/// An actor's own database, on disk, at genesis.
fn database(
    directory: &Path,
    name: &str,
    alloc: &Alloc,
) -> Result<(StateDb, StateClaim), FlowError> {
    let path = directory.join(name);
    let db = StateDb::open(&path).with_context(|| format!("opening {}", path.display()))?;
    let claim = db
        .genesis(alloc, GENESIS_TIME)
        .context("writing the L2's genesis")?;
    Ok((db, claim))
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
        token: manifest.token,
    })
}

/// Funds an actor and lets it join the pool with this stake.
async fn join(
    host: &RunningHost,
    funder: &Layer1,
    role: Role,
    key: PrivateKeySigner,
    stake: u128,
) -> Result<(Layer1, PrivateKeySigner), FlowError> {
    let actor = Layer1::new(host.chain(), key.clone(), *funder.addresses());
    funder.pay(actor.account(), U256::from(GAS_MONEY)).await?;
    funder.give_tokens(actor.account(), stake).await?;
    actor.join(role, stake).await?;
    Ok((actor, key))
}

/// Lets the join delay of the first sequencer pass.
async fn wait_for_selection(world: &World) -> Result<(), FlowError> {
    let pool = world.anybody.pool();
    let slot = pool
        .slot(Role::Sequencer)
        .call()
        .await
        .context("SequencerPool.slot")?;
    let now = pool
        .currentBlock()
        .call()
        .await
        .context("SequencerPool.currentBlock")?;
    let left = slot.startsAt.saturating_sub(now);
    if left > 0 && !world.pass_blocks(left).await? {
        let holder = slot.holder;
        return Err(anyhow::anyhow!(
            "sequencer {holder} is selected {left} blocks from now, at block {}, and this chain \
             cannot be told to mine them; run again then",
            slot.startsAt
        )
        .into());
    }
    Ok(())
}
