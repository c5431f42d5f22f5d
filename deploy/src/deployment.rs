//! One deployment: its inputs, and what the chain already has of it.

use std::path::Path;

use alloy::primitives::{Address, B256, keccak256};
use alloy::signers::local::PrivateKeySigner;
use interfaces::client::{
    IBatchRegistry, IDataAvailability, IFraudProof, IGovernance, ISequencerPool, ITreasury,
};

use crate::blueprint::{Blueprint, Placement};
use crate::build::{Artifact, Artifacts, FACTORY};
use crate::chain::{Chain, ChainError};
use crate::error::DeployError;
use crate::network::{Network, Token};
use crate::suite::Contract;

/// What [`crate::plan`] and [`crate::apply`] work on.
#[derive(Clone, Copy, Debug)]
pub struct Deployment<'a> {
    /// Where to.
    pub chain: &'a Chain,
    /// Who deploys, wires and pays.
    pub signer: &'a PrivateKeySigner,
    /// What to deploy there; token, fee vault and genesis must be decided.
    pub network: &'a Network,
    /// The built contracts.
    pub artifacts: &'a Artifacts,
    /// Tells apart several deployments of the same code by one account.
    pub salt: B256,
    /// Where to keep the record; `None` keeps none, and an interrupted run then finds out from the chain
    /// what is done.
    pub manifest: Option<&'a Path>,
}

impl<'a> Deployment<'a> {
    /// Every address and call of this deployment.
    pub(crate) fn blueprint(&self) -> Result<Blueprint<'a>, DeployError> {
        Blueprint::new(
            self.network,
            self.signer.address(),
            self.artifacts,
            self.salt,
        )
    }

    /// The built code of a contract.
    pub(crate) fn artifact(&self, contract: Contract) -> Result<&'a Artifact, DeployError> {
        self.artifacts
            .get(contract)
            .ok_or(DeployError::NotBuilt(contract))
    }

    /// Checks that this is the right chain and that it has what a deployment needs.
    pub(crate) async fn check_host(&self, blueprint: &Blueprint<'_>) -> Result<(), DeployError> {
        self.chain.require_id(self.network.chain_id)?;
        self.chain.stylus_version().await?;
        self.require_code(
            "the StylusDeployer",
            self.network.stylus_deployer,
            "deploy OffchainLabs' StylusDeployer, or set `stylus-deployer` in the network file",
        )
        .await?;
        if let Some(Token::Existing(token)) = self.network.token {
            self.require_code(
                "the token",
                token,
                "give the address of an ERC-20 on this chain",
            )
            .await?;
        }
        let pieces = |placement: &Placement<'_>| !placement.artifact.code.fragments().is_empty();
        if blueprint.placements.iter().any(pieces) {
            self.require_code(
                "the CREATE2 factory",
                FACTORY,
                "send its keyless transaction; see github.com/Arachnid/deterministic-deployment-proxy",
            )
            .await?;
        }
        Ok(())
    }

    async fn require_code(
        &self,
        what: &'static str,
        address: Address,
        remedy: &'static str,
    ) -> Result<(), ChainError> {
        if self.chain.code(address).await?.is_empty() {
            return Err(ChainError::Missing {
                what,
                address,
                remedy,
            });
        }
        Ok(())
    }

    /// Whether a contract is at its place.
    ///
    /// The address commits to code and constructor arguments, and the StylusDeployer creates and
    /// constructs in one transaction: what is there is this contract, constructed.
    pub(crate) async fn is_deployed(&self, placement: &Placement<'_>) -> Result<bool, DeployError> {
        let code = self.chain.code(placement.address).await?;
        if code.is_empty() {
            return Ok(false);
        }
        let (found, expected) = (keccak256(&code), placement.artifact.code_hash());
        if found != expected {
            return Err(DeployError::CodeDiffers {
                contract: placement.contract,
                address: placement.address,
                found,
                expected,
            });
        }
        Ok(true)
    }

    /// Whether a contract knows a peer; which ones is for the check at the end.
    pub(crate) async fn is_wired(
        &self,
        blueprint: &Blueprint<'_>,
        contract: Contract,
    ) -> Result<bool, DeployError> {
        let Some(placement) = blueprint.placements.iter().find(|p| p.contract == contract) else {
            return Err(DeployError::NotBuilt(contract));
        };
        let address = placement.address;
        if !self.is_deployed(placement).await? {
            return Ok(false);
        }
        let peer = match contract {
            Contract::Treasury => {
                self.chain
                    .view(address, &ITreasury::registryCall {})
                    .await?
            }
            Contract::SequencerPool => {
                self.chain
                    .view(address, &ISequencerPool::treasuryCall {})
                    .await?
            }
            Contract::BatchRegistry => {
                self.chain
                    .view(address, &IBatchRegistry::poolCall {})
                    .await?
            }
            Contract::DataAvailability => {
                self.chain
                    .view(address, &IDataAvailability::registryCall {})
                    .await?
            }
            Contract::FraudProof => {
                self.chain
                    .view(address, &IFraudProof::registryCall {})
                    .await?
            }
            Contract::Governance => {
                self.chain
                    .view(address, &IGovernance::registryCall {})
                    .await?
            }
            Contract::MetisToken | Contract::StateTransition => return Ok(true),
        };
        Ok(!peer.is_zero())
    }
}
