//! The contracts of the suite: one table that building, planning and deploying read.

use serde::{Deserialize, Serialize};

/// A deployable contract. The order is the order of deployment (spec section 1: callees first).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contract {
    /// ERC-20 with permit, for chains without a token of their own.
    MetisToken,
    /// Custody of every deposit (spec 4.7).
    Treasury,
    /// Stake, selection and rotation (spec 4.2).
    SequencerPool,
    /// The L2 executed on a witness (spec 4.5).
    StateTransition,
    /// Headers, finality and parameter sets (spec 4.1).
    BatchRegistry,
    /// Requests for data, and its publication (spec 4.3).
    DataAvailability,
    /// Disputes and re-execution (spec 4.4).
    FraudProof,
    /// Proposals and votes (spec 4.6).
    Governance,
}

impl Contract {
    /// Every contract, in the order of deployment.
    pub const ALL: [Self; 8] = [
        Self::MetisToken,
        Self::Treasury,
        Self::SequencerPool,
        Self::StateTransition,
        Self::BatchRegistry,
        Self::DataAvailability,
        Self::FraudProof,
        Self::Governance,
    ];

    /// The cargo package, which is also the contract's key in manifests and records.
    pub const fn package(self) -> &'static str {
        match self {
            Self::MetisToken => "metis-token",
            Self::Treasury => "treasury",
            Self::SequencerPool => "sequencer-pool",
            Self::StateTransition => "state-transition",
            Self::BatchRegistry => "batch-registry",
            Self::DataAvailability => "data-availability",
            Self::FraudProof => "fraud-proof",
            Self::Governance => "governance",
        }
    }

    /// The folder of its cargo workspace, from the root of the repository.
    pub(crate) const fn workspace(self) -> &'static str {
        match self {
            // Built on `revm`, which the lock file of the others cannot hold.
            Self::StateTransition => "",
            _ => "contracts",
        }
    }
}

impl std::fmt::Display for Contract {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.package())
    }
}

/// A name that is no contract's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no contract `{given}`: there are {}", Contract::ALL.map(Contract::package).join(", "))]
pub struct UnknownContract {
    /// What was given.
    pub given: String,
}

impl std::str::FromStr for Contract {
    type Err = UnknownContract;

    /// By the name of the package.
    fn from_str(name: &str) -> Result<Self, UnknownContract> {
        Self::ALL
            .into_iter()
            .find(|contract| contract.package() == name)
            .ok_or_else(|| UnknownContract { given: name.into() })
    }
}
