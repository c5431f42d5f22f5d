//! Errors in geth's shapes: code 3 with data for a revert, -32602 for what a request itself has
//! wrong, -32000 for all the rest.

use alloy::{hex, primitives::Bytes};
use jsonrpsee::types::{ErrorObjectOwned, error::INVALID_PARAMS_CODE};

use crate::{
    chain::{CallError, MineError, TransactionError},
    evm::revert_reason,
    trace::TraceError,
};

/// Result of a method.
pub(super) type RpcResult<T> = Result<T, ErrorObjectOwned>;

const REVERT_CODE: i32 = 3;
const SERVER_ERROR_CODE: i32 = -32000;

/// An error without data.
pub(super) fn server_error(message: impl Into<String>) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(SERVER_ERROR_CODE, message, None::<()>)
}

/// What the request asks for makes no sense.
pub(super) fn invalid_params(message: impl Into<String>) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(INVALID_PARAMS_CODE, message, None::<()>)
}

/// A block that is not there.
pub(super) fn header_not_found() -> ErrorObjectOwned {
    server_error("header not found")
}

impl From<TransactionError> for ErrorObjectOwned {
    fn from(error: TransactionError) -> Self {
        server_error(error.to_string())
    }
}

impl From<CallError> for ErrorObjectOwned {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Reverted(data) => reverted(&data),
            CallError::BadRequest(message) => invalid_params(message),
            CallError::Refused(_) | CallError::Halted(_) | CallError::GasRequired(_) => {
                server_error(error.to_string())
            }
        }
    }
}

impl From<TraceError> for ErrorObjectOwned {
    fn from(error: TraceError) -> Self {
        server_error(error.to_string())
    }
}

impl From<MineError> for ErrorObjectOwned {
    fn from(error: MineError) -> Self {
        invalid_params(error.to_string())
    }
}

fn reverted(data: &Bytes) -> ErrorObjectOwned {
    let message = match revert_reason(data) {
        Some(reason) => format!("execution reverted: {reason}"),
        None => "execution reverted".to_owned(),
    };
    ErrorObjectOwned::owned(REVERT_CODE, message, Some(hex::encode_prefixed(data)))
}
