//! Blocks.

use std::sync::Arc;

use alloy::{
    eips::{BlockId, BlockNumberOrTag},
    primitives::{B256, U64},
};
use serde_json::Value;

use super::{
    error::RpcResult,
    params::{Args, find},
    view::{self, value},
};
use crate::{chain::Block, node::Node};

pub(super) fn number(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(U64::from(node.read(|chain| chain.head().number()))))
}

pub(super) fn by_number(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let block = numbered(node, args)?;
    with_transactions(block, args)
}

pub(super) fn by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let block = hashed(node, args)?;
    with_transactions(block, args)
}

pub(super) fn header_by_number(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let block = numbered(node, args)?;
    Ok(block.map_or(Value::Null, |block| view::header(&block)))
}

pub(super) fn header_by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let block = hashed(node, args)?;
    Ok(block.map_or(Value::Null, |block| view::header(&block)))
}

pub(super) fn receipts(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let id: BlockId = args.next()?;
    let Some(block) = node.read(|chain| find(chain, id)) else {
        return Ok(Value::Null);
    };
    let receipts = (0..block.transactions.len()).filter_map(|index| view::receipt(&block, index));
    Ok(receipts.collect())
}

pub(super) fn count_by_number(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(count(numbered(node, args)?))
}

pub(super) fn count_by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(count(hashed(node, args)?))
}

fn count(block: Option<Arc<Block>>) -> Value {
    block.map_or(Value::Null, |block| {
        value(U64::from(block.transactions.len()))
    })
}

fn numbered(node: &Node, args: &mut Args<'_>) -> RpcResult<Option<Arc<Block>>> {
    let tag: BlockNumberOrTag = args.next()?;
    Ok(node.read(|chain| find(chain, tag.into())))
}

fn hashed(node: &Node, args: &mut Args<'_>) -> RpcResult<Option<Arc<Block>>> {
    let hash: B256 = args.next()?;
    Ok(node.read(|chain| find(chain, hash.into())))
}

fn with_transactions(block: Option<Arc<Block>>, args: &mut Args<'_>) -> RpcResult<Value> {
    let is_full = args.optional()?.unwrap_or(false);
    Ok(block.map_or(Value::Null, |block| view::block(&block, is_full)))
}
