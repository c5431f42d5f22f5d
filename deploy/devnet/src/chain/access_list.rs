//! What a call touches, for wallets that declare it (EIP-2930).

use alloy::{
    primitives::{Address, B256, TxKind, U256},
    rpc::types::{AccessList, AccessListItem, AccessListResult},
};
use revm::{context_interface::result::ExecutionResult, state::EvmState};

use super::{calls::PreparedCall, error::TransactionError};
use crate::{arbos::ARBOS_STATE, evm::Outcome};

/// Precompiles, Ethereum's and Nitro's, are below this address: they are warm anyway.
const PRECOMPILES_END: u64 = 1 << 20;

/// Runs after which a list that still grows is given as it is.
const MAX_ROUNDS: usize = 8;

impl PreparedCall {
    /// Accounts and slots that the call touches beyond those that are warm anyway, and the gas
    /// that it uses when they are declared. How it ended otherwise than well is part of it.
    ///
    /// # Errors
    /// It was refused.
    pub(crate) fn access_list(&self) -> Result<AccessListResult, TransactionError> {
        let mut list = self.tx.access_list.clone();
        let mut rounds = 0;
        // What is declared makes gas cheaper, which may lead the call to other places.
        loop {
            let Outcome { result, state } = self.run_declaring(list.clone())?;
            let touched = self.touched(&state);
            rounds += 1;
            if touched == list || rounds == MAX_ROUNDS {
                return Ok(AccessListResult {
                    access_list: list,
                    gas_used: U256::from(result.tx_gas_used()),
                    error: failure(&result),
                });
            }
            list = touched;
        }
    }

    fn run_declaring(&self, access_list: AccessList) -> Result<Outcome, TransactionError> {
        let mut call = self.clone();
        call.tx.access_list = access_list;
        call.trace(None)
    }

    fn touched(&self, state: &EvmState) -> AccessList {
        let to = match self.tx.kind {
            TxKind::Call(to) => to,
            TxKind::Create => self.tx.caller.create(self.tx.nonce),
        };
        let mut items: Vec<AccessListItem> = state
            .iter()
            .filter(|(address, _)| !is_hidden(**address))
            .map(|(address, account)| {
                let mut storage_keys: Vec<B256> = account
                    .storage
                    .keys()
                    .map(|slot| B256::from(*slot))
                    .collect();
                storage_keys.sort_unstable();
                AccessListItem {
                    address: *address,
                    storage_keys,
                }
            })
            .filter(|item| {
                let is_warm = [to, self.tx.caller, self.context.coinbase].contains(&item.address);
                !(is_warm && item.storage_keys.is_empty())
            })
            .collect();
        items.sort_unstable_by_key(|item| item.address);
        AccessList(items)
    }
}

/// Whether the chain itself and not the call needs the account.
fn is_hidden(address: Address) -> bool {
    let number = U256::from_be_slice(address.as_slice());
    address == ARBOS_STATE || number < U256::from(PRECOMPILES_END)
}

fn failure<H: ToString>(result: &ExecutionResult<H>) -> Option<String> {
    match result {
        ExecutionResult::Success { .. } => None,
        ExecutionResult::Revert { .. } => Some("execution reverted".to_owned()),
        ExecutionResult::Halt { reason, .. } => Some(reason.to_string()),
    }
}
