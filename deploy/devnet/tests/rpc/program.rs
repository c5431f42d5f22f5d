//! A Stylus program as tools deploy it.

use alloy::{
    primitives::{Address, Bytes, address},
    sol,
};

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
    let module = wat::parse_str(include_str!("../contracts/register.wat")).expect("valid text");
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
