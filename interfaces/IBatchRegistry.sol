// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title BatchRegistry: headers, finality and verdicts of the batches
/// @notice The chain of batch headers, of which only hashes are stored. Whoever acts on a batch passes
/// what the hash commits to; every header is emitted whole when it is accepted.
///
/// Units. `block` means the registry's own clock (see `clock`), not seconds. L2 timestamps and the
/// host's timestamp are seconds since 1970. Amounts are base units of the stake token. `...Bps` are basis
/// points, 10,000 = all. All hashes are keccak-256.
///
/// Construction (`stylus_constructor(Construction)`) makes the genesis header (index 0, one leaf, final
/// at once) and parameter set 0. Until `wire` every other writing function refuses with `NotWired`.
///
/// Calls go down only: the registry calls SequencerPool and never what stands above it.
/// Errors of the pool pass through unchanged.
interface IBatchRegistry {
    // ---------------------------------------------------------------- types

    /// @notice What a batch has come to.
    /// @dev Unknown: this hash was never accepted. Pending: canonical, not decided. Proven: canonical,
    /// re-executed by Layer 1, waits only for its parent. Final: canonical for ever. Invalid: proven false
    /// or withheld. Orphaned: not invalid itself, but it stands on an invalid batch.
    enum Verdict { Unknown, Pending, Proven, Final, Invalid, Orphaned }

    /// @notice The header of one batch. Its hash is keccak-256 over the fields in this order, big-endian,
    /// each at its own width, 216 bytes in all.
    struct Header {
        /// keccak-256(host chain id as uint64, registry address as 20 bytes).
        bytes32 instance;
        /// Number of invalidations before this header was accepted.
        uint32 fork;
        /// Position in the chain; the genesis is 0. Used again under a higher fork, never under the same.
        uint64 index;
        /// Hash of the parent's header; zero for the genesis.
        bytes32 parent;
        /// Merkle root over the elements, in order; of the genesis, which has a claim but no element, keccak-256 of
        /// nothing.
        bytes32 mttbr;
        /// Merkle root over the state claims after each element, in order.
        bytes32 mtsr;
        /// Number of elements, 1 to the cap of the parameter set.
        uint32 count;
        /// Sum of the elements' lengths in bytes; 0 for the genesis.
        uint32 dataLength;
        /// Highest L2 block number that an element of the batch may name.
        uint64 lastL2Block;
        /// Highest L2 timestamp that an element of the batch may name, seconds.
        uint64 lastL2Timestamp;
        /// Who submitted it; zero for the genesis.
        address sequencer;
        /// The selected block producer if the batch carries its signature, else zero.
        address producer;
        /// Number of the parameter set by which everything about this batch is judged.
        uint32 parameterSet;
        /// Block of the registry's clock at acceptance.
        uint64 submittedAt;
    }

    /// @notice The L2 state after an element.
    struct StateClaim {
        /// Root of the Ethereum account state.
        bytes32 stateRoot;
        /// L2 block number.
        uint64 l2Block;
        /// L2 timestamp, seconds.
        uint64 l2Timestamp;
    }

    /// @notice What the registry keeps about a header besides its hash (one storage word).
    struct Record {
        /// The header was accepted at some time.
        bool known;
        /// Last block at which the batch may be disputed; unless it is proven, or the genesis, it becomes final only
        /// later than this. While its data is not published, also the last block at which a request for it is taken:
        /// submission + the window.
        uint64 closesAt;
        /// Block at which its data was complete on chain; 0 if it is not.
        uint64 publishedAt;
        /// Number of open disputes.
        uint32 openDisputes;
        /// A request for its data, or for its re-execution, is open.
        bool openRequest;
        /// Layer 1 has re-executed the batch and found the same MTSR; false again if it is declared invalid after all.
        bool proven;
        /// The batch was proven false or its data was withheld.
        bool invalid;
    }

    /// @notice Windows and clocks, in blocks of the registry's clock.
    /// @dev Each of the first five is at least twice the censorship bound and at most 2,628,000, a year of
    /// 12-second blocks.
    struct Windows {
        /// W: from submission on, while the batch can be questioned.
        uint32 challenge;
        /// D: to answer a data request.
        uint32 dataRequest;
        /// G: left to dispute after data became public.
        uint32 grace;
        /// R: to re-execute a batch of a halted L2.
        uint32 halted;
        /// C: of each side in a dispute, over all its moves.
        uint32 disputeClock;
        /// From an exit, or the last own submission, to the release of the stake: at least challenge +
        /// dataRequest + the longer of grace and halted + 2 * disputeClock, at most 13,140,000.
        uint32 unbonding;
        /// Longest delay that the host chain's own sequencer can impose on a transaction; from 1 to 1,314,000.
        uint32 censorshipBound;
    }

    /// @notice When a sequencer's slot ends, and when an empty pool heals.
    struct SlotLimits {
        /// The slot ends after the submission that takes its elements above this; at least 1.
        uint32 elements;
        /// The slot ends at this number of batches; at least 1.
        uint32 batches;
        /// Blocks without a submission after which anyone may end the slot; from 1 to 50,400. They do not count while
        /// the head is contested.
        uint32 idle;
        /// Blocks that the first sequencer of an empty queue waits for its selection; from 1 to 50,400.
        uint32 joinDelay;
    }

    /// @notice How large a batch, an element and an element's proof may be.
    struct BatchCaps {
        /// Most elements in a batch; from 1 to 65,536.
        uint32 elements;
        /// Most bytes in a batch; from elementLength to 4,194,304.
        uint32 dataLength;
        /// Most bytes in an element; from 17 to 65,536.
        uint32 elementLength;
        /// Limit of the witness meter of one element, bytes; from 12,288 to 1,048,576.
        uint32 witnessMeter;
    }

    /// @notice What a punishment takes, and who gets it; the pot gets what is left. Shares of the stake are from 1 to
    /// 10,000, shares of what was taken from 1 to 4,999: whoever provokes its own punishment loses. Rounded down.
    struct Slashing {
        /// Share of the stake that is taken for withheld data.
        uint16 dataWithheldBps;
        /// Share of the stake that is taken for fraud.
        uint16 fraudBps;
        /// Share of what was taken that goes to whoever asked in vain.
        uint16 bountyBps;
        /// Share of what was taken that goes to whoever proved the fraud.
        uint16 winnerBps;
    }

    /// @notice What a request costs.
    struct RequestFees {
        /// Any request.
        uint128 base;
        /// Each byte of the batch's data length.
        uint128 perByte;
        /// What a request on a halted L2 costs on top.
        uint128 haltedSurcharge;
    }

    /// @notice What a dispute costs.
    struct DisputeBonds {
        /// The challenger's bond.
        uint128 bond;
        /// What a losing challenger pays the sequencer per reveal, at most half the bond in all.
        uint128 paymentPerReveal;
    }

    /// @notice Least stake per role.
    struct MinimumStakes {
        uint128 sequencer;
        uint128 producer;
        uint128 verifier;
    }

    /// @notice What acting costs at the prices that the set provisions for; fees, bonds and shares are held
    /// against them, so that a loser always pays more than it cost the winner.
    struct ReferenceCosts {
        /// Answering a request, apart from its bytes.
        uint128 answerBase;
        /// Answering a request, per byte.
        uint128 answerPerByte;
        /// Making a request and expiring it.
        uint128 request;
        /// One reveal in a dispute.
        uint128 reveal;
        /// All moves of a challenger in one dispute, with the largest witness.
        uint128 challenge;
    }

    /// @notice One set of protocol parameters. Sets are only ever added; a header names its set.
    /// @dev Every amount is from 1 to 2^96. request.base >= 1.25 * costs.answerBase and request.perByte >= 1.25 *
    /// costs.answerPerByte, rounded up; dispute.paymentPerReveal >= costs.reveal; dispute.bond >= 2 * paymentPerReveal *
    /// the most reveals of a dispute, which are ceil(ceil(log2(batch.elements)) / 4), at least 1; costs.request <= the
    /// bounty, and costs.challenge <= the winner's share, of a slash of stakes.sequencer.
    struct Parameters {
        Windows windows;
        SlotLimits slot;
        BatchCaps batch;
        Slashing slashing;
        RequestFees request;
        DisputeBonds dispute;
        /// Bond of a governance proposal, returned at quorum.
        uint128 proposalBond;
        MinimumStakes stakes;
        ReferenceCosts costs;
        /// The StateTransition contract that judges batches under this set; zero where none is deployed.
        address stateTransition;
    }

    /// @notice Arguments of the constructor.
    struct Construction {
        /// The only account that may `wire`. Not the caller, which is the deployment contract.
        address deployer;
        /// 0: the host's `block.number`; 1: `ArbSys.arbBlockNumber`.
        uint8 clock;
        /// The L2 state from which the first batch goes on. Its block is at most 2^63, its timestamp at most
        /// the host's + 900.
        StateClaim genesis;
        /// Parameter set 0.
        Parameters parameters;
    }

    // ---------------------------------------------------------------- events

    /// @notice The registry exists. Emitted once, by the constructor, after the genesis' `BatchSubmitted`.
    /// @param instance Instance id, part of every header.
    /// @param deployer Who may wire.
    /// @param clock The clock of all blocks, 0 or 1.
    /// @param genesis The claim that is the one leaf of the genesis' MTSR.
    event Constructed(bytes32 indexed instance, address deployer, uint8 clock, StateClaim genesis);

    /// @notice The peers are set for ever.
    event Wired(
        address pool, address treasury, address dataAvailability, address fraudProof, address governance
    );

    /// @notice A header was accepted as the new head (also once for the genesis).
    /// @param index Index of the header.
    /// @param headerHash Its hash.
    /// @param header The whole of it: it is stored nowhere else.
    event BatchSubmitted(uint64 indexed index, bytes32 indexed headerHash, Header header);

    /// @notice A batch became final. One event per batch, in the order of the chain; none for the genesis.
    event BatchFinalized(uint64 indexed index, bytes32 indexed headerHash);

    /// @notice The data of a batch is asked for, or its re-execution. While the request is open and the batch is canonical, neither it nor a
    /// batch on it becomes final, unless it is proven.
    event RequestOpened(uint64 indexed index, bytes32 indexed headerHash);

    /// @notice The request on a batch is over: answered, expired, or of no more account because the batch was cut.
    event RequestClosed(uint64 indexed index, bytes32 indexed headerHash);

    /// @notice The data of a batch is complete on chain, so that the batch can be disputed.
    /// @param publishedAt Block.
    /// @param closesAt Last block at which the batch may be disputed now.
    event BatchPublished(
        uint64 indexed index, bytes32 indexed headerHash, uint64 publishedAt, uint64 closesAt
    );

    /// @notice A batch was found false, or its data was withheld. All canonical headers from its index up to the
    /// old head's are cut: this one is Invalid, the others are Orphaned, and the chain goes on from the parent.
    /// @dev Open requests of those that are cut make the system insecure no more. No `SystemStateChanged` says
    /// so here: see there.
    /// @param fork Number of invalidations so far, with this one: that of the headers to come.
    /// @param oldHead Index of the newest batch that was cut.
    event BatchInvalidated(
        uint64 indexed index, bytes32 indexed headerHash, uint32 fork, uint64 oldHead
    );

    /// @notice A dispute is open on a batch.
    /// @param openDisputes How many are, this one included.
    event DisputeOpened(uint64 indexed index, bytes32 indexed headerHash, uint32 openDisputes);

    /// @notice A dispute on a batch has ended.
    /// @param openDisputes How many are left.
    event DisputeClosed(uint64 indexed index, bytes32 indexed headerHash, uint32 openDisputes);

    /// @notice Layer 1 has computed the batch itself and found its author right. It waits for nothing but its parent.
    event BatchProven(uint64 indexed index, bytes32 indexed headerHash);

    /// @notice The selected block producer has said which elements are to follow a batch, before any did.
    /// @param fork The registry's fork then: batches with a lower one came before.
    event Attested(
        address indexed producer, bytes32 indexed parent, bytes32 mttbr, uint32 fork, uint64 attestedAt
    );

    /// @notice What `systemState` gives has changed.
    /// @dev Expect it in `openRequest` and `openHaltedRequest` when the request is the lowest one now; in `closeRequest` when it was the
    /// lowest one; in `finalize` when a proven batch becomes final with an open request.
    ///
    /// An invalidation, by fraud as well as by withheld data, cuts the open requests from its batch on. If the
    /// lowest is among them, the system is secure from `BatchInvalidated` on, and this event follows with the next
    /// `closeRequest` of whatever batch: at an expiry, or a fault shown on a batch that was asked for, in the same
    /// transaction, after the pool's rotation; otherwise when the first orphaned request is settled. If a request is
    /// opened before, the event names that one, and that the system was secure in between shows in `BatchInvalidated`
    /// alone: index at most `lowestInsecure`.
    /// @param secure No canonical, unfinal batch has an open request.
    /// @param lowestInsecure The lowest that has one; type(uint64).max if secure.
    event SystemStateChanged(bool secure, uint64 lowestInsecure);

    /// @notice A parameter set was added and holds for every header accepted from now on.
    /// @param set Its number, counted from 0.
    event ParameterSetAdded(uint32 indexed set, Parameters parameters);

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
    /// ArbSys (0x64) counts as a peer; so does ecrecover (0x01).
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

    // ---------------------------------------------------------------- errors: submission

    /// @notice The parent is not the head: another batch came first, or the chain was cut.
    error ParentMoved(bytes32 given, bytes32 head);
    /// @notice No sequencer is selected.
    error NoSequencer();
    /// @notice Another parameter set holds than the submission names.
    error ParameterSetMoved(uint32 given, uint32 current);
    /// @notice The caller is not the selected sequencer.
    error NotSelected(address caller, address selected);
    /// @notice A batch of no elements.
    error EmptyBatch();
    /// @notice More elements than the parameter set allows.
    error TooManyElements(uint32 count, uint32 cap);
    /// @notice More bytes than the parameter set allows.
    error TooMuchData(uint32 dataLength, uint32 cap);
    /// @notice The last L2 block lies below the parent's.
    error L2BlockBelowParent(uint64 given, uint64 parent);
    /// @notice The last L2 timestamp lies below the parent's.
    error L2TimestampBelowParent(uint64 given, uint64 parent);
    /// @notice The last L2 block lies more than 1,048,576 above the parent's; of a genesis, above 2^63.
    /// Submit batches that raise it step by step, if need be of an element that is not executable.
    /// @param highest The highest that is taken.
    error L2BlockAhead(uint64 given, uint64 highest);
    /// @notice The last L2 timestamp lies more than 15 minutes ahead of the host.
    /// @param latest The latest that is taken.
    error L2TimestampAhead(uint64 given, uint64 latest);
    /// @notice A producer signature is either empty or 65 bytes long.
    error BadSignatureLength(uint256 length);
    /// @notice The signature is not in its one accepted form: v is 27 or 28, s is in the lower half.
    error BadSignatureForm(uint8 v, bytes32 s);
    /// @notice The signature is not by the selected block producer.
    /// @param recovered The signer; zero if there is none.
    /// @param selected The selected block producer; zero if there is none.
    error BadProducerSignature(address recovered, address selected);

    // ---------------------------------------------------------------- errors: finality

    /// @notice An empty list of headers.
    error NothingToFinalize();
    /// @notice There is no batch at this index yet.
    error UnknownIndex(uint64 index, uint64 next);
    /// @notice The header is not the canonical one at the index that is next to become final.
    error NotNextToFinalize(uint64 index, bytes32 given, bytes32 canonical);
    /// @notice The batch itself has an open request or dispute, and is not proven.
    /// @param index The first of the list of which that is so.
    error BatchContested(uint64 index);
    /// @notice The batch can still be challenged.
    error WindowOpen(uint64 index, uint64 closesAt, uint64 current);

    // ---------------------------------------------------------------- errors: contests

    /// @notice The caller is not DataAvailability, or the deployment has none.
    error NotDataAvailability(address caller);
    /// @notice The caller is neither DataAvailability nor FraudProof, or the deployment has none.
    error MayNotInvalidate(address caller);
    /// @notice The batch was cut because one below it is invalid.
    error NotCanonical(bytes32 headerHash);
    /// @notice The batch is final.
    error AlreadyFinal(bytes32 headerHash);
    /// @notice The batch is invalid.
    error AlreadyInvalid(bytes32 headerHash);
    /// @notice The batch's data is on chain already.
    error AlreadyPublished(bytes32 headerHash, uint64 publishedAt);
    /// @notice A request on the batch is open already.
    error RequestAlreadyOpen(bytes32 headerHash);
    /// @notice No request on the batch is open.
    error NoOpenRequest(bytes32 headerHash);
    /// @notice The challenge window of the batch is over.
    /// @param until Its last block: submission + the window of the batch's own parameter set.
    error WindowOver(uint64 until, uint64 current);
    /// @notice The caller is not FraudProof, or the deployment has none.
    error NotFraudProof(address caller);
    /// @notice The data of the batch is not on chain.
    error NotPublished(bytes32 headerHash);
    /// @notice Layer 1 has found the batch right already.
    error AlreadyProven(bytes32 headerHash);
    /// @notice No dispute on the batch is open.
    error NoOpenDispute(bytes32 headerHash);
    /// @notice So many disputes on the batch are open, 4,294,967,295, that no more can be counted.
    error TooManyDisputes(bytes32 headerHash);
    /// @notice The second header is neither the batch nor a canonical one below it.
    error NotAncestor(bytes32 headerHash);
    /// @notice Neither the batch nor the one below it can be disputed any more.
    /// @param closesAt The later of the two.
    error DisputeWindowOver(uint64 closesAt, uint64 current);
    /// @notice The batch carries a producer's signature: production had not stopped.
    error ProducerSigned(bytes32 headerHash, address producer);

    // ---------------------------------------------------------------- errors: attestations

    /// @notice The caller is not the selected block producer.
    error NotProducer(address caller, address selected);
    /// @notice An attestation of no root.
    error EmptyAttestation();
    /// @notice The caller has attested a root for this parent before.
    error AlreadyAttested(bytes32 parent, bytes32 mttbr);

    // ---------------------------------------------------------------- errors: parameters

    /// @notice The caller is not Governance, or the deployment has none.
    error NotGovernance(address caller);
    /// @notice No such set.
    error UnknownParameterSet(uint32 set, uint32 count);
    /// @notice A parameter is below the least that the others, or the protocol, allow.
    /// @param field Number of the field, counted from 0 in the order of `Parameters` with its structs laid open:
    /// 0 windows.challenge … 6 windows.censorshipBound, 7 slot.elements … 11 batch.elements … 15
    /// slashing.dataWithheldBps … 19 request.base … 22 dispute.bond, 23 dispute.paymentPerReveal, 24 proposalBond,
    /// 25 stakes.sequencer … 28 costs.answerBase … 32 costs.challenge.
    /// @param value What it is.
    /// @param minimum The least that it may be.
    error ParameterBelowMinimum(uint8 field, uint256 value, uint256 minimum);
    /// @notice A parameter is above the most that the others, or the protocol, allow.
    /// @param field As in `ParameterBelowMinimum`.
    /// @param value What it is.
    /// @param maximum The most that it may be.
    error ParameterAboveMaximum(uint8 field, uint256 value, uint256 maximum);

    // ---------------------------------------------------------------- errors: proofs

    /// @notice This header was never accepted.
    error UnknownHeader(bytes32 headerHash);
    /// @notice The batch has no such element.
    error IndexOutOfRange(uint64 index, uint32 count);
    /// @notice A proof has exactly one possible length.
    error WrongProofLength(uint256 given, uint256 expected);
    /// @notice The batch is not final.
    error NotFinal(bytes32 headerHash, Verdict verdict);
    /// @notice The claim is not the last one of the batch, or the proof is wrong.
    /// @param root The root that the proof leads to.
    /// @param mtsr The root of the header.
    error ClaimNotProven(bytes32 root, bytes32 mtsr);

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once, and pushes set 0's part of the parameters down to the pool, which must
    /// be wired before. Caller: the recorded deployer.
    /// @param pool SequencerPool, a contract that names this registry: else its `NotWired` or `NotRegistry` passes through.
    /// @param treasury Treasury, a contract.
    /// @param dataAvailability DataAvailability, or zero: then nobody can do what only it may.
    /// @param fraudProof FraudProof, or zero.
    /// @param governance Governance, or zero: then the parameters never change.
    function wire(
        address pool, address treasury, address dataAvailability, address fraudProof, address governance
    ) external;

    // ---------------------------------------------------------------- acting

    /// @notice Appends a batch. Caller: the selected sequencer.
    /// @dev The parent goes in whole: two of its fields bound the batch, and its hash names the state on
    /// which the caller has built. Reports to the pool, which may rotate.
    /// @param parent Header of the head.
    /// @param mttbr Root over the elements. Not checked here; see DataAvailability and FraudProof.
    /// @param mtsr Root over the state claims. Not checked here.
    /// @param count Elements, from 1 to the set's cap.
    /// @param dataLength Bytes of all elements, up to the set's cap.
    /// @param lastL2Block At least the parent's, at most the parent's + 1,048,576.
    /// @param lastL2Timestamp At least the parent's, at most the host's timestamp + 900.
    /// @param parameterSet Number of the set that holds, by which the batch is judged: a set that Governance adds while the
    /// submission is on its way does not bind it.
    /// @param producerSignature Empty, or r, s, v (65 bytes) of the selected block producer over
    /// keccak-256(instance, parent hash, mttbr, lastL2Block as uint64, lastL2Timestamp as uint64), without
    /// any prefix.
    /// @return headerHash Hash of the new head.
    function submitBatch(
        Header calldata parent,
        bytes32 mttbr,
        bytes32 mtsr,
        uint32 count,
        uint32 dataLength,
        uint64 lastL2Block,
        uint64 lastL2Timestamp,
        uint32 parameterSet,
        bytes calldata producerSignature
    ) external returns (bytes32 headerHash);

    /// @notice Says on chain which elements are to follow the head, before anything does. Caller: the selected block
    /// producer, once a parent.
    /// @dev Evidence of the order: against a sequencer that submits another one, and for the producer, should a batch
    /// without its signature be taken for a sign that it has stopped.
    /// @param parent Hash of the head's header: an attestation made after a batch is none.
    /// @param mttbr Root over the elements that are to follow. Not zero.
    function attest(bytes32 parent, bytes32 mttbr) external;

    /// @notice Makes the next batches final, all of the list or none. Caller: anyone.
    /// @dev A batch may be made final when its parent is final or comes before it in the list, it has no open request or
    /// dispute, and its window is over (now > closesAt). A proven batch waits for nothing but its parent.
    /// Hashes are enough: all that decides is in the records.
    /// @param headerHashes Hashes of the headers after the last final one, in the order of the chain.
    function finalize(bytes32[] calldata headerHashes) external;

    /// @notice Adds a parameter set, which holds for every header accepted from now on, and pushes the
    /// pool's part down. Caller: Governance.
    /// @param parameters All numbers are checked, one by one and against each other; `stateTransition` is not.
    /// @return set Its number.
    function addParameterSet(Parameters calldata parameters) external returns (uint32 set);

    // ---------------------------------------------------------------- contests

    /// @notice Opens a request for the data of a batch. Caller: DataAvailability.
    /// @dev While it is open and the batch is canonical, nothing from the batch on becomes final, unless it is proven. It
    /// extends nothing by itself; its deadline,
    /// and that it is closed at all, is DataAvailability's business. Tells the pool if the batch is the head.
    /// @param header Canonical, unfinal, not published, without an open request, at most the challenge window old:
    /// now <= submission + window of its own parameter set.
    function openRequest(Header calldata header) external;

    /// @notice Closes the request on a batch. Caller: DataAvailability.
    /// @dev Whatever has become of the batch: never refused but for want of an open request. Tells the pool if the batch
    /// is the head. See `SystemStateChanged` for when it is emitted.
    /// @param header With an open request: canonical, invalid or orphaned.
    function closeRequest(Header calldata header) external;

    /// @notice Records that the data of a batch is complete on chain. Caller: DataAvailability.
    /// @dev The batch may then be disputed for at least the grace of its own parameter set: `closesAt` becomes the
    /// later of submission + window and now + grace. Does not close the request.
    /// @param header Canonical, unfinal, not published; at most the challenge window old, or with an open request,
    /// whose deadline DataAvailability keeps.
    function markPublished(Header calldata header) external;

    /// @notice As `openRequest`, for a batch without a producer's signature, published or not. Caller: DataAvailability.
    /// @param header Canonical, unfinal, not proven, without an open request and without a producer, at most the challenge
    /// window old: now <= submission + window of its own parameter set.
    function openHaltedRequest(Header calldata header) external;

    /// @notice Opens a dispute on a batch. Caller: FraudProof.
    /// @dev While one is open, the batch does not become final, unless it is proven. It extends nothing by itself. Tells
    /// the pool if the batch is the head.
    /// @param header Canonical, unfinal, published, not proven.
    /// @param ancestor The batch itself or a canonical one below it: now <= `closesAt` of one of the two.
    function openDispute(Header calldata header, Header calldata ancestor) external;

    /// @notice Closes a dispute on a batch. Caller: FraudProof.
    /// @dev Whatever has become of the batch: never refused but for want of an open dispute. Tells the pool if the batch
    /// is the head.
    function closeDispute(Header calldata header) external;

    /// @notice Records that Layer 1 has computed the batch itself and found it right. Caller: FraudProof.
    /// @dev From here on it becomes final as soon as its parent is, whatever is open on it: that is closed one by one
    /// and holds nothing back. Tells the pool if the batch is the head: one that is proven counts as not contested there.
    /// @param header Canonical, unfinal, published, not proven.
    function markProven(Header calldata header) external;

    /// @notice Declares a batch false and cuts it with all batches after it. Caller: DataAvailability for withheld
    /// data, FraudProof for fraud.
    /// @dev Costs the same however many batches are cut and however many contests are open on them: those are
    /// closed one by one. The chain goes on from the parent; the indices are used again under a higher fork, so no
    /// header hash ever is. Tells the pool whether the parent, as the new head, is contested.
    /// @param header Canonical and unfinal.
    function invalidate(Header calldata header) external;

    // ---------------------------------------------------------------- views: chain

    /// @notice The newest canonical batch.
    function head() external view returns (uint64 index, bytes32 headerHash);

    /// @notice The newest final batch; the genesis at first.
    function finalHead() external view returns (uint64 index, bytes32 headerHash);

    /// @notice Hash of the canonical header at an index from 0 to the head's.
    function headerHash(uint64 index) external view returns (bytes32);

    /// @notice Hash of any header, known or not.
    function hashHeader(Header calldata header) external view returns (bytes32);

    /// @notice Number of invalidations so far.
    function fork() external view returns (uint32);

    /// @notice Verdict of a header, `Unknown` for one that was never accepted.
    /// @return verdict The verdict.
    /// @return contested Whether the batch is canonical and unfinal, and a request or dispute is open on it, or
    /// a request on a batch below it. While it is Pending it cannot become final for that; a Proven batch
    /// waits for nothing but its parent.
    function verdict(Header calldata header) external view returns (Verdict verdict, bool contested);

    /// @notice The record of a header; all zero if it was never accepted.
    function recordOf(bytes32 headerHash) external view returns (Record memory);

    /// @notice What a producer has attested to follow a batch; all zero if nothing.
    /// @return mttbr The root.
    /// @return fork The registry's fork then. The attestation was made before the submission of a child of `parent` if
    /// the fork of the child's header is at least this.
    /// @return attestedAt Block.
    function attestationOf(bytes32 parent, address producer)
        external
        view
        returns (bytes32 mttbr, uint32 fork, uint64 attestedAt);

    /// @notice Whether no data request holds finality back. Disputes do not count: see `verdict`.
    /// @return secure No canonical, unfinal batch has an open request.
    /// @return lowestInsecure Index of the lowest that has one; type(uint64).max while secure.
    function systemState() external view returns (bool secure, uint64 lowestInsecure);

    // ---------------------------------------------------------------- views: proofs

    /// @notice Whether an element is the one at an index of a batch.
    /// @param header A header that was accepted; its verdict is the caller's business.
    /// @param index Position in the batch.
    /// @param element L2 block, L2 timestamp, transaction, as in the transaction tree.
    /// @param proof Range proof of the run of length one.
    /// @return False if the proof leads to another root.
    function includesElement(
        Header calldata header, uint64 index, bytes calldata element, bytes32[] calldata proof
    ) external view returns (bool);

    /// @notice Whether a state claim is the one after the element at an index of a batch.
    /// @param header A header that was accepted; its verdict is the caller's business.
    /// @param index Position in the batch.
    /// @param claim The claim.
    /// @param proof Range proof of the run of length one.
    /// @return False if the proof leads to another root.
    function includesClaim(
        Header calldata header, uint64 index, StateClaim calldata claim, bytes32[] calldata proof
    ) external view returns (bool);

    /// @notice For a bridge: passes only if the claim is the L2 state after a final batch.
    /// @param header A final header.
    /// @param claim Its last claim.
    /// @param proof Range proof of the last leaf.
    /// @return stateRoot The claim's state root, against which accounts and storage can be proven.
    function verifyFinalState(
        Header calldata header, StateClaim calldata claim, bytes32[] calldata proof
    ) external view returns (bytes32 stateRoot);

    // ---------------------------------------------------------------- views: parameters, set-up

    /// @notice A parameter set.
    /// @param set Its number, below the count.
    function parameters(uint32 set) external view returns (Parameters memory);

    /// @notice Number of the set that holds for new headers.
    function currentParameterSet() external view returns (uint32);

    /// @notice Instance id: keccak-256(host chain id as uint64, registry address).
    function instance() external view returns (bytes32);

    /// @notice Which clock all blocks are of: 0 the host's `block.number`, 1 `ArbSys.arbBlockNumber`.
    function clock() external view returns (uint8);

    /// @notice The clock's block now.
    function currentBlock() external view returns (uint64);

    /// @notice Who may wire.
    function deployer() external view returns (address);

    /// @notice SequencerPool; zero until wired.
    function pool() external view returns (address);

    /// @notice Treasury; zero until wired.
    function treasury() external view returns (address);

    /// @notice DataAvailability; zero until wired, or if there is none.
    function dataAvailability() external view returns (address);

    /// @notice FraudProof; zero until wired, or if there is none.
    function fraudProof() external view returns (address);

    /// @notice Governance; zero until wired, or if there is none.
    function governance() external view returns (address);
}
