//! Reads a deployment back and compares it with its manifest.

use std::fmt::Display;

use alloy::primitives::{Address, B256, keccak256};
use alloy::providers::Provider;
use alloy::rpc::types::Filter;
use alloy::sol_types::{SolCall, SolEvent};
use interfaces::client::{
    IBatchRegistry, IDataAvailability, IFraudProof, IGovernance, ISequencerPool, IStateTransition,
    ITreasury,
};
use serde::Serialize;
use types::Parameters;

use crate::blueprint::{NO_PEER, RULES_VERSION};
use crate::build::Artifacts;
use crate::chain::{Chain, ChainError};
use crate::error::DeployError;
use crate::manifest::{Deployed, Manifest};
use crate::network::{GovernanceTerms, describe_parameters};
use crate::progress::{Event, Observer, Phase};
use crate::suite::Contract;

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The contract, or `deployment`.
    pub subject: String,
    /// What is compared.
    pub what: String,
    /// What it must be.
    pub expected: String,
    /// What the chain says.
    pub found: String,
}

impl Check {
    /// Whether it passed.
    pub fn holds(&self) -> bool {
        self.expected == self.found
    }
}

/// The outcome of every comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The comparisons, in order.
    pub checks: Vec<Check>,
}

impl Report {
    /// The comparisons that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.holds())
    }

    /// Passes only if every comparison did.
    ///
    /// # Errors
    ///
    /// [`DeployError::Refuted`] with the first that failed.
    pub fn require(&self) -> Result<(), DeployError> {
        match self.failed().next() {
            None => Ok(()),
            Some(check) => Err(DeployError::Refuted {
                subject: check.subject.clone(),
                what: check.what.clone(),
                found: check.found.clone(),
                expected: check.expected.clone(),
            }),
        }
    }
}

/// Compares the chain with a manifest, and with a local build if one is given: the code of every
/// contract, its activation, what each says of its peers, its clock and its deployer, parameter set
/// 0, the genesis claim.
///
/// # Errors
///
/// [`DeployError::Chain`] if the chain does not answer or is another one. What does not agree is no
/// error but in the report; see [`Report::require`].
pub async fn verify(
    chain: &Chain,
    manifest: &Manifest,
    artifacts: Option<&Artifacts>,
    observer: Observer<'_>,
) -> Result<Report, DeployError> {
    chain.require_id(manifest.chain_id)?;
    let mut verifier = Verifier {
        chain,
        manifest,
        report: Report::default(),
    };
    let tell = |contract: Contract, fraction| {
        observer(Event {
            subject: contract.to_string(),
            phase: Phase::Check,
            fraction,
        });
    };
    for contract in expected_contracts(manifest) {
        tell(contract, 0.0);
        match manifest.contracts.get(&contract) {
            None => verifier.add(contract, "deployed", true, false),
            Some(deployed) => verifier.contract(contract, deployed, artifacts).await?,
        }
        tell(contract, 1.0);
    }
    Ok(verifier.report)
}

/// The suite; MetisToken only where it is the token.
fn expected_contracts(manifest: &Manifest) -> impl Iterator<Item = Contract> {
    let own_token = manifest.contracts.contains_key(&Contract::MetisToken);
    Contract::ALL
        .into_iter()
        .filter(move |contract| *contract != Contract::MetisToken || own_token)
}

struct Verifier<'a> {
    chain: &'a Chain,
    manifest: &'a Manifest,
    report: Report,
}

impl Verifier<'_> {
    fn add(
        &mut self,
        subject: impl Display,
        what: impl Display,
        expected: impl Display,
        found: impl Display,
    ) {
        self.report.checks.push(Check {
            subject: subject.to_string(),
            what: what.to_string(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    async fn contract(
        &mut self,
        contract: Contract,
        deployed: &Deployed,
        artifacts: Option<&Artifacts>,
    ) -> Result<(), DeployError> {
        if let Some(artifact) = artifacts.and_then(|artifacts| artifacts.get(contract)) {
            let local = artifact.code_hash();
            self.add(
                contract,
                "code hash of the local build",
                deployed.code_hash,
                local,
            );
        }
        let found = self.code_hash(deployed.address).await?;
        self.add(contract, "code hash", deployed.code_hash, found);
        for piece in &deployed.fragments {
            let found = self.code_hash(piece.address).await?;
            self.add(
                contract,
                format!("fragment {}", piece.address),
                piece.code_hash,
                found,
            );
        }
        if found != deployed.code_hash {
            // Other code answers other calls; the rest would say nothing.
            return Ok(());
        }
        let activated = self.chain.is_activated(found).await?;
        self.add(contract, "activated", true, activated);
        if !activated {
            return Ok(());
        }
        match contract {
            Contract::MetisToken => {
                self.add(
                    contract,
                    "is the token",
                    self.manifest.token,
                    deployed.address,
                );
                Ok(())
            }
            Contract::Treasury => self.treasury(deployed.address).await,
            Contract::SequencerPool => self.pool(deployed.address).await,
            Contract::StateTransition => self.state_transition(deployed.address).await,
            Contract::BatchRegistry => self.registry(deployed).await,
            Contract::DataAvailability => self.data_availability(deployed.address).await,
            Contract::FraudProof => self.fraud_proof(deployed.address).await,
            Contract::Governance => self.governance(deployed.address).await,
        }
    }

    async fn code_hash(&self, account: Address) -> Result<B256, ChainError> {
        Ok(keccak256(self.chain.code(account).await?))
    }

    /// Calls a view without arguments and compares its answer.
    async fn view<C: SolCall>(
        &mut self,
        contract: Contract,
        address: Address,
        call: C,
        expected: C::Return,
    ) -> Result<(), DeployError>
    where
        C::Return: Display,
    {
        let found = self.chain.view(address, &call).await?;
        self.add(contract, C::SIGNATURE, expected, found);
        Ok(())
    }

    /// Where a peer must be: as recorded, zero if it is not.
    fn peer(&self, contract: Contract) -> Address {
        self.manifest.address(contract).unwrap_or(NO_PEER)
    }

    async fn treasury(&mut self, at: Address) -> Result<(), DeployError> {
        use ITreasury as I;
        let of = Contract::Treasury;
        let (registry, pool) = (
            self.peer(Contract::BatchRegistry),
            self.peer(Contract::SequencerPool),
        );
        self.view(of, at, I::tokenCall {}, self.manifest.token)
            .await?;
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::registryCall {}, registry).await?;
        self.view(of, at, I::poolCall {}, pool).await?;
        let data_availability = self.peer(Contract::DataAvailability);
        self.view(of, at, I::dataAvailabilityCall {}, data_availability)
            .await?;
        let fraud_proof = self.peer(Contract::FraudProof);
        let governance = self.peer(Contract::Governance);
        self.view(of, at, I::fraudProofCall {}, fraud_proof).await?;
        self.view(of, at, I::governanceCall {}, governance).await
    }

    async fn pool(&mut self, at: Address) -> Result<(), DeployError> {
        use ISequencerPool as I;
        let of = Contract::SequencerPool;
        let (registry, treasury) = (
            self.peer(Contract::BatchRegistry),
            self.peer(Contract::Treasury),
        );
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::clockCall {}, self.manifest.clock.code())
            .await?;
        self.view(of, at, I::treasuryCall {}, treasury).await?;
        self.view(of, at, I::registryCall {}, registry).await?;
        let data_availability = self.peer(Contract::DataAvailability);
        self.view(of, at, I::dataAvailabilityCall {}, data_availability)
            .await?;
        let fraud_proof = self.peer(Contract::FraudProof);
        let governance = self.peer(Contract::Governance);
        self.view(of, at, I::fraudProofCall {}, fraud_proof).await?;
        self.view(of, at, I::governanceCall {}, governance).await
    }

    async fn state_transition(&mut self, at: Address) -> Result<(), DeployError> {
        use IStateTransition as I;
        let (of, l2) = (Contract::StateTransition, self.manifest.l2);
        self.view(of, at, I::chainIdCall {}, l2.chain_id).await?;
        self.view(of, at, I::feeVaultCall {}, l2.fee_vault).await?;
        self.view(of, at, I::versionCall {}, RULES_VERSION).await
    }

    async fn registry(&mut self, deployed: &Deployed) -> Result<(), DeployError> {
        use IBatchRegistry as I;
        let (of, at) = (Contract::BatchRegistry, deployed.address);
        let (treasury, pool) = (
            self.peer(Contract::Treasury),
            self.peer(Contract::SequencerPool),
        );
        let instance = keccak256([&self.manifest.chain_id.to_be_bytes(), at.as_slice()].concat());
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::clockCall {}, self.manifest.clock.code())
            .await?;
        self.view(of, at, I::instanceCall {}, instance).await?;
        self.view(of, at, I::poolCall {}, pool).await?;
        self.view(of, at, I::treasuryCall {}, treasury).await?;
        let data_availability = self.peer(Contract::DataAvailability);
        self.view(of, at, I::dataAvailabilityCall {}, data_availability)
            .await?;
        let fraud_proof = self.peer(Contract::FraudProof);
        let governance = self.peer(Contract::Governance);
        self.view(of, at, I::fraudProofCall {}, fraud_proof).await?;
        self.view(of, at, I::governanceCall {}, governance).await?;
        self.parameters(at).await?;
        self.genesis(deployed).await
    }

    async fn data_availability(&mut self, at: Address) -> Result<(), DeployError> {
        use IDataAvailability as I;
        let of = Contract::DataAvailability;
        let (registry, pool, treasury) = (
            self.peer(Contract::BatchRegistry),
            self.peer(Contract::SequencerPool),
            self.peer(Contract::Treasury),
        );
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::clockCall {}, self.manifest.clock.code())
            .await?;
        self.view(of, at, I::registryCall {}, registry).await?;
        self.view(of, at, I::poolCall {}, pool).await?;
        self.view(of, at, I::treasuryCall {}, treasury).await?;
        let governance = self.peer(Contract::Governance);
        self.view(of, at, I::governanceCall {}, governance).await
    }

    async fn governance(&mut self, at: Address) -> Result<(), DeployError> {
        use IGovernance as I;
        let of = Contract::Governance;
        let peers = [
            Contract::BatchRegistry,
            Contract::SequencerPool,
            Contract::Treasury,
            Contract::DataAvailability,
        ];
        let [registry, pool, treasury, data_availability] = peers.map(|peer| self.peer(peer));
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::clockCall {}, self.manifest.clock.code())
            .await?;
        self.view(of, at, I::registryCall {}, registry).await?;
        self.view(of, at, I::poolCall {}, pool).await?;
        self.view(of, at, I::treasuryCall {}, treasury).await?;
        self.view(of, at, I::dataAvailabilityCall {}, data_availability)
            .await?;
        let found = self.chain.view(at, &I::termsCall {}).await?;
        let found = GovernanceTerms::from(&found);
        let expected = self.manifest.governance;
        self.add(of, "terms", format!("{expected:?}"), format!("{found:?}"));
        Ok(())
    }

    async fn fraud_proof(&mut self, at: Address) -> Result<(), DeployError> {
        use IFraudProof as I;
        let of = Contract::FraudProof;
        let (registry, pool, treasury) = (
            self.peer(Contract::BatchRegistry),
            self.peer(Contract::SequencerPool),
            self.peer(Contract::Treasury),
        );
        self.view(of, at, I::deployerCall {}, self.manifest.deployer)
            .await?;
        self.view(of, at, I::clockCall {}, self.manifest.clock.code())
            .await?;
        self.view(of, at, I::registryCall {}, registry).await?;
        self.view(of, at, I::poolCall {}, pool).await?;
        self.view(of, at, I::treasuryCall {}, treasury).await
    }

    /// Parameter set 0, one by one: a set never changes, whatever governance adds later.
    async fn parameters(&mut self, registry: Address) -> Result<(), DeployError> {
        let call = IBatchRegistry::parametersCall { set: 0 };
        let abi = self.chain.view(registry, &call).await?;
        let found = Parameters::try_from(&abi)
            .map(|set| describe_parameters(&set))
            .unwrap_or_default();
        for (name, expected) in &self.manifest.parameters {
            let found = found.get(name).map_or("none", String::as_str);
            self.add(
                Contract::BatchRegistry,
                format!("parameter {name}"),
                expected,
                found,
            );
        }
        Ok(())
    }

    /// The genesis claim, from the event of the constructor: the contract stores only its hash.
    async fn genesis(&mut self, registry: &Deployed) -> Result<(), DeployError> {
        let mut filter = Filter::new()
            .address(registry.address)
            .event_signature(IBatchRegistry::Constructed::SIGNATURE_HASH)
            .from_block(0_u64);
        if let Some(created) = registry.created {
            filter = filter.from_block(created.block).to_block(created.block);
        }
        let logs = self.chain.provider().get_logs(&filter).await;
        let logs = logs.map_err(|error| self.chain.refused("reading the genesis event", &error))?;
        let found = logs
            .first()
            .and_then(|log| IBatchRegistry::Constructed::decode_log(&log.inner).ok())
            .map_or_else(|| "none".into(), |event| describe_claim(&event.genesis));
        let expected = describe_claim(&(&self.manifest.l2.genesis()).into());
        self.add(Contract::BatchRegistry, "genesis claim", expected, found);
        Ok(())
    }
}

fn describe_claim(claim: &IBatchRegistry::StateClaim) -> String {
    format!(
        "state root {}, block {}, timestamp {}",
        claim.stateRoot, claim.l2Block, claim.l2Timestamp
    )
}
