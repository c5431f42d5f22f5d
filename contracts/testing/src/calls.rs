//! Calls as they arrive at a program.

use stylus_sdk::{
    host::{WasmVM, VM},
    ArbResult,
};

/// The function that `interfaces::entrypoint!` writes.
pub type Dispatch = fn(Vec<u8>, VM) -> ArbResult;

/// Sends raw calldata to a contract, as its entry point would. Caller, value and contract are those of the last
/// call that motsu made on this thread.
///
/// # Errors
///
/// The revert data.
pub fn send(dispatch: Dispatch, calldata: Vec<u8>) -> ArbResult {
    let host = Box::new(WasmVM {});
    dispatch(calldata, VM { host })
}
