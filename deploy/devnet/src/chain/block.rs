//! A block as it is kept.

use alloy::{
    consensus::{
        BlockHeader, EMPTY_OMMER_ROOT_HASH, Eip658Value, Header, Receipt, ReceiptEnvelope,
        ReceiptWithBloom, Sealed, Transaction as _, TxEnvelope, TxType,
        proofs::{calculate_receipt_root, calculate_transaction_root},
        transaction::Recovered,
    },
    primitives::{Address, B64, B256, Bloom, Bytes, Log, U256},
};

use super::state::State;
use crate::evm::{BLOCK_GAS_LIMIT, BlockContext, Mode, SEQUENCER};

/// ArbOS version that the header carries in its mix hash.
const HEADER_ARBOS_VERSION: u64 = 60;

/// A block, its transactions and the state after it.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) header: Sealed<Header>,
    pub(crate) transactions: Vec<Included>,
    pub(super) state: State,
}

/// A transaction in a block and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Included {
    pub(crate) transaction: Recovered<TxEnvelope>,
    /// Status, cumulative gas, bloom and logs.
    pub(crate) receipt: ReceiptEnvelope<Log>,
    pub(crate) gas_used: u64,
    /// Address of the contract that a creating transaction made, or would have made.
    pub(crate) created: Option<Address>,
    /// Whether its sender was impersonated.
    pub(super) mode: Mode,
    /// The state that it met: the parent block's, unless a test changed that in between.
    pub(super) before: State,
}

/// What became of a transaction.
#[derive(Clone, Debug)]
pub(super) struct Ending {
    pub(super) is_success: bool,
    pub(super) gas_used: u64,
    pub(super) logs: Vec<Log>,
}

impl Included {
    /// A transaction that is the first of its block.
    pub(super) fn new(
        transaction: Recovered<TxEnvelope>,
        mode: Mode,
        before: State,
        ending: Ending,
    ) -> Self {
        let is_creation = transaction.kind().is_create();
        let created = is_creation.then(|| transaction.signer().create(transaction.nonce()));
        let gas_used = ending.gas_used;
        Self {
            receipt: receipt(transaction.tx_type(), ending),
            transaction,
            gas_used,
            created,
            mode,
            before,
        }
    }
}

impl Block {
    /// Seals a block with at most one transaction on top of `parent`, or the genesis.
    pub(super) fn seal(
        parent: Option<&Header>,
        parent_hash: B256,
        context: &BlockContext,
        transactions: Vec<Included>,
        state: State,
        state_root: B256,
    ) -> Self {
        let envelopes: Vec<&TxEnvelope> = transactions
            .iter()
            .map(|tx| tx.transaction.inner())
            .collect();
        let receipts: Vec<&ReceiptEnvelope<Log>> =
            transactions.iter().map(|tx| &tx.receipt).collect();
        let mut logs_bloom = Bloom::ZERO;
        for receipt in &receipts {
            logs_bloom |= *receipt.logs_bloom();
        }
        let header = Header {
            parent_hash,
            ommers_hash: EMPTY_OMMER_ROOT_HASH,
            beneficiary: SEQUENCER,
            state_root,
            transactions_root: calculate_transaction_root(&envelopes),
            receipts_root: calculate_receipt_root(&receipts),
            logs_bloom,
            difficulty: U256::ONE,
            number: context.number,
            gas_limit: BLOCK_GAS_LIMIT,
            gas_used: transactions.iter().map(|tx| tx.gas_used).sum(),
            timestamp: context.timestamp,
            // Root over the messages sent to the parent chain: there are none.
            extra_data: Bytes::copy_from_slice(B256::ZERO.as_slice()),
            mix_hash: mix_hash(context.l1_number),
            // Number of parent-chain messages read: the initial one.
            nonce: parent.map_or(B64::with_last_byte(1), |parent| parent.nonce),
            base_fee_per_gas: Some(context.base_fee),
            ..Header::default()
        };
        Self {
            header: Sealed::new(header),
            transactions,
            state,
        }
    }

    /// Height.
    pub(crate) fn number(&self) -> u64 {
        self.header.number
    }

    /// Hash of the header.
    pub(crate) fn hash(&self) -> B256 {
        self.header.hash()
    }

    /// Parent-chain block number of this block, which Nitro keeps in bytes 8..16 of the mix hash.
    pub(crate) fn l1_number(&self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.header.mix_hash[8..16]);
        u64::from_be_bytes(bytes)
    }

    /// The environment of this block, in which nothing has run yet.
    pub(crate) fn context(&self) -> BlockContext {
        BlockContext::new(
            self.number(),
            self.l1_number(),
            self.header.timestamp,
            self.header.base_fee_per_gas().unwrap_or_default(),
        )
    }

    /// Logs in the block before transaction `index`.
    pub(crate) fn logs_before(&self, index: usize) -> usize {
        self.transactions[..index]
            .iter()
            .map(|tx| tx.receipt.logs().len())
            .sum()
    }
}

/// Number of messages sent (none), parent-chain block number, ArbOS version: eight bytes each.
fn mix_hash(l1_number: u64) -> B256 {
    let mut mix = B256::ZERO;
    mix[8..16].copy_from_slice(&l1_number.to_be_bytes());
    mix[16..24].copy_from_slice(&HEADER_ARBOS_VERSION.to_be_bytes());
    mix
}

/// The receipt of a transaction that is the first of its block.
fn receipt(kind: TxType, ending: Ending) -> ReceiptEnvelope<Log> {
    let receipt = ReceiptWithBloom::from(Receipt {
        status: Eip658Value::Eip658(ending.is_success),
        cumulative_gas_used: ending.gas_used,
        logs: ending.logs,
    });
    match kind {
        TxType::Legacy => ReceiptEnvelope::Legacy(receipt),
        TxType::Eip2930 => ReceiptEnvelope::Eip2930(receipt),
        TxType::Eip1559 => ReceiptEnvelope::Eip1559(receipt),
        TxType::Eip4844 => ReceiptEnvelope::Eip4844(receipt),
        TxType::Eip7702 => ReceiptEnvelope::Eip7702(receipt),
    }
}
