//! ArbInfo, 0x65.

use alloy::sol;
use revm::Database;

use super::call::{Answer, Call, Mutability, Stop, answer, decode};
use crate::evm::{peek_balance, peek_code};

sol! {
    interface IArbInfo {
        function getBalance(address account) external view returns (uint256);
        function getCode(address account) external view returns (bytes);
    }
}

use IArbInfo::IArbInfoCalls as Method;

const BALANCE: u64 = 700;
const CODE: u64 = 2100;
const CODE_WORD: u64 = 3;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    let method: Method = decode(input)?;
    call.open(Mutability::View)?;
    match method {
        Method::getBalance(arguments) => {
            call.burn(BALANCE)?;
            let balance = peek_balance(call.ctx, arguments.account).map_err(Stop::fault)?;
            answer::<IArbInfo::getBalanceCall, _>(&balance)
        }
        Method::getCode(arguments) => {
            call.burn(CODE)?;
            let (_, code) = peek_code(call.ctx, arguments.account).map_err(Stop::fault)?;
            let code = code.original_bytes();
            let words = u64::try_from(code.len().div_ceil(32)).unwrap_or(u64::MAX >> 2);
            call.burn(CODE_WORD * words)?;
            answer::<IArbInfo::getCodeCall, _>(&code)
        }
    }
}
