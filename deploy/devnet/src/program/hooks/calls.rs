//! Calls and creations (sheet of the VM, sections 4.4 and 4.5).

use revm::{
    Database,
    bytecode::Bytecode,
    context_interface::{ContextTr, CreateScheme, JournalTr},
    handler::FrameResult,
    interpreter::{
        CallInput, CallInputs, CallScheme, CallValue, CreateInputs, FrameInput, InstructionResult,
        InterpreterResult,
    },
    primitives::{Address, B256, Bytes, U256},
};

use super::{
    io::length,
    serve::{Interrupt, Reply},
};
use crate::{
    evm::{ArbContext, peek_code},
    program::{
        data::word,
        escape::Escape,
        guest::Guest,
        price::{EVM_API, HOST, POINTER},
        request::{CallKind, Pointer, Request},
    },
};

/// Gas of calling an account that the transaction touched before.
const WARM_CALL: u64 = 100;
/// What an account not touched before adds.
const COLD_ADDITION: u64 = 2500;
/// What calling an empty account with value adds.
const NEW_ACCOUNT: u64 = 25_000;
/// What value adds.
const VALUE_TRANSFER: u64 = 9000;
/// Gas that the called account gets with value.
const STIPEND: u64 = 2300;
/// Gas of a creation.
const CREATE: u64 = 32_000;
/// Gas per word of initialisation code that `create2` hashes.
const CREATE2_WORD: u64 = 6;

/// Status of a call that went well.
const STATUS_OK: u8 = 0;
/// Status of any other call.
const STATUS_FAILED: u8 = 2;

/// A call or creation that is under way.
#[derive(Debug)]
pub(in crate::program) enum Pending {
    Call {
        /// Gas charged before the call.
        base: u64,
        /// Gas given to it.
        given: u64,
        ret_len: Pointer,
        /// Arguments as the observer gets them.
        args: Vec<u8>,
    },
    Create {
        /// Gas before the creation, its charge included.
        gas_left: u64,
        /// Gas held back from it.
        held: u64,
        contract: Pointer,
        revert_len: Pointer,
        args: Vec<u8>,
    },
}

impl Pending {
    /// Charges and hands over the result of the call or creation; the number is the host
    /// function's own result.
    pub(in crate::program) fn complete(
        self,
        guest: &mut Guest<'_>,
        result: FrameResult,
    ) -> Result<Option<u32>, Escape> {
        match (self, result) {
            (
                Self::Call {
                    base,
                    given,
                    ret_len,
                    args,
                },
                FrameResult::Call(outcome),
            ) => {
                let returned = returned_gas(&outcome.result);
                let cost = base.saturating_add(given.saturating_sub(returned));
                let is_ok = take_refund(guest, &outcome.result);
                let end = CallEnd {
                    cost,
                    status: if is_ok { STATUS_OK } else { STATUS_FAILED },
                    data: outcome.result.output,
                };
                end_call(guest, end, ret_len, &args).map(Some)
            }
            (
                Self::Create {
                    gas_left,
                    held,
                    contract,
                    revert_len,
                    args,
                },
                FrameResult::Create(outcome),
            ) => {
                let returned = returned_gas(&outcome.result);
                let cost = gas_left.saturating_sub(returned.saturating_add(held));
                let is_ok = take_refund(guest, &outcome.result);
                let address = outcome.address.filter(|_| is_ok).unwrap_or_default();
                let data = match outcome.result.result {
                    InstructionResult::Revert => outcome.result.output,
                    _ => Bytes::new(),
                };
                guest.buy_gas(cost)?;
                let len = length(&data);
                guest.data_mut().return_data = data;
                guest.write_u32(revert_len, len)?;
                guest.write(contract, address.as_slice())?;
                guest.note(&[&args], &[address.as_slice(), &len.to_be_bytes()]);
                Ok(None)
            }
            _ => Err(Escape::Failure),
        }
    }
}

/// How a call ended, for its caller.
struct CallEnd {
    cost: u64,
    status: u8,
    data: Bytes,
}

/// Begins a call, or ends it at once when the gas does not suffice.
pub(super) fn call<DB: Database>(
    guest: &mut Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    request: Request,
) -> Result<Reply, Interrupt<DB>> {
    let Request::Call {
        kind,
        contract,
        data,
        data_len,
        gas,
        ret_len,
    } = request
    else {
        return Err(Escape::Failure.into());
    };
    guest.buy_ink(HOST + 3 * POINTER + EVM_API)?;
    guest.pay_for_read(data_len)?;
    guest.pay_for_read(data_len)?;
    let gas_left = guest.gas_left();
    let requested = gas.min(gas_left);
    let address = guest.read_address(contract)?;
    let value = match kind {
        CallKind::Call { value } => guest.read_word(value)?,
        CallKind::Delegate | CallKind::Static => U256::ZERO,
    };
    let input = guest.read_bytes(data, data_len)?;
    let args = call_args(kind, address, gas, value, &input);

    let refused = |cost| CallEnd {
        cost,
        status: STATUS_FAILED,
        data: Bytes::new(),
    };
    if guest.data().env.is_static && !value.is_zero() {
        return Ok(Reply::Value(end_call(guest, refused(0), ret_len, &args)?));
    }
    let Some(base) = base_cost(ctx, address, value, gas_left)? else {
        let end = refused(gas_left);
        return Ok(Reply::Value(end_call(guest, end, ret_len, &args)?));
    };
    let most = u128::from(gas_left - base) * 63 / 64;
    let mut given = u64::try_from(most).unwrap_or(u64::MAX).min(requested);
    if !value.is_zero() {
        given += STIPEND;
    }
    let inputs = call_inputs(guest, ctx, kind, address, value, input, given)?;
    let pending = Pending::Call {
        base,
        given,
        ret_len,
        args,
    };
    Ok(Reply::Child(FrameInput::Call(Box::new(inputs)), pending))
}

/// Begins a creation.
pub(super) fn create<DB: Database>(
    guest: &mut Guest<'_>,
    _ctx: &mut ArbContext<'_, DB>,
    request: Request,
) -> Result<Reply, Interrupt<DB>> {
    let Request::Create {
        code,
        code_len,
        endowment,
        salt,
        contract,
        revert_len,
    } = request
    else {
        return Err(Escape::Failure.into());
    };
    let pointers = if salt.is_some() { 4 } else { 3 };
    guest.buy_ink(HOST + pointers * POINTER + EVM_API)?;
    guest.pay_for_read(code_len)?;
    guest.pay_for_read(code_len)?;
    let code = guest.read_bytes(code, code_len)?;
    let value = guest.read_word(endowment)?;
    let salt = salt.map(|salt| guest.read_word(salt)).transpose()?;
    if guest.data().env.is_static {
        return Err(Escape::Failure.into());
    }
    let mut base = CREATE;
    if salt.is_some() {
        base += CREATE2_WORD * u64::from(code_len).div_ceil(32);
    }
    let gas_left = guest.gas_left();
    let available = gas_left.checked_sub(base).ok_or(Escape::Failure)?;
    let held = available / 64;

    let mut args = word(value).to_vec();
    if let Some(salt) = salt {
        args.extend(word(salt));
    }
    args.extend(&code);
    let scheme = salt.map_or(CreateScheme::Create, |salt| CreateScheme::Create2 { salt });
    let caller = guest.data().env.contract;
    let inputs = CreateInputs::new(caller, scheme, value, code, available - held, 0);
    let pending = Pending::Create {
        gas_left,
        held,
        contract,
        revert_len,
        args,
    };
    Ok(Reply::Child(FrameInput::Create(Box::new(inputs)), pending))
}

/// Charges for a call, hands over its return data and gives the status.
fn end_call(
    guest: &mut Guest<'_>,
    end: CallEnd,
    ret_len: Pointer,
    args: &[u8],
) -> Result<u32, Escape> {
    guest.buy_gas(end.cost)?;
    let len = length(&end.data);
    guest.data_mut().return_data = end.data;
    guest.write_u32(ret_len, len)?;
    guest.note(&[args], &[&len.to_be_bytes(), &[end.status]]);
    Ok(end.status.into())
}

/// Gas of a call before what it is given; `None` if it exceeds `gas_left`. Touches the account
/// once touching it is paid for.
fn base_cost<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
    value: U256,
    gas_left: u64,
) -> Result<Option<u64>, Interrupt<DB>> {
    if gas_left < WARM_CALL {
        return Ok(None);
    }
    let account = ctx
        .journal_mut()
        .load_account(address)
        .map_err(Interrupt::fault)?;
    let mut cost = WARM_CALL;
    if account.is_cold {
        cost += COLD_ADDITION;
    }
    if !value.is_zero() {
        if account.info.is_empty() {
            cost += NEW_ACCOUNT;
        }
        cost += VALUE_TRANSFER;
    }
    Ok(Some(cost).filter(|cost| *cost <= gas_left))
}

fn call_inputs<DB: Database>(
    guest: &Guest<'_>,
    ctx: &mut ArbContext<'_, DB>,
    kind: CallKind,
    address: Address,
    value: U256,
    input: Bytes,
    gas_limit: u64,
) -> Result<CallInputs, Interrupt<DB>> {
    let env = &guest.data().env;
    let (scheme, target_address, caller, value) = match kind {
        CallKind::Call { .. } => {
            let value = CallValue::Transfer(value);
            (CallScheme::Call, address, env.contract, value)
        }
        CallKind::Static => {
            let value = CallValue::Transfer(U256::ZERO);
            (CallScheme::StaticCall, address, env.contract, value)
        }
        CallKind::Delegate => {
            let value = CallValue::Apparent(env.value);
            (CallScheme::DelegateCall, env.contract, env.sender, value)
        }
    };
    Ok(CallInputs {
        input: CallInput::Bytes(input),
        return_memory_offset: 0..0,
        gas_limit,
        reservoir: 0,
        bytecode_address: address,
        known_bytecode: runnable_code(ctx, address)?,
        target_address,
        caller,
        value,
        scheme,
        is_static: env.is_static || matches!(kind, CallKind::Static),
        charged_new_account_state_gas: false,
    })
}

/// Code that runs when `address` is called, EIP-7702 delegation followed once.
///
/// The delegate is not charged for and so must not become warm: it is read past the access list.
fn runnable_code<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
) -> Result<(B256, Bytecode), Interrupt<DB>> {
    let account = ctx
        .journal_mut()
        .load_account_with_code(address)
        .map_err(Interrupt::fault)?;
    let code = account.info.code.clone().unwrap_or_default();
    let hash = account.info.code_hash;
    let Some(delegate) = code.eip7702_address() else {
        return Ok((hash, code));
    };
    peek_code(ctx, delegate).map_err(Interrupt::fault)
}

/// Gas that a finished frame gives back.
fn returned_gas(result: &InterpreterResult) -> u64 {
    if result.result.is_halt() {
        0
    } else {
        result.gas.remaining()
    }
}

/// Adds a finished frame's refund counter and tells whether it went well.
fn take_refund(guest: &mut Guest<'_>, result: &InterpreterResult) -> bool {
    let is_ok = result.result.is_ok();
    if is_ok {
        guest.data_mut().refund += result.gas.refunded();
    }
    is_ok
}

fn call_args(kind: CallKind, address: Address, gas: u64, value: U256, input: &Bytes) -> Vec<u8> {
    let gas = gas.to_be_bytes();
    let value = match kind {
        CallKind::Call { .. } => word(value).to_vec(),
        CallKind::Delegate | CallKind::Static => Vec::new(),
    };
    [address.as_slice(), &gas, &value, input].concat()
}
