//! Transactions and receipts.

use alloy::{
    eips::{BlockId, BlockNumberOrTag, eip2718::Encodable2718},
    primitives::{B256, Bytes},
    rpc::types::TransactionRequest,
};
use serde_json::Value;

use super::{
    error::RpcResult,
    params::{Args, find},
    view::{self, value},
};
use crate::{chain::Block, node::Node};

pub(super) fn send_raw(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let raw: Bytes = args.next()?;
    Ok(value(node.change(|chain| chain.submit(&raw))?))
}

/// As EIP-7966 has it: answers the receipt.
pub(super) fn send_raw_sync(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let raw: Bytes = args.next()?;
    let hash = node.change(|chain| chain.submit(&raw))?;
    Ok(look_up(node, hash, view::receipt))
}

pub(super) fn send(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let request: TransactionRequest = args.next()?;
    Ok(value(node.change(|chain| chain.send(request))?))
}

pub(super) fn by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let hash: B256 = args.next()?;
    Ok(look_up(node, hash, view::transaction))
}

pub(super) fn receipt(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let hash: B256 = args.next()?;
    Ok(look_up(node, hash, view::receipt))
}

pub(super) fn raw_by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let hash: B256 = args.next()?;
    Ok(look_up(node, hash, |block, index| {
        let included = block.transactions.get(index)?;
        let raw = included.transaction.inner().encoded_2718();
        Some(value(Bytes::from(raw)))
    }))
}

pub(super) fn by_number_and_index(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let tag: BlockNumberOrTag = args.next()?;
    at_index(node, tag.into(), args)
}

pub(super) fn by_hash_and_index(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let hash: B256 = args.next()?;
    at_index(node, hash.into(), args)
}

fn at_index(node: &Node, id: BlockId, args: &mut Args<'_>) -> RpcResult<Value> {
    let index = args.quantity()?;
    let block = node.read(|chain| find(chain, id));
    let transaction = block.and_then(|block| {
        let index = usize::try_from(index).ok()?;
        view::transaction(&block, index)
    });
    Ok(transaction.unwrap_or(Value::Null))
}

/// Shows an included transaction; null if there is none with this hash.
fn look_up(node: &Node, hash: B256, show: fn(&Block, usize) -> Option<Value>) -> Value {
    let found = node.read(|chain| {
        let (number, index) = chain.position(hash)?;
        Some((chain.block(number)?.clone(), index))
    });
    found
        .and_then(|(block, index)| show(&block, index))
        .unwrap_or(Value::Null)
}
