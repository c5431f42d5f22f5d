// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// The part of the precompile ArbWasm that deployment needs.
interface IArbWasm {
    /// Stylus version that a program compiled now gets.
    function stylusVersion() external view returns (uint16 version);

    /// Version that the code with this hash was activated for; reverts if it was not, or is too old.
    function codehashVersion(bytes32 codehash) external view returns (uint16 version);

    /// Compiles the program; keeps `dataFee` of the value and moves the rest to the caller's balance.
    function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
}

/// @title Deploys, activates and initialises a Stylus program in one transaction
/// @notice Nobody can come between the creation of a program and its initialisation. Holds no
/// funds and no state: whatever is sent and not used goes back to the caller in the same call.
contract StylusDeployer {
    /// ArbWasm's address on every Arbitrum chain.
    IArbWasm private constant ARB_WASM = IArbWasm(address(0x71));

    /// @notice A program was deployed, is active, and was initialised if that was asked for.
    event ContractDeployed(address deployedContract);

    /// @notice The creation of the program failed; `reason` is what its creation code left.
    error ContractDeploymentError(bytes reason);

    /// @notice The program refused its initialisation with the data `output`.
    error ContractInitializationError(address newContract, bytes output);

    /// @notice The caller did not take back the excess of `excessValue` wei.
    error RefundExcessValueError(uint256 excessValue);

    /// @notice There is nothing to deploy.
    error EmptyBytecode();

    /// @notice Value for an initialisation that was not asked for.
    error InitValueButNotInitData();

    /// @notice Deploys `bytecode`, activates it where needed, and initialises it.
    /// @param bytecode creation code of the program
    /// @param initData calldata of its initialisation; empty for none
    /// @param initValue wei sent along with the initialisation
    /// @param salt zero for CREATE, else CREATE2 with `initSalt(salt, initData)`
    /// @return newContract address of the program
    function deploy(bytes calldata bytecode, bytes calldata initData, uint256 initValue, bytes32 salt)
        external
        payable
        returns (address newContract)
    {
        if (bytecode.length == 0) revert EmptyBytecode();

        newContract = create(bytecode, salt == 0 ? salt : initSalt(salt, initData), salt != 0);

        uint256 excess = msg.value - initValue;
        if (requiresActivation(newContract)) {
            (, uint256 dataFee) = ARB_WASM.activateProgram{value: excess}(newContract);
            excess -= dataFee;
        }

        if (initData.length != 0) {
            (bool initialised, bytes memory output) = newContract.call{value: initValue}(initData);
            if (!initialised) revert ContractInitializationError(newContract, output);
        } else if (initValue != 0) {
            revert InitValueButNotInitData();
        }

        if (excess != 0) {
            (bool refunded,) = msg.sender.call{value: excess}("");
            if (!refunded) revert RefundExcessValueError(excess);
        }

        emit ContractDeployed(newContract);
    }

    /// @notice Whether the code at `addr` must be activated before it can be called.
    function requiresActivation(address addr) public view returns (bool) {
        try ARB_WASM.codehashVersion(addr.codehash) returns (uint16 version) {
            return version != ARB_WASM.stylusVersion();
        } catch {
            return true;
        }
    }

    /// @notice The salt of CREATE2: the address depends on the initialisation, so that nobody can
    /// take it with another one.
    function initSalt(bytes32 salt, bytes calldata initData) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(salt, initData));
    }

    /// Creates the program without value; with CREATE2 if `isSalted`.
    function create(bytes memory bytecode, bytes32 salt, bool isSalted) private returns (address created) {
        assembly ("memory-safe") {
            switch isSalted
            case 0 { created := create(0, add(bytecode, 0x20), mload(bytecode)) }
            default { created := create2(0, add(bytecode, 0x20), mload(bytecode), salt) }
        }
        if (created == address(0)) revert ContractDeploymentError(returned());
    }

    /// What the last call or creation left in the return-data buffer.
    function returned() private pure returns (bytes memory data) {
        assembly ("memory-safe") {
            let size := returndatasize()
            data := mload(0x40)
            mstore(0x40, add(data, and(add(size, 0x3f), not(0x1f))))
            mstore(data, size)
            returndatacopy(add(data, 0x20), 0, size)
        }
    }
}
