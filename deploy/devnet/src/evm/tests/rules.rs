//! What holds between the frames of a transaction.

use revm::primitives::{Address, TxKind, U256, hex};

use super::world::{Events, World};
use crate::evm::{BlockContext, Mode, TraceEvent};

/// A program that calls whoever is named in its call data, with the rest of it, and returns the
/// status.
const CALLER: &str = r#"(module
    (import "vm_hooks" "read_args" (func $read_args (param i32)))
    (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
    (import "vm_hooks" "call_contract"
        (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param $len i32) (result i32)
        (call $read_args (i32.const 0))
        (i32.store8 (i32.const 2079) (call $call (i32.const 0) (i32.const 20)
            (i32.sub (local.get $len) (i32.const 20)) (i32.const 1024) (i64.const -1)
            (i32.const 2040)))
        (call $write_result (i32.const 2048) (i32.const 32))
        (i32.const 0)))"#;

/// A program that returns whether it was entered again.
const REENTRANT: &str = r#"(module
    (import "vm_hooks" "msg_reentrant" (func $msg_reentrant (result i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32) (call $msg_reentrant)))"#;

/// Whether each program frame was entered as one that is reentrant, in order of entry.
fn reentrant(events: &Events) -> Vec<bool> {
    let enters = events.0.iter().filter_map(|event| match event {
        TraceEvent::ProgramEnter(enter) => Some(enter.reentrant),
        _ => None,
    });
    enters.collect()
}

fn traced(world: &mut World, to: Address, data: Vec<u8>) -> Events {
    let mut events = Events::default();
    let tx = world.tx(TxKind::Call(to), data, 5_000_000);
    world.trace(tx, Some(&mut events));
    events
}

#[test]
fn reentrant_succeeds_with_calls_and_not_with_delegate_calls() {
    let mut world = World::new();
    let caller = world.program(CALLER);
    let flagged = world.program(REENTRANT);
    let own = [caller.as_slice(), flagged.as_slice()].concat();
    assert_eq!(
        reentrant(&traced(&mut world, caller, own)),
        [false, true, false]
    );
    // EVM code that delegates to the program runs it as itself: no second frame of the caller's.
    let mut code = hex!("5f5f5f5f73").to_vec();
    code.extend(flagged);
    code.extend(hex!("5af400"));
    let delegator = world.deployed(&code);
    assert_eq!(
        reentrant(&traced(&mut world, delegator, Vec::new())),
        [false]
    );
}

#[test]
fn recent_programs_succeed_across_the_transactions_of_a_block_and_their_reverts() {
    let mut world = World::new();
    let program = world.program(REENTRANT);
    let mut block = BlockContext::new(9, 0, world.now, super::BASE_FEE);
    let mut used = Vec::new();
    for gas_limit in [30_000, 100_000, 100_000] {
        // The first cannot pay its entry.
        let tx = world.tx(TxKind::Call(program), Vec::new(), gas_limit);
        let outcome = world
            .machine
            .transact(&mut world.db, &mut block, tx, Mode::Transaction, None)
            .expect("a valid transaction");
        used.push(outcome.result.tx_gas_used());
    }
    let mut fresh = BlockContext::new(9, 0, world.now, super::BASE_FEE);
    let tx = world.tx(TxKind::Call(program), Vec::new(), 100_000);
    let alone = world
        .machine
        .transact(&mut world.db, &mut fresh, tx, Mode::Transaction, None)
        .expect("a valid transaction");
    assert_eq!(used[0], 30_000);
    assert_eq!(used[1], used[2]);
    assert!(alone.result.tx_gas_used() - used[1] > 69 * 128);
}

#[test]
fn page_counters_succeed_keeping_what_was_ever_open_when_a_frame_reverts() {
    let mut world = World::new();
    let growing = |status: u32| {
        format!(
            r#"(module
            (import "vm_hooks" "pay_for_memory_grow" (func (param i32)))
            (memory (export "memory") 0)
            (func (export "user_entrypoint") (param i32) (result i32)
                (drop (memory.grow (i32.const 100))) (i32.const {status})))"#
        )
    };
    let program = world.program(&growing(1));
    // EVM code that calls it twice.
    let mut code = Vec::new();
    for _ in 0..2 {
        code.extend(hex!("5f5f5f5f5f73"));
        code.extend(program);
        code.extend(hex!("5af150"));
    }
    code.push(0);
    let twice = world.deployed(&code);
    let mut events = Events::default();
    let tx = world.tx(TxKind::Call(twice), Vec::new(), 20_000_000);
    world.trace(tx, Some(&mut events));
    let exits = events.exits();
    let (first, second) = (exits[0].gas_used, exits[1].gas_used);
    // Both revert and close their pages, but the ramp up to 100 pages is paid once. The second
    // call is of a recent program, too.
    let ramp = 727_880 - 1;
    let init = first - second - ramp;
    assert!((69 * 128..69 * 128 + 100).contains(&init), "{init}");
}

#[test]
fn account_code_succeeds_with_a_delegation_as_it_is_stored() {
    let mut world = World::new();
    let program = world.program(REENTRANT);
    let delegated = Address::repeat_byte(0x22);
    let code = [hex!("ef0100").as_slice(), program.as_slice()].concat();
    let info =
        revm::state::AccountInfo::default().with_code(revm::state::Bytecode::new_raw(code.into()));
    world.db.insert_account_info(delegated, info);
    // A call of the account runs the program as the account.
    let events = traced(&mut world, delegated, Vec::new());
    let enters: Vec<_> = events
        .0
        .iter()
        .filter_map(|event| match event {
            TraceEvent::ProgramEnter(enter) => Some(enter.address),
            _ => None,
        })
        .collect();
    assert_eq!(enters, [delegated]);

    let data = hex::encode(delegated);
    let bytes: Vec<_> = (0..20)
        .map(|at| format!("\\{}", &data[2 * at..2 * at + 2]))
        .collect();
    let size = world.program(&format!(
        r#"(module
        (import "vm_hooks" "account_code_size" (func $size (param i32) (result i32)))
        (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
        (memory (export "memory") 1 1) (data (i32.const 0) "{}")
        (func (export "user_entrypoint") (param i32) (result i32)
            (i32.store8 (i32.const 95) (call $size (i32.const 0)))
            (call $write_result (i32.const 64) (i32.const 32))
            (i32.const 0)))"#,
        bytes.concat()
    ));
    assert_eq!(super::number(&world.call(size, Vec::new())), U256::from(23));
}
