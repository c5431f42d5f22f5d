//! The record of a deployment: a JSON file, rewritten whole after every confirmed step.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use alloy::primitives::{Address, B256, Bytes};
use serde::{Deserialize, Serialize};
use types::StateClaim;

use crate::error::DeployError;
use crate::network::{Clock, GovernanceTerms};
use crate::suite::Contract;

/// Format of the file; a reader refuses others.
const VERSION: u32 = 2;

/// A deployment, finished or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Manifest {
    /// Format of this file.
    pub version: u32,
    /// Name of the network file.
    pub network: String,
    /// The host chain.
    pub chain_id: u64,
    /// Who deploys and wires.
    pub deployer: Address,
    /// What tells apart several deployments by one account.
    pub salt: B256,
    /// The stake token.
    pub token: Address,
    /// The clock of every contract.
    pub clock: Clock,
    /// The L2.
    pub l2: L2,
    /// Parameter set 0, by name.
    pub parameters: BTreeMap<String, String>,
    /// Terms of Governance.
    pub governance: GovernanceTerms,
    /// The contracts deployed so far.
    pub contracts: BTreeMap<Contract, Deployed>,
    /// The contracts wired so far, and by what; `null` if one was found wired.
    pub wired: BTreeMap<Contract, Option<Mined>>,
    /// A transaction that was signed and not yet seen mined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// Everything is there and every check passed.
    pub complete: bool,
}

/// What the host chain is told of the L2, and what its nodes must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct L2 {
    /// Chain id that L2 transactions are signed for.
    pub chain_id: u64,
    /// Coinbase of every L2 block.
    pub fee_vault: Address,
    /// State root of the genesis claim.
    pub genesis_state_root: B256,
    /// L2 block number of the genesis claim.
    pub genesis_block: u64,
    /// L2 timestamp of the genesis claim, seconds.
    pub genesis_timestamp: u64,
}

impl L2 {
    /// The genesis claim.
    pub const fn genesis(&self) -> StateClaim {
        StateClaim {
            state_root: types::Hash(self.genesis_state_root.0),
            l2_block: types::L2Block(self.genesis_block),
            l2_timestamp: types::L2Timestamp(self.genesis_timestamp),
        }
    }
}

/// A deployed contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Deployed {
    /// Where it is.
    pub address: Address,
    /// Hash of its code.
    pub code_hash: B256,
    /// ABI-encoded arguments of its constructor.
    pub constructor_arguments: Bytes,
    /// Accounts that hold its pieces, in order; empty for a contract of one piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fragments: Vec<Piece>,
    /// By what it was created; `None` if it was found on the chain.
    pub created: Option<Mined>,
}

/// A piece of a large contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Piece {
    /// Where it is.
    pub address: Address,
    /// Hash of its code.
    pub code_hash: B256,
}

/// A mined transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Mined {
    /// Its hash.
    pub transaction: B256,
    /// Its block, in the host chain's own numbering.
    pub block: u64,
    /// Gas that it used, Layer 1 data included.
    pub gas_used: u64,
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Create a piece of a contract.
    Fragment(Contract, usize),
    /// Create, activate and construct a contract.
    Deploy(Contract),
    /// Tell a contract its peers.
    Wire(Contract),
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fragment(contract, index) => write!(f, "fragment {index} of {contract}"),
            Self::Deploy(contract) => write!(f, "deploy {contract}"),
            Self::Wire(contract) => write!(f, "wire {contract}"),
        }
    }
}

/// A transaction on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Pending {
    /// What it does.
    pub step: Step,
    /// Its hash.
    pub transaction: B256,
}

impl Manifest {
    /// The format that this program writes.
    pub(crate) const VERSION: u32 = VERSION;

    /// The address of a contract, if it is deployed.
    pub fn address(&self, contract: Contract) -> Option<Address> {
        self.contracts
            .get(&contract)
            .map(|deployed| deployed.address)
    }

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// [`DeployError::Manifest`] naming the file, if it cannot be read, is no manifest, or is of
    /// another version.
    pub fn read(path: &Path) -> Result<Self, DeployError> {
        let wrong = |reason: String| DeployError::Manifest {
            path: path.into(),
            reason,
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            wrong(format!(
                "{error}. `deploy apply` writes it; --manifest names another"
            ))
        })?;
        let manifest: Self =
            serde_json::from_str(&text).map_err(|error| wrong(format!("no manifest: {error}")))?;
        if manifest.version != VERSION {
            return Err(wrong(format!(
                "its version is {}, this program reads {VERSION}",
                manifest.version
            )));
        }
        Ok(manifest)
    }

    /// Writes the manifest: to a new file that then takes the old one's place, so that whatever
    /// happens, one of the two is there whole.
    ///
    /// # Errors
    ///
    /// [`DeployError::Manifest`] naming the file.
    pub fn write(&self, path: &Path) -> Result<(), DeployError> {
        self.replace(path).map_err(|error| DeployError::Manifest {
            path: path.into(),
            reason: error.to_string(),
        })
    }

    fn replace(&self, path: &Path) -> std::io::Result<()> {
        let directory = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(directory)?;
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mined = Mined {
            transaction: B256::repeat_byte(9),
            block: 4,
            gas_used: 5,
        };
        let deployed = Deployed {
            address: Address::repeat_byte(1),
            code_hash: B256::repeat_byte(2),
            constructor_arguments: vec![1, 2, 3].into(),
            fragments: vec![Piece {
                address: Address::repeat_byte(3),
                code_hash: B256::repeat_byte(4),
            }],
            created: Some(mined),
        };
        Manifest {
            version: VERSION,
            network: "devnet".into(),
            chain_id: 412_346,
            deployer: Address::repeat_byte(5),
            salt: B256::ZERO,
            token: Address::repeat_byte(6),
            clock: Clock::ArbSys,
            l2: L2 {
                chain_id: 7,
                fee_vault: Address::repeat_byte(7),
                genesis_state_root: B256::repeat_byte(8),
                genesis_block: 1,
                genesis_timestamp: 2,
            },
            parameters: BTreeMap::from([("slot.idle".into(), "30".into())]),
            governance: GovernanceTerms {
                voting: 1,
                timelock: 2,
                expiry: 3,
                spending_period: 4,
                spending_bps: 5,
            },
            contracts: BTreeMap::from([(Contract::Treasury, deployed)]),
            wired: BTreeMap::from([(Contract::Treasury, None)]),
            pending: Some(Pending {
                step: Step::Wire(Contract::SequencerPool),
                transaction: B256::repeat_byte(10),
            }),
            complete: false,
        }
    }

    #[test]
    fn read_returns_what_write_wrote() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/folder/manifest.json");
        let mut given = manifest();
        given.write(&path).unwrap();
        assert_eq!(Manifest::read(&path).unwrap(), given);
        given.pending = None;
        given.complete = true;
        given.write(&path).unwrap();
        assert_eq!(Manifest::read(&path).unwrap(), given);
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
        assert_eq!(files.count(), 1, "nothing temporary is left");
    }

    #[test]
    fn read_refuses_what_is_no_manifest_and_names_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("m.json");
        let mut newer = manifest();
        newer.version = VERSION + 1;
        let newer = serde_json::to_string(&newer).unwrap();
        let whole = serde_json::to_string(&manifest()).unwrap();
        let half = &whole[..whole.len() / 2];
        let surplus = whole.replacen("\"network\"", "\"foo\": 1, \"network\"", 1);
        let cases = ["", "{}", half, &newer, &surplus];
        for text in cases {
            std::fs::write(&path, text).unwrap();
            let error = Manifest::read(&path).unwrap_err();
            assert!(error.to_string().contains("m.json"), "{error}");
        }
        assert!(Manifest::read(&directory.path().join("gone.json")).is_err());
    }
}
