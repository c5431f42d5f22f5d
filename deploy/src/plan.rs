//! What a deployment would send, and what it would cost.

use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::state::{AccountOverride, StateOverride};
use serde::Serialize;

use crate::blueprint::Placement;
use crate::build::FACTORY;
use crate::chain::{Chain, ChainError, Transaction};
use crate::deployment::Deployment;
use crate::error::DeployError;
use crate::manifest::Step;

/// Gas set aside for one constructor: the registry's, which stores a parameter set and a header, is
/// the largest.
const CONSTRUCTOR_GAS: u64 = 1_000_000;
/// Gas set aside for one wiring: the registry's pushes parameters down to the pool.
const WIRING_GAS: u64 = 1_000_000;
/// How much of the data fee is sent along, in percent; the chain returns what it does not take.
pub(crate) const FEE_MARGIN: u64 = 120;
/// How much of the data fee now is set aside, in percent: every activation raises the price of the next, by e for
/// 21 MB of programs that come at once.
const RISE_MARGIN: u64 = 200;
/// What gas may cost over its price now, in percent; the sender's own limit.
const PRICE_MARGIN: u64 = 200;

/// One transaction of a plan.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedStep {
    /// What it does.
    #[serde(serialize_with = "as_text")]
    pub step: Step,
    /// The contract that it makes or wires.
    pub address: Address,
    /// Hash of the code that it leaves there; `None` for a wiring.
    pub code_hash: Option<B256>,
    /// Length of the contract's decompressed module in bytes.
    pub raw_size: usize,
    /// Length of the contract's compressed module in bytes.
    pub compressed_size: usize,
    /// Whether the chain has this step behind it already.
    pub done: bool,
    /// Gas that it takes at most, Layer 1 data included; 0 if done.
    pub gas: u64,
    /// Wei that ArbWasm takes for activating the code; 0 if it is activated.
    pub data_fee: U256,
}

/// What a deployment would send, in order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The host chain.
    pub chain_id: u64,
    /// Who deploys, wires and pays.
    pub deployer: Address,
    /// What that account has, wei.
    pub balance: U256,
    /// The price of gas now, wei.
    pub gas_price: u128,
    /// The stake token.
    pub token: Address,
    /// The transactions.
    pub steps: Vec<PlannedStep>,
}

impl Plan {
    /// Wei that what is left to do may take at most: gas and data fees at twice today's price.
    pub fn cost(&self) -> U256 {
        let price = percent(U256::from(self.gas_price), PRICE_MARGIN);
        self.steps
            .iter()
            .map(|step| U256::from(step.gas) * price + percent(step.data_fee, RISE_MARGIN))
            .sum()
    }

    /// Refuses a deployment that the account cannot pay for.
    ///
    /// # Errors
    ///
    /// [`ChainError::Funds`].
    pub fn require_funds(&self) -> Result<(), ChainError> {
        let needed = self.cost();
        if self.balance >= needed {
            return Ok(());
        }
        Err(ChainError::Funds {
            account: self.deployer,
            balance: self.balance,
            needed,
        })
    }
}

/// What is sent along for a data fee.
pub(crate) fn with_margin(data_fee: U256) -> U256 {
    percent(data_fee, FEE_MARGIN)
}

fn percent(amount: U256, percent: u64) -> U256 {
    amount * U256::from(percent) / U256::from(100)
}

/// Works out what a deployment would send, without sending anything.
///
/// # Errors
///
/// As [`crate::apply`], as far as they show without sending: the wrong chain, a host without what
/// is needed, an open decision, other code at a contract's place, a program that would be refused.
pub async fn plan(deployment: &Deployment<'_>) -> Result<Plan, DeployError> {
    let blueprint = deployment.blueprint()?;
    let chain = deployment.chain;
    deployment.check_host(&blueprint).await?;
    let deployer = deployment.signer.address();
    let mut steps = Vec::new();
    for placement in &blueprint.placements {
        for (index, fragment) in placement.fragments().into_iter().enumerate() {
            let done = !chain.code(fragment.address).await?.is_empty();
            let call = Transaction {
                action: format!("estimating fragment {index} of {}", placement.contract),
                to: FACTORY,
                value: U256::ZERO,
                input: fragment.call,
            };
            steps.push(PlannedStep {
                step: Step::Fragment(placement.contract, index),
                address: fragment.address,
                code_hash: Some(fragment.code_hash),
                raw_size: placement.artifact.raw_size(),
                compressed_size: placement.artifact.compressed_size,
                done,
                gas: if done {
                    0
                } else {
                    estimate(chain, deployer, &call, &[]).await?
                },
                data_fee: U256::ZERO,
            });
        }
        steps.push(deploy_step(deployment, placement).await?);
    }
    for wiring in &blueprint.wirings {
        let done = deployment.is_wired(&blueprint, wiring.contract).await?;
        let artifact = deployment.artifact(wiring.contract)?;
        steps.push(PlannedStep {
            step: Step::Wire(wiring.contract),
            address: wiring.address,
            code_hash: None,
            raw_size: artifact.raw_size(),
            compressed_size: artifact.compressed_size,
            done,
            gas: if done { 0 } else { WIRING_GAS },
            data_fee: U256::ZERO,
        });
    }
    Ok(Plan {
        chain_id: chain.id(),
        deployer,
        balance: chain.balance(deployer).await?,
        gas_price: chain.gas_price().await?,
        token: blueprint.token,
        steps,
    })
}

async fn deploy_step(
    deployment: &Deployment<'_>,
    placement: &Placement<'_>,
) -> Result<PlannedStep, DeployError> {
    let done = deployment.is_deployed(placement).await?;
    let (mut gas, mut data_fee) = (0, U256::ZERO);
    if !done {
        data_fee = deployment.chain.data_fee(placement.artifact).await?;
        // Without its construction: a constructor may call contracts that are not there yet.
        let call = Transaction {
            action: format!("estimating {}", placement.contract),
            to: deployment.network.stylus_deployer,
            value: with_margin(data_fee),
            input: placement.call(false),
        };
        let from = deployment.signer.address();
        gas = estimate(deployment.chain, from, &call, &fragments_of(placement)).await?
            + CONSTRUCTOR_GAS;
    }
    Ok(PlannedStep {
        step: Step::Deploy(placement.contract),
        address: placement.address,
        code_hash: Some(placement.artifact.code_hash()),
        raw_size: placement.artifact.raw_size(),
        compressed_size: placement.artifact.compressed_size,
        done,
        gas,
        data_fee,
    })
}

/// The code of a contract's fragments, as if they were deployed.
fn fragments_of(placement: &Placement<'_>) -> Vec<(Address, Vec<u8>)> {
    let addresses = placement.artifact.fragment_addresses().into_iter();
    addresses
        .zip(placement.artifact.code.fragments().iter().cloned())
        .collect()
}

/// Estimates on a state in which the sender is rich, so that a plan can be made before it is funded.
async fn estimate(
    chain: &Chain,
    from: Address,
    transaction: &Transaction,
    codes: &[(Address, Vec<u8>)],
) -> Result<u64, ChainError> {
    let rich = U256::from(10).pow(U256::from(24));
    let mut state = StateOverride::default();
    state.insert(from, AccountOverride::default().with_balance(rich));
    for (address, code) in codes {
        state.insert(*address, AccountOverride::default().with_code(code.clone()));
    }
    chain
        .provider()
        .estimate_gas(transaction.request(from))
        .overrides(state)
        .await
        .map_err(|error| chain.refused(&transaction.action, &error))
}

fn as_text<S: serde::Serializer>(step: &Step, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Contract;

    fn plan_with(balance: u64) -> Plan {
        let step = |gas, data_fee: u64| PlannedStep {
            step: Step::Deploy(Contract::Treasury),
            address: Address::ZERO,
            code_hash: None,
            raw_size: 0,
            compressed_size: 0,
            done: false,
            gas,
            data_fee: U256::from(data_fee),
        };
        Plan {
            chain_id: 1,
            deployer: Address::repeat_byte(1),
            balance: U256::from(balance),
            gas_price: 3,
            token: Address::ZERO,
            steps: vec![step(10, 100), step(20, 0)],
        }
    }

    #[test]
    fn cost_is_gas_and_fees_at_twice_the_price() {
        assert_eq!(plan_with(0).cost(), U256::from((10 + 20) * 6 + 200));
    }

    #[test]
    fn require_funds_succeeds_from_the_cost_on() {
        plan_with(380).require_funds().unwrap();
        let error = plan_with(379).require_funds().unwrap_err();
        assert!(error.to_string().contains("379 wei"), "{error}");
    }
}
