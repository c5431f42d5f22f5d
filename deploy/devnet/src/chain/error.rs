//! Why the chain refuses something. Messages follow geth's, which clients match on.

use alloy::primitives::{Address, Bytes, U256};

/// Why a transaction is not included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransactionError {
    /// Not the encoding of a signed transaction.
    #[error("typed transaction malformed or rlp: {0}")]
    Malformed(String),
    /// The signature gives no sender.
    #[error("invalid sender: {0}")]
    InvalidSender(String),
    /// A type that Nitro does not take, such as blob transactions.
    #[error("transaction type not supported: {0}")]
    UnsupportedType(u8),
    /// Longer than Nitro's sequencer takes.
    #[error("oversized data: transaction of {size} bytes, limit {limit}")]
    TooLarge {
        /// Length of the transaction in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The same transaction was included before.
    #[error("already known")]
    AlreadyKnown,
    /// Signed for another chain.
    #[error("invalid chain id for signer: have {have} want {want}")]
    WrongChain {
        /// The transaction's chain id.
        have: u64,
        /// This chain's.
        want: u64,
    },
    /// A nonce that was used.
    #[error("nonce too low: address {sender}, tx: {transaction} state: {state}")]
    NonceTooLow {
        /// The sender.
        sender: Address,
        /// The transaction's nonce.
        transaction: u64,
        /// The account's.
        state: u64,
    },
    /// A nonce ahead of the account's.
    #[error("nonce too high: address {sender}, tx: {transaction} state: {state}")]
    NonceTooHigh {
        /// The sender.
        sender: Address,
        /// The transaction's nonce.
        transaction: u64,
        /// The account's.
        state: u64,
    },
    /// The balance does not cover value and gas limit times price.
    #[error("insufficient funds for gas * price + value: address {sender} have {have} want {want}")]
    InsufficientFunds {
        /// The sender.
        sender: Address,
        /// Its balance in wei.
        have: U256,
        /// What is needed, in wei.
        want: U256,
    },
    /// The fee cap is below the base fee.
    #[error(
        "max fee per gas less than block base fee: address {sender}, maxFeePerGas: {max_fee}, baseFee: {base_fee}"
    )]
    FeeTooLow {
        /// The sender.
        sender: Address,
        /// Highest price that it pays, in wei per gas.
        max_fee: u128,
        /// The block's base fee, in wei per gas.
        base_fee: u64,
    },
    /// The gas limit does not cover what every transaction of this data costs.
    #[error("intrinsic gas too low: have {have}, want {want}")]
    IntrinsicGas {
        /// The gas limit.
        have: u64,
        /// What is needed.
        want: u64,
    },
    /// The sender holds code (EIP-3607).
    #[error("sender not an eoa: address {0}")]
    SenderHasCode(Address),
    /// Any other rule of the EVM.
    #[error("{0}")]
    Invalid(String),
    /// The signer of `eth_sendTransaction` is neither a dev account nor impersonated.
    #[error("unknown account: {0}")]
    UnknownAccount(Address),
}

/// Why a call that is not included gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallError {
    /// Refused before anything ran.
    #[error(transparent)]
    Refused(#[from] TransactionError),
    /// Ended in a revert with this data.
    #[error("execution reverted")]
    Reverted(Bytes),
    /// Ended in another failure of the EVM.
    #[error("{0}")]
    Halted(String),
    /// An estimate found that even this much gas is not enough.
    #[error("gas required exceeds allowance ({0})")]
    GasRequired(u64),
    /// The request contradicts itself.
    #[error("{0}")]
    BadRequest(String),
}

/// Why no block was added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MineError {
    /// More blocks at once than the node will hold in memory.
    #[error("cannot mine {asked} blocks at once, at most {limit}")]
    TooMany {
        /// Blocks asked for.
        asked: u64,
        /// The limit.
        limit: u64,
    },
    /// A timestamp below that of the head.
    #[error("timestamp {asked} is below that of the head, {head}")]
    TimeTravel {
        /// Seconds asked for.
        asked: u64,
        /// Seconds of the head.
        head: u64,
    },
}
