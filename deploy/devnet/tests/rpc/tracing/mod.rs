//! Traces as clients ask for them.

mod call;
mod limits;
mod prestate;
mod refusals;
mod replay;
mod steps;
mod stylus;

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, B256, Bytes, U256},
    rpc::types::{TransactionReceipt, TransactionRequest},
};
use serde_json::{Value, json};

use self::steps::Step;
use crate::world::World;

const HOSTS: &str = include_str!("../../contracts/hosts.wat");
const RELAY: &str = include_str!("../../contracts/relay.wat");
const MAKER: &str = include_str!("../../contracts/maker.wat");

/// Gas limit of the tests' transactions.
const GAS: u64 = 5_000_000;

/// Kinds of calls, as `relay.wat` numbers them.
const CALL: u8 = 0;
const DELEGATE_CALL: u8 = 1;
const STATIC_CALL: u8 = 2;

/// Opcodes of the same.
const EVM_CALL: u8 = 0xf1;
const EVM_CALL_CODE: u8 = 0xf2;
const EVM_DELEGATE_CALL: u8 = 0xf4;
const EVM_STATIC_CALL: u8 = 0xfa;

/// Calldata of `relay.wat` for a call without value.
fn relayed(kind: u8, to: Address, data: &[u8]) -> Vec<u8> {
    relayed_with(kind, to, 0, data)
}

/// The same with `value` wei.
fn relayed_with(kind: u8, to: Address, value: u64, data: &[u8]) -> Vec<u8> {
    let value = U256::from(value).to_be_bytes::<32>();
    [&[kind], to.as_slice(), &value, data].concat()
}

/// EVM code that passes a call on by `opcode`: calldata = address ‖ data, with the value that came.
/// Answers, or reverts, with what it was answered.
fn evm_relay(opcode: u8) -> Vec<u8> {
    let has_value = matches!(opcode, EVM_CALL | EVM_CALL_CODE);
    let mut code = vec![
        0x5f, 0x5f, // No room for the answer.
        0x60, 20, 0x36, 0x03, // Length of the data, which is copied to 0.
        0x80, 0x60, 20, 0x5f, 0x37, 0x5f,
    ];
    if has_value {
        code.push(0x34);
    }
    code.extend([0x5f, 0x35, 0x60, 96, 0x1c]); // The address.
    code.extend([0x5a, opcode]);
    code.extend([0x3d, 0x5f, 0x5f, 0x3e]); // The answer goes to 0.
    let success = u8::try_from(code.len()).expect("short") + 6;
    code.extend([0x60, success, 0x57, 0x3d, 0x5f, 0xfd]);
    code.extend([0x5b, 0x3d, 0x5f, 0xf3]);
    code
}

/// Calldata of such code.
fn evm_relayed(to: Address, data: &[u8]) -> Vec<u8> {
    [to.as_slice(), data].concat()
}

/// A program without calldata, around the body of its entry point.
fn program(body: &str) -> String {
    format!(
        r#"(module
        (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
        (import "vm_hooks" "exit_early" (func $exit_early (param i32)))
        (import "vm_hooks" "msg_reentrant" (func $reentrant (result i32)))
        (memory (export "memory") 1 1)
        (func $recurse (call $recurse))
        (func (export "user_entrypoint") (param i32) (result i32) {body}))"#
    )
}

/// Calls `to`; the receipt, whatever the status.
async fn send(world: &World, to: Address, data: impl Into<Bytes>) -> TransactionReceipt {
    send_with_gas(world, to, data, GAS).await
}

/// The same with another gas limit.
async fn send_with_gas(
    world: &World,
    to: Address,
    data: impl Into<Bytes>,
    gas: u64,
) -> TransactionReceipt {
    let request = TransactionRequest::default()
        .with_to(to)
        .with_input(data.into())
        .with_gas_limit(gas);
    world.send(request).await
}

/// The trace of an included transaction.
async fn trace(world: &World, hash: B256, options: Value) -> Value {
    world
        .rpc("debug_traceTransaction", json!([hash, options]))
        .await
        .expect("a trace")
}

/// The records of `stylusTracer`.
async fn steps(world: &World, receipt: &TransactionReceipt) -> Vec<Step> {
    let options = json!({"tracer": "stylusTracer"});
    let trace = trace(world, receipt.transaction_hash, options).await;
    Step::read(trace)
}

/// What `callTracer` shows, with logs.
async fn calls(world: &World, receipt: &TransactionReceipt) -> Value {
    let options = json!({"tracer": "callTracer", "tracerConfig": {"withLog": true}});
    trace(world, receipt.transaction_hash, options).await
}
