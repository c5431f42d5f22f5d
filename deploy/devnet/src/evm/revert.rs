//! What reverts say.

use alloy::sol_types::{Panic, Revert, SolError};

/// The text of Solidity's two built-in errors; nothing for any other data.
pub(crate) fn revert_reason(data: &[u8]) -> Option<String> {
    if let Ok(revert) = Revert::abi_decode(data) {
        return Some(revert.reason);
    }
    Panic::abi_decode(data).ok().map(|panic| panic.to_string())
}
