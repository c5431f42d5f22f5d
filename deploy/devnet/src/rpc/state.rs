//! `web3_`, `net_` and what accounts hold.

use alloy::{
    primitives::{Address, B256, Bytes, U64, U256, keccak256},
    serde::JsonStorageKey,
};
use serde_json::{Value, json};

use super::{
    error::{RpcResult, invalid_params},
    params::{Args, require},
    view::value,
};
use crate::{
    chain::{CHAIN_ID, State},
    evm::SEQUENCER,
    node::Node,
};

/// Most slots of one `eth_getProof`, as in geth.
const MAX_PROOFS: usize = 1024;

pub(super) fn client_version(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!(concat!(
        "devnet/v",
        env!("CARGO_PKG_VERSION"),
        "/stylus"
    )))
}

pub(super) fn sha3(_: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(keccak256(args.next::<Bytes>()?)))
}

pub(super) fn network(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!(CHAIN_ID.to_string()))
}

pub(super) fn listening(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!(true))
}

pub(super) fn zero(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!("0x0"))
}

pub(super) fn chain_id(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(U64::from(CHAIN_ID)))
}

pub(super) fn syncing(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(json!(false))
}

pub(super) fn accounts(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    let addresses: Vec<Address> = node.read(|chain| {
        let accounts = chain.config().accounts.iter();
        accounts.map(|account| account.address).collect()
    });
    Ok(value(addresses))
}

/// The coinbase of every block.
pub(super) fn coinbase(_: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(SEQUENCER))
}

pub(super) fn balance(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let state = state_at(node, args)?;
    Ok(value(state.balance(address)))
}

pub(super) fn code(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let state = state_at(node, args)?;
    Ok(value(state.code(address)))
}

pub(super) fn storage_at(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let slot: U256 = args.next()?;
    let state = state_at(node, args)?;
    Ok(value(B256::from(state.slot(address, slot))))
}

pub(super) fn transaction_count(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let state = state_at(node, args)?;
    Ok(value(U64::from(state.nonce(address))))
}

/// As EIP-1186 has it.
pub(super) fn proof(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let address: Address = args.next()?;
    let slots: Vec<JsonStorageKey> = args.next()?;
    if slots.len() > MAX_PROOFS {
        let (asked, limit) = (slots.len(), MAX_PROOFS);
        return Err(invalid_params(format!(
            "proofs of {asked} slots at once, at most {limit}"
        )));
    }
    let state = state_at(node, args)?;
    Ok(value(state.proof(address, slots)))
}

/// The state after the block that the next parameter names; the head's is what the next
/// transaction will meet.
fn state_at(node: &Node, args: &mut Args<'_>) -> RpcResult<State> {
    let id = args.block()?;
    node.read(|chain| {
        let block = require(chain, id)?;
        Ok(chain.state_after(&block).clone())
    })
}
