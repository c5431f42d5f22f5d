// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title MetisToken: the stake token of devnets and tests
/// @notice ERC-20 with metadata and EIP-2612 permits, without fees, rebasing, minting or an owner. On a live
/// chain the suite is given an existing token instead.
///
/// Units. Amounts are base units, 10^18 of which are one token. Deadlines are seconds since 1970.
///
/// Construction (`stylus_constructor(address initialHolder, uint256 supply)`) mints the whole supply, which
/// never changes.
interface IMetisToken {
    // ---------------------------------------------------------------- events

    /// @notice Tokens moved; at construction from the zero address. Emitted for a value of zero as well.
    event Transfer(address indexed from, address indexed to, uint256 value);

    /// @notice An allowance was set, by `approve` or `permit`; not emitted when it is used up.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    // ---------------------------------------------------------------- errors

    /// @notice The calldata is no call of this contract, or its arguments do not decode.
    /// @param selector First four bytes, padded with zeros when there are fewer.
    error MalformedCalldata(bytes4 selector);
    /// @notice No function takes native currency.
    error ValueRefused(uint256 value);
    /// @notice The sender owns less than it sends.
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    /// @notice Tokens cannot leave this address: it is zero.
    error ERC20InvalidSender(address sender);
    /// @notice Tokens cannot arrive at this address: it is zero.
    error ERC20InvalidReceiver(address receiver);
    /// @notice The spender moves more than its owner allowed.
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    /// @notice This address cannot give an allowance: it is zero.
    error ERC20InvalidApprover(address approver);
    /// @notice This address cannot have an allowance: it is zero.
    error ERC20InvalidSpender(address spender);
    /// @notice The permit's deadline has passed.
    error ERC2612ExpiredSignature(uint256 deadline);
    /// @notice The permit is signed by somebody else than the owner, or over other values.
    error ERC2612InvalidSigner(address signer, address owner);
    /// @notice No signer can be recovered.
    error ECDSAInvalidSignature();
    /// @notice `s` lies in the upper half of the curve's order.
    error ECDSAInvalidSignatureS(bytes32 s);

    // ---------------------------------------------------------------- acting

    /// @notice Moves tokens of the caller.
    /// @param to Not zero.
    /// @param value Up to the caller's balance; zero is allowed.
    /// @return Always true: what fails reverts.
    function transfer(address to, uint256 value) external returns (bool);

    /// @notice Moves tokens of `from`. Caller: anyone with an allowance from it.
    /// @param from Whose tokens.
    /// @param to Not zero.
    /// @param value Up to the balance and the allowance, which falls by it unless it is type(uint256).max.
    /// @return Always true: what fails reverts.
    function transferFrom(address from, address to, uint256 value) external returns (bool);

    /// @notice Sets what `spender` may move of the caller's tokens; replaces an earlier allowance.
    /// @param spender Not zero.
    /// @param value type(uint256).max is without limit.
    /// @return Always true: what fails reverts.
    function approve(address spender, uint256 value) external returns (bool);

    /// @notice Sets an allowance by the owner's signature over this token's EIP-712 domain. Caller: anyone.
    /// @param owner Who signed.
    /// @param spender Not zero.
    /// @param value The allowance.
    /// @param deadline Last second at which the permit holds.
    /// @param v 27 or 28.
    /// @param r First half of the signature.
    /// @param s Second half, in the lower half of the curve's order.
    function permit(
        address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s
    ) external;

    // ---------------------------------------------------------------- views

    /// @notice "Metis Token".
    function name() external view returns (string memory);

    /// @notice "METIS".
    function symbol() external view returns (string memory);

    /// @notice 18.
    function decimals() external view returns (uint8);

    /// @notice All there is, fixed at construction.
    function totalSupply() external view returns (uint256);

    /// @notice What an account owns.
    function balanceOf(address account) external view returns (uint256);

    /// @notice What `spender` may still move of the tokens of `owner`.
    function allowance(address owner, address spender) external view returns (uint256);

    /// @notice The nonce that the owner's next permit must carry, counted from 0.
    function nonces(address owner) external view returns (uint256);

    /// @notice EIP-712 domain: name "Metis Token", version "1", host chain id, this contract.
    function DOMAIN_SEPARATOR() external view returns (bytes32);
}
