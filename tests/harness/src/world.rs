//! A world: a chain with the suite on it, and the actors.

mod batches;
mod build;
mod challengers;
mod host;
mod members;
mod nodes;
mod producers;
mod sequencers;
mod suite;

use alloy::primitives::B256;
use deploy::{Clock, Manifest};
use merkle::Keccak;
use std::sync::Arc;
use types::{Header, StateClaim};

pub use batches::{Fate, Posted};
pub use build::Settings;
pub use host::Host;
pub use suite::{BuiltContract, Suite};

use crate::{
    actors::{BlockProducer, DataStore, PeerNetwork, Sequencer, User, Verifier},
    error::FlowError,
    l2::Accepted,
    layer1::{Addresses, Layer1},
    workload::Workload,
};
use host::RunningHost;
use nodes::Nodes;

/// A chain with the suite on it, and the actors: several sequencers, one of each other kind. What it started stops when it is dropped.
#[derive(Debug)]
pub struct World {
    /// The users, each with its own L2 account.
    pub users: Vec<User>,
    /// What the users want.
    pub workload: Workload,
    /// The selected block producer.
    pub producer: BlockProducer,
    /// Others that wait for their turn, in the pool's order.
    pub waiting_producers: Vec<BlockProducer>,
    /// The gossip network.
    pub network: PeerNetwork,
    /// Memolabs, with the fault of the settings.
    pub memolabs: Arc<dyn DataStore>,
    /// The sequencers, in the order of joining; each follows the chain by itself.
    pub sequencers: Vec<Sequencer>,
    /// A verifier with stake.
    pub verifier: Verifier,
    /// Others who recompute and dispute batches, without stake.
    pub challengers: Vec<Verifier>,
    /// Somebody with an account and nothing else.
    pub anybody: Layer1,
    /// What this world was built from.
    pub settings: Settings,
    /// The record of the suite's deployment.
    pub manifest: Manifest,
    /// The genesis header and its claim.
    pub genesis: (Accepted, StateClaim),
    /// The batches that Layer 1 took, in order, those too that it has cut since.
    pub batches: Vec<Posted>,
    host: RunningHost,
    nodes: Nodes,
}

impl World {
    /// Starts or reaches the chain, deploys the suite, funds the actors and lets them join.
    ///
    /// # Errors
    ///
    /// [`FlowError`] of whatever step fails first.
    pub async fn build(suite: &Suite, settings: Settings) -> Result<Self, FlowError> {
        build::world(suite, settings).await
    }

    /// Where the suite is.
    pub const fn addresses(&self) -> &Addresses {
        self.anybody.addresses()
    }

    /// Layer 1's chain id.
    pub const fn chain_id(&self) -> u64 {
        self.host.chain_id()
    }

    /// Lets blocks of Layer 1 pass, if the chain can be told to; `false` if not.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a chain that can fails.
    pub async fn pass_blocks(&self, blocks: u64) -> Result<bool, FlowError> {
        self.host.pass_blocks(self.anybody.provider(), blocks).await
    }

    /// How many blocks so many transactions take, by the suite's clock: one each of the chain's own, none of its
    /// parent's, where any number of them meet in one.
    pub(crate) const fn blocks_of(&self, transactions: u64) -> u64 {
        match self.settings.network.clock {
            Clock::ArbSys => transactions,
            Clock::BlockNumber => 0,
        }
    }

    /// Lets blocks of Layer 1 pass until its clock stands at `block` or later; `what` can be done then.
    ///
    /// # Errors
    ///
    /// [`FlowError::TooEarly`] if this chain cannot be told to mine.
    pub async fn wait_for_block(&self, block: u64, what: &str) -> Result<(), FlowError> {
        let now = self.anybody.current_block().await?;
        if now >= block || self.pass_blocks(block - now).await? {
            return Ok(());
        }
        let what = what.into();
        Err(FlowError::TooEarly { what, block, now })
    }
}

/// Whether a header's instance is this registry on this chain (spec section 2).
pub(crate) fn instance_matches(header: &Header, chain_id: u64, addresses: &Addresses) -> bool {
    let registry = types::Address(addresses.registry.into());
    header.instance == types::InstanceId::of::<Keccak>(chain_id, registry)
}

/// A hash for people.
pub(crate) fn short(hash: impl Into<B256>) -> String {
    let hash: B256 = hash.into();
    format!("{hash:#}")
}
