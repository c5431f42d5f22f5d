//! Transactions to Layer 1: sent, or refused with a reason.

use alloy::{
    contract::{self, CallBuilder, CallDecoder},
    network::{Ethereum, TransactionBuilder},
    primitives::{Address, Bytes},
    providers::{Provider, RootProvider},
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol_types::SolCall,
};
use anyhow::Context;
use deploy::explain;

use super::Layer1;
use crate::error::FlowError;

/// Gas for a transaction that will be refused, which no node estimates: more than any call needs.
const GAS_TO_BE_REFUSED: u64 = 5_000_000;

/// What Layer 1 answered to a call that it refused, and the transaction that it reverted.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The call, with its arguments' types.
    pub call: &'static str,
    /// The error, encoded.
    pub data: Bytes,
    /// The transaction, mined and reverted.
    pub receipt: TransactionReceipt,
}

impl Layer1 {
    /// Calls what Layer 1 refuses: first asks for the error, then sends the transaction all the same.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if the call would succeed, or the transaction did.
    pub async fn refusal<C: SolCall>(&self, to: Address, call: &C) -> Result<Refusal, FlowError> {
        let request = TransactionRequest::default()
            .with_from(self.account)
            .with_to(to)
            .with_input(call.abi_encode())
            .with_gas_limit(GAS_TO_BE_REFUSED);
        let not_refused = FlowError::NotRefused {
            call: C::SIGNATURE,
            caller: self.account,
        };
        let Err(error) = self.provider.call(request.clone()).await else {
            return Err(not_refused);
        };
        let data = error
            .as_error_resp()
            .and_then(|answer| answer.as_revert_data());
        let data = data.with_context(|| format!("asking {}: {error}", C::SIGNATURE))?;
        let pending = self.provider.send_transaction(request).await;
        let pending = pending.with_context(|| format!("sending {}", C::SIGNATURE))?;
        let receipt = pending.get_receipt().await;
        let receipt = receipt.with_context(|| format!("receipt of {}", C::SIGNATURE))?;
        if receipt.status() {
            return Err(not_refused);
        }
        Ok(Refusal {
            call: C::SIGNATURE,
            data,
            receipt,
        })
    }
}

/// Sends a call as a transaction, with the gas that it names or else with what the node estimates, and waits for its
/// receipt.
///
/// # Errors
///
/// [`FlowError::Refused`] with the decoded error if it would revert or did.
pub async fn send<D: CallDecoder>(
    what: &str,
    call: CallBuilder<impl Provider<Ethereum>, D>,
) -> Result<TransactionReceipt, FlowError> {
    let provider = call.provider.root().clone();
    let call = if call.as_ref().gas_limit().is_some() {
        call
    } else {
        // The node estimates on the newest block; in the next one a slot that holds a block number changes.
        let estimate = call.estimate_gas().await;
        let estimate = estimate.map_err(|error| refused(what, &error))?;
        call.gas(estimate + estimate / 4)
    };
    let pending = call.send().await.map_err(|error| refused(what, &error))?;
    let hash = *pending.tx_hash();
    let receipt = pending
        .get_receipt()
        .await
        .with_context(|| format!("receipt of {what}, {hash}"))?;
    if !receipt.status() {
        return Err(FlowError::Refused {
            what: what.into(),
            reason: reason_of_revert(&provider, &receipt).await?,
        });
    }
    Ok(receipt)
}

/// Why a mined transaction reverted: what the same call answers on the state before its block.
async fn reason_of_revert(
    provider: &RootProvider<Ethereum>,
    receipt: &TransactionReceipt,
) -> Result<String, FlowError> {
    let (hash, gas) = (receipt.transaction_hash, receipt.gas_used);
    let transaction = provider.get_transaction_by_hash(hash).await;
    let transaction = transaction
        .with_context(|| format!("reading {hash}"))?
        .with_context(|| format!("the node has no transaction {hash}"))?;
    let before = receipt.block_number.unwrap_or_default().saturating_sub(1);
    let replayed = provider
        .call(TransactionRequest::from_transaction(transaction).from(receipt.from))
        .block(before.into())
        .await;
    let reason = match &replayed {
        Ok(_) => format!("it used {gas} gas, and succeeds when it is replayed"),
        Err(error) => match error
            .as_error_resp()
            .and_then(|answer| answer.as_revert_data())
        {
            Some(data) => explain(&data),
            None => error.to_string(),
        },
    };
    Ok(format!("transaction {hash} reverted: {reason}"))
}

/// What Layer 1 answered instead of doing `what`, with the suite's errors in words.
pub(crate) fn refused(what: &str, error: &contract::Error) -> FlowError {
    let reason = match error.as_revert_data() {
        Some(data) => explain(&data),
        None => error.to_string(),
    };
    FlowError::Refused {
        what: what.into(),
        reason,
    }
}
