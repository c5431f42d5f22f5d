//! A deployment before anything is sent: every address, argument and call.

use alloy::primitives::{Address, B256, Bytes, keccak256};
use alloy::sol_types::{SolCall, SolValue};
use interfaces::client::{
    IBatchRegistry, IDataAvailability, IFraudProof, IGovernance, ISequencerPool, ITreasury,
};
use types::{Parameters, StateClaim};

use crate::build::{Artifact, Artifacts, init_code};
use crate::chain::StylusDeployer;
use crate::error::DeployError;
use crate::network::{Network, Token};
use crate::suite::Contract;

/// `stylus_constructor()`: the selector of every constructor, whatever its arguments.
const CONSTRUCTOR: [u8; 4] = [0x55, 0x85, 0x25, 0x8d];

/// The wired address of a contract that a deployment does not have: nobody can then do what only
/// that contract may.
pub(crate) const NO_PEER: Address = Address::ZERO;

/// Version of the L2's rules, as StateTransition is told.
pub(crate) const RULES_VERSION: u32 = 1;

/// One contract, placed.
#[derive(Clone, Debug)]
pub(crate) struct Placement<'a> {
    /// The contract.
    pub(crate) contract: Contract,
    /// What is deployed.
    pub(crate) artifact: &'a Artifact,
    /// Where it will be: CREATE2 by the StylusDeployer.
    pub(crate) address: Address,
    /// The ABI-encoded arguments of the constructor.
    pub(crate) arguments: Bytes,
    /// The salt that the StylusDeployer is called with.
    salt: B256,
}

impl Placement<'_> {
    /// The call that creates, activates and constructs; without construction if `initialise` is not set.
    pub(crate) fn call(&self, initialise: bool) -> Bytes {
        let init_data = if initialise {
            init_data(&self.arguments)
        } else {
            Bytes::new()
        };
        StylusDeployer::deployCall {
            bytecode: self.artifact.init_code(),
            initData: init_data,
            initValue: alloy::primitives::U256::ZERO,
            salt: self.salt,
        }
        .abi_encode()
        .into()
    }

    /// The fragments: each one's address, code, and the call of the CREATE2 factory that makes it.
    pub(crate) fn fragments(&self) -> Vec<Fragment> {
        let codes = self.artifact.code.fragments().iter();
        codes
            .zip(self.artifact.fragment_addresses())
            .map(|(code, address)| Fragment {
                address,
                code_hash: keccak256(code),
                call: [B256::ZERO.as_slice(), &init_code(code)].concat().into(),
            })
            .collect()
    }
}

/// A piece of a large contract.
pub(crate) struct Fragment {
    /// Where it will be.
    pub(crate) address: Address,
    /// Hash of its code.
    pub(crate) code_hash: B256,
    /// Calldata for the CREATE2 factory: the salt 0 and the init code.
    pub(crate) call: Bytes,
}

/// The wiring call of one contract.
#[derive(Clone, Debug)]
pub(crate) struct Wiring {
    /// The contract that is wired.
    pub(crate) contract: Contract,
    /// Its address.
    pub(crate) address: Address,
    /// The call.
    pub(crate) call: Bytes,
}

/// All that a deployment will do, as a function of its inputs.
#[derive(Clone, Debug)]
pub(crate) struct Blueprint<'a> {
    /// The stake token.
    pub(crate) token: Address,
    /// The genesis claim.
    pub(crate) genesis: StateClaim,
    /// Coinbase of the L2.
    pub(crate) fee_vault: Address,
    /// Parameter set 0, with the StateTransition of this deployment.
    pub(crate) parameters: Parameters,
    /// The contracts to create, in this order.
    pub(crate) placements: Vec<Placement<'a>>,
    /// The wirings, in this order: each contract after those that it calls.
    pub(crate) wirings: Vec<Wiring>,
}

impl<'a> Blueprint<'a> {
    /// Works out every address and call.
    ///
    /// The same network, account, code and salt give the same addresses, on every chain.
    pub(crate) fn new(
        network: &Network,
        deployer: Address,
        artifacts: &'a Artifacts,
        salt: B256,
    ) -> Result<Self, DeployError> {
        let undecided = |what, option| DeployError::Undecided {
            network: network.name.clone(),
            what,
            option,
        };
        let token = network
            .token
            .ok_or_else(|| undecided("token", "--token ADDRESS"))?;
        let fee_vault = network
            .fee_vault
            .ok_or_else(|| undecided("fee vault of the L2", "--fee-vault ADDRESS"))?;
        let genesis = network.genesis.ok_or_else(|| {
            undecided(
                "genesis state",
                "--genesis-root HASH (and --genesis-block, --genesis-timestamp)",
            )
        })?;
        let place = |contract, arguments: Vec<u8>| {
            place(
                network,
                deployer,
                artifacts,
                salt,
                contract,
                arguments.into(),
            )
        };
        let mut placements = Vec::new();
        let token = match token {
            Token::Existing(address) => address,
            Token::Deploy(supply) => {
                let arguments = (deployer, supply).abi_encode_params();
                let placement = place(Contract::MetisToken, arguments)?;
                let address = placement.address;
                placements.push(placement);
                address
            }
        };
        let treasury = place(Contract::Treasury, (token, deployer).abi_encode_params())?;
        let clock = network.clock.code();
        let on_clock = (deployer, alloy::primitives::U256::from(clock)).abi_encode_params();
        let pool = place(Contract::SequencerPool, on_clock.clone())?;
        let rules = (network.l2_chain_id, fee_vault, RULES_VERSION).abi_encode_params();
        let state_transition = place(Contract::StateTransition, rules)?;
        let mut parameters = network.parameters;
        parameters.state_transition = types::Address(state_transition.address.into_array());
        let construction = IBatchRegistry::Construction {
            deployer,
            clock,
            genesis: (&genesis).into(),
            parameters: (&parameters).into(),
        };
        let registry = place(Contract::BatchRegistry, construction.abi_encode())?;
        let data_availability = place(Contract::DataAvailability, on_clock.clone())?;
        let fraud_proof = place(Contract::FraudProof, on_clock)?;
        let construction = IGovernance::Construction {
            deployer,
            clock,
            terms: network.governance.into(),
        };
        let governance = place(Contract::Governance, construction.abi_encode())?;
        let wirings = wirings(&Peers {
            treasury: treasury.address,
            pool: pool.address,
            registry: registry.address,
            data_availability: data_availability.address,
            fraud_proof: fraud_proof.address,
            governance: governance.address,
        });
        placements.extend([
            treasury,
            pool,
            state_transition,
            registry,
            data_availability,
            fraud_proof,
            governance,
        ]);
        Ok(Self {
            token,
            genesis,
            fee_vault,
            parameters,
            placements,
            wirings,
        })
    }
}

fn place<'a>(
    network: &Network,
    deployer: Address,
    artifacts: &'a Artifacts,
    salt: B256,
    contract: Contract,
    arguments: Bytes,
) -> Result<Placement<'a>, DeployError> {
    let artifact = artifacts
        .get(contract)
        .ok_or(DeployError::NotBuilt(contract))?;
    let mut seed = deployer.to_vec();
    seed.extend_from_slice(salt.as_slice());
    seed.extend_from_slice(contract.package().as_bytes());
    let salt = keccak256(seed);
    // The StylusDeployer mixes what it calls into the salt, so that no stranger can take the address
    // with other arguments.
    let mixed = keccak256([salt.as_slice(), &init_data(&arguments)].concat());
    let code = artifact.init_code();
    Ok(Placement {
        contract,
        artifact,
        address: network.stylus_deployer.create2_from_code(mixed, code),
        arguments,
        salt,
    })
}

fn init_data(arguments: &[u8]) -> Bytes {
    [&CONSTRUCTOR, arguments].concat().into()
}

/// The contracts that know each other.
struct Peers {
    treasury: Address,
    pool: Address,
    registry: Address,
    data_availability: Address,
    fraud_proof: Address,
    governance: Address,
}

fn wirings(peers: &Peers) -> Vec<Wiring> {
    let Peers {
        treasury,
        pool,
        registry,
        data_availability,
        fraud_proof,
        governance,
    } = *peers;
    let of_treasury = ITreasury::wireCall {
        registry,
        pool,
        dataAvailability: data_availability,
        fraudProof: fraud_proof,
        governance,
    };
    let of_pool = ISequencerPool::wireCall {
        treasury,
        registry,
        dataAvailability: data_availability,
        fraudProof: fraud_proof,
        governance,
    };
    let of_registry = IBatchRegistry::wireCall {
        pool,
        treasury,
        dataAvailability: data_availability,
        fraudProof: fraud_proof,
        governance,
    };
    let of_data_availability = IDataAvailability::wireCall {
        registry,
        pool,
        treasury,
        governance,
    };
    let of_fraud_proof = IFraudProof::wireCall {
        registry,
        pool,
        treasury,
    };
    let of_governance = IGovernance::wireCall {
        registry,
        pool,
        treasury,
        dataAvailability: data_availability,
    };
    let wiring = |contract, address, call: Vec<u8>| Wiring {
        contract,
        address,
        call: call.into(),
    };
    vec![
        wiring(Contract::Treasury, treasury, of_treasury.abi_encode()),
        wiring(Contract::SequencerPool, pool, of_pool.abi_encode()),
        wiring(Contract::BatchRegistry, registry, of_registry.abi_encode()),
        wiring(
            Contract::DataAvailability,
            data_availability,
            of_data_availability.abi_encode(),
        ),
        wiring(
            Contract::FraudProof,
            fraud_proof,
            of_fraud_proof.abi_encode(),
        ),
        wiring(Contract::Governance, governance, of_governance.abi_encode()),
    ]
}

#[cfg(test)]
mod tests;
