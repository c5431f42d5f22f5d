// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title DataAvailability: the elements of batches on Layer 1, when a verifier asks for them
/// @notice Batches are submitted without their data. A verifier that cannot get the elements of one from anybody
/// asks for them here, for a fee; whoever has them publishes them, in pieces that are proved against the batch's
/// MTTBR. A batch whose data does not come in time, or is not what its header says, is the fault of its author.
///
/// When the L2's block producer seems to have stopped, and a sequencer goes on with batches that carry no signature of
/// it, a verifier asks for such a batch with `requestHalted`, for a higher fee: once its data is on chain, Layer 1 is to
/// compute the batch itself (`replay` of FraudProof) within the set's halted window, and `settleHalted` draws the
/// consequences from what the registry then says of the batch.
///
/// Units. `block` means this contract's own clock (see `clock`), not seconds. Amounts are base units of the stake
/// token. Lengths are bytes. All hashes are keccak-256. The author of a batch is the sequencer that its header
/// names.
///
/// Money. This contract holds none: a fee is a lock of kind 2 in the Treasury, which the requester must have
/// approved. If the data comes, the requester has paid it: it goes to the pot, not to the author, and comes back only
/// if the batch is proven false later (`claimFee`). A request on a halted L2 is paid unless the batch turns out to be
/// false, withheld or orphaned.
///
/// Time. Whoever may act until a block may still act at it. A deadline is absolute and never moves. At any block, an
/// open request on a pending batch can either be answered or be expired, never both; one on an orphaned or invalid
/// batch can only be settled (`settleOrphan`), at any block. A request on a halted L2 whose data is there awaits a
/// verdict: while the batch is pending it can be settled only behind its last block for that, and as soon as the batch
/// is decided, at any block.
///
/// Data is hashed, not stored: it is to be read from the calldata of the calls to `publish`, which
/// `ElementsPublished` tells apart.
///
/// Construction (`stylus_constructor(address deployer, uint8 clock)`). Until `wire` every other writing function
/// refuses with `NotWired`.
///
/// Calls go down only: to BatchRegistry, SequencerPool and Treasury. Their errors, and those of the token, pass
/// through unchanged.
interface IDataAvailability {
    // ---------------------------------------------------------------- types

    /// @notice What a batch has come to, as in the registry.
    enum Verdict { Unknown, Pending, Proven, Final, Invalid, Orphaned }

    /// @notice What a request has come to.
    /// @dev None: nobody has asked. Open: it waits for data. Answered: the data came in time, and the fee went to
    /// the pot. Defaulted: the data did not come, or showed a fault of the author; the fee went back. Orphaned: the
    /// batch ceased to count for another reason; the fee went back. Repaid: answered, but the batch was proven
    /// false later, and the fee came back out of the pot. Compensated: answered, and Governance has settled who is
    /// compensated for it; the fee does not come back otherwise. A batch is asked for at most once, in either way.
    ///
    /// On a halted L2, Open lasts on behind the publication, until there is a verdict, or no time left for one. Answered:
    /// the data came in time, but no verdict did; the fee went to the pot. Upheld: Layer 1 has found the batch right; the
    /// fee went to the pot. Refuted: the batch was proven false; the fee went back.
    enum RequestStatus { None, Open, Answered, Defaulted, Orphaned, Repaid, Upheld, Refuted, Compensated }

    /// @notice What published elements show about their author.
    /// @dev ElementTooLong: an element is longer than the parameter set allows. TooManyBytes: there are more bytes
    /// than the header says. TooFewBytes: all elements are there, and have fewer bytes than the header says.
    enum Fault { ElementTooLong, TooManyBytes, TooFewBytes }

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

    /// @notice One request: the entry of the ledger.
    struct Request {
        /// Where it stands.
        RequestStatus status;
        /// Who asked; zero if nobody has.
        address requester;
        /// What it paid.
        uint128 fee;
        /// Last block at which the data may be published; 0 if it was there when the request was made.
        uint64 deadline;
        /// It asks for the re-execution of a batch of a halted L2.
        bool halted;
        /// Last block at which Layer 1's verdict is waited for; 0 until the data is there, and if it is not halted.
        uint64 replayUntil;
        /// The block producer that loses its slot unless the request ends answered or orphaned; zero if nobody is to blame:
        /// none was selected when the request was made, its slot had not started before the batch was submitted, or it
        /// had attested another root for the same parent before the submission.
        address producer;
        /// Number of that slot: another one it does not lose.
        uint64 producerSlot;
    }

    /// @notice How much of a batch is published.
    struct Publication {
        /// Elements that are there: the index of the next one.
        uint32 elements;
        /// Bytes of these elements.
        uint32 length;
        /// Those of them that the author itself has published.
        uint32 authorLength;
        /// All is there, and is what the header says.
        bool complete;
    }

    // ---------------------------------------------------------------- events

    /// @notice The contract exists. Emitted once, by the constructor.
    /// @param deployer Who may wire.
    /// @param clock The clock of all blocks, 0 or 1.
    event Constructed(address indexed deployer, uint8 clock);

    /// @notice The peers are set for ever.
    event Wired(address registry, address pool, address treasury, address governance);

    /// @notice A verifier has asked for the data of a batch.
    /// @param author Whose stake is held until the request ends.
    /// @param fee What the requester has locked.
    /// @param deadline Last block at which the data may be published.
    event RequestOpened(
        bytes32 indexed headerHash,
        address indexed requester,
        address indexed author,
        uint128 fee,
        uint64 deadline
    );

    /// @notice The request is one for a batch of a halted L2. Follows its `RequestOpened`, whose deadline is 0 if the data
    /// was on chain already.
    /// @param producer Who is to blame, see `Request`; zero for nobody.
    /// @param slot Number of its slot; 0 for nobody.
    event HaltedRequestOpened(bytes32 indexed headerHash, address indexed producer, uint64 slot);

    /// @notice The data of a batch of a halted L2 is on chain: Layer 1's verdict is awaited.
    /// @param replayUntil Last block at which it is waited for.
    event VerdictAwaited(bytes32 indexed headerHash, uint64 replayUntil);

    /// @notice Elements were published, and proved against the MTTBR. Their bytes are in the calldata.
    /// @param publisher Who called.
    /// @param first Index of the first new element. The calldata may begin with elements that were there already.
    /// @param elements Number of new elements.
    /// @param length Their bytes.
    event ElementsPublished(
        bytes32 indexed headerHash,
        address indexed publisher,
        uint32 first,
        uint32 elements,
        uint32 length
    );

    /// @notice All elements of a batch are there, and are what its header says: it can be challenged.
    /// @param authorLength Bytes that the author itself has published.
    event PublicationComplete(bytes32 indexed headerHash, uint32 authorLength);

    /// @notice Published elements show that the author's header is wrong. The author is punished and the batch
    /// invalid in the same call.
    /// @param fault The first that holds, in the order of `Fault`.
    /// @param found Length that is wrong: of the longest element of the call, or of all elements that are there so far.
    /// @param expected The most that an element may have, or what the header says of all.
    event FaultShown(
        bytes32 indexed headerHash, address indexed author, Fault fault, uint32 found, uint32 expected
    );

    /// @notice The data came in time; on a halted L2, there was no verdict in time. The fee went to the pot.
    event RequestAnswered(bytes32 indexed headerHash, address indexed requester, uint128 fee);

    /// @notice The author has failed to answer, or the data shows a fault of it. The fee went back to the requester.
    /// @param bounty What else the requester was credited.
    event RequestDefaulted(
        bytes32 indexed headerHash, address indexed requester, uint128 fee, uint128 bounty
    );

    /// @notice The batch no longer counts, through no answer. The fee went back to the requester.
    event RequestOrphaned(bytes32 indexed headerHash, address indexed requester, uint128 fee);

    /// @notice On a halted L2, Layer 1 has found the batch right. The fee went to the pot.
    event RequestUpheld(bytes32 indexed headerHash, address indexed requester, uint128 fee);

    /// @notice On a halted L2, the batch was proven false. The fee went back to the requester.
    event RequestRefuted(bytes32 indexed headerHash, address indexed requester, uint128 fee);

    /// @notice The block producer that was to blame has lost its slot.
    event ProducerRotated(bytes32 indexed headerHash, address indexed producer, uint64 slot);

    /// @notice No block producer has lost its slot: nobody was to blame, or the slot had ended before.
    /// @param producer Who was to blame; zero for nobody.
    /// @param slot Number of its slot; 0 for nobody.
    event ProducerKept(bytes32 indexed headerHash, address indexed producer, uint64 slot);

    /// @notice A batch whose data had come was proven false. The fee came back out of the pot.
    event FeeRepaid(bytes32 indexed headerHash, address indexed requester, uint128 fee);

    /// @notice An answered request is settled by Governance, which says who gets what.
    event RequestCompensated(bytes32 indexed headerHash);

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
    /// ArbSys (0x64) counts as a peer. Zero if a view
    /// asks the registry before it is wired.
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

    // ---------------------------------------------------------------- errors: publishing

    /// @notice The batch is not open to questions: it was never accepted, or is decided.
    error NotPending(bytes32 headerHash, Verdict verdict);
    /// @notice All data of the batch is there.
    error AlreadyPublished(bytes32 headerHash);
    /// @notice Data no longer counts.
    /// @param until Last block at which it did: the deadline of the open request, else the end of the challenge
    /// window.
    /// @param current Block now.
    error TooLate(uint64 until, uint64 current);
    /// @notice Elements between those that are there and the first of the call are missing.
    /// @param next Index of the next element that is to come.
    error ElementsMissing(uint32 first, uint32 next);
    /// @notice All elements of the call are there already, or it has none.
    /// @param end Index behind the last element of the call.
    /// @param next Index of the next element that is to come.
    error NothingNew(uint64 end, uint32 next);
    /// @notice The batch has fewer elements.
    /// @param end Index behind the last element of the call.
    error BeyondBatch(uint64 end, uint32 count);
    /// @notice The packed elements end in the middle of one.
    /// @param offset Where that one begins.
    error MalformedElements(uint256 offset);
    /// @notice A proof has exactly one possible length.
    error WrongProofLength(uint256 given, uint256 expected);
    /// @notice The elements are not those of the batch at these indices, or the proof is wrong.
    /// @param root The root that elements and proof lead to.
    /// @param mttbr The root of the header.
    error ElementsNotProven(bytes32 root, bytes32 mttbr);

    // ---------------------------------------------------------------- errors: requests

    /// @notice The caller is not an active verifier, or was banned.
    error NotVerifier(address caller);
    /// @notice Somebody has asked for this batch already.
    error AlreadyRequested(bytes32 headerHash);
    /// @notice No request is open on this batch.
    error NoOpenRequest(bytes32 headerHash, RequestStatus status);
    /// @notice The deadline is not over. Checked before the verdict: of a batch that was cut, no data is taken although
    /// this says so; see `settleOrphan`.
    /// @param deadline Last block at which it may.
    /// @param current Block now.
    error StillAnswerable(uint64 deadline, uint64 current);
    /// @notice The batch is neither orphaned nor invalid; or invalid, with a request on a halted L2 (`settleHalted`).
    error NotOrphaned(bytes32 headerHash, Verdict verdict);
    /// @notice No request on this batch was answered whose fee is still in the pot.
    error NotAnswered(bytes32 headerHash, RequestStatus status);
    /// @notice The caller is not Governance, or the deployment has none.
    error NotGovernance(address caller);
    /// @notice The batch was not proven false.
    error NotInvalid(bytes32 headerHash, Verdict verdict);
    /// @notice The open request is one for data only.
    error NotHalted(bytes32 headerHash);
    /// @notice The data is not on chain yet: first comes `publish` or, behind the deadline, `expire`.
    error NotPublished(bytes32 headerHash);
    /// @notice The batch is pending, and Layer 1's verdict is still waited for.
    /// @param replayUntil Last block at which it is.
    /// @param current Block now.
    error VerdictPending(uint64 replayUntil, uint64 current);

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once. Caller: the recorded deployer.
    /// @param registry BatchRegistry, a contract.
    /// @param pool SequencerPool, a contract.
    /// @param treasury Treasury, a contract.
    /// @param governance Governance, or zero: then nobody can do what only it may.
    function wire(address registry, address pool, address treasury, address governance) external;

    // ---------------------------------------------------------------- publishing

    /// @notice Publishes elements of a batch, in their order. Caller: anyone.
    /// @dev Bytes of the elements that are there already are proved again and otherwise skipped, so that calls may
    /// overlap. Possible until the deadline of the open request; without one, until the end of the challenge
    /// window (submitted + W).
    ///
    /// With the last element the batch becomes challengeable (`markPublished` of the registry), and an open request
    /// is answered; on a halted L2, it goes on until there is a verdict (`settleHalted`). If the elements show a fault of the author, it is punished and the batch becomes invalid in
    /// this very call, as if the data had not come; the bounty is the requester's, if there is one.
    /// @param header Header of a pending batch that is not published.
    /// @param first Index of the first element of the call; at most that of the next one to come.
    /// @param elements For each element its length as uint32, big-endian, and its bytes.
    /// @param proof Range proof of these elements against the MTTBR.
    function publish(
        Header calldata header, uint32 first, bytes calldata elements, bytes32[] calldata proof
    ) external;

    // ---------------------------------------------------------------- requests

    /// @notice Asks for the data of a batch. Caller: an active verifier, with the fee approved to the Treasury.
    /// @dev The system is insecure from this batch on until the request ends, and the author's stake is held.
    ///
    /// Own refusals first: `NotVerifier`, `AlreadyRequested`, `AlreadyPublished`. Then the registry's:
    /// `UnknownParameterSet`, `UnknownHeader`, `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `WindowOver`; last those
    /// of the Treasury and the token for the fee. `NotPending` is given by `publish` and `expire` only.
    /// @param header Header of a batch that the registry lets be asked for: pending, not published, in its
    /// challenge window.
    function request(Header calldata header) external;

    /// @notice Asks for the re-execution of a batch of a halted L2. Caller: an active verifier, with `haltedRequestFee`
    /// approved to the Treasury.
    /// @dev The system is insecure from this batch on until the request ends, and the author's stake is held. If the
    /// data is not on chain, it is to be published as for any request; the window for the verdict begins with the block of
    /// the publication, else with this one. Who is the block producer to blame is settled here, see `Request`.
    ///
    /// Own refusals first: `NotVerifier`, `AlreadyRequested`. Then the registry's: `UnknownParameterSet`,
    /// `UnknownHeader`, `AlreadyFinal`, `AlreadyInvalid`, `NotCanonical`, `AlreadyProven`, `ProducerSigned`, `WindowOver`;
    /// last those of the Treasury and the token for the fee.
    /// @param header Header of a batch that the registry lets be asked for: without a producer's signature, pending, in
    /// its challenge window; published or not.
    function requestHalted(Header calldata header) external;

    /// @notice Ends a request on a halted L2 by what the registry says of the batch. Caller: anyone.
    /// @dev Proven, or final: the producer to blame is rotated, the fee goes to the pot. Invalid, for which FraudProof has
    /// punished and rotated the author: the producer is rotated, the fee goes back. Pending behind `replayUntil`: nobody is
    /// rotated, the batch goes on as any other, the fee goes to the pot. Orphaned: as `settleOrphan`.
    ///
    /// While the data is not there this is refused; if it does not come, or shows a fault, the request ends as any other,
    /// in `expire` or `publish`, and the producer is rotated as well, behind the author.
    /// @param header Header of a batch with an open request on a halted L2.
    function settleHalted(Header calldata header) external;

    /// @notice Ends a request whose deadline is over: the author is punished, the batch and all after it cut off; if it
    /// was the author's turn, the next sequencer is selected; the requester gets its fee back, and the bounty.
    /// Caller: anyone.
    /// @dev In this order: punishment, both roots invalid, rotation, the request closed, the fee released. The system is
    /// secure then, unless a lower batch has an open request. Costs the same whatever stands on the batch. On a halted L2
    /// the block producer to blame is rotated behind the author. Refused with `AlreadyPublished` while a verdict is awaited.
    /// @param header Header of a pending batch.
    function expire(Header calldata header) external;

    /// @notice Ends a request on a batch that no longer counts, with nobody punished: the requester gets its fee
    /// back, whatever part of the data has come. Caller: anyone.
    /// @param header Header of a batch that is orphaned, or invalid for another reason; on a halted L2 of an orphaned one
    /// only: see `settleHalted`.
    function settleOrphan(Header calldata header) external;

    /// @notice Gives a requester the fee of an answered request back, out of the pot, if the batch was proven false
    /// later. Caller: anyone, for the requester.
    /// @dev Fails with `PotTooSmall` of the Treasury while the pot is smaller; it can be called again.
    /// @param header Header of an invalid batch.
    function claimFee(Header calldata header) external;

    /// @notice Settles an answered request for ever: neither `claimFee` nor this passes again. Caller: Governance, which
    /// compensates the requester, or the author of the batch.
    /// @param headerHash Hash of the batch's header.
    function compensate(bytes32 headerHash) external;

    // ---------------------------------------------------------------- views: requests, publications

    /// @notice The request on a batch; all zero if there was none.
    function requestOf(bytes32 headerHash) external view returns (Request memory);

    /// @notice How much of a batch is published.
    function publicationOf(bytes32 headerHash) external view returns (Publication memory);

    /// @notice What a request on a batch costs, by its parameter set: base + rate * data length.
    /// @param header Any header with a known parameter set.
    function requestFee(Header calldata header) external view returns (uint128);

    /// @notice What a request on a halted L2 costs: `requestFee` + the set's surcharge.
    /// @param header Any header with a known parameter set.
    function haltedRequestFee(Header calldata header) external view returns (uint128);

    /// @notice Last block at which data of a batch may be published: the deadline of its request, if it has one,
    /// else the end of its challenge window.
    /// @param header Any header with a known parameter set; its verdict is the caller's business.
    function publishableUntil(Header calldata header) external view returns (uint64);

    // ---------------------------------------------------------------- views: set-up

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

    /// @notice Governance; zero until wired, or if there is none.
    function governance() external view returns (address);
}
