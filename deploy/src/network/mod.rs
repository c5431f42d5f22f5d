//! What to deploy to, and with what: the network file.

mod error;
mod file;
mod governance;
mod parameters;

use std::path::Path;

use alloy::primitives::{Address, U256};
use serde::{Deserialize, Serialize};
use types::{Parameters, StateClaim};

pub use error::NetworkError;
pub use governance::GovernanceTerms;
pub use parameters::{Preset, describe_parameters};

use file::NetworkFile;

/// Which blocks all windows are counted in (spec section 4, "Time").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// `block.number`: on Arbitrum the parent chain's block, about 12 seconds.
    BlockNumber,
    /// `ArbSys.arbBlockNumber`: the chain's own blocks.
    ArbSys,
}

impl Clock {
    /// The constructors' argument.
    pub const fn code(self) -> u8 {
        match self {
            Self::BlockNumber => 0,
            Self::ArbSys => 1,
        }
    }
}

/// The ERC-20 that is staked and paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Token {
    /// One that is there already.
    Existing(Address),
    /// Deploy MetisToken; the deploying account gets this supply, in base units.
    Deploy(U256),
}

/// A network, with everything that a deployment on it is made of.
///
/// Plain data: a test may take a file's and shorten its windows.
#[derive(Clone, Debug)]
pub struct Network {
    /// For people and for the manifest's file name.
    pub name: String,
    /// What `eth_chainId` must answer.
    pub chain_id: u64,
    /// JSON-RPC endpoint, unless another is given.
    pub rpc: String,
    /// The StylusDeployer contract.
    pub stylus_deployer: Address,
    /// The clock of every contract.
    pub clock: Clock,
    /// The token; `None` until the operator names one.
    pub token: Option<Token>,
    /// Parameter set 0, valid.
    pub parameters: Parameters,
    /// How long Governance takes, and what it may spend.
    pub governance: GovernanceTerms,
    /// Chain id that L2 transactions are signed for.
    pub l2_chain_id: u64,
    /// Coinbase of the L2; `None` until the operator names it.
    pub fee_vault: Option<Address>,
    /// L2 state from which the first batch goes on; `None` until it is given.
    pub genesis: Option<StateClaim>,
}

impl Network {
    /// Reads a network file.
    ///
    /// # Errors
    ///
    /// [`NetworkError`] naming the file, the key and the remedy: unreadable, not TOML, a key that
    /// does not exist or is missing, a malformed value, parameters that the contracts would refuse.
    pub fn read(path: &Path) -> Result<Self, NetworkError> {
        let text = std::fs::read_to_string(path).map_err(|source| NetworkError::Read {
            path: path.into(),
            source,
        })?;
        Self::parse(&text).map_err(|error| error.in_file(path))
    }

    /// As [`Network::read`], from the text of the file.
    ///
    /// # Errors
    ///
    /// As [`Network::read`].
    pub fn parse(text: &str) -> Result<Self, NetworkError> {
        toml::from_str::<NetworkFile>(text)
            .map_err(|error| NetworkError::Syntax(error.to_string().trim_end().to_owned()))?
            .resolve()
    }
}

#[cfg(test)]
mod tests;
