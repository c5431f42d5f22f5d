//! ArbDebug, 0xff, on debug chains only.

use alloy::sol;
use revm::{
    Database,
    bytecode::Bytecode,
    context_interface::{ContextTr, JournalTr},
    primitives::{Address, B256, U256},
};

use super::call::{Answer, Call, Mutability, Stop, answer, decode};

sol! {
    interface IArbDebug {
        function becomeChainOwner() external;
        function overwriteContractCode(address target, bytes newCode)
            external returns (bytes oldCode);
        function events(bool flag, bytes32 value) external payable returns (address, uint256);
        function eventsView() external view;
        function customRevert(uint64 number) external pure;
        function legacyError() external pure;

        event Basic(bool flag, bytes32 indexed value);
        event Mixed(
            bool indexed flag, bool not, bytes32 indexed value, address conn, address indexed caller
        );
        error Custom(uint64 number, string text, bool flag);
    }
}

use IArbDebug::IArbDebugCalls as Method;

/// Runs a method.
pub(super) fn run<DB: Database>(call: &mut Call<'_, '_, DB>, input: &[u8]) -> Answer<DB> {
    if !call.ctx.chain.rules.debug {
        return Err(Stop::Halt);
    }
    let method: Method = decode(input)?;
    call.open(match method {
        Method::becomeChainOwner(_) | Method::overwriteContractCode(_) => Mutability::Write,
        Method::events(_) => Mutability::Payable,
        Method::eventsView(_) => Mutability::View,
        Method::customRevert(_) | Method::legacyError(_) => Mutability::Pure,
    })?;
    match method {
        Method::becomeChainOwner(_) => {
            let caller = call.caller;
            let is_owner = call.state().owners().contains(caller);
            call.burn_addition(is_owner.map_err(Stop::fault)?)?;
            call.state().owners().add(caller).map_err(Stop::fault)?;
            Ok(Vec::new())
        }
        Method::overwriteContractCode(arguments) => {
            let old = call
                .ctx
                .journal_mut()
                .code(arguments.target)
                .map_err(Stop::fault)?
                .data;
            let code = Bytecode::new_legacy(arguments.newCode);
            call.ctx.journal_mut().set_code(arguments.target, code);
            answer::<IArbDebug::overwriteContractCodeCall, _>(&old)
        }
        Method::events(arguments) => events(call, arguments.flag, arguments.value),
        Method::customRevert(arguments) => Err(Stop::error(&IArbDebug::Custom {
            number: arguments.number,
            text: "This spider family wards off bugs: /\\oo/\\ //\\(oo)//\\ /\\oo/\\".to_owned(),
            flag: true,
        })),
        // A view may not emit events.
        Method::legacyError(_) | Method::eventsView(_) => Err(Stop::Plain),
    }
}

fn events<DB: Database>(call: &mut Call<'_, '_, DB>, flag: bool, value: B256) -> Answer<DB> {
    let (caller, paid): (Address, U256) = (call.caller, call.value);
    call.emit(&IArbDebug::Basic { flag: !flag, value })?;
    let conn = call.address;
    call.emit(&IArbDebug::Mixed {
        flag,
        not: !flag,
        value,
        conn,
        caller,
    })?;
    answer::<IArbDebug::eventsCall, _>(&(caller, paid).into())
}
