use alloy::primitives::address;

use super::*;
use crate::build::BuildError;

const DEPLOYER: Address = address!("3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E");

/// Any valid program in place of each contract.
fn artifacts() -> Artifacts {
    let text = r#"(module
        (memory (export "memory") 1)
        (func (export "user_entrypoint") (param i32) (result i32) local.get 0))"#;
    let wasm = wat::parse_str(text).unwrap();
    let built: Result<Artifacts, BuildError> = Contract::ALL
        .into_iter()
        .map(|contract| Artifact::from_wasm(contract, &wasm))
        .collect();
    built.unwrap()
}

fn network() -> Network {
    Network::parse(include_str!("../../config/devnet.toml")).unwrap()
}

fn addresses(network: &Network, deployer: Address, salt: B256) -> Vec<Address> {
    let artifacts = artifacts();
    let blueprint = Blueprint::new(network, deployer, &artifacts, salt).unwrap();
    blueprint.placements.iter().map(|p| p.address).collect()
}

#[test]
fn new_places_callees_first_and_wires_in_the_same_order() {
    let (network, artifacts) = (network(), artifacts());
    let blueprint = Blueprint::new(&network, DEPLOYER, &artifacts, B256::ZERO).unwrap();
    let placed: Vec<_> = blueprint.placements.iter().map(|p| p.contract).collect();
    assert_eq!(placed, Contract::ALL);
    let wired: Vec<_> = blueprint.wirings.iter().map(|w| w.contract).collect();
    let alone = [Contract::MetisToken, Contract::StateTransition];
    let all = Contract::ALL.into_iter();
    let with_peers: Vec<_> = all.filter(|contract| !alone.contains(contract)).collect();
    assert_eq!(wired, with_peers);
    assert_eq!(blueprint.token, blueprint.placements[0].address);
}

#[test]
fn new_deploys_no_token_when_one_exists() {
    let (mut network, artifacts) = (network(), artifacts());
    let token = Address::repeat_byte(4);
    network.token = Some(Token::Existing(token));
    let blueprint = Blueprint::new(&network, DEPLOYER, &artifacts, B256::ZERO).unwrap();
    assert_eq!(blueprint.token, token);
    assert_eq!(blueprint.placements.len(), Contract::ALL.len() - 1);
}

#[test]
fn new_gives_other_addresses_when_anything_differs() {
    let base = network();
    let first = addresses(&base, DEPLOYER, B256::ZERO);
    assert_eq!(addresses(&base, DEPLOYER, B256::ZERO), first);
    let salted = addresses(&base, DEPLOYER, B256::repeat_byte(1));
    let by_another = addresses(&base, Address::repeat_byte(9), B256::ZERO);
    for index in 0..first.len() {
        assert_ne!(salted[index], first[index]);
        assert_ne!(by_another[index], first[index]);
    }
    // The same code in every place: only salt and arguments tell the contracts apart.
    let mut changed = base;
    changed.parameters.slot.elements += 1;
    let changed = addresses(&changed, DEPLOYER, B256::ZERO);
    for (index, contract) in Contract::ALL.into_iter().enumerate() {
        let has_parameters = contract == Contract::BatchRegistry;
        assert_eq!(changed[index] != first[index], has_parameters);
    }
}

#[test]
fn call_carries_constructor_selector_and_arguments() {
    let (network, artifacts) = (network(), artifacts());
    let blueprint = Blueprint::new(&network, DEPLOYER, &artifacts, B256::ZERO).unwrap();
    let treasury = &blueprint.placements[1];
    let call = StylusDeployer::deployCall::abi_decode(&treasury.call(true)).unwrap();
    assert_eq!(keccak256("stylus_constructor()")[..4], call.initData[..4]);
    let arguments = <(Address, Address)>::abi_decode_params(&call.initData[4..]).unwrap();
    assert_eq!(arguments, (blueprint.token, DEPLOYER));
    assert_eq!(call.bytecode, treasury.artifact.init_code());
    let bare = StylusDeployer::deployCall::abi_decode(&treasury.call(false)).unwrap();
    assert!(bare.initData.is_empty());
}

#[test]
fn new_refuses_a_contract_that_was_not_built() {
    let network = network();
    for missing in Contract::ALL {
        let artifacts = artifacts();
        let others = artifacts.iter().filter(|a| a.contract != missing).cloned();
        let others: Artifacts = others.collect();
        let error = Blueprint::new(&network, DEPLOYER, &others, B256::ZERO).unwrap_err();
        assert!(matches!(error, DeployError::NotBuilt(contract) if contract == missing));
    }
}

#[test]
fn new_names_its_state_transition_in_parameter_set_0() {
    let (network, artifacts) = (network(), artifacts());
    let blueprint = Blueprint::new(&network, DEPLOYER, &artifacts, B256::ZERO).unwrap();
    let place = |contract| {
        let mut placements = blueprint.placements.iter();
        placements.find(|p| p.contract == contract).unwrap()
    };
    let verifier = place(Contract::StateTransition);
    assert_eq!(blueprint.parameters.state_transition.0, verifier.address.0);
    let arguments = <(u64, Address, u32)>::abi_decode_params(&verifier.arguments).unwrap();
    let vault = network.fee_vault.unwrap();
    assert_eq!(arguments, (network.l2_chain_id, vault, RULES_VERSION));
    let registry = &place(Contract::BatchRegistry).arguments;
    let construction = IBatchRegistry::Construction::abi_decode(registry).unwrap();
    assert_eq!(construction.parameters.stateTransition, verifier.address);
}
