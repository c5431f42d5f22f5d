// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title SequencerPool: stake, selection and rotation
/// @notice Who may act for the L2, with what stake, and whose turn it is. One sequencer and one block producer
/// are selected at a time, round robin over a queue in the order of joining: a slot ends, and the next in the
/// queue is selected (the same one again if it is alone). Verifiers have stake but no queue.
///
/// Units. `block` means the pool's own clock (see `clock`), not seconds. Amounts are base units of the stake
/// token. `...Bps` are basis points, 10,000 = all.
///
/// Money. The pool holds none: stakes are locks of kind 1 in the Treasury, which a member must have approved.
///
/// Time. Whoever may act until a block may still act at it.
///
/// Construction (`stylus_constructor(address deployer, uint8 clock)`). Until `wire` every other writing
/// function refuses with `NotWired`, and until the registry has pushed parameter set 0, nobody can join.
///
/// Calls go down only: the pool calls the Treasury and never what stands above it. Errors of the Treasury and
/// of the token pass through unchanged.
interface ISequencerPool {
    // ---------------------------------------------------------------- types

    /// @notice What a member does. An address has one role at a time.
    enum Role { None, Sequencer, Producer, Verifier }

    /// @notice Where a member stands.
    /// @dev None: not a member, or gone. Active: may be selected, or acts as a verifier. Exiting: its stake can
    /// still be slashed and is not paid out yet.
    enum Status { None, Active, Exiting }

    /// @notice Whether somebody is selected to submit batches.
    enum Phase { NoSequencer, Running }

    /// @notice Why a slot has ended.
    /// @dev Elements: a submission took the slot above its number of elements. Batches: the slot's number of
    /// batches is reached. Holder: by the holder's own call. Idle: no submission for too long. Exit: the holder
    /// leaves the pool. Kick: the holder is punished. Removal: Governance removes it. Rotation: `rotateFrom` was called
    /// for the selected holder.
    enum SlotEnd { Elements, Batches, Holder, Idle, Exit, Kick, Removal, Rotation }

    /// @notice For what a member is punished, and by whom. DataWithheld: DataAvailability. Fraud: FraudProof.
    /// Removal: Governance.
    enum Offence { DataWithheld, Fraud, Removal }

    /// @notice What the pool needs of a parameter set of the registry, which has checked it.
    struct PoolParameters {
        /// The sequencer's slot ends after the submission that takes its elements above this.
        uint32 slotElements;
        /// The sequencer's slot ends at this number of batches.
        uint32 slotBatches;
        /// Blocks without a submission after which anyone may end the sequencer's slot.
        uint32 idleLimit;
        /// Blocks from the joining of the first sequencer of an empty queue to its selection.
        uint32 joinDelay;
        /// Blocks from an exit, or from the last own submission, to the release of the stake.
        uint32 unbonding;
        /// Share of the stake that is slashed when data is withheld.
        uint16 dataWithheldBps;
        /// Share of the stake that is slashed for a fraud.
        uint16 fraudBps;
        /// Share of the slash that goes to whoever asked for data in vain.
        uint16 bountyBps;
        /// Share of the slash that goes to whoever proved the fraud.
        uint16 winnerBps;
        /// Least stake of a sequencer.
        uint128 minSequencerStake;
        /// Least stake of a block producer.
        uint128 minProducerStake;
        /// Least stake of a verifier.
        uint128 minVerifierStake;
    }

    /// @notice All about one address.
    struct Member {
        /// None if it is not a member.
        Role role;
        /// None if it is not a member.
        Status status;
        /// How often the address has joined. Survives its leaving.
        uint32 epoch;
        /// Holds of DataAvailability: open requests that name the member. Its stake stays while there are any
        /// holds.
        uint32 requestHolds;
        /// Holds of FraudProof: open disputes.
        uint32 disputeHolds;
        /// Holds of Governance: open proposals.
        uint32 proposalHolds;
        /// It was punished, and never joins again. Survives its leaving.
        bool banned;
        /// What is locked in the Treasury as its stake.
        uint128 stake;
        /// Block of joining.
        uint64 joinedAt;
        /// Block of the exit request, or of the punishment of an active member; 0 if there is none.
        uint64 exitRequestedAt;
        /// Block of its last submission in this epoch; 0 if there is none.
        uint64 lastSubmission;
    }

    /// @notice The running slot of a role.
    struct Slot {
        /// Counted from 1; 0 before the first.
        uint64 number;
        /// Front of the queue: whose slot it is, or will be from `startsAt` on; zero while the queue is empty or
        /// the seat is vacant.
        address holder;
        /// Block from which the holder is selected.
        uint64 startsAt;
        /// From here on the idle limit counts: the block of the last submission in the slot, `startsAt` before
        /// the first; later by as long as the head was contested since.
        uint64 activeAt;
        /// Elements submitted in the slot. Always 0 for a block producer.
        uint64 elements;
        /// Batches submitted in the slot. Always 0 for a block producer.
        uint32 batches;
        /// Whose punishment has left the seat vacant, until `rotateFrom` (or `rotateIdle`, for the sequencers) fills it
        /// or the queue becomes empty; zero otherwise.
        address vacatedBy;
        /// Block from which the head is contested, so that the idle limit does not count; 0 if it is not.
        uint64 contestedSince;
    }

    // ---------------------------------------------------------------- events

    /// @notice The pool exists. Emitted once, by the constructor.
    /// @param deployer Who may wire.
    /// @param clock The clock of all blocks, 0 or 1.
    event Constructed(address indexed deployer, uint8 clock);

    /// @notice The peers are set for ever.
    event Wired(
        address treasury, address registry, address dataAvailability, address fraudProof, address governance
    );

    /// @notice The registry has added a parameter set, which holds from now on.
    /// @param set Its number, counted from 0 as in the registry.
    event ParametersSet(uint32 indexed set, PoolParameters parameters);

    /// @notice A member joined, at the tail of its role's queue if there is one.
    /// @param epoch How often the address has joined.
    /// @param joinedAt Block.
    event Joined(
        address indexed member, Role indexed role, uint128 stake, uint32 epoch, uint64 joinedAt
    );

    /// @notice A member added to its stake.
    /// @param stake What the stake is now.
    event StakeAdded(address indexed member, uint128 amount, uint128 stake);

    /// @notice A member left the queue; its stake stays for the time of unbonding.
    /// @param requestedAt Block.
    event ExitRequested(address indexed member, Role indexed role, uint64 requestedAt);

    /// @notice A member is gone: its stake is its credit in the Treasury.
    event StakeReleased(address indexed member, uint128 amount);

    /// @notice An address was punished, and can never join again. Emitted also when nothing is taken, because it has no
    /// stake (any more).
    /// @param object What it was punished for: a header hash, or a proposal's id.
    /// @param beneficiary Whose credit rose by `toBeneficiary`.
    /// @param toPot What the pot got.
    /// @param stake What is left of the stake.
    event Punished(
        address indexed member,
        Offence indexed offence,
        bytes32 indexed object,
        address beneficiary,
        uint128 toBeneficiary,
        uint128 toPot,
        uint128 stake
    );

    /// @notice An active member left the queue because it was punished. Follows its `Punished`.
    /// @param kickedAt Block.
    event Kicked(address indexed member, Role indexed role, uint64 kickedAt);

    /// @notice A contest or proposal holds the member's stake.
    /// @param by Who has placed the hold, and alone can lift it.
    /// @param holds How many holds of `by` there are now.
    event HoldPlaced(address indexed member, address indexed by, uint32 holds);

    /// @notice A contest or proposal has ended.
    /// @param by Whose hold it was.
    /// @param holds How many holds of `by` there are now.
    event HoldLifted(address indexed member, address indexed by, uint32 holds);

    /// @notice A batch was counted. It is the new head, and not contested.
    /// @param slot Number of the sequencer's slot.
    /// @param submittedAt Block.
    event SubmissionRecorded(
        address indexed member, uint64 indexed slot, uint32 elements, uint64 submittedAt
    );

    /// @notice A slot is over. Without a `SlotStarted` after it in the same call, the queue is empty, or, after a
    /// Kick or Removal, the seat is vacant.
    event SlotEnded(Role indexed role, uint64 indexed slot, address indexed holder, SlotEnd reason);

    /// @notice The front of a queue is selected.
    /// @param startsAt Block from which it is.
    event SlotStarted(Role indexed role, uint64 indexed slot, address indexed holder, uint64 startsAt);

    /// @notice Nobody was rotated: neither was the member selected, nor has its punishment left a seat vacant.
    event RotationSkipped(address indexed member, Role indexed role);

    /// @notice The idle limit of sequencers counts no more, or again. Not emitted when a submission lets it count again:
    /// `SubmissionRecorded` says that.
    /// @param contested Whether the head has an open request or dispute, and is not proven.
    /// @param changedAt Block.
    /// @param activeAt From here on the limit counts when it does.
    event HeadContested(bool contested, uint64 changedAt, uint64 activeAt);

    // ---------------------------------------------------------------- errors: any function

    /// @notice The peers are not set yet.
    error NotWired();
    /// @notice The calldata is no call of this contract, its arguments are not in the canonical ABI encoding (nothing
    /// left over, no other offsets, no dirty padding), or the contract is constructed already.
    /// @param selector First four bytes, padded with zeros when there are fewer.
    error MalformedCalldata(bytes4 selector);
    /// @notice No function takes native currency.
    error ValueRefused(uint256 value);
    /// @notice A peer failed without an error of its own, or answered what its interface does not allow. With clock 1
    /// ArbSys (0x64) counts as a peer.
    error PeerFailed(address peer);

    // ---------------------------------------------------------------- errors: construction, wiring

    /// @notice Neither 0 nor 1.
    error UnknownClock(uint8 clock);
    /// @notice An address that must not be zero is.
    /// @param position Which one, counted from 0 among the arguments of the call.
    error ZeroAddress(uint8 position);
    /// @notice There is no contract at this address.
    error NotAContract(address account);
    /// @notice The caller is not the recorded deployer.
    error NotDeployer(address caller);
    /// @notice The peers are set already.
    error AlreadyWired();

    // ---------------------------------------------------------------- errors: parameters

    /// @notice The caller is not the registry, or the deployment has none.
    error NotRegistry(address caller);
    /// @notice The registry has not pushed a parameter set yet.
    error NoParameters();
    /// @notice No such set.
    error UnknownParameterSet(uint32 set, uint32 count);

    // ---------------------------------------------------------------- errors: membership

    /// @notice Not a role to join with.
    error BadRole(Role role);
    /// @notice The address was punished once.
    error MemberBanned(address member);
    /// @notice The address has a role already, or its stake from an earlier one is not released yet.
    error AlreadyMember(address member, Role role);
    /// @notice The address is not a member.
    error NotMember(address member);
    /// @notice The member is leaving.
    error MemberExiting(address member);
    /// @notice The member has not asked to leave.
    error NotExiting(address member);
    /// @notice The stake is below the minimum of the role.
    error StakeTooSmall(uint128 stake, uint128 minimum);
    /// @notice Nothing to add.
    error ZeroAmount();
    /// @notice The stake would leave 128 bits.
    error StakeOverflow(uint128 stake, uint128 added);
    /// @notice The stake can still be slashed.
    /// @param until Last block of unbonding.
    /// @param current Block now.
    error StillBonded(uint64 until, uint64 current);
    /// @notice Contests or proposals that name the member are open.
    /// @param holds How many holds there are, whoever has placed them.
    error StakeHeld(address member, uint32 holds);
    /// @notice The caller opens no contests or proposals: neither DataAvailability nor FraudProof nor Governance.
    error MayNotHold(address caller);
    /// @notice The caller has no hold on the member's stake; others may have.
    error NoHold(address member, address caller);

    // ---------------------------------------------------------------- errors: punishment

    /// @notice The caller does not punish for this; or `punish` was called for a Removal, which only `remove` does.
    error MayNotPunish(address caller, Offence offence);
    /// @notice Somebody was punished for this already.
    error AlreadyPunished(Offence offence, bytes32 object);
    /// @notice Nobody can be credited at the zero address.
    error ZeroBeneficiary(uint128 toBeneficiary);
    /// @notice The caller rotates nobody: neither DataAvailability nor FraudProof nor Governance.
    error MayNotRotate(address caller);

    // ---------------------------------------------------------------- errors: rotation

    /// @notice The role has no queue.
    error NoQueue(Role role);
    /// @notice The address is not in the queue of the role.
    error NotQueued(address member, Role role);
    /// @notice It is not this member's turn.
    /// @param selected Whose turn it is; zero if nobody is selected.
    error NotSelected(address member, address selected);
    /// @notice No sequencer is selected.
    error NoSequencer();
    /// @notice The selected sequencer may still submit.
    /// @param until Last block of its time.
    /// @param current Block now.
    error NotIdle(uint64 until, uint64 current);
    /// @notice The idle limit does not count while the head is contested.
    error IdleLimitStopped(uint64 contestedSince);

    // ---------------------------------------------------------------- errors: votes

    /// @notice Votes are known from the block after on.
    error BlockNotPast(uint64 given, uint64 current);

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once. Caller: the recorded deployer.
    /// @param treasury Treasury, a contract.
    /// @param registry BatchRegistry, or zero: then there are no parameters and nobody can join.
    /// @param dataAvailability DataAvailability, or zero: then nobody can do what only it may.
    /// @param fraudProof FraudProof, or zero.
    /// @param governance Governance, or zero.
    function wire(
        address treasury, address registry, address dataAvailability, address fraudProof, address governance
    ) external;

    /// @notice Takes over a parameter set. Caller: the registry, at its own wiring for set 0 and then once for
    /// each later set, in their order.
    /// @dev Holds at once, also for slots that are running. The time of unbonding is the longest of all sets, as
    /// older batches are judged by their own set.
    function setParameters(PoolParameters calldata parameters) external;

    // ---------------------------------------------------------------- membership

    /// @notice Becomes a member. Caller: anyone who is not one and was never punished, with the stake approved to the
    /// Treasury.
    /// @dev A sequencer or producer goes to the tail of its queue. The first one of an empty queue is selected:
    /// a producer at once, a sequencer after the join delay.
    /// @param role Sequencer, Producer or Verifier.
    /// @param stake At least the minimum of the role.
    function join(Role role, uint128 stake) external;

    /// @notice Adds to the caller's stake. Caller: an active member, with the amount approved to the Treasury.
    /// @param amount Not zero.
    function addStake(uint128 amount) external;

    /// @notice Leaves the queue at once; if the caller is selected, its slot ends. Caller: an active member.
    function requestExit() external;

    /// @notice Ends an exit: the stake becomes the caller's credit in the Treasury. Caller: a member whose time of
    /// unbonding is over and whose stake nothing holds. The address may join again, unless it was punished.
    function releaseStake() external;

    /// @notice Keeps the stake of a member, whatever its exit. Caller: DataAvailability, FraudProof, Governance.
    /// @dev Each hold is lifted once, by whoever placed it: the three count apart.
    /// @param member Active or exiting.
    function placeHold(address member) external;

    /// @notice Takes one of the caller's own holds away. Caller: DataAvailability, FraudProof, Governance.
    /// @param member With at least one hold of the caller.
    function liftHold(address member) external;

    // ---------------------------------------------------------------- punishment

    /// @notice Takes a share of a member's stake and kicks the member for ever. Caller: DataAvailability for
    /// withheld data, FraudProof for fraud.
    /// @dev If it holds the slot, also before `startsAt`, the slot ends and, unless the queue is empty then, the seat is
    /// left vacant: `rotateFrom` fills it, not before the old `startsAt`. What it still has is slashable and held like that of any leaving member. Never fails for what the member has done meanwhile: of one that has
    /// left, nothing is taken. What is taken, and the beneficiary's share of it, are fractions by the set.
    /// @param member Who is guilty.
    /// @param object Header hash of the batch; punished once per offence.
    /// @param set Parameter set of the batch.
    /// @param beneficiary Who asked in vain, or proved the fraud; zero: all goes to the pot.
    /// @return toBeneficiary What the beneficiary was credited.
    /// @return toPot What the pot got.
    function punish(address member, Offence offence, bytes32 object, uint32 set, address beneficiary)
        external
        returns (uint128 toBeneficiary, uint128 toPot);

    /// @notice Removes a member for ever and takes amounts of its stake. Caller: Governance.
    /// @dev As `punish` otherwise; the offence is Removal.
    /// @param object Id of the proposal.
    /// @param beneficiary Who is compensated first; zero if `toBeneficiary` is.
    /// @param toBeneficiary Asked for the beneficiary. Less is taken if the stake is smaller.
    /// @param toPot Asked for the pot, of what is left then.
    /// @return takenForBeneficiary What the beneficiary was credited.
    /// @return takenForPot What the pot got.
    function remove(
        address member, bytes32 object, address beneficiary, uint128 toBeneficiary, uint128 toPot
    ) external returns (uint128 takenForBeneficiary, uint128 takenForPot);

    /// @notice Gives the seat of a member to the next in turn: the one that its punishment has left vacant, or the
    /// one it is selected for. Otherwise nothing changes, and `RotationSkipped` says so.
    /// Caller: DataAvailability, FraudProof, Governance.
    function rotateFrom(address member) external;

    // ---------------------------------------------------------------- rotation

    /// @notice Counts a batch in the slot of the selected sequencer, and ends the slot when it is full.
    /// Caller: the registry.
    /// @param member Who submitted: the selected sequencer.
    /// @param elements Elements of the batch.
    function recordSubmission(address member, uint32 elements) external;

    /// @notice Ends the caller's own slot. Caller: the selected sequencer or block producer.
    function endSlot() external;

    /// @notice Ends the slot of a sequencer that has not submitted for longer than the idle limit; or fills the
    /// sequencers' seat, should a punishment have left it vacant. Caller: anyone.
    function rotateIdle() external;

    /// @notice Stops the idle limit, or lets it count again. Caller: the registry, when the head becomes contested
    /// or ceases to be. A submission lets it count again by itself.
    /// @dev Says nothing and changes nothing if it is so already.
    /// @param contested Whether the head has an open request or dispute, and is not proven.
    function setHeadContested(bool contested) external;

    // ---------------------------------------------------------------- views: selection

    /// @notice Who is selected now; zero if nobody is, as always for a role without a queue.
    function selected(Role role) external view returns (address);

    /// @notice The selected sequencer; zero if there is none.
    function selectedSequencer() external view returns (address);

    /// @notice The selected block producer; zero if there is none.
    function selectedProducer() external view returns (address);

    /// @notice Whether a sequencer is selected.
    function phase() external view returns (Phase);

    /// @notice The running slot of a role; all zero for a role without a queue.
    function slot(Role role) external view returns (Slot memory);

    /// @notice Last block of the selected sequencer's time: later than this anyone may call `rotateIdle`.
    /// @return Fails with `NoSequencer` if nobody is selected, with `IdleLimitStopped` while the head is contested.
    function idleDeadline() external view returns (uint64);

    /// @notice A part of a queue, in the order of selection.
    /// @param role Sequencer or Producer.
    /// @param previous Last member of the part before; zero to begin at the front.
    /// @param limit Most members to return.
    /// @return Fewer than `limit` at the end of the queue.
    function queue(Role role, address previous, uint32 limit) external view returns (address[] memory);

    // ---------------------------------------------------------------- views: members

    /// @notice All about one address; zeros, but for `epoch` and `banned`, if it is not a member.
    function member(address account) external view returns (Member memory);

    /// @notice Number of active members of a role; zero for None.
    function activeMembers(Role role) external view returns (uint32);

    // ---------------------------------------------------------------- views: votes

    /// @notice Votes of an account at the end of a block: its stake, if it was active then, else zero.
    /// @param at A past block.
    function votesAt(address account, uint64 at) external view returns (uint128);

    /// @notice What an account may vote with now on what was put forward with the votes of a block: `votesAt`, but zero
    /// unless it has been an active member without a break from that block to now.
    /// @param at A past block; any other is refused only of who would have a ballot.
    function ballotAt(address account, uint64 at) external view returns (uint128);

    /// @notice Votes of all active members together at the end of a block.
    /// @param at A past block.
    function totalVotesAt(uint64 at) external view returns (uint128);

    // ---------------------------------------------------------------- views: parameters, set-up

    /// @notice A parameter set.
    /// @param set Its number, below the count.
    function parameters(uint32 set) external view returns (PoolParameters memory);

    /// @notice Number of the newest set, which holds. Fails with `NoParameters` before the first.
    function currentParameterSet() external view returns (uint32);

    /// @notice Which clock all blocks are of: 0 the host's `block.number`, 1 `ArbSys.arbBlockNumber`.
    function clock() external view returns (uint8);

    /// @notice The clock's block now.
    function currentBlock() external view returns (uint64);

    /// @notice Who may wire.
    function deployer() external view returns (address);

    /// @notice Treasury; zero until wired.
    function treasury() external view returns (address);

    /// @notice BatchRegistry; zero until wired, or if there is none.
    function registry() external view returns (address);

    /// @notice DataAvailability; zero until wired, or if there is none.
    function dataAvailability() external view returns (address);

    /// @notice FraudProof; zero until wired, or if there is none.
    function fraudProof() external view returns (address);

    /// @notice Governance; zero until wired, or if there is none.
    function governance() external view returns (address);
}
