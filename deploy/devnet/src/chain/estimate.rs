//! How much gas a transaction needs.

use alloy::primitives::{TxKind, U256};

use super::{
    calls::{CallOutcome, PreparedCall},
    error::{CallError, TransactionError},
};

/// Gas of a transfer to an account without code.
const TRANSFER_GAS: u64 = 21_000;

/// Stipend of a call with value.
const CALL_STIPEND: u64 = 2_300;

/// The search ends when the estimate is known to this share: 15 in 1000, as in geth.
const ERROR_PER_MILLE: u64 = 15;

impl PreparedCall {
    /// A gas limit with which the call would succeed as a transaction: the least one, to within
    /// 1.5%.
    ///
    /// # Errors
    /// It fails with any gas, or with all that the sender can pay.
    pub(crate) fn estimate(&self) -> Result<u64, CallError> {
        let mut high = affordable_gas(self);
        if is_plain_transfer(self) && self.run_with(TRANSFER_GAS).is_ok() {
            return Ok(TRANSFER_GAS);
        }
        let CallOutcome {
            gas_used,
            gas_spent,
            ..
        } = self.run_with(high).map_err(|error| match error {
            CallError::Halted(_) => CallError::GasRequired(high),
            other => other,
        })?;
        // What is spent before refunds, and what 63/64 of a nested call may have kept back, is
        // nearly always enough: one probe there shortens the search.
        let mut low = gas_used.saturating_sub(1);
        let optimistic = (gas_spent + CALL_STIPEND) * 64 / 63;
        if optimistic < high {
            if self.succeeds(optimistic)? {
                high = optimistic;
            } else {
                low = optimistic;
            }
        }
        while low + 1 < high {
            if (high - low) * 1000 < high * ERROR_PER_MILLE {
                break;
            }
            // Most transactions need little more than they use: lean to the lower side.
            let middle = (low + (high - low) / 2).min(low.saturating_mul(2).max(1));
            if self.succeeds(middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }

    fn succeeds(&self, gas: u64) -> Result<bool, CallError> {
        match self.run_with(gas) {
            Ok(_) => Ok(true),
            Err(
                CallError::Reverted(_)
                | CallError::Halted(_)
                | CallError::Refused(TransactionError::IntrinsicGas { .. }),
            ) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The gas that was asked for, less what the sender cannot pay at its own price.
fn affordable_gas(call: &PreparedCall) -> u64 {
    let asked = call.tx.gas_limit;
    let price = U256::from(call.tx.gas_price);
    if price.is_zero() {
        return asked;
    }
    let left = call
        .state
        .balance(call.tx.caller)
        .saturating_sub(call.tx.value);
    asked.min(u64::try_from(left / price).unwrap_or(u64::MAX))
}

fn is_plain_transfer(call: &PreparedCall) -> bool {
    let TxKind::Call(to) = call.tx.kind else {
        return false;
    };
    call.tx.data.is_empty()
        && call.tx.access_list.is_empty()
        && call.tx.authorization_list.is_empty()
        && call.state.code(to).is_empty()
}
