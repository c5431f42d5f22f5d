//! What can be typed.

use std::path::{Path, PathBuf};

use alloy::primitives::{Address, B256};
use alloy::signers::local::PrivateKeySigner;
use clap::{Args, Parser, Subcommand};
use deploy::{Contract, DeployError, Network, NetworkError, Token};
use types::{Hash, L2Block, L2Timestamp, StateClaim};

/// Builds, plans, applies and verifies a deployment of the Smart L2 contract suite.
#[derive(Parser)]
#[command(name = "deploy", version, propagate_version = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Build the contracts to what is deployed, and show sizes and code hashes
    Build(BuildOptions),
    /// Show what `apply` would send, where it would go and what it would cost; sends nothing
    Plan(DeploymentOptions),
    /// Deploy, activate, construct, wire and check; interrupted, the same command goes on
    Apply(DeploymentOptions),
    /// Compare a deployment with its manifest and with the local build
    Verify(VerifyOptions),
}

#[derive(Args)]
pub(super) struct BuildOptions {
    /// Packages to build [default: all]
    #[arg(value_name = "CONTRACT", conflicts_with = "update_snapshot")]
    pub(super) contracts: Vec<Contract>,
    /// Build another checkout [default: the one this program was built from]
    #[arg(long, value_name = "DIR", conflicts_with = "update_snapshot")]
    pub(super) root: Option<PathBuf>,
    /// Write the numbers to deploy/records/sizes.toml
    #[arg(long)]
    pub(super) update_snapshot: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args)]
pub(super) struct Target {
    /// Network file, or the name of one in deploy/config
    #[arg(long, value_name = "FILE")]
    network: PathBuf,
    /// JSON-RPC endpoint [default: the network file's]
    #[arg(long, value_name = "URL")]
    rpc: Option<String>,
    /// Record of the deployment [default: deploy/records/NETWORK.json]
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args)]
pub(super) struct DeploymentOptions {
    #[command(flatten)]
    pub(super) target: Target,
    /// Private key of the account that deploys, wires and pays
    #[arg(long, value_name = "HEX", env = "DEPLOY_KEY", hide_env_values = true)]
    key: String,
    /// Stake token that is there already
    #[arg(long, value_name = "ADDRESS")]
    token: Option<Address>,
    /// Account that collects the L2's fees
    #[arg(long, value_name = "ADDRESS")]
    fee_vault: Option<Address>,
    /// State root of the L2's genesis
    #[arg(long, value_name = "HASH")]
    genesis_root: Option<B256>,
    /// Block number of the L2's genesis
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        requires = "genesis_root"
    )]
    genesis_block: u64,
    /// Timestamp of the L2's genesis, seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 0,
        requires = "genesis_root"
    )]
    genesis_timestamp: u64,
    /// Tells apart several deployments of the same code by one account
    #[arg(long, value_name = "HASH", default_value_t = B256::ZERO, hide_default_value = true)]
    pub(super) salt: B256,
}

#[derive(Args)]
pub(super) struct VerifyOptions {
    #[command(flatten)]
    pub(super) target: Target,
    /// Do not build: compare with the manifest only
    #[arg(long)]
    pub(super) no_build: bool,
}

impl Target {
    /// The network of the file, with what the command line decides.
    pub(super) fn network(&self) -> Result<Network, NetworkError> {
        let mut network = Network::read(&self.file())?;
        if let Some(rpc) = &self.rpc {
            network.rpc.clone_from(rpc);
        }
        Ok(network)
    }

    fn file(&self) -> PathBuf {
        if self.network.exists() || self.network.extension().is_some() {
            return self.network.clone();
        }
        let known = directory("config")
            .join(&self.network)
            .with_extension("toml");
        if known.exists() {
            known
        } else {
            self.network.clone()
        }
    }

    /// Where the record of this deployment is.
    pub(super) fn manifest(&self, network: &Network) -> PathBuf {
        let default = || directory("records").join(format!("{}.json", network.name));
        self.manifest.clone().unwrap_or_else(default)
    }
}

impl DeploymentOptions {
    pub(super) fn network(&self) -> Result<Network, NetworkError> {
        let mut network = self.target.network()?;
        if let Some(token) = self.token {
            network.token = Some(Token::Existing(token));
        }
        network.fee_vault = self.fee_vault.or(network.fee_vault);
        if let Some(root) = self.genesis_root {
            network.genesis = Some(StateClaim {
                state_root: Hash(root.0),
                l2_block: L2Block(self.genesis_block),
                l2_timestamp: L2Timestamp(self.genesis_timestamp),
            });
        }
        Ok(network)
    }

    /// The account; an error never repeats the key.
    pub(super) fn signer(&self) -> Result<PrivateKeySigner, DeployError> {
        self.key.trim().parse().map_err(|_| DeployError::Key)
    }
}

/// A folder of this crate.
pub(super) fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
