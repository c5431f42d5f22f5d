//! The network file as it is written.

use alloy::primitives::{Address, B256, U256};
use serde::Deserialize;
use types::{Hash, L2Block, L2Timestamp, StateClaim};

use super::parameters::ParametersFile;
use super::{Clock, Network, NetworkError, Token};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NetworkFile {
    name: String,
    chain_id: u64,
    rpc: String,
    stylus_deployer: Address,
    clock: Clock,
    token: Option<TokenFile>,
    parameters: ParametersFile,
    l2: L2File,
    genesis: Option<GenesisFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TokenFile {
    existing: Option<Address>,
    deploy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct L2File {
    chain_id: u64,
    fee_vault: Option<Address>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GenesisFile {
    state_root: B256,
    block: u64,
    timestamp: u64,
}

impl NetworkFile {
    pub(super) fn resolve(self) -> Result<Network, NetworkError> {
        check(
            is_file_name(&self.name),
            "name",
            &self.name,
            "use letters, digits, `-` and `_`; the manifest's file is named by it",
        )?;
        check(
            self.rpc.starts_with("http://") || self.rpc.starts_with("https://"),
            "rpc",
            &self.rpc,
            "give a URL that starts with http:// or https://",
        )?;
        check(
            self.chain_id != 0,
            "chain-id",
            &self.chain_id,
            "give the host chain's id",
        )?;
        check(
            self.l2.chain_id != 0 && self.l2.chain_id != self.chain_id,
            "l2.chain-id",
            &self.l2.chain_id,
            "give an id of its own: with the host's, transactions could be replayed",
        )?;
        for (key, address) in [
            ("stylus-deployer", Some(self.stylus_deployer)),
            ("l2.fee-vault", self.l2.fee_vault),
        ] {
            if let Some(address) = address {
                check(
                    !address.is_zero(),
                    key,
                    &address,
                    "give an address that is not zero",
                )?;
            }
        }
        Ok(Network {
            token: self.token.map(TokenFile::resolve).transpose()?,
            governance: self.parameters.governance()?,
            parameters: self.parameters.resolve()?,
            name: self.name,
            chain_id: self.chain_id,
            rpc: self.rpc,
            stylus_deployer: self.stylus_deployer,
            clock: self.clock,
            l2_chain_id: self.l2.chain_id,
            fee_vault: self.l2.fee_vault,
            genesis: self.genesis.map(|genesis| genesis.claim()),
        })
    }
}

impl TokenFile {
    fn resolve(self) -> Result<Token, NetworkError> {
        match (self.existing, self.deploy) {
            (Some(address), None) => {
                let remedy = "give the token's address, or `deploy = \"<supply>\"` instead";
                check(!address.is_zero(), "token.existing", &address, remedy)?;
                Ok(Token::Existing(address))
            }
            (None, Some(supply)) => match supply.parse::<U256>() {
                Ok(amount) if !amount.is_zero() => Ok(Token::Deploy(amount)),
                _ => Err(NetworkError::Value {
                    key: "token.deploy",
                    value: supply,
                    remedy: "give the supply in base units (18 decimals), above 0",
                }),
            },
            (existing, _) => Err(NetworkError::Value {
                key: "token",
                value: if existing.is_some() {
                    "two tokens"
                } else {
                    "empty"
                }
                .into(),
                remedy: "give either `existing` or `deploy`",
            }),
        }
    }
}

impl GenesisFile {
    fn claim(&self) -> StateClaim {
        StateClaim {
            state_root: Hash(self.state_root.0),
            l2_block: L2Block(self.block),
            l2_timestamp: L2Timestamp(self.timestamp),
        }
    }
}

fn is_file_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(allowed)
}

fn check(
    holds: bool,
    key: &'static str,
    value: &dyn ToString,
    remedy: &'static str,
) -> Result<(), NetworkError> {
    if holds {
        return Ok(());
    }
    Err(NetworkError::Value {
        key,
        value: value.to_string(),
        remedy,
    })
}
