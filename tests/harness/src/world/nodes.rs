//! What every actor's node starts from: the L2's genesis, the Peer Network, Memolabs.

use alloy::primitives::U256;
use anyhow::Context;
use std::sync::Arc;
use tempfile::TempDir;
use transition::{Alloc, GenesisAccount, Rules, StateDb};
use types::StateClaim;

use super::Settings;
use crate::{
    actors::{DataStore, PeerNetwork, RollupNode, User},
    error::FlowError,
    l2::Accepted,
    layer1::Layer1,
};

/// Time of the L2's genesis, in seconds: before any block of Layer 1.
const GENESIS_TIME: u64 = 1_700_000_000;

/// What each user owns on the L2 at genesis: 1,000 ether.
const ENDOWMENT: u128 = 1_000 * 10u128.pow(18);

/// Makes nodes, each with a database of its own.
#[derive(Debug)]
pub(super) struct Nodes {
    directory: TempDir,
    alloc: Alloc,
    pub(super) rules: Rules,
    pub(super) network: PeerNetwork,
    pub(super) memolabs: Arc<dyn DataStore>,
}

impl Nodes {
    /// For an L2 on which these users have money.
    pub(super) fn new(
        settings: &Settings,
        rules: Rules,
        users: &[User],
    ) -> Result<Self, FlowError> {
        let directory = tempfile::tempdir().context("a directory for the actors' databases")?;
        Ok(Self {
            directory,
            alloc: alloc(users),
            rules,
            network: PeerNetwork::new(),
            memolabs: settings.memolabs.store(),
        })
    }

    /// An actor's own database, on disk, at genesis.
    pub(super) fn database(&self, name: &str) -> Result<(StateDb, StateClaim), FlowError> {
        let path = self.directory.path().join(name);
        let db = StateDb::open(&path).with_context(|| format!("opening {}", path.display()))?;
        let claim = db
            .genesis(&self.alloc, GENESIS_TIME)
            .context("writing the L2's genesis")?;
        Ok((db, claim))
    }

    /// The node of an actor of this name, at genesis.
    pub(super) fn node(
        &self,
        layer1: Layer1,
        name: &str,
        genesis: &(Accepted, StateClaim),
    ) -> Result<RollupNode, FlowError> {
        let (db, _) = self.database(name)?;
        let (rules, memolabs) = (self.rules.clone(), self.memolabs.clone());
        let genesis = genesis.clone();
        Ok(RollupNode::new(
            layer1,
            rules,
            db,
            &self.network,
            memolabs,
            genesis,
        ))
    }
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
