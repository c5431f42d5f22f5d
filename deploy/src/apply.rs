//! Sends what is left of a deployment, and records every step.

use std::collections::BTreeMap;

use alloy::primitives::{B256, U256};

use crate::blueprint::{Blueprint, Placement, Wiring};
use crate::build::FACTORY;
use crate::chain::{Sender, Transaction};
use crate::deployment::Deployment;
use crate::error::DeployError;
use crate::manifest::{Deployed, L2, Manifest, Mined, Pending, Piece, Step};
use crate::network::describe_parameters;
use crate::plan::{plan, with_margin};
use crate::progress::{Event, Observer, Phase};
use crate::suite::Contract;
use crate::verify::verify;

/// Deploys, activates, constructs and wires the suite, or what is left of it, and checks the result.
///
/// The chain is asked before every step, so that nothing is sent twice: a contract's address follows
/// from its code, its constructor's arguments, the account and the salt. With a manifest file, each
/// transaction is recorded before it is sent and when it is mined.
///
/// # Errors
///
/// [`DeployError`]; what was done until then stays recorded, and the same call goes on from there.
/// [`DeployError::Refuted`] if the finished deployment is not what it must be; the manifest is then
/// not marked complete.
pub async fn apply(
    deployment: &Deployment<'_>,
    observer: Observer<'_>,
) -> Result<Manifest, DeployError> {
    let blueprint = deployment.blueprint()?;
    let mut run = Run::begin(deployment, &blueprint)?;
    let plan = plan(deployment).await?;
    run.check_recorded(&plan.steps)?;
    plan.require_funds()?;
    let all = plan.steps.len();
    for (number, planned) in plan.steps.iter().enumerate() {
        observer(Event {
            subject: planned.step.to_string(),
            phase: Phase::Send,
            fraction: fraction(number, all),
        });
        run.perform(planned.step).await?;
    }
    let report = verify(
        deployment.chain,
        &run.manifest,
        Some(deployment.artifacts),
        observer,
    )
    .await?;
    report.require()?;
    run.manifest.complete = true;
    run.save()?;
    Ok(run.manifest)
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen steps")]
fn fraction(done: usize, all: usize) -> f64 {
    done as f64 / all as f64
}

/// A deployment under way.
struct Run<'a> {
    deployment: &'a Deployment<'a>,
    blueprint: &'a Blueprint<'a>,
    sender: Sender<'a>,
    manifest: Manifest,
}

impl<'a> Run<'a> {
    /// Takes up the recorded deployment, or begins a record.
    fn begin(
        deployment: &'a Deployment<'a>,
        blueprint: &'a Blueprint<'a>,
    ) -> Result<Self, DeployError> {
        let fresh = fresh(deployment, blueprint);
        let manifest = match deployment.manifest {
            Some(path) if path.exists() => {
                let recorded = Manifest::read(path)?;
                check_same(&recorded, &fresh)?;
                recorded
            }
            _ => fresh,
        };
        Ok(Self {
            deployment,
            blueprint,
            sender: Sender::new(deployment.chain, deployment.signer),
            manifest,
        })
    }

    fn save(&self) -> Result<(), DeployError> {
        match self.deployment.manifest {
            Some(path) => self.manifest.write(path),
            None => Ok(()),
        }
    }

    /// Refuses a record of contracts that this chain does not have.
    fn check_recorded(&self, steps: &[crate::plan::PlannedStep]) -> Result<(), DeployError> {
        for planned in steps {
            if let Step::Deploy(contract) = planned.step
                && !planned.done
                && let Some(address) = self.manifest.address(contract)
            {
                return Err(DeployError::Vanished { contract, address });
            }
        }
        Ok(())
    }

    /// Does one step unless the chain has it behind it, and records it.
    async fn perform(&mut self, step: Step) -> Result<(), DeployError> {
        match step {
            Step::Fragment(contract, index) => self.make_fragment(contract, index).await,
            Step::Deploy(contract) => self.deploy(contract).await,
            Step::Wire(contract) => self.wire(contract).await,
        }
    }

    async fn make_fragment(&mut self, contract: Contract, index: usize) -> Result<(), DeployError> {
        let placement = self.placement(contract)?;
        let Some(fragment) = placement.fragments().into_iter().nth(index) else {
            return Ok(());
        };
        let step = Step::Fragment(contract, index);
        let done = !self
            .deployment
            .chain
            .code(fragment.address)
            .await?
            .is_empty();
        let transaction = Transaction {
            action: step.to_string(),
            to: FACTORY,
            value: U256::ZERO,
            input: fragment.call,
        };
        self.once(step, &transaction, done).await?;
        self.save()
    }

    async fn deploy(&mut self, contract: Contract) -> Result<(), DeployError> {
        let placement = self.placement(contract)?;
        let step = Step::Deploy(contract);
        let done = self.deployment.is_deployed(placement).await?;
        // Asked for anew: every activation raises the price of the next.
        let data_fee = if done {
            U256::ZERO
        } else {
            self.deployment.chain.data_fee(placement.artifact).await?
        };
        let transaction = Transaction {
            action: step.to_string(),
            to: self.deployment.network.stylus_deployer,
            value: with_margin(data_fee),
            input: placement.call(true),
        };
        let mined = self.once(step, &transaction, done).await?;
        let known = self.manifest.contracts.get(&contract);
        let created = mined.or_else(|| known.and_then(|deployed| deployed.created));
        let pieces = placement.fragments().into_iter().map(|fragment| Piece {
            address: fragment.address,
            code_hash: fragment.code_hash,
        });
        let deployed = Deployed {
            address: placement.address,
            code_hash: placement.artifact.code_hash(),
            constructor_arguments: placement.arguments.clone(),
            fragments: pieces.collect(),
            created,
        };
        self.manifest.contracts.insert(contract, deployed);
        self.save()
    }

    async fn wire(&mut self, contract: Contract) -> Result<(), DeployError> {
        let wiring = self.wiring(contract)?;
        let step = Step::Wire(contract);
        let done = self.deployment.is_wired(self.blueprint, contract).await?;
        let transaction = Transaction {
            action: step.to_string(),
            to: wiring.address,
            value: U256::ZERO,
            input: wiring.call.clone(),
        };
        let mined = self.once(step, &transaction, done).await?;
        let known = self.manifest.wired.get(&contract).copied().flatten();
        self.manifest.wired.insert(contract, mined.or(known));
        self.save()
    }

    /// Sends a transaction unless its step is done or it is on its way from an earlier run; waits for
    /// it. `None` if the step was done by a transaction that is not known.
    async fn once(
        &mut self,
        step: Step,
        transaction: &Transaction,
        done: bool,
    ) -> Result<Option<Mined>, DeployError> {
        let mut hash = self.sent_before(step).await?;
        if hash.is_none() {
            if done {
                return Ok(None);
            }
            let manifest = &mut self.manifest;
            let path = self.deployment.manifest;
            let record = |transaction: B256| {
                manifest.pending = Some(Pending { step, transaction });
                path.map_or(Ok(()), |path| manifest.write(path))
            };
            hash = Some(self.sender.send::<DeployError>(transaction, record).await?);
        }
        let Some(hash) = hash else { return Ok(None) };
        let receipt = self.sender.wait(transaction, hash).await;
        // Mined, whatever came of it: a failed one must not be waited for again.
        self.manifest.pending = None;
        let receipt = receipt.inspect_err(|_| {
            let _ = self.save();
        })?;
        Ok(Some(Mined {
            transaction: hash,
            block: receipt.block_number.unwrap_or_default(),
            gas_used: receipt.gas_used,
        }))
    }

    /// The transaction that an earlier run sent for a step, if the node knows it and it has not failed.
    async fn sent_before(&self, step: Step) -> Result<Option<B256>, DeployError> {
        let Some(pending) = self.manifest.pending.filter(|pending| pending.step == step) else {
            return Ok(None);
        };
        let chain = self.deployment.chain;
        let alive = match chain.receipt(pending.transaction).await? {
            Some(receipt) => receipt.status(),
            None => chain.knows(pending.transaction).await?,
        };
        Ok(alive.then_some(pending.transaction))
    }

    fn placement(&self, contract: Contract) -> Result<&'a Placement<'a>, DeployError> {
        let mut placements = self.blueprint.placements.iter();
        placements
            .find(|placement| placement.contract == contract)
            .ok_or(DeployError::NotBuilt(contract))
    }

    fn wiring(&self, contract: Contract) -> Result<&'a Wiring, DeployError> {
        let mut wirings = self.blueprint.wirings.iter();
        wirings
            .find(|wiring| wiring.contract == contract)
            .ok_or(DeployError::NotBuilt(contract))
    }
}

/// The manifest of a deployment of which nothing is done.
fn fresh(deployment: &Deployment<'_>, blueprint: &Blueprint<'_>) -> Manifest {
    let network = deployment.network;
    let genesis = &blueprint.genesis;
    Manifest {
        version: Manifest::VERSION,
        network: network.name.clone(),
        chain_id: network.chain_id,
        deployer: deployment.signer.address(),
        salt: deployment.salt,
        token: blueprint.token,
        clock: network.clock,
        l2: L2 {
            chain_id: network.l2_chain_id,
            fee_vault: blueprint.fee_vault,
            genesis_state_root: genesis.state_root.0.into(),
            genesis_block: genesis.l2_block.0,
            genesis_timestamp: genesis.l2_timestamp.0,
        },
        parameters: describe_parameters(&blueprint.parameters),
        governance: network.governance,
        contracts: BTreeMap::new(),
        wired: BTreeMap::new(),
        pending: None,
        complete: false,
    }
}

/// Refuses to go on with a deployment that was begun with other inputs.
fn check_same(recorded: &Manifest, given: &Manifest) -> Result<(), DeployError> {
    let pairs: [(&str, String, String); 8] = [
        (
            "the network",
            recorded.network.clone(),
            given.network.clone(),
        ),
        (
            "the chain id",
            recorded.chain_id.to_string(),
            given.chain_id.to_string(),
        ),
        (
            "the deployer",
            recorded.deployer.to_string(),
            given.deployer.to_string(),
        ),
        (
            "the salt",
            recorded.salt.to_string(),
            given.salt.to_string(),
        ),
        (
            "the token",
            recorded.token.to_string(),
            given.token.to_string(),
        ),
        (
            "the clock",
            format!("{:?}", recorded.clock),
            format!("{:?}", given.clock),
        ),
        (
            "the L2",
            format!("{:?}", recorded.l2),
            format!("{:?}", given.l2),
        ),
        (
            "the terms of Governance",
            format!("{:?}", recorded.governance),
            format!("{:?}", given.governance),
        ),
    ];
    let parameters = given.parameters.iter().map(|(name, value)| {
        let was = recorded.parameters.get(name).cloned().unwrap_or_default();
        (format!("parameter {name}"), was, value.clone())
    });
    let pairs = pairs.map(|(what, was, is)| (what.to_owned(), was, is));
    for (what, recorded, given) in pairs.into_iter().chain(parameters) {
        if recorded != given {
            return Err(DeployError::OtherDeployment {
                what,
                recorded,
                given,
            });
        }
    }
    Ok(())
}
