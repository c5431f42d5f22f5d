//! Logs, and filters that are polled.

use std::time::Instant;

use alloy::{
    primitives::{B256, U256},
    rpc::types::{Filter, FilterBlockOption, Log},
};
use serde_json::{Value, json};

use super::{
    error::{RpcResult, header_not_found, invalid_params, server_error},
    filters::{FilterKind, Polled},
    params::{Args, tagged},
    view::value,
};
use crate::{chain::Chain, node::Node};

pub(super) fn logs(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let filter: Filter = args.next()?;
    Ok(value(node.read(|chain| matching(chain, &filter))?))
}

pub(super) fn new_filter(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let filter: Filter = args.next()?;
    Ok(install(node, FilterKind::Logs(Box::new(filter))))
}

pub(super) fn new_block_filter(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(install(node, FilterKind::Blocks))
}

/// Nothing is ever pending: the filter tells of transactions when they are included.
pub(super) fn new_transaction_filter(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(install(node, FilterKind::Transactions))
}

pub(super) fn filter_changes(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let id: U256 = args.next()?;
    let head = node.read(|chain| chain.head().number());
    let polled = node.filters().poll(id, head, Instant::now());
    let Polled { kind, from } = polled.ok_or_else(filter_not_found)?;
    Ok(node.read(|chain| match kind {
        FilterKind::Logs(filter) => value(chain.logs(&filter, from, head)),
        FilterKind::Blocks => value(block_hashes(chain, from, head)),
        FilterKind::Transactions => value(transaction_hashes(chain, from, head)),
    }))
}

pub(super) fn filter_logs(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let id: U256 = args.next()?;
    let filter = node
        .filters()
        .logs_filter(id)
        .ok_or_else(filter_not_found)?;
    Ok(value(node.read(|chain| matching(chain, &filter))?))
}

pub(super) fn uninstall_filter(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let id: U256 = args.next()?;
    Ok(json!(node.filters().remove(id)))
}

fn install(node: &Node, kind: FilterKind) -> Value {
    let head = node.read(|chain| chain.head().number());
    value(node.filters().add(kind, head + 1, Instant::now()))
}

fn filter_not_found() -> jsonrpsee::types::ErrorObjectOwned {
    server_error("filter not found")
}

/// The logs that pass a filter and its choice of blocks.
fn matching(chain: &Chain, filter: &Filter) -> RpcResult<Vec<Log>> {
    match filter.block_option {
        FilterBlockOption::AtBlockHash(hash) => {
            let block = chain.block_by_hash(hash).ok_or_else(header_not_found)?;
            Ok(block.logs_matching(filter))
        }
        FilterBlockOption::Range {
            from_block,
            to_block,
        } => {
            let head = chain.head().number();
            let edge = |tag: Option<_>| match tag {
                // A range may end, or begin, above the head.
                Some(alloy::eips::BlockNumberOrTag::Number(number)) => number,
                Some(tag) => tagged(chain, tag).map_or(head, |block| block.number()),
                None => head,
            };
            let (from, to) = (edge(from_block), edge(to_block));
            if from > to {
                return Err(invalid_params(format!(
                    "invalid block range params: from {from} to {to}"
                )));
            }
            Ok(chain.logs(filter, from, to))
        }
    }
}

fn block_hashes(chain: &Chain, from: u64, to: u64) -> Vec<B256> {
    (from..=to)
        .filter_map(|number| chain.block(number))
        .map(|block| block.hash())
        .collect()
}

fn transaction_hashes(chain: &Chain, from: u64, to: u64) -> Vec<B256> {
    (from..=to)
        .filter_map(|number| chain.block(number))
        .flat_map(|block| &block.transactions)
        .map(|included| *included.transaction.tx_hash())
        .collect()
}
