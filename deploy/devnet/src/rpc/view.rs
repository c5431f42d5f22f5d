//! Blocks, transactions and receipts as clients see them.

use alloy::{
    consensus::{Transaction as _, TxEnvelope},
    primitives::{Log, U256},
    rlp::{Encodable, Header as ListHeader},
    rpc::types::{Header, Transaction, TransactionReceipt},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::chain::{Block, Included};

/// Serialises what cannot fail to be.
pub(super) fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).expect("types of the RPC have string keys only")
}

/// A header with Nitro's extra fields.
pub(super) fn header(block: &Block) -> Value {
    let mut header =
        value(Header::from_sealed(block.header.clone()).with_size(Some(U256::from(size(block)))));
    header["l1BlockNumber"] = value(U256::from(block.l1_number()));
    header["sendRoot"] = value(&block.header.extra_data);
    header["sendCount"] = value(U256::ZERO);
    header
}

/// A block, with its transactions or only their hashes.
pub(super) fn block(block: &Block, is_full: bool) -> Value {
    let mut view = header(block);
    let transactions: Vec<Value> = (0..block.transactions.len())
        .filter_map(|index| {
            if is_full {
                transaction(block, index)
            } else {
                let included = block.transactions.get(index)?;
                Some(value(included.transaction.tx_hash()))
            }
        })
        .collect();
    view["transactions"] = Value::Array(transactions);
    view["uncles"] = json!([]);
    view
}

/// A transaction of a block.
pub(super) fn transaction(block: &Block, index: usize) -> Option<Value> {
    let included = block.transactions.get(index)?;
    Some(value(Transaction::<TxEnvelope> {
        inner: included.transaction.clone(),
        block_hash: Some(block.hash()),
        block_number: Some(block.number()),
        transaction_index: Some(index as u64),
        effective_gas_price: block.header.base_fee_per_gas.map(u128::from),
        block_timestamp: Some(block.header.timestamp),
    }))
}

/// The receipt of a transaction of a block, with Nitro's extra fields.
pub(super) fn receipt(block: &Block, index: usize) -> Option<Value> {
    let included = block.transactions.get(index)?;
    let Included {
        transaction,
        receipt,
        gas_used,
        created,
        ..
    } = included;
    let mut logs = block.logs_of(index).into_iter();
    let with_positions = receipt.clone().map_logs(|log: Log| {
        logs.next().unwrap_or_else(|| alloy::rpc::types::Log {
            inner: log,
            ..Default::default()
        })
    });
    let mut view = value(TransactionReceipt {
        inner: with_positions,
        transaction_hash: *transaction.tx_hash(),
        transaction_index: Some(index as u64),
        block_hash: Some(block.hash()),
        block_number: Some(block.number()),
        gas_used: *gas_used,
        effective_gas_price: block.header.base_fee_per_gas.map_or(0, u128::from),
        blob_gas_used: None,
        blob_gas_price: None,
        from: transaction.signer(),
        to: transaction.to(),
        contract_address: *created,
    });
    view["gasUsedForL1"] = value(U256::ZERO);
    view["l1BlockNumber"] = value(U256::from(block.l1_number()));
    view["timeboosted"] = Value::Bool(false);
    Some(view)
}

/// Length of the block's RLP encoding in bytes.
fn size(block: &Block) -> usize {
    let list = |payload_length| {
        let header = ListHeader {
            list: true,
            payload_length,
        };
        header.length() + payload_length
    };
    let transactions = block
        .transactions
        .iter()
        .map(|included| included.transaction.inner().length())
        .sum();
    let no_uncles = list(0);
    list(block.header.inner().length() + list(transactions) + no_uncles)
}
