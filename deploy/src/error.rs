//! Why a deployment stopped.

use std::path::PathBuf;

use alloy::primitives::Address;

use crate::chain::ChainError;
use crate::suite::Contract;

/// A deployment that stopped. What was done until then is on chain and in the manifest; the same
/// command goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The chain cannot be used, or refused.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// Something that only the operator can decide is open.
    #[error("the network file of {network} names no {what}: give {option}")]
    Undecided {
        /// The network.
        network: String,
        /// What is open.
        what: &'static str,
        /// How to decide it.
        option: &'static str,
    },
    /// A contract was not built.
    #[error("{0} is not among the built contracts")]
    NotBuilt(Contract),
    /// The key is none.
    #[error("the key is malformed: it must be 32 bytes as 64 hex digits, with or without 0x")]
    Key,
    /// The manifest cannot be read or written.
    #[error("manifest {}: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The manifest is of another deployment.
    #[error(
        "the manifest says that {what} is {recorded}, this run has {given}. Go on with what it was begun with, or give another --manifest"
    )]
    OtherDeployment {
        /// What differs.
        what: String,
        /// In the manifest.
        recorded: String,
        /// In this run.
        given: String,
    },
    /// The chain does not hold what the manifest says was deployed.
    #[error(
        "the manifest has {contract} at {address}, but the chain has no code there. A restarted devnet? Then delete the manifest or give another --manifest"
    )]
    Vanished {
        /// Which contract.
        contract: Contract,
        /// Where it should be.
        address: Address,
    },
    /// Other code is where a contract belongs.
    #[error(
        "{contract} at {address} has code hash {found}, the local build has {expected}. Build the source that was deployed, or deploy with another --salt"
    )]
    CodeDiffers {
        /// Which contract.
        contract: Contract,
        /// Where.
        address: Address,
        /// On chain.
        found: alloy::primitives::B256,
        /// Of the local build.
        expected: alloy::primitives::B256,
    },
    /// The check at the end failed.
    #[error(
        "{subject}: {what} is {found}, it must be {expected}. This deployment must not be used"
    )]
    Refuted {
        /// Which contract.
        subject: String,
        /// What was compared.
        what: String,
        /// What the chain says.
        found: String,
        /// What it must say.
        expected: String,
    },
}
