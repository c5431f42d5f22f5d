//! What tests may do to the chain: the methods of anvil and hardhat that clients know.

use alloy::primitives::{Address, Bytes, U64, U256};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    error::{RpcResult, invalid_params, server_error},
    params::Args,
    view::value,
};
use crate::{
    chain::{CHAIN_ID, Chain},
    node::Node,
};

/// Argument of `evm_mine`: a timestamp, or an object with one.
#[derive(Deserialize)]
#[serde(untagged)]
enum MineAt {
    Seconds(u64),
    Hex(U64),
    Options { timestamp: Option<U64> },
}

pub(super) fn mine_one(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let timestamp = match args.optional::<MineAt>()? {
        None => None,
        Some(MineAt::Seconds(seconds)) => Some(seconds),
        Some(MineAt::Hex(seconds)) => Some(seconds.to()),
        Some(MineAt::Options { timestamp }) => timestamp.map(|seconds| seconds.to()),
    };
    node.change(|chain| {
        if let Some(timestamp) = timestamp {
            chain.set_next_timestamp(timestamp)?;
        }
        chain.mine(1, 0)
    })?;
    Ok(json!("0x0"))
}

/// Number of blocks, and seconds between each two of them.
pub(super) fn mine(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let count = args.quantity_or(1)?;
    let interval = args.quantity_or(0)?;
    node.change(|chain| chain.mine(count, interval))?;
    Ok(Value::Null)
}

/// Answers by how many seconds the chain is now ahead of the clock.
pub(super) fn increase_time(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let seconds = args.quantity()?;
    Ok(json!(node.change(|chain| chain.increase_time(seconds))))
}

/// Answers by how many seconds the chain is now ahead of the clock.
pub(super) fn set_time(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let timestamp = args.quantity()?;
    Ok(json!(node.change(|chain| chain.set_time(timestamp))?))
}

pub(super) fn set_next_timestamp(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let timestamp = args.quantity()?;
    node.change(|chain| chain.set_next_timestamp(timestamp))?;
    Ok(Value::Null)
}

pub(super) fn snapshot(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(U64::from(node.change(Chain::snapshot))))
}

pub(super) fn revert(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let id = args.quantity()?;
    Ok(json!(node.change(|chain| chain.revert(id))))
}

pub(super) fn set_balance(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let balance: U256 = args.next()?;
    node.change(|chain| chain.set_balance(address, balance));
    Ok(Value::Null)
}

pub(super) fn set_nonce(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let nonce = args.quantity()?;
    node.change(|chain| chain.set_nonce(address, nonce));
    Ok(Value::Null)
}

pub(super) fn set_code(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let code: Bytes = args.next()?;
    node.change(|chain| chain.set_code(address, code));
    Ok(Value::Null)
}

pub(super) fn set_storage_at(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let slot: U256 = args.next()?;
    let word: U256 = args.next()?;
    node.change(|chain| chain.set_storage(address, slot, word));
    Ok(json!(true))
}

pub(super) fn impersonate(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    node.change(|chain| chain.impersonate(address));
    Ok(Value::Null)
}

pub(super) fn stop_impersonating(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    node.change(|chain| chain.stop_impersonating(address));
    Ok(Value::Null)
}

pub(super) fn impersonate_all(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let all: bool = args.next()?;
    node.change(|chain| chain.impersonate_all(all));
    Ok(Value::Null)
}

/// Begins again with the genesis block. The optional parameter would name a chain to fork.
pub(super) fn reset(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let options: Option<Map<String, Value>> = args.optional()?;
    if options.is_some_and(|options| options.contains_key("forking")) {
        return Err(invalid_params("this node cannot fork another chain"));
    }
    node.change(Chain::reset);
    Ok(Value::Null)
}

/// Transactions are always included at once.
pub(super) fn automine(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!(true))
}

pub(super) fn set_automine(_: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let is_on: bool = args.next()?;
    if is_on {
        Ok(Value::Null)
    } else {
        Err(server_error("transactions are always included at once"))
    }
}

/// What anvil's clients look for in it.
pub(super) fn node_info(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(node.read(|chain| {
        let head = chain.head();
        let price = U64::from(chain.base_fee());
        json!({
            "currentBlockNumber": U64::from(head.number()),
            "currentBlockTimestamp": head.header.timestamp,
            "currentBlockHash": head.hash(),
            "hardFork": "Osaka",
            "transactionOrder": "fifo",
            "environment": {
                "baseFee": price,
                "chainId": CHAIN_ID,
                "gasLimit": U64::from(head.header.gas_limit),
                "gasPrice": price,
            },
            "forkConfig": {},
        })
    }))
}

/// Lets the parent chain, if one is followed, jump ahead by a number of blocks.
pub(super) fn jump_parent_chain(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let blocks = args.quantity()?;
    if node.change(|chain| chain.jump_parent_chain(blocks)) {
        Ok(Value::Null)
    } else {
        Err(server_error("no parent chain is followed"))
    }
}
