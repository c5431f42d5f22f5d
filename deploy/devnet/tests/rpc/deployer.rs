//! The predeployed StylusDeployer.

use alloy::{
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, Bytes, U256, keccak256},
    providers::{DynProvider, Provider},
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol,
    sol_types::{SolCall, SolError, SolEvent},
};
use devnet::{BASE_FEE, STYLUS_DEPLOYER};

use crate::{
    program::{ArbWasm, ENOUGH_FOR_ACTIVATION, StylusDeployer, creation, register_code},
    world::World,
};

sol! {
    #[sol(rpc)]
    contract Forwarder {
        function forward(address to, bytes calldata data) external payable;
    }
}

const FORWARDER_CODE: &str = include_str!("../contracts/Forwarder.hex");

/// Calldata that makes the register hold this word.
const WORD: B256 = B256::repeat_byte(0x11);

/// A call of `deploy`.
fn deployment(
    bytecode: impl Into<Bytes>,
    init_data: impl Into<Bytes>,
    init_value: u64,
    salt: B256,
) -> StylusDeployer::deployCall {
    StylusDeployer::deployCall {
        bytecode: bytecode.into(),
        initData: init_data.into(),
        initValue: U256::from(init_value),
        salt,
    }
}

/// The transaction of such a call with `value` wei.
fn paying(deployment: &StylusDeployer::deployCall, value: u64) -> TransactionRequest {
    TransactionRequest::default()
        .with_to(STYLUS_DEPLOYER)
        .with_input(deployment.abi_encode())
        .with_value(U256::from(value))
}

fn deployer(world: &World) -> StylusDeployer::StylusDeployerInstance<DynProvider> {
    StylusDeployer::new(STYLUS_DEPLOYER, world.provider.clone())
}

/// Deploys the register with `WORD` in it and pays enough.
async fn deploy(world: &World, salt: B256) -> TransactionReceipt {
    let deployment = deployment(creation(&register_code()), WORD, 0, salt);
    let receipt = world.send(paying(&deployment, ENOUGH_FOR_ACTIVATION)).await;
    assert!(receipt.status());
    receipt
}

fn deployed(receipt: &TransactionReceipt) -> Address {
    let mut logs = receipt
        .logs()
        .iter()
        .filter(|log| log.address() == STYLUS_DEPLOYER);
    let event = logs
        .next()
        .expect("an event")
        .log_decode::<StylusDeployer::ContractDeployed>();
    event.unwrap().inner.deployedContract
}

/// The data fee that the receipt's activation cost, if there was one.
fn data_fee(receipt: &TransactionReceipt) -> Option<U256> {
    let mut logs = receipt.logs().iter();
    let log = logs.find(|log| log.topic0() == Some(&ArbWasm::ProgramActivated::SIGNATURE_HASH))?;
    Some(
        log.log_decode::<ArbWasm::ProgramActivated>()
            .unwrap()
            .inner
            .dataFee,
    )
}

/// What the register at an address answers.
async fn word(world: &World, register: Address) -> B256 {
    let read = TransactionRequest::default().with_to(register);
    let output = world
        .provider
        .call(read)
        .await
        .expect("the program is active");
    B256::from_slice(&output)
}

/// The revert of a deployment that is not sent.
async fn refusal(
    world: &World,
    bytecode: impl Into<Bytes>,
    init_data: impl Into<Bytes>,
    init_value: u64,
    value: u64,
) -> Bytes {
    let deployment = deployment(bytecode, init_data, init_value, B256::ZERO);
    let request = paying(&deployment, value).with_from(world.account.address);
    let error = world.provider.call(request).await.unwrap_err();
    let payload = error.as_error_resp().expect("an error object");
    payload.as_revert_data().expect("a revert")
}

#[tokio::test]
async fn deploy_succeeds_activating_and_initialising_in_one_transaction() {
    let world = World::new();
    let receipt = deploy(&world, B256::ZERO).await;
    let register = deployed(&receipt);
    // The first contract that the deployer creates.
    assert_eq!(register, STYLUS_DEPLOYER.create(1));
    assert_eq!(word(&world, register).await, WORD);
    let stored = world.provider.get_code_at(register).await.unwrap();
    assert_eq!(stored, register_code());
}

#[tokio::test]
async fn deploy_succeeds_refunding_all_but_the_data_fee() {
    let world = World::new();
    let before = world
        .provider
        .get_balance(world.account.address)
        .await
        .unwrap();
    let receipt = deploy(&world, B256::ZERO).await;
    let after = world
        .provider
        .get_balance(world.account.address)
        .await
        .unwrap();
    let fee = data_fee(&receipt).expect("an activation");
    assert!(fee > U256::ZERO && fee < U256::from(ENOUGH_FOR_ACTIVATION));
    assert_eq!(
        before - after,
        fee + U256::from(receipt.gas_used * BASE_FEE)
    );
    let kept = world.provider.get_balance(STYLUS_DEPLOYER).await.unwrap();
    assert_eq!(kept, U256::ZERO);
}

#[tokio::test]
async fn deploy_succeeds_without_activation_when_the_code_is_active() {
    let world = World::new();
    deploy(&world, B256::ZERO).await;
    let receipt = deploy(&world, B256::ZERO).await;
    assert_eq!(data_fee(&receipt), None);
    assert_eq!(deployed(&receipt), STYLUS_DEPLOYER.create(2));
    let kept = world.provider.get_balance(STYLUS_DEPLOYER).await.unwrap();
    assert_eq!(kept, U256::ZERO);
    assert!(
        !deployer(&world)
            .requiresActivation(deployed(&receipt))
            .call()
            .await
            .unwrap()
    );
    assert!(
        deployer(&world)
            .requiresActivation(Address::repeat_byte(9))
            .call()
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn deploy_succeeds_at_an_address_bound_to_the_initialisation_when_salted() {
    let world = World::new();
    let salt = B256::repeat_byte(5);
    let expected = keccak256([salt.0, WORD.0].concat());
    let init_salt = deployer(&world)
        .initSalt(salt, WORD.into())
        .call()
        .await
        .unwrap();
    assert_eq!(init_salt, expected);
    let receipt = deploy(&world, salt).await;
    let address = STYLUS_DEPLOYER.create2_from_code(expected, creation(&register_code()));
    assert_eq!(deployed(&receipt), address);
    assert_eq!(word(&world, address).await, WORD);
}

#[tokio::test]
async fn deploy_succeeds_sending_the_value_of_the_initialisation() {
    let world = World::new();
    let deployment = deployment(creation(&register_code()), WORD, 7, B256::ZERO);
    let receipt = world.send(paying(&deployment, ENOUGH_FOR_ACTIVATION)).await;
    let balance = world
        .provider
        .get_balance(deployed(&receipt))
        .await
        .unwrap();
    assert_eq!(balance, U256::from(7));
}

#[tokio::test]
async fn deploy_reverts_empty_bytecode() {
    let world = World::new();
    let data = refusal(&world, [], WORD, 0, 0).await;
    assert_eq!(data, StylusDeployer::EmptyBytecode {}.abi_encode());
}

#[tokio::test]
async fn deploy_reverts_contract_deployment_error_with_what_the_creation_left() {
    let world = World::new();
    // MSTORE8(0, 0xab), REVERT(0, 1).
    let data = refusal(&world, hex!("60ab5f5360015ffd"), WORD, 0, 0).await;
    let error = StylusDeployer::ContractDeploymentError {
        reason: hex!("ab").into(),
    };
    assert_eq!(data, error.abi_encode());
}

#[tokio::test]
async fn deploy_reverts_contract_initialization_error_with_the_programs_data() {
    let world = World::new();
    let code = creation(&register_code());
    let data = refusal(&world, code, hex!("ff01"), 0, ENOUGH_FOR_ACTIVATION).await;
    let error = StylusDeployer::ContractInitializationError {
        newContract: STYLUS_DEPLOYER.create(1),
        output: hex!("ff01").into(),
    };
    assert_eq!(data, error.abi_encode());
}

#[tokio::test]
async fn deploy_reverts_init_value_but_not_init_data() {
    let world = World::new();
    let code = creation(&register_code());
    let data = refusal(&world, code, [], 1, ENOUGH_FOR_ACTIVATION).await;
    assert_eq!(
        data,
        StylusDeployer::InitValueButNotInitData {}.abi_encode()
    );
}

#[tokio::test]
async fn deploy_reverts_when_the_value_does_not_pay_the_activation() {
    let world = World::new();
    let data = refusal(&world, creation(&register_code()), WORD, 0, 1).await;
    // ProgramInsufficientValue(uint256,uint256) of ArbWasm.
    assert_eq!(&data[..4], hex!("09781ab7"));
}

#[tokio::test]
async fn deploy_reverts_refund_excess_value_error_when_the_caller_takes_none() {
    let world = World::new();
    deploy(&world, B256::ZERO).await;
    let code = hex::decode(FORWARDER_CODE.trim()).unwrap();
    let receipt = world
        .send(TransactionRequest::default().with_deploy_code(code))
        .await;
    let forwarder = Forwarder::new(receipt.contract_address.unwrap(), world.provider.clone());
    let deploy = deployment(creation(&register_code()), WORD, 0, B256::ZERO);
    let call = forwarder
        .forward(STYLUS_DEPLOYER, deploy.abi_encode().into())
        .from(world.account.address)
        .value(U256::from(3));
    let data = call
        .call()
        .await
        .err()
        .and_then(|error| error.as_revert_data())
        .expect("a revert");
    let error = StylusDeployer::RefundExcessValueError {
        excessValue: U256::from(3),
    };
    assert_eq!(data, error.abi_encode());
}
