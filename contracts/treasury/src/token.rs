//! The calls to the token, which is trusted with nothing but its own balances.

use alloy_primitives::{Address, U256};
use interfaces::{
    contracts::{IMetisToken, ITreasury::TransferRefused},
    host::{call, view},
};
use stylus_sdk::stylus_core::Host;

use crate::Error;

/// What an account owns.
///
/// # Errors
///
/// The token's own error, or `PeerFailed` if it answers no number.
pub(crate) fn balance(vm: &dyn Host, token: Address, account: Address) -> Result<U256, Error> {
    Ok(view(vm, token, &IMetisToken::balanceOfCall { account })?._0)
}

/// Moves the caller's own tokens to `to`.
///
/// # Errors
///
/// The token's own error; `TransferRefused` if it answers `false`; `PeerFailed` if it answers no boolean.
pub(crate) fn push(vm: &dyn Host, token: Address, to: Address, amount: u128) -> Result<(), Error> {
    let value = U256::from(amount);
    let moved = call(vm, token, &IMetisToken::transferCall { to, value })?._0;
    demand(moved, vm.contract_address(), to, amount)
}

/// Moves tokens that `from` has approved to the caller.
///
/// # Errors
///
/// As [`push`].
pub(crate) fn pull(
    vm: &dyn Host,
    token: Address,
    from: Address,
    amount: u128,
) -> Result<(), Error> {
    let to = vm.contract_address();
    let value = U256::from(amount);
    let moved = call(
        vm,
        token,
        &IMetisToken::transferFromCall { from, to, value },
    )?
    ._0;
    demand(moved, from, to, amount)
}

fn demand(moved: bool, from: Address, to: Address, amount: u128) -> Result<(), Error> {
    if moved {
        Ok(())
    } else {
        Err(TransferRefused { from, to, amount }.into())
    }
}
