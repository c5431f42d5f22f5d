mod activation;
mod host;
mod owner;
mod precompiles;
mod rules;
mod world;

use alloy::{
    sol,
    sol_types::{SolCall, SolError},
};
use revm::primitives::{Bytes, TxKind, U256, hex};

use crate::arbos::{ARB_DEBUG, ARB_OWNER, ARB_WASM};
use world::{BASE_FEE, ENOUGH, FEES, USER, World, number, packed};

sol! {
    interface ITest {
        function activateProgram(address program) external payable returns (uint16, uint256);
        function programVersion(address program) external view returns (uint16);
        function setWasmFreePages(uint16 pages) external;
        function setWasmPageLimit(uint16 limit) external;
        function becomeChainOwner() external;
        error ProgramNotActivated();
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }
}

/// Calls the address in bytes 20 to 40 of its input with that input, and returns one more than the
/// call did; one if it failed.
const EVM_NEST: [u8; 41] =
    hex!("365f5f3760205f365f5f60143560601c5af1601d5760015f5260205ff35b5f516001015f5260205ff3");

/// The same as a program, with the address in bytes 0 to 20.
const WASM_NEST: &str = r#"(module
    (import "vm_hooks" "read_args" (func $read_args (param i32)))
    (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
    (import "vm_hooks" "read_return_data"
        (func $read_return_data (param i32 i32 i32) (result i32)))
    (import "vm_hooks" "call_contract"
        (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
    (memory (export "memory") 1 1)
    (func $add_one (param $at i32)
        (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 1)))
        (if (i32.eqz (i32.load8_u (local.get $at)))
            (then (call $add_one (i32.sub (local.get $at) (i32.const 1))))))
    (func (export "user_entrypoint") (param $len i32) (result i32)
        (call $read_args (i32.const 0))
        (if (i32.eqz (call $call (i32.const 0) (i32.const 0) (local.get $len) (i32.const 1024)
                (i64.const -1) (i32.const 2048)))
            (then (drop (call $read_return_data
                (i32.const 3072) (i32.const 0) (i32.const 32)))))
        (call $add_one (i32.const 3103))
        (call $write_result (i32.const 3072) (i32.const 32))
        (i32.const 0)))"#;

#[test]
fn transact_succeeds_nesting_programs_and_evm_code_up_to_the_page_limit() {
    let mut world = World::new();
    let wasm = world.program(WASM_NEST);
    let evm = world.deployed(&EVM_NEST);
    let input = [evm.as_slice(), wasm.as_slice()].concat();
    // Each program frame has a page, and 128 may be open.
    assert_eq!(number(&world.call(wasm, input)), U256::from(256));
}

#[test]
fn transact_succeeds_nesting_up_to_1024_calls_when_pages_are_free() {
    let mut world = World::new();
    let wasm = world.program(WASM_NEST);
    let evm = world.deployed(&EVM_NEST);
    world.succeed(ARB_DEBUG, ITest::becomeChainOwnerCall {}.abi_encode());
    let free = ITest::setWasmFreePagesCall { pages: u16::MAX };
    world.succeed(ARB_OWNER, free.abi_encode());
    let limit = ITest::setWasmPageLimitCall { limit: 0 };
    world.succeed(ARB_OWNER, limit.abi_encode());
    for (first, second) in [(evm, wasm), (wasm, wasm)] {
        let input = [first.as_slice(), second.as_slice()].concat();
        // The transaction's own frame and 1,024 below it.
        assert_eq!(number(&world.call(wasm, input)), U256::from(1025));
    }
}

#[test]
fn transact_succeeds_with_another_result_when_one_byte_of_logic_differs() {
    let text = |value: u32| {
        format!(
            r#"(module
            (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
            (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32)
                (i32.store8 (i32.const 31) (i32.const {value}))
                (call $write_result (i32.const 0) (i32.const 32))
                (i32.const 0)))"#
        )
    };
    let mut world = World::new();
    for value in [7, 8] {
        let program = world.program(&text(value));
        assert_eq!(number(&world.call(program, Vec::new())), U256::from(value));
    }
}

#[test]
fn transact_reverts_creation_when_code_begins_with_ef_but_is_no_program() {
    let mut world = World::new();
    for code in [
        &[0xEF][..],
        &[0xEF, 0x01, 0x00, 0x00],
        &[0xEF, 0xF0, 0x03, 0x00],
    ] {
        assert!(world.deploy(code).is_halt(), "{code:?}");
    }
    assert!(world.deploy(&[0xEF, 0xF0, 0x01, 0x00]).is_success());
}

#[test]
fn transact_succeeds_leaving_nothing_when_activation_reverts() {
    let mut world = World::new();
    let wasm = wat::parse_str(WASM_NEST).unwrap();
    let program = world.deployed(&packed(&wasm));
    let result = world.activate(program, 1).result;
    let output = result.output().expect("revert data");
    let error = ITest::ProgramInsufficientValue::abi_decode(output).expect("the typed error");
    assert_eq!(error.have, U256::ONE);

    let data = ITest::programVersionCall { program }.abi_encode();
    let result = world.call(ARB_WASM, data);
    assert_eq!(
        result.output().map(Bytes::as_ref),
        Some(&ITest::ProgramNotActivated::SELECTOR[..])
    );
}

#[test]
fn transact_succeeds_paying_fees_to_the_network_and_the_rest_back() {
    let mut world = World::new();
    let wasm = wat::parse_str(WASM_NEST).unwrap();
    let program = world.deployed(&packed(&wasm));
    let (user, fees) = (world.balance(USER), world.balance(FEES));
    let outcome = world.activate(program, ENOUGH);
    let output = outcome.result.output().expect("version and fee");
    let answer = ITest::activateProgramCall::abi_decode_returns(output).unwrap();
    let gas = U256::from(outcome.result.tx_gas_used()) * U256::from(BASE_FEE);
    assert_eq!(world.balance(FEES) - fees, answer._1 + gas);
    assert_eq!(user - world.balance(USER), answer._1 + gas);
    assert_eq!(world.balance(ARB_WASM), U256::ZERO);
}

#[test]
fn transact_reverts_with_all_gas_when_program_is_not_activated() {
    let mut world = World::new();
    let wasm = wat::parse_str(WASM_NEST).unwrap();
    let program = world.deployed(&packed(&wasm));
    let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
    let result = world.send(tx).result;
    assert!(result.is_halt(), "{result:?}");
    assert_eq!(result.tx_gas_used(), 1_000_000);
}

#[test]
fn transact_succeeds_holding_back_gas_above_the_cap() {
    let mut world = World::new();
    // An endless loop: JUMPDEST, PUSH0, JUMP.
    let endless = world.deployed(&hex!("5b5f56"));
    let tx = world.tx(TxKind::Call(endless), Vec::new(), 40_000_000);
    let result = world.send(tx).result;
    assert!(result.is_halt(), "{result:?}");
    assert_eq!(result.tx_gas_used(), 32_000_000);
}
