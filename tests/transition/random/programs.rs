//! Random code: pieces that leave the stack as they found it, and now and then garbage.

use alloy::primitives::{Address, U256};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use revm::bytecode::opcode as op;

/// Contracts of a state.
pub(super) const CONTRACTS: u8 = 6;

/// The address of a contract.
pub(super) fn address(number: u8) -> Address {
    Address::repeat_byte(0xc0 + number)
}

/// An account that may or may not be there: a contract, a precompile, a stranger.
pub(super) fn somebody(rng: &mut ChaCha8Rng) -> Address {
    match rng.random_range(0..4) {
        0 => Address::with_last_byte(rng.random_range(0..12)),
        1 => Address::repeat_byte(rng.random_range(1..4)),
        _ => address(rng.random_range(0..CONTRACTS)),
    }
}

/// `PUSH` of a number in as few bytes as it has.
pub(crate) fn push(number: impl Into<U256>) -> Vec<u8> {
    let bytes = number.into().to_be_bytes_trimmed_vec();
    let length = u8::try_from(bytes.len()).expect("at most 32");
    [&[op::PUSH0 + length], &bytes[..]].concat()
}

fn push_address(address: Address) -> Vec<u8> {
    push(U256::from_be_slice(address.as_slice()))
}

/// A number of any size.
fn number(rng: &mut ChaCha8Rng) -> U256 {
    let shift = *[0_usize, 100, 200, 240, 250].choose(rng).expect("some");
    let number = U256::from_be_bytes(rng.random::<[u8; 32]>()) >> shift;
    if rng.random() {
        number
    } else {
        number.wrapping_neg()
    }
}

/// Code of a contract.
pub(super) fn code(rng: &mut ChaCha8Rng) -> Vec<u8> {
    if rng.random_ratio(1, 15) {
        return (0..rng.random_range(1..200))
            .map(|_| rng.random())
            .collect();
    }
    let mut code = Vec::new();
    for _ in 0..rng.random_range(1..14) {
        code.extend(piece(rng));
    }
    code.extend(end(rng));
    code
}

/// Init code that deploys something, or fails.
pub(super) fn init_code(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut code = Vec::new();
    for _ in 0..rng.random_range(0..5) {
        code.extend(piece(rng));
    }
    // Memory as it is, from 0 on, becomes the code.
    code.extend(push(U256::from(rng.random_range(0..64))));
    code.extend([op::PUSH0, op::RETURN]);
    code
}

fn end(rng: &mut ChaCha8Rng) -> Vec<u8> {
    match rng.random_range(0..8) {
        0 => vec![op::PUSH0, op::PUSH0, op::REVERT],
        1 => [&push_address(somebody(rng))[..], &[op::SELFDESTRUCT]].concat(),
        2 => vec![op::INVALID],
        3 => vec![op::PUSH1, 64, op::PUSH0, op::RETURN],
        _ => vec![op::STOP],
    }
}

fn piece(rng: &mut ChaCha8Rng) -> Vec<u8> {
    match rng.random_range(0..14) {
        0 | 1 => arithmetic(rng),
        2..5 => storage(rng),
        5 => transient(rng),
        6 => memory(rng),
        7..10 => call(rng),
        10 => create(rng),
        11 => log(rng),
        12 => account(rng),
        _ => counted_loop(rng),
    }
}

fn arithmetic(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let opcode = *[
        op::ADD,
        op::MUL,
        op::SUB,
        op::DIV,
        op::SDIV,
        op::MOD,
        op::SMOD,
        op::EXP,
        op::SIGNEXTEND,
        op::LT,
        op::GT,
        op::SLT,
        op::SGT,
        op::EQ,
        op::AND,
        op::OR,
        op::XOR,
        op::BYTE,
        op::SHL,
        op::SHR,
        op::SAR,
    ]
    .choose(rng)
    .expect("some");
    let (a, b) = (number(rng), number(rng));
    let mut code = if rng.random_ratio(1, 5) {
        let modular = *[op::ADDMOD, op::MULMOD].choose(rng).expect("some");
        [&push(number(rng))[..], &push(a), &push(b), &[modular]].concat()
    } else {
        [&push(a)[..], &push(b), &[opcode]].concat()
    };
    // What was computed goes into the state.
    code.extend(push(U256::from(rng.random_range(0..4_u8))));
    code.push(op::SSTORE);
    code
}

fn storage(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let slot = push(U256::from(rng.random_range(0..8_u8)));
    let value = push(U256::from(rng.random_range(0..3_u8)));
    match rng.random_range(0..3) {
        0 => [&slot[..], &[op::SLOAD], &slot, &[op::SSTORE]].concat(),
        _ => [&value[..], &slot, &[op::SSTORE]].concat(),
    }
}

fn transient(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let slot = push(U256::from(rng.random_range(0..3_u8)));
    [
        &[op::GAS][..],
        &slot,
        &[op::TSTORE],
        &slot,
        &[op::TLOAD, op::POP],
    ]
    .concat()
}

fn memory(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let at = push(U256::from(rng.random_range(0..2_000_u16)));
    let length = push(U256::from(rng.random_range(0..300_u16)));
    let copy = *[
        op::CALLDATACOPY,
        op::CODECOPY,
        op::RETURNDATACOPY,
        op::MCOPY,
    ]
    .choose(rng)
    .expect("some");
    match rng.random_range(0..4) {
        0 => [&push(number(rng))[..], &at, &[op::MSTORE]].concat(),
        1 => [&push(number(rng))[..], &at, &[op::MSTORE8]].concat(),
        2 => [&length[..], &at, &[op::KECCAK256, op::PUSH0, op::MSTORE]].concat(),
        _ => [
            &length[..],
            &push(U256::from(rng.random_range(0..64_u8))),
            &at,
            &[copy],
        ]
        .concat(),
    }
}

fn call(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let opcode = *[
        op::CALL,
        op::CALL,
        op::CALLCODE,
        op::DELEGATECALL,
        op::STATICCALL,
    ]
    .choose(rng)
    .expect("some");
    let mut code = Vec::new();
    for _ in 0..2 {
        // Output and input: length, then place.
        code.extend(push(U256::from(rng.random_range(0..260_u16))));
        code.extend(push(U256::from(rng.random_range(0..100_u16))));
    }
    if opcode == op::CALL || opcode == op::CALLCODE {
        code.extend(push(U256::from(rng.random_range(0..2_u8))));
    }
    code.extend(push_address(somebody(rng)));
    code.extend(match rng.random_range(0..3) {
        0 => push(U256::from(rng.random_range(0..60_000_u32))),
        _ => vec![op::GAS],
    });
    code.extend([opcode, op::POP]);
    code
}

fn create(rng: &mut ChaCha8Rng) -> Vec<u8> {
    // Init code of at most 32 bytes, from a word in memory.
    let mut word = [op::STOP; 32];
    let runtime = rng.random_range(0..9_u8);
    let deploys = [op::PUSH1, runtime, op::PUSH0, op::RETURN];
    let stores = [
        op::PUSH1,
        1,
        op::PUSH0,
        op::SSTORE,
        op::PUSH1,
        runtime,
        op::PUSH0,
        op::RETURN,
    ];
    let destroys = [op::CALLER, op::SELFDESTRUCT];
    match rng.random_range(0..4) {
        0 => word[..4].copy_from_slice(&deploys),
        1 => word[..8].copy_from_slice(&stores),
        2 => word[..2].copy_from_slice(&destroys),
        _ => word = rng.random(),
    }
    let mut code = [
        &push(U256::from_be_bytes(word))[..],
        &[op::PUSH0, op::MSTORE],
    ]
    .concat();
    let length = rng.random_range(0..=32_u8);
    if rng.random() {
        code.extend(push(U256::from(rng.random_range(0..2_u8))));
        code.extend([
            op::PUSH1,
            length,
            op::PUSH0,
            op::PUSH0,
            op::CREATE2,
            op::POP,
        ]);
    } else {
        code.extend([op::PUSH1, length, op::PUSH0, op::PUSH0, op::CREATE, op::POP]);
    }
    code
}

fn log(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let topics = rng.random_range(0..=4_u8);
    let mut code = vec![op::GAS; usize::from(topics)];
    code.extend(push(U256::from(rng.random_range(0..90_u8))));
    code.extend([op::PUSH0, op::LOG0 + topics]);
    code
}

fn account(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let opcode = *[op::BALANCE, op::EXTCODESIZE, op::EXTCODEHASH]
        .choose(rng)
        .expect("some");
    let slot = push(U256::from(rng.random_range(0..4_u8)));
    let mut code = [
        &push_address(somebody(rng))[..],
        &[opcode],
        &slot,
        &[op::SSTORE],
    ]
    .concat();
    if rng.random() {
        code.extend([op::PUSH1, 40, op::PUSH0, op::PUSH0]);
        code.extend(push_address(somebody(rng)));
        code.push(op::EXTCODECOPY);
    }
    code
}

/// `for i in (0..n).rev()`: the counter stays on the stack while the body runs.
fn counted_loop(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let body = if rng.random() {
        storage(rng)
    } else {
        memory(rng)
    };
    // The target is found by the program counter, wherever the piece lies: PC, count, JUMPDEST, ...
    let mut code = vec![op::PC, op::PUSH1, rng.random_range(1..20), op::JUMPDEST];
    code.extend(body);
    code.extend([
        op::PUSH1,
        1,
        op::SWAP1,
        op::SUB,
        op::DUP1,
        op::DUP3,
        op::PUSH1,
        3,
        op::ADD,
        op::JUMPI,
    ]);
    code.extend([op::POP, op::POP]);
    code
}
