//! Why an element is not executed, and why a state cannot answer.

use alloc::boxed::Box;
use alloy_primitives::B256;
use core::convert::Infallible;
use revm::context_interface::result::InvalidTransaction;

/// The state cannot answer: the caller's fault, never a verdict on the element.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError<E> {
    /// The trie node with this hash is not at hand. Give a complete witness.
    #[error("incomplete witness: trie node {0} is missing")]
    MissingNode(B256),
    /// The bytecode with this hash is not at hand. Give a complete witness.
    #[error("incomplete witness: bytecode {0} is missing")]
    MissingCode(B256),
    /// The bytes with this hash are no trie node: the root in the claim before is no state's.
    #[error("{0} is the hash of bytes that are no trie node")]
    MalformedNode(B256),
    /// The path of this key ends where no key of 32 bytes ends: the root is no state's.
    #[error("the path of key {0} is too short")]
    BadPath(B256),
    /// The value under this hashed address is no account: the root is no state's.
    #[error("the value under {0} is no account")]
    MalformedAccount(B256),
    /// The value under this hashed slot is no 32-byte number: the root is no state's.
    #[error("the value under {0} is no storage value")]
    MalformedSlot(B256),
    /// The EVM refused its surroundings; not reached with the environments of this crate.
    #[error("the EVM refused to run")]
    Engine,
    /// The source of nodes failed.
    #[error(transparent)]
    Source(E),
}

/// A witness that is incomplete or does not belong to a state.
pub type WitnessError = StateError<Infallible>;

/// Why an element changes nothing: no fee, no nonce, the claim stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotExecutable {
    /// Longer than an element may be.
    #[error("element of {length} bytes, at most {cap} are allowed")]
    TooLong {
        /// Length of the element in bytes.
        length: usize,
        /// The cap in bytes.
        cap: usize,
    },
    /// Too short for block number and timestamp.
    #[error("element of {length} bytes holds no block number and timestamp")]
    TooShort {
        /// Length of the element in bytes.
        length: usize,
    },
    /// The block number goes back.
    #[error("L2 block {number} is below {claim}")]
    NumberBelowClaim {
        /// The element's block number.
        number: u64,
        /// The claim's.
        claim: u64,
    },
    /// The timestamp goes back.
    #[error("timestamp {timestamp} is below {claim}")]
    TimestampBelowClaim {
        /// The element's timestamp in seconds.
        timestamp: u64,
        /// The claim's.
        claim: u64,
    },
    /// Two timestamps in one block.
    #[error("timestamp {timestamp} in L2 block {number}, which has {claim}")]
    TimestampDiffers {
        /// The block number of both.
        number: u64,
        /// The element's timestamp in seconds.
        timestamp: u64,
        /// The claim's.
        claim: u64,
    },
    /// Above the last block of the batch.
    #[error("L2 block {number} is above the batch's last, {last}")]
    NumberAboveBounds {
        /// The element's block number.
        number: u64,
        /// The header's last L2 block.
        last: u64,
    },
    /// Above the last timestamp of the batch.
    #[error("timestamp {timestamp} is above the batch's last, {last}")]
    TimestampAboveBounds {
        /// The element's timestamp in seconds.
        timestamp: u64,
        /// The header's last L2 timestamp.
        last: u64,
    },
    /// A transaction type that is not in scope (EIP-2718 byte).
    #[error("transaction type {0} is not in scope")]
    UnsupportedType(u8),
    /// Not the canonical encoding of a transaction.
    #[error("undecodable transaction: {0}")]
    Undecodable(alloy_rlp::Error),
    /// The signature is out of range (EIP-2), or no key made it.
    #[error("invalid signature")]
    InvalidSignature,
    /// A legacy transaction without a chain id could be replayed.
    #[error("the transaction names no chain")]
    NoChainId,
    /// For another chain.
    #[error("chain {chain_id}, this one is {expected}")]
    WrongChainId {
        /// The transaction's chain id.
        chain_id: u64,
        /// This chain's.
        expected: u64,
    },
    /// More gas than one L2 transaction may use.
    #[error("gas limit {gas_limit}, at most {cap} is allowed")]
    GasLimit {
        /// The transaction's gas limit.
        gas_limit: u64,
        /// The L2 transaction gas limit.
        cap: u64,
    },
    /// Refused by the EVM's validation: nonce, balance, intrinsic gas, initcode size, EIP-3607, ...
    #[error("invalid transaction: {0}")]
    Invalid(Box<InvalidTransaction>),
    /// The accounts, slots and codes that it reads exceed the witness meter.
    #[error("witness meter: {needed} needed, at most {limit} allowed")]
    WitnessMeter {
        /// The reading that passed the limit.
        needed: u64,
        /// The limit.
        limit: u64,
    },
    /// Its computation exceeds the work meter.
    #[error("work meter: {needed} needed, at most {limit} allowed")]
    WorkMeter {
        /// The reading that passed the limit.
        needed: u64,
        /// The limit.
        limit: u64,
    },
}

/// What stops a transaction before its end.
#[derive(Debug)]
pub(crate) enum Stop<E> {
    State(StateError<E>),
    Witness { needed: u64, limit: u64 },
    Work { needed: u64, limit: u64 },
}

/// The database error of the EVM. It says only that there is a [`Stop`], which the world keeps: the
/// first one counts, whatever the EVM asks for while it winds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub(crate) struct Stopped;

impl revm::database_interface::DBErrorMarker for Stopped {}
