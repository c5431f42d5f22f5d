//! A Stylus program as tools deploy it.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, Bytes, U256, address},
    rpc::types::TransactionRequest,
    sol,
    sol_types::SolCall,
};

use crate::world::World;

pub(crate) const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");

/// What the data fee of a small program stays below, in wei.
pub(crate) const ENOUGH_FOR_ACTIVATION: u64 = 10_000_000_000_000_000;

sol! {
    #[sol(rpc)]
    contract ArbWasm {
        event ProgramActivated(
            bytes32 indexed codehash, bytes32 moduleHash, address program, uint256 dataFee,
            uint16 version
        );
        error ProgramNotActivated();
        function activateProgram(address program) external payable
            returns (uint16 version, uint256 dataFee);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
    }

    #[sol(rpc)]
    contract StylusDeployer {
        event ContractDeployed(address deployedContract);
        error ContractDeploymentError(bytes reason);
        error ContractInitializationError(address newContract, bytes output);
        error RefundExcessValueError(uint256 excessValue);
        error EmptyBytecode();
        error InitValueButNotInitData();
        function deploy(bytes bytecode, bytes initData, uint256 initValue, bytes32 salt) external
            payable returns (address newContract);
        function requiresActivation(address addr) external view returns (bool);
        function initSalt(bytes32 salt, bytes initData) external pure returns (bytes32);
    }
}

/// The register of `contracts/register.wat` as it is stored on chain.
pub(crate) fn register_code() -> Vec<u8> {
    program_code(include_str!("../contracts/register.wat"))
}

/// A program in WebAssembly's text format as it is stored on chain.
pub(crate) fn program_code(text: &str) -> Vec<u8> {
    let module = wat::parse_str(text).expect("valid text");
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut module.as_slice(), &mut compressed, &params).expect("in memory");
    // Classic program, no dictionary.
    [&[0xEF, 0xF0, 0x00, 0x00], compressed.as_slice()].concat()
}

/// Initialisation code that returns `code`.
pub(crate) fn creation(code: &[u8]) -> Bytes {
    let [high, low] = u16::try_from(code.len())
        .expect("under 64 KiB")
        .to_be_bytes();
    // PUSH2 length, DUP1, PUSH1 12, PUSH0, CODECOPY, PUSH0, RETURN, padded to 12 bytes.
    let prelude = [
        0x61, high, low, 0x80, 0x60, 0x0c, 0x5f, 0x39, 0x5f, 0xf3, 0x00, 0x00,
    ];
    [&prelude, code].concat().into()
}

/// Deploys a program and activates it.
pub(crate) async fn deploy_program(world: &World, text: &str) -> Address {
    let program = deploy_code(world, &program_code(text)).await;
    let activation = TransactionRequest::default()
        .with_to(ARB_WASM)
        .with_input(ArbWasm::activateProgramCall { program }.abi_encode())
        .with_value(U256::from(ENOUGH_FOR_ACTIVATION));
    assert!(world.send(activation).await.status());
    program
}

/// Deploys a contract of this code.
pub(crate) async fn deploy_code(world: &World, code: &[u8]) -> Address {
    let creation = TransactionRequest::default().with_deploy_code(creation(code));
    let receipt = world.send(creation).await;
    assert!(receipt.status());
    receipt.contract_address.expect("a contract")
}
