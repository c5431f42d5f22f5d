//! Host functions at their edges.

use revm::{
    interpreter::InstructionResult,
    primitives::{Address, TxKind, hex},
};

use super::world::{Events, World};
use crate::arbos::ArbosVersion;

/// A module with host functions and a body for the entry point.
fn module(imports: &str, memory: &str, body: &str) -> String {
    format!(
        r#"(module {imports} (memory (export "memory") {memory})
            (func (export "user_entrypoint") (param i32) (result i32) {body}))"#
    )
}

const GROWTH: &str = r#"(import "vm_hooks" "pay_for_memory_grow" (func (param i32)))"#;

#[test]
fn read_return_data_succeeds_with_any_destination_when_nothing_is_copied() {
    let mut world = World::new();
    let import = r#"(import "vm_hooks" "read_return_data"
        (func $read (param i32 i32 i32) (result i32)))"#;
    let body = "(call $read (i32.const -1) (i32.const 0) (i32.const 32))";
    let program = world.program(&module(import, "1 1", body));
    assert!(world.call(program, Vec::new()).is_success());
}

#[test]
fn pay_for_memory_grow_succeeds_with_the_low_half_when_stylus_is_older_than_3() {
    let mut world = World::at(ArbosVersion::new(51).unwrap());
    // Nothing is paid for 65,536 pages, but a memory cannot have so many.
    let body = "(i32.ne (memory.grow (i32.const 65536)) (i32.const -1))";
    let program = world.program(&module(GROWTH, "0", body));
    let mut events = Events::default();
    let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
    let outcome = world.trace(tx, Some(&mut events));
    assert!(outcome.result.is_success(), "{outcome:?}");
    let record = events.hosts()[0];
    assert_eq!(record.args, [0, 0]);
    assert_eq!(record.start_ink - record.end_ink, 8400);
}

#[test]
fn pay_for_memory_grow_reverts_with_all_gas_when_pages_exceed_16_bits() {
    let mut world = World::new();
    let body = "(drop (memory.grow (i32.const 65536))) (i32.const 0)";
    let program = world.program(&module(GROWTH, "0", body));
    let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
    let result = world.send(tx).result;
    assert!(result.is_halt(), "{result:?}");
    assert_eq!(result.tx_gas_used(), 1_000_000);
}

#[test]
fn console_succeeds_under_the_names_of_nitros_tracer() {
    let mut world = World::new();
    let imports = r#"
        (import "console" "log_txt" (func $log_txt (param i32 i32)))
        (import "console" "log_i64" (func $log_i64 (param i64)))
        (import "console" "tee_i32" (func $tee_i32 (param i32) (result i32)))"#;
    let body = r"(call $log_txt (i32.const 0) (i32.const 2)) (call $log_i64 (i64.const 7))
        (call $tee_i32 (i32.const 0))";
    let text = module(imports, r#"1 1) (data (i32.const 0) "hi""#, body);
    let program = world.program(&text);
    let mut events = Events::default();
    let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
    assert!(world.trace(tx, Some(&mut events)).result.is_success());
    let records = events.hosts().into_iter();
    let seen: Vec<_> = records
        .map(|record| (record.name, record.args.as_slice()))
        .collect();
    assert_eq!(
        seen,
        [("console_log_text", &b"hi"[..]), ("console_log", &b"7"[..])]
    );
}

#[test]
fn storage_load_bytes32_succeeds_requiring_less_api_gas_when_ink_is_dear() {
    use super::owner::{become_owner, set_ink_price};
    let import = r#"(import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))"#;
    let body = "(call $load (i32.const 0) (i32.const 32)) (i32.const 0)";
    let mut world = World::new();
    let program = world.program(&module(import, "1 1", body));
    become_owner(&mut world);
    // The API's 59,673 ink are then less than one gas.
    set_ink_price(&mut world, 60_000);
    let tx = |world: &World, gas| world.tx(TxKind::Call(program), Vec::new(), gas);
    let enough = {
        let tx = tx(&world, 1_000_000);
        world.send(tx).result.gas().total_gas_spent()
    };
    // A cold load of 2,100 is what it really costs; 10 more have to be there and stay.
    let exact = tx(&world, enough + 10);
    assert!(world.send(exact).result.is_success());
    let less = tx(&world, enough + 9);
    assert!(world.send(less).result.is_halt());
}

#[test]
fn selfdestruct_reverts_after_its_charge_when_a_program_delegates_to_it() {
    let mut world = World::new();
    // PUSH20 beneficiary, SELFDESTRUCT.
    let mut code = vec![0x73];
    code.extend(Address::repeat_byte(0x77));
    code.push(0xff);
    let destructor = world.deployed(&code);
    let import = r#"(import "vm_hooks" "delegate_call_contract"
        (func $call (param i32 i32 i32 i64 i32) (result i32)))"#;
    let body = "(call $call (i32.const 0) (i32.const 0) (i32.const 0) (i64.const -1)
        (i32.const 64))";
    let data = hex::encode(destructor);
    let bytes: Vec<_> = (0..20)
        .map(|at| format!("\\{}", &data[2 * at..2 * at + 2]))
        .collect();
    let memory = format!(r#"1 1) (data (i32.const 0) "{}""#, bytes.concat());
    let program = world.program(&module(import, &memory, body));
    let mut events = Events::default();
    let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
    world.trace(tx, Some(&mut events));
    let frame = events.exits()[0];
    assert_eq!(frame.result, InstructionResult::Revert);
    // PUSH20, SELFDESTRUCT, an account not touched before.
    assert_eq!(frame.gas_used, 3 + 5000 + 2600);
}
