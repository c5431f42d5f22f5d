// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// @title Governance: what the members of the pool decide together
/// @notice Members propose, vote with their stake, and anyone executes what has passed: removing a sequencer that
/// griefs, and compensating the verifiers that had to ask for its data; removing a verifier that griefs, and
/// compensating the sequencers that had to answer; punishing a block producer that has stopped; ending the slot of a
/// sequencer that has submitted another order than the producer's; adding a parameter set; spending from the pot. A
/// producer that has signed two orders is punished without a vote.
///
/// Units. `block` means this contract's own clock (see `clock`), not seconds. Amounts are base units of the stake
/// token, and so are votes. `...Bps` are basis points, 10,000 = all.
///
/// Proposals. What is proposed is a kind and a payload, the ABI encoding of
///
/// | kind | payload | subject | when it is executed |
/// |---|---|---|---|
/// | RemoveSequencer | address member, uint32 epoch, bytes32[] requests | member | removed and rotated; the requests are compensated by `compensate` |
/// | RemoveVerifier | address member, uint32 epoch, bytes32[] requests | member | removed; its stake and credits go to the pot; the requests are compensated by `compensate` |
/// | PunishProducer | address member, uint32 epoch, bool kick, uint128 slash | member | removed, with up to so much of its stake to the pot, if `kick` (else `slash` says nothing); rotated, if it is the selected producer |
/// | KickForOrdering | address member, uint32 epoch, Header header, address producer | member | rotated, if it is the selected sequencer |
/// | AddParameterSet | IBatchRegistry.Parameters | proposer | the registry adds the set |
/// | SpendPot | address beneficiary, uint128 amount | proposer | the amount moves from the pot to a credit |
///
/// `requests` are hashes of headers that the registry has accepted, at most 64: of batches whose data was asked for.
/// `epoch` is the pool's: how often the member has joined. The payload is emitted, not stored: whoever executes, closes or
/// compensates passes it again. A proposal's id is keccak-256(number as uint64, kind as uint8, keccak-256(payload)), 41
/// bytes hashed.
///
/// One proposal of a kind on a subject is open at a time: until it is executed and nothing is left to compensate, or
/// closed. While one of the first four kinds is open, Governance holds the member's stake in the pool. So any member can
/// hold another one's for the time of a vote, for a bond, which it loses unless a fifth votes.
///
/// Votes. Whoever was an active member at the end of the block before the proposal, and is one without a break since, votes
/// once, with its stake of then. Who is leaving does not vote, and stake that was leaving then does not count. The
/// accused, the subject of one of the first four kinds, neither votes nor counts; another account of its own does, like
/// any other member. A proposal passes if more votes are for
/// it than against it, and at least a fifth of all votes that count were cast (the quorum).
///
/// Time. Votes are taken from the block of the proposal until `voting` blocks later. What has passed can be executed from
/// the next block on, for `expiry` blocks; AddParameterSet and SpendPot only behind another `timelock` blocks. Nothing has to
/// be called in between. Whoever may act until a block may still act at it.
///
/// Money. This contract holds none: a bond is a lock of kind 4 in the Treasury, which the proposer must have approved. It
/// is returned with the end of the proposal if the quorum was reached, else it goes to the pot.
///
/// Compensation. A request is compensated if its data came (its fee went to the pot, and did not come back), by one
/// proposal, once: what is compensated here cannot be claimed back in DataAvailability, and the other way round. For a
/// sequencer's batch its requester gets what it has paid; that much is taken from the sequencer's stake, as far as it
/// goes, and the rest comes from the pot, in equal shares when the pot is short. When it is executed, a removal keeps the
/// fees of its requests that are answered by then back in the pot, each once; what it has kept back is its own to pay with,
/// and what others have is not. For a verifier's request the author of the
/// batch gets the reference cost of the bytes that it has posted itself, which is less than the fee. A request on a halted L2
/// that Layer 1 has decided (upheld or refuted) is nobody's debt, and not compensated. So nobody gets more than
/// was paid in for the same request, whoever the requester, the author and the proposer are.
///
/// Construction (`stylus_constructor(Construction construction)`). Until `wire` every other writing function refuses with
/// `NotWired`.
///
/// Calls go down only: to DataAvailability, BatchRegistry, SequencerPool and Treasury. Their errors, and those of the
/// token, pass through unchanged.
interface IGovernance {
    // ---------------------------------------------------------------- types

    /// @notice What is proposed. See the table.
    enum ProposalKind {
        RemoveSequencer, RemoveVerifier, PunishProducer, KickForOrdering, AddParameterSet, SpendPot
    }

    /// @notice Where a proposal stands.
    /// @dev None: there is no such proposal. Voting: votes are taken. Defeated: it has not passed. Queued: it has passed,
    /// and waits for the end of its timelock. Executable: anyone may execute it. Expired: it has passed, and was not
    /// executed in time. Compensating: executed; its requests are still to be compensated. Executed: executed, and nothing
    /// is left to do. Closed: it has ended without being executed. A defeated or expired one stays open until anyone
    /// closes it.
    enum Phase {
        None, Voting, Defeated, Queued, Executable, Expired, Compensating, Executed, Closed
    }

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

    /// @notice How long things take, and what may be spent. All are at least 1, and never change.
    struct Terms {
        /// Blocks for which votes are taken.
        uint32 voting;
        /// Blocks from the end of voting to the execution of AddParameterSet and SpendPot.
        uint32 timelock;
        /// Blocks for which what has passed is executable.
        uint32 expiry;
        /// Blocks of one spending period. The first begins at block 0, each other where one ends.
        uint32 spendingPeriod;
        /// Share that may be spent in one period of what the pot would be had nothing been spent in it, at most 10,000.
        uint16 spendingBps;
    }

    /// @notice Argument of the constructor.
    struct Construction {
        /// Who may wire. Not zero.
        address deployer;
        /// 0 the host's `block.number`, 1 `ArbSys.arbBlockNumber`.
        uint8 clock;
        /// Terms.
        Terms terms;
    }

    /// @notice What a block producer has signed: that these elements come next, and within these bounds.
    struct Statement {
        /// Root over the elements.
        bytes32 mttbr;
        /// Last L2 block.
        uint64 lastL2Block;
        /// Last L2 timestamp.
        uint64 lastL2Timestamp;
        /// Of the signature.
        uint8 v;
        /// Of the signature.
        bytes32 r;
        /// Of the signature. Either of the two forms counts.
        bytes32 s;
    }

    /// @notice One proposal.
    struct Proposal {
        /// What is proposed.
        ProposalKind kind;
        /// Where it stands now.
        Phase phase;
        /// Who proposed it; zero if nobody did.
        address proposer;
        /// Block of whose end the votes are.
        uint64 snapshot;
        /// Last block for votes.
        uint64 votingUntil;
        /// First block at which it can be executed, should it pass.
        uint64 executableFrom;
        /// Last block at which it can be executed, should it pass.
        uint64 executableUntil;
        /// All votes that count.
        uint128 electorate;
        /// Votes for it.
        uint128 votesFor;
        /// Votes against it.
        uint128 votesAgainst;
        /// What the proposer has locked for it.
        uint128 bond;
        /// What of the pot is kept back for its compensations; 0 once they are paid.
        uint128 reserved;
    }

    // ---------------------------------------------------------------- events

    /// @notice The contract exists. Emitted once, by the constructor.
    event Constructed(Construction construction);

    /// @notice The peers are set for ever.
    event Wired(address registry, address pool, address treasury, address dataAvailability);

    /// @notice Something is proposed, and its bond is locked.
    /// @param id What votes name.
    /// @param number Counted from 1.
    /// @param subject The member that is accused, or the proposer.
    /// @param snapshot Block of whose end the votes are.
    /// @param electorate All votes that count.
    event Proposed(
        bytes32 indexed id,
        ProposalKind indexed kind,
        address indexed subject,
        address proposer,
        uint64 number,
        uint64 snapshot,
        uint128 electorate,
        uint128 bond,
        bytes payload
    );

    /// @notice A member has voted.
    event Voted(bytes32 indexed id, address indexed voter, bool support, uint128 votes);

    /// @notice A proposal that has passed is executed; its bond is returned. The events of what it does follow, here and
    /// in the other contracts.
    event Executed(bytes32 indexed id, ProposalKind indexed kind, address indexed subject);

    /// @notice A proposal has ended without being executed.
    /// @param quorum It was reached: the bond is returned, else it goes to the pot.
    event Closed(bytes32 indexed id, ProposalKind indexed kind, address indexed subject, bool quorum);

    /// @notice A sequencer that has submitted another order is not the selected one any more: nothing happens to it.
    event KickSkipped(bytes32 indexed id, address indexed member);

    /// @notice So much of the pot is kept back for the compensations of an executed proposal.
    event CompensationReserved(bytes32 indexed id, uint128 amount);

    /// @notice A request is compensated, once and for all.
    /// @param owed What its requester, or the author of its batch, was to get.
    /// @param paid What it got, less than `owed` only if there was not enough.
    event Compensated(
        bytes32 indexed id, bytes32 indexed headerHash, address indexed beneficiary, uint128 owed, uint128 paid
    );

    /// @notice A request is not compensated: it is of another author or requester, its data never came, its fee came
    /// back, Layer 1 has decided its batch, it is compensated already, or its author has posted nothing.
    event RequestSkipped(bytes32 indexed id, bytes32 indexed headerHash);

    /// @notice The compensations of a proposal are paid.
    /// @param owed Sum of all.
    /// @param taken What of it came from the stake of the member.
    /// @param paid What was paid of it.
    event CompensationEnded(bytes32 indexed id, uint128 owed, uint128 taken, uint128 paid);

    /// @notice A block producer has signed two orders for one parent, and is removed with its whole stake.
    /// @param slashed What the pot got.
    event EquivocationPunished(
        address indexed producer, bytes32 indexed parent, bytes32 first, bytes32 second, uint128 slashed
    );

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
    /// ArbSys (0x64) counts as a peer, and so does the precompile that recovers signers (0x01).
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
    /// @notice A number of the construction is 0, or a share is more than the whole.
    /// @param position Its place in `Terms`, counted from 0.
    error BadTerm(uint8 position, uint32 value);

    // ---------------------------------------------------------------- errors: proposals

    /// @notice The payload is not the canonical encoding of what this kind takes.
    error MalformedPayload(ProposalKind kind);
    /// @notice Neither an active member, as a proposer must be, nor, if accused, one whose stake is still there.
    error NotMember(address account);
    /// @notice The accused has another role than the proposal's kind is for.
    /// @param role Its role, as in the pool.
    error WrongRole(address member, uint8 role);
    /// @notice The accused has left and joined again since, or never joined so often.
    error WrongEpoch(address member, uint32 given, uint32 current);
    /// @notice A proposal of this kind on this subject is open.
    error AlreadyProposed(bytes32 id);
    /// @notice More requests than one proposal may name.
    error TooManyRequests(uint256 given, uint256 most);
    /// @notice Nothing to spend, or nobody to get it.
    error BadSpending(address beneficiary, uint128 amount);

    // ---------------------------------------------------------------- errors: evidence

    /// @notice The header is of another sequencer's batch.
    error NotAuthor(bytes32 headerHash, address sequencer);
    /// @notice The registry has never accepted such a header: the evidence's, or a request's.
    error UnknownHeader(bytes32 headerHash);
    /// @notice The batch has the order that a selected producer has signed.
    error ProducerSigned(bytes32 headerHash, address producer);
    /// @notice The producer has attested nothing for this parent.
    error NotAttested(bytes32 parent, address producer);
    /// @notice The producer has attested the order of the batch.
    error SameOrder(bytes32 mttbr);
    /// @notice The attestation was made after the batch was submitted.
    /// @param attestedAt Block.
    /// @param submittedAt Block.
    error AttestedTooLate(uint64 attestedAt, uint64 submittedAt);
    /// @notice Nobody has signed this.
    error BadSignature(bytes32 digest);
    /// @notice The two statements are of two signers.
    error SignersDiffer(address first, address second);

    // ---------------------------------------------------------------- errors: votes

    /// @notice The accused does not vote.
    error Accused(address voter);
    /// @notice The voter was no active member at the snapshot, or is none any more.
    error NoVotes(address voter, uint64 snapshot);
    /// @notice The member has voted on it.
    error AlreadyVoted(bytes32 id, address voter);

    // ---------------------------------------------------------------- errors: ends

    /// @notice The proposal does not stand where the call needs it.
    error WrongPhase(bytes32 id, Phase phase);
    /// @notice More than may still be spent in this period.
    /// @param left What may.
    error SpendingCapped(uint128 asked, uint128 left);
    /// @notice More than the pot has beside what is kept back for compensations.
    /// @param left What it has.
    error PotReserved(uint128 asked, uint128 left);
    /// @notice Contests are open that may still take of the stake from which the compensation is to come.
    /// @param holds How many.
    error StakeHeld(address member, uint32 holds);
    /// @notice The headers are not those of the proposal's requests, one for each, in their order.
    error WrongHeaderCount(uint256 given, uint256 expected);
    /// @notice A header is not that of the proposal's request at its place.
    error WrongHeader(bytes32 given, bytes32 expected);

    // ---------------------------------------------------------------- set-up

    /// @notice Sets the peers, once. Caller: the recorded deployer.
    /// @param registry BatchRegistry, a contract.
    /// @param pool SequencerPool, a contract.
    /// @param treasury Treasury, a contract.
    /// @param dataAvailability DataAvailability, a contract.
    function wire(address registry, address pool, address treasury, address dataAvailability) external;

    // ---------------------------------------------------------------- proposals

    /// @notice Proposes something. Caller: an active member, with the bond of the newest parameter set approved to the
    /// Treasury.
    /// @dev The accused is a member with the role that the kind is for, in the epoch of the payload, active or leaving. The
    /// evidence of KickForOrdering is checked here: the producer has attested another root for the batch's parent
    /// (`attest` of the registry) before the batch was submitted, and the batch carries no producer's signature. It is as
    /// good in a later proposal. Of a removal's requests it is checked here that the registry knows them, since nobody could
    /// compensate them without their headers; whether anything is due for them is found out by `compensate`. The numbers and
    /// the encoding of a parameter set are checked by the registry, when it is executed.
    /// @return number Counted from 1.
    /// @return id What votes name.
    function propose(ProposalKind kind, bytes calldata payload) external returns (uint64 number, bytes32 id);

    /// @notice Votes on a proposal, once. Caller: a member with votes.
    /// @param support For it, or against it.
    function vote(bytes32 id, bool support) external;

    /// @notice Executes a proposal that has passed, and returns its bond. Caller: anyone.
    /// @dev What the proposal rests on is checked again: the member's role and epoch. Of a sequencer's stake nothing is taken
    /// here. SpendPot fails while it would take more of the pot than is allowed in the period, or than is not kept back for
    /// compensations; it can be tried again until it expires.
    /// @param number Of the proposal, with kind and payload as proposed.
    function execute(uint64 number, ProposalKind kind, bytes calldata payload) external;

    /// @notice Ends a proposal that is defeated or expired: its bond is settled, the accused's stake no longer held, and the
    /// like can be proposed again. Caller: anyone.
    /// @param number Of the proposal, with kind and payload as proposed.
    function close(uint64 number, ProposalKind kind, bytes calldata payload) external;

    /// @notice Pays the compensations of an executed removal, all at once. Caller: anyone.
    /// @dev Of a sequencer, as soon as no contest holds its stake: what a contest takes of it comes first. Of a verifier, as
    /// soon as none of its requests that are named is open: until then `NotAnswered` of DataAvailability passes through.
    /// Either comes to an end without the member. A request for which nothing is due then is skipped, and may be named by a
    /// later proposal.
    /// @param number Of the proposal, with kind and payload as proposed.
    /// @param headers Of the proposal's requests, one for each, in their order.
    function compensate(uint64 number, ProposalKind kind, bytes calldata payload, Header[] calldata headers) external;

    // ---------------------------------------------------------------- evidence without a vote

    /// @notice Removes a block producer that has signed two orders for one parent, with its whole stake, and rotates.
    /// Caller: anyone.
    /// @dev Two statements on one parent are an offence if their roots differ. A producer may sign one root again under
    /// other bounds: more time for the same elements takes nothing from what it has confirmed. After an invalidation the
    /// chain goes on from the same parent, and the producer signs the same root again: an order that it has confirmed
    /// stays, whatever has become of the batch. The signatures are those that `submitBatch` of the registry takes, for
    /// this instance, whether a batch with them was submitted or not, and whether `parent` is a header or not. An attestation
    /// on chain (`attest`) is no such signature. That a parameter set which came meanwhile no longer admits the first order
    /// excuses nobody: a sequencer may submit the shorter one unsigned.
    /// @param parent Hash of the header that both statements are to follow.
    function punishEquivocation(bytes32 parent, Statement calldata first, Statement calldata second) external;

    // ---------------------------------------------------------------- views

    /// @notice A proposal; all zero if there is none of this id.
    function proposalOf(bytes32 id) external view returns (Proposal memory);

    /// @notice Whether an account has voted on a proposal.
    function hasVoted(bytes32 id, address account) external view returns (bool);

    /// @notice The open proposal of a kind on a subject, to be compensated ones included; zero if there is none.
    function openProposal(ProposalKind kind, address subject) external view returns (bytes32 id);

    /// @notice The id that a proposal has.
    function idOf(uint64 number, ProposalKind kind, bytes calldata payload) external view returns (bytes32);

    /// @notice Number of proposals so far: the newest one's.
    function proposals() external view returns (uint64);

    /// @notice What of the pot is kept back for compensations, in all.
    function reserved() external view returns (uint128);

    /// @notice What may be spent of the pot now.
    function spendable() external view returns (uint128);

    /// @notice How long things take, and what may be spent.
    function terms() external view returns (Terms memory);

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

    /// @notice DataAvailability; zero until wired.
    function dataAvailability() external view returns (address);
}
