//! Calls, estimates and prices.

use alloy::{
    eips::BlockNumberOrTag,
    primitives::U64,
    rpc::types::{BlockOverrides, FeeHistory, TransactionRequest, state::StateOverride},
};
use serde_json::Value;

use super::{
    error::{RpcResult, header_not_found, invalid_params},
    params::{Args, require, tagged},
    view::value,
};
use crate::{
    chain::{Overrides, PreparedCall},
    node::Node,
};

/// Most blocks of one fee history, as in geth.
const MAX_HISTORY: u64 = 1024;

/// Most percentiles of one fee history, as in geth: the answer has one value for each and block.
const MAX_PERCENTILES: usize = 100;

/// What the next transaction pays: tips are dropped.
pub(super) fn gas_price(node: &Node, _: &mut Args<'_>) -> RpcResult<Value> {
    node.read(|chain| Ok(value(U64::from(chain.base_fee()))))
}

pub(super) fn call(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(prepare(node, args)?.run()?.output))
}

pub(super) fn estimate_gas(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(U64::from(prepare(node, args)?.estimate()?)))
}

pub(super) fn create_access_list(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    Ok(value(prepare(node, args)?.access_list()?))
}

/// The call that the parameters describe. Only the preparation needs the chain: others go on
/// while it executes.
fn prepare(node: &Node, args: &mut Args<'_>) -> RpcResult<PreparedCall> {
    let request: TransactionRequest = args.next()?;
    let id = args.block()?;
    let overrides = Overrides {
        state: args.optional::<StateOverride>()?,
        block: args.optional::<BlockOverrides>()?,
    };
    node.read(|chain| {
        let block = require(chain, id)?;
        Ok(chain.prepare(&block, &request, &overrides)?)
    })
}

pub(super) fn fee_history(node: &Node, args: &mut Args<'_>) -> RpcResult<Value> {
    let count = args.quantity()?.min(MAX_HISTORY);
    let newest: BlockNumberOrTag = args.next()?;
    let percentiles: Option<Vec<f64>> = args.optional()?;
    let asked = percentiles.as_ref().map_or(0, Vec::len);
    if asked > MAX_PERCENTILES {
        return Err(invalid_params(format!(
            "fee history of {asked} percentiles, at most {MAX_PERCENTILES}"
        )));
    }
    node.read(|chain| {
        let newest = tagged(chain, newest).ok_or_else(header_not_found)?.number();
        let oldest_block = newest.saturating_add(1).saturating_sub(count);
        let blocks = (oldest_block..=newest).filter_map(|number| chain.block(number));
        let (gas_used_ratio, mut base_fee_per_gas): (Vec<f64>, Vec<u128>) = blocks
            .map(|block| (fullness(&block.header), base_fee(&block.header)))
            .unzip();
        let next = chain.block(newest + 1);
        let next = next.map_or_else(|| chain.base_fee().into(), |block| base_fee(&block.header));
        base_fee_per_gas.push(next);
        let covered = gas_used_ratio.len();
        // Tips are dropped, so nobody pays any.
        let reward = percentiles.map(|asked| vec![vec![0; asked.len()]; covered]);
        Ok(value(FeeHistory {
            base_fee_per_gas,
            gas_used_ratio,
            oldest_block,
            reward,
            ..FeeHistory::default()
        }))
    })
}

fn base_fee(header: &alloy::consensus::Header) -> u128 {
    header.base_fee_per_gas.unwrap_or_default().into()
}

/// Share of the gas limit that a block used.
#[expect(
    clippy::cast_precision_loss,
    reason = "the format of the answer is a float"
)]
fn fullness(header: &alloy::consensus::Header) -> f64 {
    header.gas_used as f64 / header.gas_limit as f64
}
