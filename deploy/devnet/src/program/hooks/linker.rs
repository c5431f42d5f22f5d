//! Gives the interpreter all host functions under their names.

use wasmi::{AsContextMut, Caller, Engine, Error, Linker, errors::LinkerError};

use super::{console, environment as env, io, math};
use crate::{
    program::{
        data::ProgramData,
        escape::Escape,
        guest::Guest,
        request::{CallKind, Request},
    },
    wasm::{CONSOLE, VM_HOOKS},
};

type Host<'a> = Caller<'a, ProgramData>;

/// All host functions for programs of `engine`.
///
/// # Errors
/// A name given twice.
pub(in crate::program) fn linker(engine: &Engine) -> Result<Linker<ProgramData>, LinkerError> {
    let mut linker = Linker::new(engine);
    own_state(&mut linker)?;
    arithmetic(&mut linker)?;
    facts(&mut linker)?;
    storage(&mut linker)?;
    accounts(&mut linker)?;
    calls(&mut linker)?;
    printing(&mut linker)?;
    Ok(linker)
}

/// Serves `name` at once and records it.
fn run<R>(
    mut caller: Host<'_>,
    name: &'static str,
    function: impl FnOnce(&mut Guest<'_>) -> Result<R, Escape>,
) -> Result<R, Error> {
    let mut guest = Guest(caller.as_context_mut());
    let start_ink = guest.ink_left();
    let result = function(&mut guest)?;
    guest.record(name, start_ink);
    Ok(result)
}

/// Suspends the interpreter.
fn ask<R>(request: Request) -> Result<R, Error> {
    Err(Escape::Request(request).into())
}

/// Registers a function that is served at once, under its own name.
macro_rules! serve {
    ($linker:ident, $module:expr, $name:literal, |$guest:ident $(, $arg:ident: $ty:ty)*| $body:expr) => {
        $linker.func_wrap($module, $name, |caller: Host<'_> $(, $arg: $ty)*| {
            run(caller, $name, |$guest| $body)
        })?;
    };
}

fn own_state(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    serve!(linker, VM_HOOKS, "read_args", |guest, dest: u32| {
        io::read_args(guest, dest)
    });
    serve!(
        linker,
        VM_HOOKS,
        "write_result",
        |guest, data: u32, len: u32| { io::write_result(guest, data, len) }
    );
    linker.func_wrap(
        VM_HOOKS,
        "exit_early",
        |mut caller: Host<'_>, status: u32| -> Result<(), Error> {
            let mut guest = Guest(caller.as_context_mut());
            let ink = guest.ink_left();
            guest.note(&[&status.to_be_bytes()], &[]);
            guest.record("exit_early", ink);
            Err(Escape::Exit(status).into())
        },
    )?;
    serve!(
        linker,
        VM_HOOKS,
        "read_return_data",
        |guest, dest: u32, offset: u32, size: u32| io::read_return_data(guest, dest, offset, size)
    );
    serve!(linker, VM_HOOKS, "return_data_size", |guest| {
        io::return_data_size(guest)
    });
    serve!(
        linker,
        VM_HOOKS,
        "native_keccak256",
        |guest, input: u32, len: u32, output: u32| io::native_keccak256(guest, input, len, output)
    );
    Ok(())
}

fn arithmetic(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    serve!(linker, VM_HOOKS, "math_div", |guest, a: u32, b: u32| {
        math::div(guest, a, b)
    });
    serve!(linker, VM_HOOKS, "math_mod", |guest, a: u32, b: u32| {
        math::rem(guest, a, b)
    });
    serve!(linker, VM_HOOKS, "math_pow", |guest, a: u32, b: u32| {
        math::pow(guest, a, b)
    });
    serve!(
        linker,
        VM_HOOKS,
        "math_add_mod",
        |guest, a: u32, b: u32, c: u32| { math::add_mod(guest, a, b, c) }
    );
    serve!(
        linker,
        VM_HOOKS,
        "math_mul_mod",
        |guest, a: u32, b: u32, c: u32| { math::mul_mod(guest, a, b, c) }
    );
    Ok(())
}

fn facts(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    serve!(linker, VM_HOOKS, "evm_gas_left", |guest| {
        env::evm_gas_left(guest)
    });
    serve!(linker, VM_HOOKS, "evm_ink_left", |guest| {
        env::evm_ink_left(guest)
    });
    serve!(linker, VM_HOOKS, "block_basefee", |guest, dest: u32| {
        env::write_word(guest, dest, |data| data.env.base_fee)
    });
    serve!(linker, VM_HOOKS, "block_coinbase", |guest, dest: u32| {
        env::address(guest, dest, |data| data.env.coinbase)
    });
    serve!(linker, VM_HOOKS, "block_gas_limit", |guest| {
        env::number(guest, |data| data.env.gas_limit)
    });
    serve!(linker, VM_HOOKS, "block_number", |guest| {
        env::number(guest, |data| data.env.block_number)
    });
    serve!(linker, VM_HOOKS, "block_timestamp", |guest| {
        env::number(guest, |data| data.env.timestamp)
    });
    serve!(linker, VM_HOOKS, "chainid", |guest| {
        env::number(guest, |data| data.env.chain_id)
    });
    serve!(linker, VM_HOOKS, "contract_address", |guest, dest: u32| {
        env::address(guest, dest, |data| data.env.contract)
    });
    serve!(linker, VM_HOOKS, "msg_reentrant", |guest| {
        env::small_number(guest, |data| data.env.is_reentrant.into())
    });
    serve!(linker, VM_HOOKS, "msg_sender", |guest, dest: u32| {
        env::address(guest, dest, |data| data.env.sender)
    });
    serve!(linker, VM_HOOKS, "msg_value", |guest, dest: u32| {
        env::write_word(guest, dest, |data| data.env.value)
    });
    serve!(linker, VM_HOOKS, "tx_gas_price", |guest, dest: u32| {
        env::write_word(guest, dest, |data| data.env.gas_price)
    });
    serve!(linker, VM_HOOKS, "tx_ink_price", |guest| {
        env::small_number(guest, |data| data.env.ink_price)
    });
    serve!(linker, VM_HOOKS, "tx_origin", |guest, dest: u32| {
        env::address(guest, dest, |data| data.env.origin)
    });
    Ok(())
}

fn storage(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    serve!(
        linker,
        VM_HOOKS,
        "storage_cache_bytes32",
        |guest, key: u32, value: u32| super::storage::cache(guest, key, value)
    );
    linker.func_wrap(
        VM_HOOKS,
        "storage_load_bytes32",
        |_: Host<'_>, key: u32, dest: u32| ask::<()>(Request::StorageLoad { key, dest }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "storage_flush_cache",
        |_: Host<'_>, clear: u32| ask::<()>(Request::StorageFlush { clear: clear != 0 }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "transient_load_bytes32",
        |_: Host<'_>, key: u32, dest: u32| ask::<()>(Request::TransientLoad { key, dest }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "transient_store_bytes32",
        |_: Host<'_>, key: u32, value: u32| ask::<()>(Request::TransientStore { key, value }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "emit_log",
        |_: Host<'_>, data: u32, len: u32, topics: u32| {
            ask::<()>(Request::EmitLog { data, len, topics })
        },
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "pay_for_memory_grow",
        |_: Host<'_>, pages: u32| ask::<()>(Request::PayForMemoryGrow { pages }),
    )?;
    Ok(())
}

fn accounts(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    linker.func_wrap(
        VM_HOOKS,
        "account_balance",
        |_: Host<'_>, address: u32, dest: u32| ask::<()>(Request::AccountBalance { address, dest }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "account_code",
        |_: Host<'_>, address: u32, offset: u32, size: u32, dest: u32| {
            ask::<u32>(Request::AccountCode {
                address,
                offset,
                size,
                dest,
            })
        },
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "account_code_size",
        |_: Host<'_>, address: u32| ask::<u32>(Request::AccountCodeSize { address }),
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "account_codehash",
        |_: Host<'_>, address: u32, dest: u32| {
            ask::<()>(Request::AccountCodeHash { address, dest })
        },
    )?;
    Ok(())
}

fn calls(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    linker.func_wrap(
        VM_HOOKS,
        "call_contract",
        |_: Host<'_>,
         contract: u32,
         data: u32,
         data_len: u32,
         value: u32,
         gas: u64,
         ret_len: u32| {
            ask::<u32>(Request::Call {
                kind: CallKind::Call { value },
                contract,
                data,
                data_len,
                gas,
                ret_len,
            })
        },
    )?;
    for (name, kind) in [
        ("delegate_call_contract", CallKind::Delegate),
        ("static_call_contract", CallKind::Static),
    ] {
        linker.func_wrap(
            VM_HOOKS,
            name,
            move |_: Host<'_>, contract: u32, data: u32, data_len: u32, gas: u64, ret_len: u32| {
                ask::<u32>(Request::Call {
                    kind,
                    contract,
                    data,
                    data_len,
                    gas,
                    ret_len,
                })
            },
        )?;
    }
    linker.func_wrap(
        VM_HOOKS,
        "create1",
        |_: Host<'_>, code: u32, code_len: u32, endowment: u32, contract: u32, revert_len: u32| {
            ask::<()>(Request::Create {
                code,
                code_len,
                endowment,
                salt: None,
                contract,
                revert_len,
            })
        },
    )?;
    linker.func_wrap(
        VM_HOOKS,
        "create2",
        |_: Host<'_>,
         code: u32,
         code_len: u32,
         endowment: u32,
         salt: u32,
         contract: u32,
         revert_len: u32| {
            ask::<()>(Request::Create {
                code,
                code_len,
                endowment,
                salt: Some(salt),
                contract,
                revert_len,
            })
        },
    )?;
    Ok(())
}

/// Registers a function of the console, free of ink, recorded under the name that Nitro gives it.
macro_rules! serve_as {
    ($linker:ident, $name:literal, $recorded:literal, |$guest:ident $(, $arg:ident: $ty:ty)*| $body:expr) => {
        $linker.func_wrap(CONSOLE, $name, |caller: Host<'_> $(, $arg: $ty)*| {
            run(caller, $recorded, |$guest| $body)
        })?;
    };
}

/// Registers a function that prints a number and returns it. Nitro records no such call.
macro_rules! tee {
    ($linker:ident, $name:literal, $ty:ty) => {
        $linker.func_wrap(CONSOLE, $name, |mut caller: Host<'_>, value: $ty| {
            console::print(&Guest(caller.as_context_mut()), &value.to_string());
            value
        })?;
    };
}

fn printing(linker: &mut Linker<ProgramData>) -> Result<(), LinkerError> {
    serve_as!(
        linker,
        "log_txt",
        "console_log_text",
        |guest, text: u32, len: u32| { console::log_txt(guest, text, len) }
    );
    serve_as!(linker, "log_i32", "console_log", |guest, value: i32| {
        console::log(guest, &value)
    });
    serve_as!(linker, "log_i64", "console_log", |guest, value: i64| {
        console::log(guest, &value)
    });
    serve_as!(linker, "log_f32", "console_log", |guest, value: f32| {
        console::log(guest, &value)
    });
    serve_as!(linker, "log_f64", "console_log", |guest, value: f64| {
        console::log(guest, &value)
    });
    tee!(linker, "tee_i32", i32);
    tee!(linker, "tee_i64", i64);
    tee!(linker, "tee_f32", f32);
    tee!(linker, "tee_f64", f64);
    Ok(())
}
