//! The functions that a program may import, with their types (sheet of the VM, section 4.2).

use wasmparser::{FuncType, ValType};

/// Module of the host functions.
pub(crate) const VM_HOOKS: &str = "vm_hooks";

/// Module of the printing functions of debug chains.
pub(crate) const CONSOLE: &str = "console";

/// The function that `memory.grow` is paid with.
pub(super) const PAY_FOR_MEMORY_GROW: &str = "pay_for_memory_grow";

/// Name, parameters and results; `i`, `l`, `f`, `d` stand for i32, i64, f32, f64.
type Signature = (&'static str, &'static str, &'static str);

const HOOKS: [Signature; 42] = [
    ("read_args", "i", ""),
    ("write_result", "ii", ""),
    ("exit_early", "i", ""),
    ("storage_load_bytes32", "ii", ""),
    ("storage_cache_bytes32", "ii", ""),
    ("storage_flush_cache", "i", ""),
    ("transient_load_bytes32", "ii", ""),
    ("transient_store_bytes32", "ii", ""),
    ("call_contract", "iiiili", "i"),
    ("delegate_call_contract", "iiili", "i"),
    ("static_call_contract", "iiili", "i"),
    ("create1", "iiiii", ""),
    ("create2", "iiiiii", ""),
    ("read_return_data", "iii", "i"),
    ("return_data_size", "", "i"),
    ("emit_log", "iii", ""),
    ("account_balance", "ii", ""),
    ("account_code", "iiii", "i"),
    ("account_code_size", "i", "i"),
    ("account_codehash", "ii", ""),
    ("evm_gas_left", "", "l"),
    ("evm_ink_left", "", "l"),
    ("block_basefee", "i", ""),
    ("block_coinbase", "i", ""),
    ("block_gas_limit", "", "l"),
    ("block_number", "", "l"),
    ("block_timestamp", "", "l"),
    ("chainid", "", "l"),
    ("contract_address", "i", ""),
    ("math_div", "ii", ""),
    ("math_mod", "ii", ""),
    ("math_pow", "ii", ""),
    ("math_add_mod", "iii", ""),
    ("math_mul_mod", "iii", ""),
    ("msg_reentrant", "", "i"),
    ("msg_sender", "i", ""),
    ("msg_value", "i", ""),
    ("native_keccak256", "iii", ""),
    ("tx_gas_price", "i", ""),
    ("tx_ink_price", "", "i"),
    ("tx_origin", "i", ""),
    (PAY_FOR_MEMORY_GROW, "i", ""),
];

const PRINTING: [Signature; 9] = [
    ("log_txt", "ii", ""),
    ("log_i32", "i", ""),
    ("log_i64", "l", ""),
    ("log_f32", "f", ""),
    ("log_f64", "d", ""),
    ("tee_i32", "i", "i"),
    ("tee_i64", "l", "l"),
    ("tee_f32", "f", "f"),
    ("tee_f64", "d", "d"),
];

/// Whether `module.name` is a host function of type `ty`; `debug` admits the printing functions.
pub(super) fn is_known(module: &str, name: &str, ty: &FuncType, debug: bool) -> bool {
    let table: &[Signature] = match module {
        VM_HOOKS => &HOOKS,
        CONSOLE if debug => &PRINTING,
        _ => return false,
    };
    table.iter().any(|(known, params, results)| {
        *known == name && matches(params, ty.params()) && matches(results, ty.results())
    })
}

fn matches(letters: &str, types: &[ValType]) -> bool {
    letters.len() == types.len()
        && letters.chars().zip(types).all(|(letter, ty)| match letter {
            'i' => *ty == ValType::I32,
            'l' => *ty == ValType::I64,
            'f' => *ty == ValType::F32,
            _ => *ty == ValType::F64,
        })
}
