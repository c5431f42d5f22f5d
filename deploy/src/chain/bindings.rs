//! Contracts of the host that the deployer calls.

use alloy::primitives::{Address, address};
use alloy::sol;

/// Activation of programs.
pub(crate) const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");

sol! {
    /// The host's program registry (precompile 0x71).
    #[derive(Debug)]
    interface ArbWasm {
        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function stylusVersion() external view returns (uint16 version);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
        error ProgramNotWasm();
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }

    /// Creates, activates and constructs in one transaction.
    #[derive(Debug)]
    interface StylusDeployer {
        function deploy(bytes calldata bytecode, bytes calldata initData, uint256 initValue, bytes32 salt)
            external payable returns (address);
        event ContractDeployed(address deployedContract);
        error ContractDeploymentError(bytes bytecode);
        error ContractInitializationError(address newContract, bytes data);
        error EmptyBytecode();
        error InitValueButNotInitData();
        error RefundExcessValueError(uint256 excessValue);
    }
}
