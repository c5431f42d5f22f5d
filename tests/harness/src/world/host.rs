//! The chain under a world: embedded, or somebody's.

use alloy::{
    eips::BlockId,
    primitives::{B256, U64},
    providers::{DynProvider, Provider},
    signers::local::PrivateKeySigner,
};
use anyhow::Context;
use deploy::{Chain, Network};
use devnet::{Clock, Config, Devnet, ParentChain};

use crate::error::FlowError;

/// The embedded chain's time at its first block: fixed, so that a seed gives the same headers.
const START: u64 = 1_790_000_000;

/// Its parent chain's block then, where the suite counts those.
const PARENT_START: u64 = 1_000_000;

/// Which chain a world is built on.
#[derive(Clone, Debug, Default)]
pub enum Host {
    /// A Stylus chain in this process, one per world.
    #[default]
    Embedded,
    /// A chain that runs already.
    External {
        /// Its JSON-RPC endpoint.
        url: String,
        /// A funded account on it.
        key: PrivateKeySigner,
    },
}

/// A chain that answers.
#[derive(Debug)]
pub(super) struct RunningHost {
    chain: Chain,
    key: PrivateKeySigner,
    /// Which blocks the suite counts.
    clock: deploy::Clock,
    embedded: Option<Devnet>,
}

impl Host {
    /// Checks that an external chain answers and is the expected one, before anything is built.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] naming the endpoint and the remedy.
    pub async fn check(&self, network: &Network) -> Result<(), FlowError> {
        if let Self::External { url, .. } = self {
            let chain = Chain::connect(url).await.map_err(anyhow::Error::from)?;
            chain
                .require_id(network.chain_id)
                .map_err(anyhow::Error::from)?;
        }
        Ok(())
    }

    /// For a suite with this clock.
    pub(super) async fn start(&self, clock: deploy::Clock) -> Result<RunningHost, FlowError> {
        let (url, key, embedded) = match self {
            Self::Embedded => {
                let config = Config {
                    clock: Clock::Fixed(START),
                    parent_chain: parent_chain(clock),
                    ..Config::default()
                };
                let devnet = Devnet::start(config).context("starting the embedded chain")?;
                let account = devnet.accounts().into_iter().next();
                let account = account.context("the embedded chain has no funded account")?;
                let key = PrivateKeySigner::from_bytes(&account.key)
                    .context("the embedded chain's key")?;
                (devnet.url(), key, Some(devnet))
            }
            Self::External { url, key } => (url.clone(), key.clone(), None),
        };
        let chain = Chain::connect(&url).await.map_err(anyhow::Error::from)?;
        Ok(RunningHost {
            chain,
            key,
            clock,
            embedded,
        })
    }
}

/// The parent chain of the embedded one. With the time it stands still until blocks are let pass, so that any number
/// of transactions can meet in one of its blocks.
const fn parent_chain(clock: deploy::Clock) -> ParentChain {
    match clock {
        deploy::Clock::ArbSys => ParentChain::Absent,
        deploy::Clock::BlockNumber => ParentChain::Following {
            start: PARENT_START,
            lag: 0,
        },
    }
}

impl RunningHost {
    pub(super) const fn chain(&self) -> &Chain {
        &self.chain
    }

    pub(super) const fn key(&self) -> &PrivateKeySigner {
        &self.key
    }

    pub(super) const fn chain_id(&self) -> u64 {
        self.chain.id()
    }

    /// What tells this world's deployment apart from others by the same account: nothing on a chain of
    /// its own, the newest block on somebody's.
    pub(super) async fn salt(&self) -> Result<B256, FlowError> {
        if self.embedded.is_some() {
            return Ok(B256::ZERO);
        }
        let newest = self.chain.provider().get_block(BlockId::latest()).await;
        let newest = newest.context("eth_getBlockByNumber(latest)")?;
        Ok(newest.context("the node has no latest block")?.header.hash)
    }

    /// Lets `blocks` pass by the suite's clock; `false` if the chain does not know how.
    pub(super) async fn pass_blocks(
        &self,
        provider: &DynProvider,
        blocks: u64,
    ) -> Result<bool, FlowError> {
        if self.clock == deploy::Clock::ArbSys {
            return self.mine(provider, blocks).await;
        }
        // The parent chain jumps, and a block of the chain's own shows it.
        let jumped = self.jump_parent_chain(provider, blocks).await?;
        Ok(jumped && self.mine(provider, 1).await?)
    }

    /// Mines empty blocks.
    async fn mine(&self, provider: &DynProvider, blocks: u64) -> Result<bool, FlowError> {
        if let Some(devnet) = &self.embedded {
            let mined = devnet.mine(blocks);
            mined.context("mining on the embedded chain")?;
            return Ok(true);
        }
        ask(provider, "anvil_mine", blocks).await
    }

    async fn jump_parent_chain(
        &self,
        provider: &DynProvider,
        blocks: u64,
    ) -> Result<bool, FlowError> {
        match &self.embedded {
            Some(devnet) => Ok(devnet.jump_parent_chain(blocks)),
            None => ask(provider, "devnet_jumpParentChain", blocks).await,
        }
    }
}

/// Asks a node for something that takes a number of blocks; `false` if it does not know it.
async fn ask(provider: &DynProvider, method: &'static str, blocks: u64) -> Result<bool, FlowError> {
    let answer = provider
        .raw_request::<_, serde_json::Value>(method.into(), (U64::from(blocks),))
        .await;
    match answer {
        Ok(_) => Ok(true),
        Err(error) if error.is_error_resp() => Ok(false),
        Err(error) => Err(anyhow::Error::from(error).context(method).into()),
    }
}
