// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title StateTransition: the L2 executed on Layer 1
/// @notice Executes elements of a batch, one Ethereum transaction each, on what a witness holds of the state
/// before them. It is the crate `transition` that sequencers and verifiers run off chain, compiled to WASM.
/// Read-only and callable by anyone; it has no owner, no peers and no money.
///
/// Trust. Nothing that is passed in is trusted: trie nodes and bytecodes are found by the hash of their content, so
/// a witness can be incomplete but not wrong. Whoever uses the result checks where claim, element and bounds come
/// from.
///
/// Totality. Every element gives a claim. One that is not executable (undecodable, wrong signature, nonce, balance,
/// chain, over a limit, ...) leaves the claim as it is.
///
/// Construction (`stylus_constructor(uint64 chainId, address feeVault, uint32 version)`).
interface IStateTransition {
    // ---------------------------------------------------------------- types

    /// @notice The L2 after an element.
    struct StateClaim {
        /// Root of the accounts.
        bytes32 stateRoot;
        /// L2 block number.
        uint64 l2Block;
        /// L2 timestamp, in seconds.
        uint64 l2Timestamp;
    }

    /// @notice What elements of a batch may not exceed.
    struct Bounds {
        /// Last L2 block of the batch's header.
        uint64 lastL2Block;
        /// Last L2 timestamp of the batch's header, in seconds.
        uint64 lastL2Timestamp;
        /// Limit of the witness meter in bytes, by the batch's parameter set.
        uint32 witnessMeter;
    }

    // ---------------------------------------------------------------- events

    /// @notice The contract exists. Emitted once, by the constructor.
    /// @param chainId Chain id of the L2.
    /// @param feeVault Receives all L2 fees; coinbase of every L2 block.
    /// @param version Of the rules.
    event Constructed(uint64 chainId, address indexed feeVault, uint32 version);

    // ---------------------------------------------------------------- errors

    /// @notice The calldata is no call of this contract, its arguments are not in the canonical ABI encoding (nothing
    /// left over, no other offsets, no dirty padding), or the contract is constructed already.
    /// @param selector First four bytes, padded with zeros when there are fewer.
    error MalformedCalldata(bytes4 selector);
    /// @notice No function takes native currency.
    error ValueRefused(uint256 value);
    /// @notice An address that must not be zero is.
    /// @param position Which one, counted from 0 among the arguments of the call.
    error ZeroAddress(uint8 position);
    /// @notice The version was never constructed.
    error NotConstructed();
    /// @notice There is no element in the run.
    error NothingToExecute();
    /// @notice The elements are not a run of u32 big-endian lengths, each followed by as many bytes.
    /// @param position Byte at which the run breaks.
    error MalformedElements(uint256 position);
    /// @notice The code at a staged address does not begin with a STOP byte.
    error NotStaged(address part);
    /// @notice Parts and calldata together are no canonical RLP of [[node, ...], [code, ...]].
    error MalformedWitness();
    /// @notice The witness lacks a trie node that is needed. No verdict on the element.
    /// @param element Position in the run.
    /// @param node Hash of the node.
    error MissingNode(uint32 element, bytes32 node);
    /// @notice The witness lacks a bytecode that is needed. No verdict on the element.
    error MissingCode(uint32 element, bytes32 code);
    /// @notice A node of the witness, or the root of the claim, is no node of a state: only a claim that is no
    /// state's leads there.
    error MalformedState(uint32 element);

    // ---------------------------------------------------------------- acting

    /// @notice Executes a run of elements.
    /// @dev Each element has meters of its own. Gas: whatever one element may do fits into 20,000,000, calldata apart.
    /// A call that gets too little gas runs out of it and gives no claim: whoever calls tells that from a revert by
    /// the empty revert data, and must not take it for a verdict.
    /// @param before The claim before the first of them.
    /// @param bounds Of the batch.
    /// @param elements Each as its length (u32, big-endian) and its bytes, as in `DataAvailability.publish`.
    /// @param staged Addresses whose code is a STOP byte and a part of the witness (see `FraudProof.stage`), in order.
    /// @param witness The rest of the witness, after the parts: RLP of [[node, ...], [code, ...]]. What is not needed
    /// is ignored.
    /// @return claims The claim after each element: state root, L2 block and L2 timestamp, 48 bytes each, as in the
    /// state tree.
    function execute(
        StateClaim calldata before,
        Bounds calldata bounds,
        bytes calldata elements,
        address[] calldata staged,
        bytes calldata witness
    ) external view returns (bytes memory claims);

    // ---------------------------------------------------------------- views

    /// @notice Chain id of the L2.
    function chainId() external view returns (uint64);

    /// @notice Receives all L2 fees.
    function feeVault() external view returns (address);

    /// @notice Version of the rules, as constructed.
    function version() external view returns (uint32);

    /// @notice Most gas that one L2 transaction may ask for.
    function gasLimit() external view returns (uint64);

    /// @notice Limit of the work meter of one element.
    function workLimit() external view returns (uint64);
}
