// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title FraudProof: disputes on state roots, and re-execution
/// @notice Decides whether the state root of a batch (MTSR) is what its elements make of its parent's state. Two ways
/// lead to one verdict:
///
/// - **Bisection.** A challenger opens a dispute with a bond. The author shows the inner hashes of its state tree, four
///   levels at a time; the challenger names the first one that it disagrees with; after at most three rounds one leaf is
///   left, and StateTransition executes its element.
/// - **Re-execution.** Anyone feeds the batch's elements, in order, in as many calls as it takes; StateTransition
///   executes them all, and the roots are compared.
///
/// | who | may |
/// |---|---|
/// | anyone | `open` (once a batch), `reveal`, `prove`, `timeout`, `settle`, `beginReplay`, `replay`, `stage` |
/// | the challenger of a dispute | `select` in it |
/// | whoever fed a replay that found fraud | `claimShare` |
/// | deployer | `wire`, once |
///
/// What becomes of a batch. Fraud: invalid, cut with all after it; its author loses its stake, is kicked and rotated; one
/// call does it all. A replay that finds the author right: `Proven`, final without its window.
///
/// Units. `block` means this contract's own clock (see `clock`), not seconds. Amounts are base units of the stake token.
/// Leaves and elements are counted from 0. All hashes are keccak-256. The author of a batch is the sequencer that its
/// header names.
///
/// Time. A chess clock: each side of a dispute has the set's dispute clock for all its moves together; a side's clock runs
/// while it has the turn. Whoever may act until a block may still act at it; at any block, either a move or `timeout`
/// is possible in a dispute on a pending batch, never both.
///
/// Money. A bond is a lock of kind 3 in the Treasury, which the challenger must have approved; the dispute's id, of which the
/// lock has the low 31 bytes, is keccak-256(header hash, challenger), packed. It comes back if the batch
/// proves false, whoever proved it. It is lost if the challenger loses, or the batch is Proven: the author gets a fixed
/// amount per reveal of the dispute, at most half, the pot the rest. If the batch is cut for another reason, the author
/// gets those amounts, the challenger the rest. The winner's share of a slashed stake goes to the challenger whose
/// dispute is the earliest that is open on the batch. Of a replay, only disputes that were opened before it began count;
/// if there is none, the share goes to those who fed the replay, by elements.
///
/// Construction (`stylus_constructor(address deployer, uint8 clock)`). Until `wire` every other writing function
/// refuses with `NotWired`.
///
/// Calls go down only: to StateTransition (of the batch's parameter set), BatchRegistry, SequencerPool and Treasury.
/// Their errors, and those of the token, pass through unchanged.
interface IFraudProof {
    // ---------------------------------------------------------------- types

    /// @notice What a batch has come to, as in the registry.
    enum Verdict { Unknown, Pending, Proven, Final, Invalid, Orphaned }

    /// @notice Where a dispute stands.
    /// @dev None: there is none. Open: it waits for a move, or, once the batch is decided, for `settle`. Won: the batch
    /// was invalid, the bond came back. Lost: the bond was taken. Orphaned: the batch was cut for another reason.
    enum DisputeStatus { None, Open, Won, Lost, Orphaned }

    /// @notice Where a replay stands.
    /// @dev None: nobody has begun one. Running: it waits for elements. Agreed: the computed MTSR is the header's.
    /// Fraud: it is not.
    enum ReplayStatus { None, Running, Agreed, Fraud }

    /// @notice The header of one batch, as in `IBatchRegistry`.
    struct Header {
        bytes32 instance;
        uint32 fork;
        uint64 index;
        bytes32 parent;
        bytes32 mttbr;
        bytes32 mtsr;
        uint32 count;
        uint32 dataLength;
        uint64 lastL2Block;
        uint64 lastL2Timestamp;
        address sequencer;
        address producer;
        uint32 parameterSet;
        uint64 submittedAt;
    }

    /// @notice The L2 after an element.
    struct StateClaim {
        /// Root of the accounts.
        bytes32 stateRoot;
        /// L2 block number.
        uint64 l2Block;
        /// L2 timestamp, in seconds.
        uint64 l2Timestamp;
    }

    /// @notice The node of the state tree that a dispute has come down to.
    struct Position {
        /// First leaf below it.
        uint32 first;
        /// Number of leaves below it; 1 is a leaf.
        uint32 size;
        /// Its hash, as the author committed to it.
        bytes32 node;
    }

    /// @notice An element, proved against the MTTBR.
    struct ProvenElement {
        /// L2 block, L2 timestamp, transaction, as in the transaction tree.
        bytes element;
        /// Range proof of the run of length one.
        bytes32[] proof;
    }

    /// @notice A claim, proved against an MTSR.
    struct ProvenClaim {
        /// The claim.
        StateClaim claim;
        /// Range proof of the run of length one.
        bytes32[] proof;
    }

    /// @notice One dispute.
    struct Dispute {
        /// Where it stands.
        DisputeStatus status;
        /// Order of opening among all disputes on the batch, from 1.
        uint32 number;
        /// Reveals that the challenger pays for if it loses, or the batch is orphaned: one for each selection; at the end one
        /// more, if the node in dispute was revealed in time, and the challenger had not gone on from there.
        uint32 reveals;
        /// Block since which the turn is the author's; or the challenger's, if the node was revealed before or is a leaf.
        uint64 turnSince;
        /// Blocks that the author's clock has run, without the turn at hand.
        uint32 authorUsed;
        /// Blocks that the challenger's clock has run, without the turn at hand.
        uint32 challengerUsed;
        /// Blocks that each side has.
        uint32 allowance;
        /// keccak-256(header hash, challenger, first (uint32), size (uint32), node), packed: what moves answer to. Zero once it
        /// has ended.
        bytes32 state;
    }

    /// @notice One replay.
    struct Replay {
        /// Where it stands.
        ReplayStatus status;
        /// Elements executed so far.
        uint32 cursor;
        /// The claim after them.
        StateClaim claim;
    }

    // ---------------------------------------------------------------- events

    /// @notice The contract exists. Emitted once, by the constructor.
    event Constructed(address deployer, uint8 clock);

    /// @notice The peers are set for ever.
    event Wired(address registry, address pool, address treasury);

    /// @notice A dispute is open; the author is to reveal the MTSR, unless it is a leaf.
    /// @param author Sequencer of the header.
    /// @param number Order of opening on the batch, from 1.
    /// @param size Leaves of the state tree.
    /// @param allowance Blocks that each side has.
    event DisputeOpened(
        bytes32 indexed headerHash,
        address indexed challenger,
        address indexed author,
        uint32 number,
        uint32 size,
        uint128 bond,
        uint32 allowance
    );

    /// @notice What lies four levels below a node is known from now on, for every dispute on any batch.
    /// @param node Hash of the node.
    /// @param size Leaves below it.
    /// @param frontier Hashes four levels below, left to right; a leaf met earlier stands for itself.
    event NodeRevealed(bytes32 indexed node, uint32 size, bytes32[] frontier);

    /// @notice The challenger has named the first hash that it disagrees with.
    /// @param position The node in dispute now.
    /// @param authorUsed Blocks that the author's clock has run so far.
    /// @param challengerUsed Blocks that the challenger's clock has run so far.
    event NodeSelected(
        bytes32 indexed headerHash,
        address indexed challenger,
        Position position,
        uint32 authorUsed,
        uint32 challengerUsed
    );

    /// @notice Layer 1 has executed the disputed element.
    /// @param index The element.
    /// @param claim The claim after it, as executed.
    /// @param fraud Whether the author's leaf is another one.
    event ElementProven(
        bytes32 indexed headerHash, address indexed challenger, uint32 index, StateClaim claim, bool fraud
    );

    /// @notice A side has run out of time, and has lost.
    /// @param author Whether it was the author; else the challenger.
    event TimedOut(bytes32 indexed headerHash, address indexed challenger, bool author);

    /// @notice The batch was found false; its author was punished, and it was cut.
    /// @param winner Who got the winner's share; this contract, for those who fed the replay.
    /// @param reward The winner's share.
    event FraudProven(
        bytes32 indexed headerHash, address indexed author, address indexed winner, uint128 reward
    );

    /// @notice A dispute has ended, and its bond is spent.
    /// @param status Won, Lost or Orphaned.
    /// @param toChallenger Part of the bond that came back.
    /// @param toAuthor Part that pays the author's reveals.
    /// @param toPot The rest.
    event DisputeEnded(
        bytes32 indexed headerHash,
        address indexed challenger,
        DisputeStatus status,
        uint128 toChallenger,
        uint128 toAuthor,
        uint128 toPot
    );

    /// @notice A replay has begun.
    /// @param claim The claim before the first element.
    event ReplayBegun(bytes32 indexed headerHash, address indexed by, StateClaim claim);

    /// @notice Elements were executed.
    /// @param first The first of them.
    /// @param count How many.
    /// @param claim The claim after the last of them.
    event ReplayAdvanced(
        bytes32 indexed headerHash, address indexed feeder, uint32 first, uint32 count, StateClaim claim
    );

    /// @notice All elements were executed.
    /// @param status Agreed or Fraud.
    /// @param mtsr The computed root.
    event ReplayEnded(bytes32 indexed headerHash, ReplayStatus status, bytes32 mtsr);

    /// @notice A feeder's part of the winner's share was paid.
    event ShareClaimed(
        bytes32 indexed headerHash, address indexed feeder, address recipient, uint128 amount
    );

    /// @notice A part of a witness is on chain.
    /// @param part Address whose code it is, after a STOP byte.
    /// @param contentHash keccak-256 of the part.
    event Staged(address indexed part, bytes32 indexed contentHash, uint32 length);

    // ---------------------------------------------------------------- errors: any function

    /// @notice The peers are not set yet.
    error NotWired();
    /// @notice The calldata is no call of this contract, its arguments are not in the canonical ABI encoding (nothing
    /// left over, no other offsets, no dirty padding), or the contract is constructed already.
    /// @param selector First four bytes, padded with zeros when there are fewer.
    error MalformedCalldata(bytes4 selector);
    /// @notice No function takes native currency.
    error ValueRefused(uint256 value);
    /// @notice A peer failed without an error of its own, or answered what it should not.
    error PeerFailed(address peer);

    // ---------------------------------------------------------------- errors: construction, wiring

    /// @notice There is no such clock.
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

    // ---------------------------------------------------------------- errors: batches

    /// @notice The batch is not pending: unknown, decided, or cut.
    error NotPending(bytes32 headerHash, Verdict verdict);
    /// @notice The data of the batch is not on chain: it cannot be judged yet.
    error NotPublished(bytes32 headerHash);
    /// @notice The second header is not the parent of the first.
    /// @param expected Parent hash of the first.
    error NotParent(bytes32 given, bytes32 expected);
    /// @notice The batch is still pending: nothing is to be settled.
    error NotDecided(bytes32 headerHash);

    // ---------------------------------------------------------------- errors: disputes

    /// @notice The caller has disputed this batch before.
    error AlreadyDisputed(bytes32 headerHash, address challenger);
    /// @notice There is no open dispute of this challenger on this batch.
    error NoOpenDispute(bytes32 headerHash, address challenger, DisputeStatus status);
    /// @notice The move answers another state than the one that the dispute is in.
    /// @param given Hash of the state that the move names.
    /// @param current Hash of the state that the dispute is in.
    error StaleMove(bytes32 given, bytes32 current);
    /// @notice A leaf is neither revealed nor selected in: it is to be proved.
    error AtLeaf(uint32 leaf);
    /// @notice The node in dispute is no leaf yet.
    error NotAtLeaf(uint32 size);
    /// @notice A reveal of fewer than two leaves, or of more than any batch can have.
    error BadSize(uint32 size);
    /// @notice A frontier has exactly one possible length.
    error WrongFrontierLength(uint256 given, uint256 expected);
    /// @notice The node is revealed already; it counts from the first time on.
    error AlreadyRevealed(bytes32 node, uint64 revealedAt);
    /// @notice The node in dispute has not been revealed.
    error NotRevealed(bytes32 node);
    /// @notice The frontier is not the one that was revealed: it folds to another node.
    error WrongFrontier(bytes32 node);
    /// @notice There is no such entry in the frontier.
    error EntryOutOfRange(uint32 entry, uint32 count);
    /// @notice The side whose turn it was has run out of time: only `timeout` is left.
    /// @param deadline Last block of its time.
    error TooLate(uint64 deadline, uint64 current);
    /// @notice The side whose turn it is still has time, or has moved in time.
    /// @param deadline Last block of its time.
    error NotTimedOut(uint64 deadline, uint64 current);

    // ---------------------------------------------------------------- errors: proofs

    /// @notice A proof has exactly one possible length.
    error WrongProofLength(uint256 given, uint256 expected);
    /// @notice The elements are not those of the batch, or the proof is wrong.
    /// @param root The root that the proof leads to.
    error ElementsNotProven(bytes32 root, bytes32 mttbr);
    /// @notice The claim is not the one at its place, or the proof is wrong.
    /// @param root The root that the proof leads to.
    error ClaimNotProven(bytes32 root, bytes32 mtsr);

    // ---------------------------------------------------------------- errors: replay

    /// @notice The replay has begun already.
    error ReplayAlreadyBegun(bytes32 headerHash);
    /// @notice No replay is running on this batch.
    error NoReplay(bytes32 headerHash, ReplayStatus status);
    /// @notice There is no element in the run.
    error NoElements();
    /// @notice The elements are not a run of u32 big-endian lengths, each followed by as many bytes.
    /// @param position Byte at which the run breaks.
    error MalformedElements(uint256 position);
    /// @notice The run begins after the cursor: elements before it are missing.
    error GapBefore(uint32 first, uint32 cursor);
    /// @notice The run ends at or before the cursor: all of it was executed already.
    error NothingNew(uint32 end, uint32 cursor);
    /// @notice The run ends after the last element.
    error RunTooLong(uint64 end, uint32 count);
    /// @notice StateTransition answered another number of claims than there were elements.
    error WrongClaimCount(uint256 bytesGiven, uint32 elements);
    /// @notice The account has nothing to claim: it fed no element, has claimed, or no share was given to feeders.
    error NoShare(bytes32 headerHash, address feeder);

    // ---------------------------------------------------------------- errors: staging

    /// @notice A part holds 1 to 24,575 bytes.
    error BadPartLength(uint256 length);
    /// @notice The part is on chain already.
    error AlreadyStaged(address part);
    /// @notice The part could not be written.
    error StagingFailed();

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once. Caller: the recorded deployer.
    /// @param registry BatchRegistry, a contract.
    /// @param pool SequencerPool, a contract.
    /// @param treasury Treasury, a contract.
    function wire(address registry, address pool, address treasury) external;

    // ---------------------------------------------------------------- bisection

    /// @notice Opens the caller's dispute on a batch. Caller: anyone, once a batch, with the bond approved to the Treasury.
    /// @dev The author's stake is held from here on, and the batch does not become final. First `AlreadyDisputed`, the
    /// registry's `UnknownParameterSet`, and `NotAContract` if the set has no StateTransition: no bond is taken for what nobody
    /// could prove. Then the registry's `UnknownHeader`, `AlreadyFinal`, `AlreadyInvalid`,
    /// `NotCanonical`, `NotPublished`, `AlreadyProven`, `NotAncestor`, `DisputeWindowOver`; last those of the Treasury and the
    /// token for the bond.
    /// @param header Pending and published.
    /// @param ancestor The batch itself, or a canonical one below it: now <= `closesAt` of one of the two. So whoever
    /// wins against a batch, or loses, can still turn to those above it.
    function open(Header calldata header, Header calldata ancestor) external;

    /// @notice Shows what lies four levels below a node. Caller: anyone; in the interest of the author.
    /// @dev The hash of the node is computed, so a reveal is always true of the node that it is for; it counts in every
    /// dispute that comes down to that node, from this block on.
    /// @param size Leaves below the node, at least 2.
    /// @param frontier The hashes, left to right: exactly as many as there are for this size.
    /// @return node Hash of the node.
    function reveal(uint32 size, bytes32[] calldata frontier) external returns (bytes32 node);

    /// @notice Names the first hash of a revealed frontier that the caller disagrees with. Caller: the challenger.
    /// @dev If that node was revealed before, the turn stays with the challenger.
    /// @param headerHash The batch; its verdict does not matter here.
    /// @param position The node in dispute.
    /// @param frontier As revealed.
    /// @param entry Which one, from 0.
    function select(
        bytes32 headerHash, Position calldata position, bytes32[] calldata frontier, uint32 entry
    ) external;

    /// @notice Has the element of the disputed leaf executed, and ends the dispute. Caller: anyone; it is the
    /// challenger who loses if nobody does.
    /// @dev keccak-256(0x00, claim after) is compared with the leaf. Different: fraud. Equal: the challenger has lost.
    /// Nothing is decided if StateTransition refuses the witness.
    /// @param header Pending.
    /// @param parent Its parent.
    /// @param challenger Whose dispute.
    /// @param leaf The leaf in dispute.
    /// @param element The element at the leaf.
    /// @param before The claim before it: of the leaf before, or of the last leaf of the parent.
    /// @param staged Parts of the witness, in order; may be none.
    /// @param witness The rest of the witness.
    function prove(
        Header calldata header,
        Header calldata parent,
        address challenger,
        Position calldata leaf,
        ProvenElement calldata element,
        ProvenClaim calldata before,
        address[] calldata staged,
        bytes calldata witness
    ) external;

    /// @notice Ends a dispute in which a side has run out of time: fraud if it is the author. Caller: anyone.
    /// @param header Pending.
    /// @param challenger Whose dispute.
    /// @param position The node in dispute.
    function timeout(Header calldata header, address challenger, Position calldata position) external;

    /// @notice Ends a dispute on a batch that is decided: returns or takes the bond, see above. Caller: anyone.
    /// @param header Proven, Final, Invalid or Orphaned.
    /// @param challenger Whose dispute.
    /// @param position The node in dispute: a reveal of it that was made in time, and not gone on from, is paid, too.
    function settle(Header calldata header, address challenger, Position calldata position) external;

    // ---------------------------------------------------------------- re-execution

    /// @notice Begins the replay of a batch, once. Caller: anyone.
    /// @dev If it finds fraud, the winner's share goes to the earliest dispute that is open then and was opened before this
    /// call; without one, to those who fed the replay: no dispute that is opened later takes it from them.
    /// @param header Pending and published.
    /// @param parent Its parent.
    /// @param before The last claim of the parent.
    function beginReplay(Header calldata header, Header calldata parent, ProvenClaim calldata before) external;

    /// @notice Executes a run of elements. Caller: anyone.
    /// @dev The last run ends the replay: the batch is Proven, or it is fraud.
    /// @param header Pending, with a running replay.
    /// @param first The first element of the run, at or before the cursor: what was executed already is skipped.
    /// @param elements Each as its length (u32, big-endian) and its bytes.
    /// @param proof Range proof of the run against the MTTBR.
    /// @param staged Parts of the witness, in order; may be none.
    /// @param witness The rest of the witness, for the state at the cursor.
    function replay(
        Header calldata header,
        uint32 first,
        bytes calldata elements,
        bytes32[] calldata proof,
        address[] calldata staged,
        bytes calldata witness
    ) external;

    /// @notice Pays a feeder its part of the winner's share. Caller: the feeder.
    /// @param headerHash A batch whose replay found fraud while no dispute was open.
    /// @param recipient Who gets the tokens.
    /// @return amount What was paid.
    function claimShare(bytes32 headerHash, address recipient) external returns (uint128 amount);

    // ---------------------------------------------------------------- staging

    /// @notice Writes a part of a witness as contract code: a STOP byte and the part. Caller: anyone.
    /// @param part 1 to 24,575 bytes.
    /// @return at Its address, which depends on nothing but the content.
    function stage(bytes calldata part) external returns (address at);

    // ---------------------------------------------------------------- views

    /// @notice A dispute; all zero if there was none.
    function disputeOf(bytes32 headerHash, address challenger) external view returns (Dispute memory);

    /// @notice The disputes on a batch.
    /// @return opened How many were ever opened.
    /// @return earliest Challenger of the earliest that is open; zero if none is.
    function disputesOn(bytes32 headerHash) external view returns (uint32 opened, address earliest);

    /// @notice Last block of the side whose turn it is.
    /// @param position The node in dispute.
    /// @return author Whether it is the author's turn.
    /// @return deadline Its last block.
    function turn(bytes32 headerHash, address challenger, Position calldata position)
        external
        view
        returns (bool author, uint64 deadline);

    /// @notice Block of a reveal; zero if there was none. What was revealed is not kept: node and size leave one frontier
    /// only, and `NodeRevealed` has it.
    function revealOf(bytes32 node, uint32 size) external view returns (uint64 revealedAt);

    /// @notice A replay; all zero if nobody has begun one.
    function replayOf(bytes32 headerHash) external view returns (Replay memory);

    /// @notice What a feeder has fed, and what it could claim now.
    function shareOf(bytes32 headerHash, address feeder)
        external
        view
        returns (uint32 elements, uint128 claimable);

    /// @notice Where a part is, or would be.
    /// @param part The part.
    /// @return at Its address.
    /// @return staged Whether it is there.
    function partAddress(bytes calldata part) external view returns (address at, bool staged);

    /// @notice Which clock all blocks are of: 0 the host's `block.number`, 1 `ArbSys.arbBlockNumber`.
    function clock() external view returns (uint8);

    /// @notice The clock's block now.
    function currentBlock() external view returns (uint64);

    /// @notice Who may wire.
    function deployer() external view returns (address);

    /// @notice BatchRegistry; zero until wired.
    function registry() external view returns (address);

    /// @notice SequencerPool; zero until wired.
    function pool() external view returns (address);

    /// @notice Treasury; zero until wired.
    function treasury() external view returns (address);
}
