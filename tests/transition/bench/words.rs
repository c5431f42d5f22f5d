//! What depends on the amount of data: words, frames, precompiles.

use std::collections::BTreeMap;

use alloy::primitives::{Address, U256};
use revm::bytecode::opcode as op;
use state_transition::ScanCall;
use transition::weights;

use super::{Bench, TARGET, push};
use crate::l2::contract;

/// Words of the data of one piece.
const WORDS: u64 = 256;
/// The same in bytes.
const INPUT: usize = 32 * 256;
const OTHER: Address = Address::repeat_byte(0xc1);

/// A figure and the weight that must be twice as much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    /// Tenths of gas.
    pub(super) tenths: u64,
    pub(super) weight: u64,
}

/// A piece of code that handles data of this length.
fn piece(opcode: u8, length: u64) -> Vec<u8> {
    let length = push(U256::from(length));
    match opcode {
        op::KECCAK256 => [&length[..], &[op::PUSH0, opcode, op::POP]].concat(),
        op::LOG0 => [&length[..], &[op::PUSH0, opcode]].concat(),
        op::EXTCODECOPY => [&length[..], &[op::PUSH0, op::PUSH0, op::ADDRESS, opcode]].concat(),
        op::CREATE => [&length[..], &[op::PUSH0, op::PUSH0, opcode, op::POP]].concat(),
        _ => [&length[..], &[op::PUSH0, op::PUSH0, opcode]].concat(),
    }
}

/// By name.
pub(super) fn measure(bench: &mut Bench) -> BTreeMap<&'static str, Figure> {
    let mut seen = BTreeMap::new();
    let kinds = [
        ("word hashed", op::KECCAK256, weights::HASHED_WORD),
        ("word of MCOPY", op::MCOPY, weights::COPIED_WORD),
        (
            "word of CALLDATACOPY",
            op::CALLDATACOPY,
            weights::COPIED_WORD,
        ),
        ("word of CODECOPY", op::CODECOPY, weights::COPIED_WORD),
        ("word of EXTCODECOPY", op::EXTCODECOPY, weights::COPIED_WORD),
        ("word of LOG0", op::LOG0, weights::KEPT_WORD),
        (
            "word of init code",
            op::CREATE,
            weights::CODE_WORD + weights::HASHED_WORD,
        ),
    ];
    bench.input = vec![7; INPUT].into();
    for (name, opcode, weight) in kinds {
        let sized = |length| {
            // The memory is there before, filled with what takes the longest to search.
            let mut pieces = vec![grown()];
            pieces.extend(vec![piece(opcode, length); 100]);
            pieces
        };
        let (none, all) = (
            bench.tenths_of(&sized(0)),
            bench.tenths_of(&sized(32 * WORDS)),
        );
        let tenths = (all - none) / WORDS;
        seen.insert(name, Figure { tenths, weight });
    }
    bench.input = Vec::new().into();
    let fresh = [grown(), vec![op::STOP]].concat();
    let stop = [vec![op::STOP], grown()].concat();
    let tenths = 10 * (bench.gas(fresh) - bench.gas(stop)) / WORDS;
    let weight = weights::MEMORY_WORD;
    seen.insert("word of fresh memory", Figure { tenths, weight });
    seen.insert("key of a map, an address", key(bench, true));
    seen.insert("key of a map, a slot", key(bench, false));
    frames(bench, &mut seen);
    precompiles(bench, &mut seen);
    seen
}

/// What a lookup costs for each key that it has to be compared with, when all keys collide.
fn key(bench: &mut Bench, addresses: bool) -> Figure {
    const KEYS: u32 = 1_000;
    const LOOKUPS: u32 = 100;
    let mut gas = |lookups| {
        let call = ScanCall {
            addresses,
            keys: KEYS,
            lookups,
        };
        let answer = bench.chain.call(call.encode());
        assert_eq!(answer.result, Ok(lookups.to_be_bytes().into()));
        answer.gas
    };
    let tenths = 10 * (gas(LOOKUPS) - gas(0)) / u64::from(KEYS * LOOKUPS);
    Figure {
        tenths,
        weight: weights::KEY,
    }
}

/// Code that makes [`WORDS`] words of memory.
fn grown() -> Vec<u8> {
    [
        &[op::PUSH0][..],
        &push(U256::from(32 * (WORDS - 1))),
        &[op::MSTORE],
    ]
    .concat()
}

/// `STATICCALL` with much gas, but not all, since a failure takes what it gets: input from 0 of this length, no output.
fn call(to: Address, length: u64) -> Vec<u8> {
    let mut code = vec![op::PUSH0, op::PUSH0];
    code.extend(push(U256::from(length)));
    code.push(op::PUSH0);
    code.extend(push(U256::from_be_slice(to.as_slice())));
    code.extend(push(U256::from(100_000_000)));
    code.extend([op::STATICCALL, op::POP]);
    code
}

fn frames(bench: &mut Bench, seen: &mut BTreeMap<&'static str, Figure>) {
    bench.accounts.insert(OTHER, contract(vec![op::STOP]));
    let stop = bench.tenths_of(&vec![call(OTHER, 0); 200]);
    let sum = |opcodes: &[u8]| -> u64 {
        let weight = |opcode: &u8| u64::from(weights::OPCODES[usize::from(*opcode)]);
        opcodes.iter().map(weight).sum()
    };
    let calling = [op::PUSH0; 4]
        .map(|opcode| sum(&[opcode]))
        .iter()
        .sum::<u64>()
        + sum(&[op::PUSH20, op::PUSH4, op::STATICCALL, op::POP]);
    let weight = calling + weights::FRAME + sum(&[op::STOP]);
    seen.insert(
        "call of a frame that stops",
        Figure {
            tenths: stop,
            weight,
        },
    );
    let returns = [&push(U256::from(32 * WORDS))[..], &[op::PUSH0, op::RETURN]].concat();
    bench.accounts.insert(OTHER, contract(returns));
    let all = bench.tenths_of(&vec![call(OTHER, 0); 100]);
    let tenths = all.saturating_sub(stop) / WORDS;
    let weight = weights::KEPT_WORD + weights::MEMORY_WORD;
    seen.insert("word returned from fresh memory", Figure { tenths, weight });
    let dies = [
        &push(U256::from_be_slice(TARGET.as_slice()))[..],
        &[op::SELFDESTRUCT],
    ]
    .concat();
    bench.accounts.insert(OTHER, contract(dies));
    let all = bench.tenths_of(&vec![call_with_value(OTHER); 100]);
    let none = bench.tenths_of(&vec![call_with_value(Address::repeat_byte(0xaa)); 100]);
    let tenths = all.saturating_sub(none);
    let weight = weights::FRAME
        + u64::from(weights::OPCODES[usize::from(op::SELFDESTRUCT)])
        + u64::from(weights::OPCODES[usize::from(op::PUSH20)]);
    seen.insert("SELFDESTRUCT and its frame", Figure { tenths, weight });
    bench.accounts.clear();
}

fn call_with_value(to: Address) -> Vec<u8> {
    let mut code = vec![op::PUSH0, op::PUSH0, op::PUSH0, op::PUSH0, op::PUSH1, 1];
    code.extend(push(U256::from_be_slice(to.as_slice())));
    code.extend([op::GAS, op::CALL, op::POP]);
    code
}

/// An input that lies in memory from 0 on.
fn stored(input: &[u8]) -> Vec<u8> {
    let mut code = Vec::new();
    for (index, word) in input.chunks(32).enumerate() {
        let mut padded = [0; 32];
        padded[..word.len()].copy_from_slice(word);
        code.extend(push(U256::from_be_bytes(padded)));
        code.extend(push(U256::from(32 * index)));
        code.push(op::MSTORE);
    }
    code
}

fn precompiles(bench: &mut Bench, seen: &mut BTreeMap<&'static str, Figure>) {
    let zeros = |length: usize| vec![0; length];
    let generator = {
        let mut point = zeros(64);
        (point[31], point[63]) = (1, 2);
        point
    };
    // No point of the twist: the host takes all the gas that it was given, and is asked again.
    let mut refused = [&generator[..], &zeros(128)].concat();
    refused[95] = 1;
    let power = |base: usize, exponent: usize, modulus: usize| {
        let lengths =
            [base, exponent, modulus].map(|length| U256::from(length).to_be_bytes::<32>());
        let mut input = lengths.concat();
        input.extend(vec![0xff; base + exponent + modulus]);
        input
    };
    let recover = [
        &hex("456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3")[..],
        &U256::from(28).to_be_bytes::<32>(),
        &hex("9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608"),
        &hex("4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada"),
    ]
    .concat();
    let blake = |rounds: u32| [&rounds.to_be_bytes()[..], &zeros(208), &[1]].concat();
    let mut point_and_scalar = [&generator[..], &[0xff; 32]].concat();
    point_and_scalar.resize(96, 0);
    let two_points = [&generator[..], &generator].concat();
    let cases: [(&str, u8, Vec<u8>, u64); 14] = [
        ("1 recovery", 1, recover, 0),
        ("2 SHA-256, 32 words", 2, zeros(1_024), 32),
        ("3 RIPEMD-160, 32 words", 3, zeros(1_024), 32),
        ("4 identity, 32 words", 4, zeros(1_024), 32),
        ("5 power of one byte", 5, power(1, 1, 1), 500),
        ("5 power of 32 bytes", 5, power(32, 32, 32), 16 * 255),
        (
            "5 power of one byte, exponent of 1,024",
            5,
            power(1, 1_024, 1),
            16 * (16 * 992 + 255),
        ),
        (
            "5 power of 256 bytes, exponent of 64",
            5,
            power(256, 64, 256),
            2_048 * (16 * 32 + 255),
        ),
        ("6 sum", 6, two_points, 0),
        ("7 product", 7, point_and_scalar, 0),
        ("8 pairing of none", 8, Vec::new(), 0),
        ("8 pairing of one", 8, zeros(192), 1),
        ("8 pairing of one, refused", 8, refused, 1),
        ("9 compression, 1,000 rounds", 9, blake(1_000), 1_000),
    ];
    for (name, number, input, units) in cases {
        let to = Address::with_last_byte(number);
        let mut pieces = vec![stored(&input)];
        let length = input.len() as u64;
        pieces.extend(vec![call(to, length); 20]);
        let all = bench.tenths_of(&pieces) * pieces.len() as u64;
        let mut none = vec![stored(&input)];
        none.extend(vec![call(Address::repeat_byte(0xaa), length); 20]);
        let none = bench.tenths_of(&none) * none.len() as u64;
        let tenths = all.saturating_sub(none) / 20;
        let weight = &weights::PRECOMPILES[usize::from(number) - 1];
        let weight = weight.base + units * weight.unit;
        seen.insert(name, Figure { tenths, weight });
    }
}

fn hex(digits: &str) -> Vec<u8> {
    alloy::hex::decode(digits).expect("hex digits")
}
