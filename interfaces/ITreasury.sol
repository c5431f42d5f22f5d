// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title Treasury: custody of all money
/// @notice Holds every token of the protocol: as locks (deposits with a purpose), as credits (what an account
/// may withdraw) and as the pot (what governance may spend). The other contracts move amounts between these;
/// tokens are accounted for only through `lock` and `skim`, and go out only through `withdraw`, to whomever the owner
/// of the credit names.
///
/// Units. Amounts are base units of the token.
///
/// Purpose. A lock belongs to an owner and a purpose. The first byte of a purpose is its kind, which says who
/// keeps locks of that kind (opens, releases and seizes them); the other 31 bytes name the object.
///
/// | kind | what | keeper | object |
/// |---|---|---|---|
/// | 1 | stake | SequencerPool | role (last byte) |
/// | 2 | fee of a data request | DataAvailability | low 31 bytes of the header hash |
/// | 3 | bond of a dispute | FraudProof | low 31 bytes of the dispute's id |
/// | 4 | bond of a proposal | Governance | low 31 bytes of the proposal's id |
///
/// Invariant, after every call: token balance >= locks + credits + pot. Equality but for what strangers sent
/// here directly, which `skim` moves to the pot.
///
/// Token. One ERC-20 that moves exactly what was asked and answers `true`. An answer other than `true` is refused; that
/// the exact amount came is checked in `lock`; what a recipient of `withdraw` gets is not, the token is trusted with
/// that. Both end with a check of the invariant, so a token that calls back gains nothing.
/// Errors of the token pass through unchanged.
///
/// Construction (`stylus_constructor(address token, address deployer)`) names the token, which must have code,
/// and the only account that may `wire`. Until then every other writing function refuses with `NotWired`.
interface ITreasury {
    // ---------------------------------------------------------------- events

    /// @notice The Treasury exists. Emitted once, by the constructor.
    /// @param token The only token.
    /// @param deployer Who may wire.
    event Constructed(address indexed token, address indexed deployer);

    /// @notice The peers are set for ever.
    event Wired(
        address registry, address pool, address dataAvailability, address fraudProof, address governance
    );

    /// @notice Tokens came in: the lock and the sum of locks rose by `amount`.
    event Locked(address indexed owner, bytes32 indexed purpose, uint128 amount);

    /// @notice `amount` moved from a lock to the credit of its owner.
    event Released(address indexed owner, bytes32 indexed purpose, uint128 amount);

    /// @notice `toBeneficiary` moved from a lock to another's credit, and `toPot` from it to the pot.
    event Seized(
        address indexed owner,
        bytes32 indexed purpose,
        address indexed beneficiary,
        uint128 toBeneficiary,
        uint128 toPot
    );

    /// @notice `amount` moved from the pot to a credit.
    event PotSpent(address indexed beneficiary, uint128 amount);

    /// @notice `amount` moved from the pot to the credit of somebody whose lock had gone there.
    /// @param purpose Of that lock.
    event Repaid(address indexed beneficiary, bytes32 indexed purpose, uint128 amount);

    /// @notice All that was credited to `owner`, perhaps nothing, moved to the pot.
    event CreditForfeited(address indexed owner, uint128 amount);

    /// @notice Tokens went out: the credit of `owner` fell by `amount`.
    event Withdrawn(address indexed owner, address indexed recipient, uint128 amount);

    /// @notice Tokens that nobody had accounted for became part of the pot.
    event Skimmed(address indexed caller, uint128 amount);

    // ---------------------------------------------------------------- errors: any function

    /// @notice The peers are not set yet.
    error NotWired();
    /// @notice The calldata is no call of this contract, its arguments are not in the canonical ABI encoding (nothing
    /// left over, no other offsets, no dirty padding), or the contract is constructed already.
    /// @param selector First four bytes, padded with zeros when there are fewer.
    error MalformedCalldata(bytes4 selector);
    /// @notice No function takes native currency.
    error ValueRefused(uint256 value);
    /// @notice The token failed without an error of its own, or answered what ERC-20 does not allow.
    error PeerFailed(address peer);

    // ---------------------------------------------------------------- errors: construction, wiring

    /// @notice An address that must not be zero is.
    /// @param position Which one, counted from 0 among the arguments of the call.
    error ZeroAddress(uint8 position);
    /// @notice There is no contract at this address.
    error NotAContract(address account);
    /// @notice The caller is not the recorded deployer.
    error NotDeployer(address caller);
    /// @notice The peers are set already.
    error AlreadyWired();

    // ---------------------------------------------------------------- errors: locks

    /// @notice The purpose is of no kind.
    error UnknownKind(bytes32 purpose);
    /// @notice The caller does not keep locks of this kind, or the deployment has no such contract.
    error NotKeeper(address caller, bytes32 purpose);
    /// @notice A lock, withdrawal, spending or repayment of nothing.
    error ZeroAmount();
    /// @notice The lock holds less than was asked of it.
    error LockTooSmall(address owner, bytes32 purpose, uint128 locked, uint256 asked);
    /// @notice What the Treasury owes in all would leave 128 bits; of `lock`, and of `skim`, which then moves nothing.
    /// @param sum Locks + credits + pot.
    /// @param added What was to be locked or skimmed.
    error LedgerOverflow(uint128 sum, uint256 added);

    // ---------------------------------------------------------------- errors: token

    /// @notice The token answered `false`.
    error TransferRefused(address from, address to, uint128 amount);
    /// @notice The balance of the Treasury did not rise by what was to be locked.
    error WrongAmountReceived(uint128 expected, uint256 balanceBefore, uint256 balanceAfter);
    /// @notice The Treasury would hold less than it owes.
    /// @param balance Tokens held.
    /// @param owed Locks + credits + pot.
    error Insolvent(uint256 balance, uint256 owed);

    // ---------------------------------------------------------------- errors: credits, pot

    /// @notice The caller's credit is smaller than the withdrawal.
    error CreditTooSmall(address owner, uint128 credit, uint128 asked);
    /// @notice Tokens cannot go there: it is zero or the Treasury itself; or a beneficiary is zero although
    /// it is to get something.
    error BadRecipient(address recipient);
    /// @notice The caller is not Governance, or the deployment has none.
    error NotGovernance(address caller);
    /// @notice The pot is smaller than the spending or the repayment.
    error PotTooSmall(uint128 pot, uint128 asked);
    /// @notice Only fees of data requests are repaid.
    error NotRepayable(bytes32 purpose);
    /// @notice Everything that is held is accounted for.
    error NothingToSkim(uint256 balance, uint256 owed);

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once. Caller: the recorded deployer.
    /// @dev Zero for a contract that the deployment does not have: nobody can then do what only it may.
    /// @param registry BatchRegistry. Keeps no kind of lock; named so that every contract knows the same peers.
    /// @param pool SequencerPool.
    /// @param dataAvailability DataAvailability.
    /// @param fraudProof FraudProof.
    /// @param governance Governance.
    function wire(
        address registry, address pool, address dataAvailability, address fraudProof, address governance
    ) external;

    // ---------------------------------------------------------------- locks

    /// @notice Pulls tokens from their owner, who must have approved the Treasury, and locks them.
    /// Caller: the keeper of the kind, which passes on only who has asked for it.
    /// @param owner Who pays, and to whom the lock belongs.
    /// @param purpose Kind and object. Adds to a lock that is there already.
    /// @param amount Not zero. The balance must rise by exactly this.
    function lock(address owner, bytes32 purpose, uint128 amount) external;

    /// @notice Moves an amount from a lock to the credit of its owner. Caller: the keeper of the kind.
    /// @param amount Up to the lock. Zero moves nothing and is emitted all the same: shares may round to it.
    function release(address owner, bytes32 purpose, uint128 amount) external;

    /// @notice Takes an amount out of a lock, for somebody else and for the pot. Caller: the keeper of the kind.
    /// @param beneficiary Whose credit rises; may be zero if `toBeneficiary` is.
    /// @param toBeneficiary Together with `toPot` up to the lock. Either may be zero.
    /// @param toPot What the pot gets.
    function seize(
        address owner, bytes32 purpose, address beneficiary, uint128 toBeneficiary, uint128 toPot
    ) external;

    // ---------------------------------------------------------------- credits, pot

    /// @notice Pays out a credit. Caller: its owner.
    /// @param recipient Who gets the tokens: neither zero nor the Treasury.
    /// @param amount From 1 to the credit.
    function withdraw(address recipient, uint128 amount) external;

    /// @notice Moves an amount from the pot to a credit. Caller: Governance.
    /// @param beneficiary Not zero.
    /// @param amount From 1 to the pot.
    function spendPot(address beneficiary, uint128 amount) external;

    /// @notice Moves the fee of a data request that had gone to the pot back to a credit. Caller: the keeper of
    /// request fees, which knows what was paid and sees to it that it is repaid once.
    /// @param beneficiary Not zero.
    /// @param purpose Of the lock that it was; its kind is 2.
    /// @param amount From 1 to the pot.
    function repay(address beneficiary, bytes32 purpose, uint128 amount) external;

    /// @notice Moves all that is credited to an account to the pot. Caller: Governance, of a verifier that is removed.
    /// @return amount What the pot has gained, perhaps nothing. What is credited later is the owner's.
    function forfeitCredit(address owner) external returns (uint128 amount);

    /// @notice Moves what strangers sent here directly to the pot. Caller: anyone.
    /// @return amount What the pot has gained, never zero.
    function skim() external returns (uint128 amount);

    // ---------------------------------------------------------------- views

    /// @notice What is locked for an owner and a purpose; zero if nothing.
    function lockOf(address owner, bytes32 purpose) external view returns (uint128);

    /// @notice What an account may withdraw.
    function creditOf(address owner) external view returns (uint128);

    /// @notice What governance may spend.
    function pot() external view returns (uint128);

    /// @notice The ledger's sums. Their sum is what the Treasury owes.
    /// @return locked Sum of all locks.
    /// @return credited Sum of all credits.
    /// @return potted The pot.
    function totals() external view returns (uint128 locked, uint128 credited, uint128 potted);

    /// @notice The only token.
    function token() external view returns (address);

    /// @notice Who may wire.
    function deployer() external view returns (address);

    /// @notice BatchRegistry; zero until wired, or if there is none.
    function registry() external view returns (address);

    /// @notice SequencerPool; zero until wired, or if there is none.
    function pool() external view returns (address);

    /// @notice DataAvailability; zero until wired, or if there is none.
    function dataAvailability() external view returns (address);

    /// @notice FraudProof; zero until wired, or if there is none.
    function fraudProof() external view returns (address);

    /// @notice Governance; zero until wired, or if there is none.
    function governance() external view returns (address);
}
