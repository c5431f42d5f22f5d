//! The table of methods.

use std::sync::Arc;

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::Params};
use serde::Serialize;
use serde_json::{Value, value::RawValue};

use super::{
    blocks, calls, debug, error::RpcResult, logs, params::Args, state, subscribe, testing,
    transactions,
};
use crate::node::Node;

/// A method: reads its parameters, and answers from the node.
type Method<T> = fn(&Node, &mut Args<'_>) -> RpcResult<T>;

/// Those whose answers are too deep for a [`Value`], which is written by recursion.
const TRACES: &[(&str, Method<Box<RawValue>>)] = &[
    ("debug_traceTransaction", debug::trace_transaction),
    ("debug_traceCall", debug::trace_call),
    ("debug_traceBlockByNumber", debug::trace_block_by_number),
    ("debug_traceBlockByHash", debug::trace_block_by_hash),
];

const METHODS: &[(&str, Method<Value>)] = &[
    ("web3_clientVersion", state::client_version),
    ("web3_sha3", state::sha3),
    ("net_version", state::network),
    ("net_listening", state::listening),
    ("net_peerCount", state::zero),
    ("eth_chainId", state::chain_id),
    ("eth_syncing", state::syncing),
    ("eth_accounts", state::accounts),
    ("eth_coinbase", state::coinbase),
    ("eth_getBalance", state::balance),
    ("eth_getCode", state::code),
    ("eth_getStorageAt", state::storage_at),
    ("eth_getProof", state::proof),
    ("eth_getTransactionCount", state::transaction_count),
    ("eth_blockNumber", blocks::number),
    ("eth_getBlockByNumber", blocks::by_number),
    ("eth_getBlockByHash", blocks::by_hash),
    ("eth_getHeaderByNumber", blocks::header_by_number),
    ("eth_getHeaderByHash", blocks::header_by_hash),
    ("eth_getBlockReceipts", blocks::receipts),
    (
        "eth_getBlockTransactionCountByNumber",
        blocks::count_by_number,
    ),
    ("eth_getBlockTransactionCountByHash", blocks::count_by_hash),
    ("eth_getUncleCountByBlockNumber", state::zero),
    ("eth_getUncleCountByBlockHash", state::zero),
    ("eth_gasPrice", calls::gas_price),
    ("eth_maxPriorityFeePerGas", state::zero),
    ("eth_feeHistory", calls::fee_history),
    ("eth_call", calls::call),
    ("eth_estimateGas", calls::estimate_gas),
    ("eth_createAccessList", calls::create_access_list),
    ("eth_sendRawTransaction", transactions::send_raw),
    ("eth_sendRawTransactionSync", transactions::send_raw_sync),
    ("eth_sendTransaction", transactions::send),
    ("eth_getTransactionByHash", transactions::by_hash),
    ("eth_getTransactionReceipt", transactions::receipt),
    (
        "eth_getTransactionByBlockNumberAndIndex",
        transactions::by_number_and_index,
    ),
    (
        "eth_getTransactionByBlockHashAndIndex",
        transactions::by_hash_and_index,
    ),
    ("eth_getRawTransactionByHash", transactions::raw_by_hash),
    ("eth_getLogs", logs::logs),
    ("eth_newFilter", logs::new_filter),
    ("eth_newBlockFilter", logs::new_block_filter),
    (
        "eth_newPendingTransactionFilter",
        logs::new_transaction_filter,
    ),
    ("eth_getFilterChanges", logs::filter_changes),
    ("eth_getFilterLogs", logs::filter_logs),
    ("eth_uninstallFilter", logs::uninstall_filter),
    ("evm_mine", testing::mine_one),
    ("anvil_mine", testing::mine),
    ("hardhat_mine", testing::mine),
    ("evm_increaseTime", testing::increase_time),
    ("anvil_increaseTime", testing::increase_time),
    ("evm_setTime", testing::set_time),
    ("anvil_setTime", testing::set_time),
    ("evm_setNextBlockTimestamp", testing::set_next_timestamp),
    ("anvil_setNextBlockTimestamp", testing::set_next_timestamp),
    ("evm_snapshot", testing::snapshot),
    ("anvil_snapshot", testing::snapshot),
    ("evm_revert", testing::revert),
    ("anvil_revert", testing::revert),
    ("anvil_setBalance", testing::set_balance),
    ("hardhat_setBalance", testing::set_balance),
    ("anvil_setNonce", testing::set_nonce),
    ("hardhat_setNonce", testing::set_nonce),
    ("anvil_setCode", testing::set_code),
    ("hardhat_setCode", testing::set_code),
    ("anvil_setStorageAt", testing::set_storage_at),
    ("hardhat_setStorageAt", testing::set_storage_at),
    ("anvil_impersonateAccount", testing::impersonate),
    ("hardhat_impersonateAccount", testing::impersonate),
    (
        "anvil_stopImpersonatingAccount",
        testing::stop_impersonating,
    ),
    (
        "hardhat_stopImpersonatingAccount",
        testing::stop_impersonating,
    ),
    ("anvil_autoImpersonateAccount", testing::impersonate_all),
    ("hardhat_autoImpersonateAccount", testing::impersonate_all),
    ("evm_setAutomine", testing::set_automine),
    ("anvil_setAutomine", testing::set_automine),
    ("anvil_getAutomine", testing::automine),
    ("hardhat_getAutomine", testing::automine),
    ("anvil_reset", testing::reset),
    ("hardhat_reset", testing::reset),
    ("anvil_nodeInfo", testing::node_info),
    ("devnet_jumpParentChain", testing::jump_parent_chain),
];

/// All methods and subscriptions over `node`.
///
/// # Errors
/// Two of them have one name.
pub(crate) fn module(node: Arc<Node>) -> Result<RpcModule<Node>, RegisterMethodError> {
    let mut module = RpcModule::from_arc(node);
    register(&mut module, METHODS)?;
    register(&mut module, TRACES)?;
    subscribe::register(&mut module)?;
    Ok(module)
}

fn register<T: Clone + Serialize + 'static>(
    module: &mut RpcModule<Node>,
    methods: &'static [(&'static str, Method<T>)],
) -> Result<(), RegisterMethodError> {
    for (name, method) in methods {
        // Blocking, because execution takes its time and the chain is behind a lock.
        module.register_blocking_method(name, move |params: Params<'_>, node, _| {
            method(&node, &mut Args::new(params.sequence()))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
