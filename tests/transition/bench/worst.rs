//! Adversarial elements: whatever passes the meters, or is stopped by them, fits into 20 million gas.

use std::collections::BTreeMap;

use alloy::primitives::{Address, U256, keccak256};
use revm::bytecode::opcode as op;
use transition::{
    Account, Alloc, Effect, GAS_LIMIT, GenesisAccount, Limits, NotExecutable, Witness, weights,
};

use super::{Bench, TARGET, deep, push};
use crate::{
    chain::VAULT,
    l2::{State, contract, environment, rich, signer, transaction},
};

/// What one element may take.
const MOST: u64 = 20_000_000;
const OTHER: Address = Address::repeat_byte(0xc1);
/// Length of the longest code (EIP-170).
const LONGEST_CODE: usize = 24_576;

/// The protocol's limits.
pub(crate) const LIMITS: Limits = Limits {
    witness: weights::WITNESS_LIMIT,
    work: weights::WORK_LIMIT,
};

/// Calls itself with one byte less of calldata, until there is none.
const NESTED: &[u8] = &[
    op::CALLDATASIZE,
    op::ISZERO,
    op::PUSH1,
    18,
    op::JUMPI,
    op::PUSH0,
    op::PUSH0,
    op::PUSH1,
    1,
    op::CALLDATASIZE,
    op::SUB,
    op::PUSH0,
    op::PUSH0,
    op::ADDRESS,
    op::GAS,
    op::CALL,
    op::POP,
    op::STOP,
    op::JUMPDEST,
    op::STOP,
];

/// `JUMPDEST`, many times the piece, and back.
fn forever(piece: &[u8]) -> Vec<u8> {
    let count = (20_000 / piece.len()).clamp(1, 500);
    [
        &[op::JUMPDEST][..],
        &piece.repeat(count),
        &[op::PUSH0, op::JUMP],
    ]
    .concat()
}

/// Of all that the work meter counts, what takes the most for its weight.
fn longest_push() -> Vec<u8> {
    [&[op::PUSH31], &[0xff; 31][..], &[op::POP]].concat()
}

fn word(address: Address) -> Vec<u8> {
    push(U256::from_be_slice(address.as_slice()))
}

/// A counter on the stack, which the piece may duplicate, is raised for ever.
fn counting(piece: &[u8]) -> Vec<u8> {
    let step = [&[op::PUSH1, 1, op::ADD], piece].concat();
    let count = (20_000 / step.len()).clamp(1, 500);
    let body = step.repeat(count);
    [
        &[op::PUSH0, op::JUMPDEST],
        &body[..],
        &[op::PUSH1, 1, op::JUMP],
    ]
    .concat()
}

/// Init code that is this code: put into memory by its creator, word by word.
fn creating(init_code: &[u8]) -> Vec<u8> {
    let mut code = Vec::new();
    for (index, chunk) in init_code.chunks(32).enumerate() {
        let mut bytes = [0; 32];
        bytes[..chunk.len()].copy_from_slice(chunk);
        code.extend(push(U256::from_be_bytes(bytes)));
        code.extend(push(U256::from(32 * index)));
        code.push(op::MSTORE);
    }
    code.extend(push(U256::from(init_code.len())));
    code.extend([op::PUSH0, op::PUSH0, op::CREATE, op::STOP]);
    code
}

/// Calls itself with all gas, after the piece.
fn recursive(piece: &[u8]) -> Vec<u8> {
    let call = [op::PUSH0; 5];
    [piece, &call, &[op::ADDRESS, op::GAS, op::CALL, op::STOP]].concat()
}

fn precompile(number: u8, length: u32, gas: u32) -> Vec<u8> {
    let mut code = vec![op::PUSH0, op::PUSH0];
    code.extend(push(U256::from(length)));
    code.extend([op::PUSH0, op::PUSH1, number]);
    code.extend(push(U256::from(gas)));
    code.extend([op::STATICCALL, op::POP]);
    forever(&code)
}

/// Fills maps by so many pieces, and then looks up the last key for ever.
fn filled(pieces: &[Vec<u8>], lookup: &[u8]) -> Vec<u8> {
    let fill = pieces.concat();
    let [high, low] = u16::try_from(fill.len()).expect("short code").to_be_bytes();
    let lookups = lookup.repeat((10_000 / lookup.len()).min(500));
    [
        &fill[..],
        &[op::JUMPDEST],
        &lookups,
        &[op::PUSH2, high, low, op::JUMP],
    ]
    .concat()
}

/// Many transient slots, or accounts, or slots of a contract: keys that an adversary may have chosen so that they
/// collide, and lookups that cost little beside. See `weights::KEY`.
fn lookups() -> Vec<(&'static str, Vec<u8>)> {
    let numbers = |count: u16| (1..=count).map(|number| push(U256::from(number + 0x900)));
    let last = |count: u16| push(U256::from(count + 0x900));
    let each = |count: u16, opcodes: &[u8]| -> Vec<Vec<u8>> {
        numbers(count)
            .map(|number| [&number[..], opcodes].concat())
            .collect()
    };
    let read = |count: u16, opcode| [&last(count)[..], &[opcode, op::POP]].concat();
    let call = |count: u16| {
        let call = [
            &[op::PUSH0; 4][..],
            &last(count),
            &[op::GAS, op::STATICCALL, op::POP],
        ];
        call.concat()
    };
    vec![
        (
            "TLOAD beside 1,000 transient slots",
            filled(
                &each(1_000, &[op::DUP1, op::TSTORE]),
                &read(1_000, op::TLOAD),
            ),
        ),
        (
            "BALANCE beside 240 accounts",
            filled(&each(240, &[op::BALANCE, op::POP]), &read(240, op::BALANCE)),
        ),
        (
            "STATICCALL beside 240 accounts",
            filled(&each(240, &[op::BALANCE, op::POP]), &call(240)),
        ),
        (
            "SLOAD beside 240 slots",
            filled(&each(240, &[op::SLOAD, op::POP]), &read(240, op::SLOAD)),
        ),
    ]
}

/// Loops that nothing ends but a meter or the gas limit.
pub(super) fn loops() -> Vec<(&'static str, Vec<u8>)> {
    let top = push(U256::MAX);
    let two = |opcode| forever(&[&top[..], &top, &[opcode, op::POP]].concat());
    let three = |opcode| forever(&[&top[..], &top, &top, &[opcode, op::POP]].concat());
    let big = push(U256::from(1 << 14));
    let small_calls = [
        &[op::PUSH0; 5][..],
        &word(OTHER),
        &[op::GAS, op::CALL, op::POP],
    ]
    .concat();
    let new_account = [
        &[
            op::DUP1,
            op::PUSH0,
            op::PUSH0,
            op::PUSH0,
            op::PUSH0,
            op::PUSH1,
            1,
        ][..],
        &[
            op::DUP6,
            op::PUSH2,
            9,
            0,
            op::ADD,
            op::PUSH2,
            9,
            0,
            op::CALL,
            op::POP,
            op::POP,
        ],
    ]
    .concat();
    vec![
        ("JUMPDEST", forever(&[op::JUMPDEST])),
        ("PUSH31 POP", forever(&longest_push())),
        ("ADD", two(op::ADD)),
        ("EXP", two(op::EXP)),
        ("SDIV", two(op::SDIV)),
        ("MULMOD", three(op::MULMOD)),
        ("JUMP", vec![op::JUMPDEST, op::PUSH0, op::JUMP]),
        (
            "KECCAK256 of a word",
            forever(&[op::PUSH1, 32, op::PUSH0, op::KECCAK256, op::POP]),
        ),
        (
            "KECCAK256 of 16 KiB",
            forever(&[&big[..], &[op::PUSH0, op::KECCAK256, op::POP]].concat()),
        ),
        (
            "MCOPY of 16 KiB",
            forever(&[&big[..], &[op::PUSH0, op::PUSH0, op::MCOPY]].concat()),
        ),
        (
            "memory of all gas at once",
            [
                &[op::PUSH0][..],
                &push(U256::from(2_900_000)),
                &[op::MSTORE],
            ]
            .concat(),
        ),
        (
            "nested calls, then memory of all gas at once",
            [
                // Deeper while there is more than this gas, then memory.
                &push(U256::from(9_000_000))[..],
                &[op::GAS, op::LT, op::PUSH1, 17, op::JUMPI],
                &[op::PUSH0; 5],
                &[op::ADDRESS, op::GAS, op::CALL, op::JUMPDEST, op::PUSH0],
                &push(U256::from(1_500_000)),
                &[op::MSTORE],
            ]
            .concat(),
        ),
        (
            "fresh memory",
            counting(&[op::DUP1, op::DUP1, op::PUSH1, 5, op::SHL, op::MSTORE]),
        ),
        ("SLOAD, warm", forever(&[op::PUSH0, op::SLOAD, op::POP])),
        (
            "SLOAD of ever new slots",
            counting(&[op::DUP1, op::SLOAD, op::POP]),
        ),
        ("SSTORE, warm", forever(&[op::PUSH0, op::PUSH0, op::SSTORE])),
        (
            "SSTORE of ever new slots",
            counting(&[op::DUP1, op::DUP1, op::SSTORE]),
        ),
        (
            "SLOAD of ever new slots of a new contract",
            creating(&[
                op::PUSH0,
                op::JUMPDEST,
                op::PUSH1,
                1,
                op::ADD,
                op::DUP1,
                op::SLOAD,
                op::POP,
                op::PUSH1,
                1,
                op::JUMP,
            ]),
        ),
        (
            "SSTORE of ever new slots of a new contract",
            creating(&[
                op::PUSH0,
                op::JUMPDEST,
                op::PUSH1,
                1,
                op::ADD,
                op::DUP1,
                op::DUP1,
                op::SSTORE,
                op::PUSH1,
                1,
                op::JUMP,
            ]),
        ),
        (
            "TSTORE of ever new slots",
            counting(&[op::DUP1, op::DUP1, op::TSTORE]),
        ),
        ("LOG0", forever(&[op::PUSH0, op::PUSH0, op::LOG0])),
        (
            "LOG4 of 64 bytes",
            forever(&[
                op::PUSH0,
                op::PUSH0,
                op::PUSH0,
                op::PUSH0,
                op::PUSH1,
                64,
                op::PUSH0,
                op::LOG4,
            ]),
        ),
        (
            "BALANCE of ever new accounts",
            counting(&[op::DUP1, op::BALANCE, op::POP]),
        ),
        (
            "calls of ever new accounts with value",
            counting(&new_account),
        ),
        ("calls of a frame that stops", forever(&small_calls)),
        ("nested calls", recursive(&[])),
        (
            "nested calls with memory",
            recursive(
                &[
                    &push(U256::from(4_000))[..],
                    &[op::PUSH0, op::SWAP1, op::MSTORE],
                ]
                .concat(),
            ),
        ),
        (
            "creations",
            forever(&[op::PUSH0, op::PUSH0, op::PUSH0, op::CREATE, op::POP]),
        ),
        (
            "creations with long init code",
            forever(
                &[
                    &push(U256::from(49_152))[..],
                    &[op::PUSH0, op::PUSH0, op::CREATE, op::POP],
                ]
                .concat(),
            ),
        ),
        ("precompile 1", precompile(1, 128, 4_000)),
        ("precompile 2, 16 KiB", precompile(2, 1 << 14, 100_000)),
        ("precompile 3, 4 KiB", precompile(3, 1 << 12, 100_000)),
        ("precompile 4, 16 KiB", precompile(4, 1 << 14, 100_000)),
        ("precompile 5", precompile(5, 96, 1_000)),
        ("precompile 6", precompile(6, 128, 200)),
        ("precompile 7", precompile(7, 96, 7_000)),
        ("precompile 8", precompile(8, 192, 100_000)),
        ("precompile 8 of none", precompile(8, 0, 50_000)),
        ("precompile 9", precompile(9, 213, 1_000)),
    ]
}

/// Gas of a transaction under the protocol's limits, and what it came to.
fn measure(bench: &mut Bench, state: &State) -> (Effect, u64) {
    let transaction = transaction(&signer(1), 0, GAS_LIMIT, Some(TARGET), vec![1; 32]);
    let run = state.run(&environment(GAS_LIMIT), LIMITS, &transaction);
    let (outcome, gas) = bench.chain.call_open(&run.call);
    assert_eq!(outcome.as_ref(), Ok(&run.outcome), "{:?}", run.effect);
    (run.effect, gas)
}

/// A state with this code to be called.
pub(super) fn state(code: Vec<u8>, more: Alloc) -> State {
    let target = GenesisAccount {
        balance: U256::from(10).pow(U256::from(20)),
        ..contract(code)
    };
    let mut alloc = more;
    alloc.extend([
        (signer(1).address(), rich()),
        (TARGET, target),
        (OTHER, contract(vec![op::STOP])),
    ]);
    State::new(&alloc)
}

/// Gas of every adversarial element, by name.
pub(super) fn all(bench: &mut Bench) -> BTreeMap<String, u64> {
    let mut seen = BTreeMap::new();
    for (name, code) in loops().into_iter().chain(lookups()) {
        let (effect, gas) = measure(bench, &state(code, Alloc::new()));
        let end = match &effect {
            Effect::NotExecutable(NotExecutable::WorkMeter { .. }) => "work meter",
            Effect::NotExecutable(NotExecutable::WitnessMeter { .. }) => "witness meter",
            Effect::NotExecutable(reason) => panic!("{name}: {reason}"),
            Effect::Executed(_) => "end of gas",
        };
        seen.insert(format!("{name}, to the {end}"), gas);
    }
    seen.insert("42 longest codes".into(), codes(bench));
    for (name, value) in [("writing", 2), ("clearing", 0)] {
        for (tail, gas) in slots(bench, value) {
            let depth = deep::DEPTH;
            seen.insert(
                format!("{name} 250 slots at depth {depth}, then {tail}"),
                gas,
            );
        }
    }
    seen
}

/// Loads as many codes as the witness meter allows, all the longest and slow to search.
fn codes(bench: &mut Bench) -> u64 {
    let (mut more, mut code) = (Alloc::new(), Vec::new());
    for number in 0..42_u8 {
        let address = Address::repeat_byte(number + 1);
        let mut long = vec![op::JUMPDEST; LONGEST_CODE];
        (long[0], long[1]) = (op::STOP, number);
        more.insert(address, contract(long));
        code.extend([op::PUSH0; 5]);
        code.extend(word(address));
        code.extend([op::GAS, op::CALL, op::POP]);
    }
    // The codes of 38 accounts; the rest does not fit.
    let fits = 36 * (5 + 21 + 3);
    code.truncate(fits);
    let (effect, gas) = measure(bench, &state(code, more));
    assert!(
        matches!(&effect, Effect::Executed(receipt) if receipt.success),
        "{effect:?}"
    );
    gas
}

/// Code for an amount of work.
type Tail<'a> = &'a dyn Fn(u64) -> Vec<u8>;

/// Writes 250 deep slots, and after them nothing, or what uses up a kind of work as far as the meters allow.
fn slots(bench: &mut Bench, value: u8) -> BTreeMap<&'static str, u64> {
    const SLOTS: u64 = 250;
    let writes = |tail: Tail<'_>, amount: u64| {
        let mut code = Vec::new();
        for slot in 0..SLOTS {
            code.extend([op::PUSH1, value]);
            code.extend(push(U256::from(slot)));
            code.push(op::SSTORE);
        }
        let tail = tail(amount);
        // Relative to the tail: its loops find themselves by the program counter.
        [&code[..], &tail, &[op::STOP]].concat()
    };
    let rounds = |body: &'static [u8]| {
        move |amount: u64| {
            // PC, counter: `while counter != 0 { body; counter -= 1 }`
            let mut code = vec![op::PC];
            code.extend([op::PUSH3]);
            code.extend(&amount.to_be_bytes()[5..]);
            code.push(op::JUMPDEST);
            code.extend(body);
            code.extend([op::PUSH1, 1, op::SWAP1, op::SUB, op::DUP1, op::DUP3]);
            code.extend([op::PUSH1, 5, op::ADD, op::JUMPI]);
            code
        }
    };
    let hashing = rounds(&[op::PUSH1, 32, op::PUSH0, op::KECCAK256, op::POP]);
    let pushing = rounds(&[]);
    let storing = rounds(&[op::DUP1, op::DUP1, op::TSTORE]);
    let dearest = rounds(longest_push().repeat(50).leak());
    let memory = |amount: u64| {
        let length = push(U256::from(32 * amount));
        [&length[..], &[op::PUSH0, op::RETURN]].concat()
    };
    let nesting = |amount: u64| {
        let mut code = vec![op::PUSH0, op::PUSH0];
        code.extend(push(U256::from(amount.min(4_000))));
        code.extend([op::PUSH0, op::PUSH0]);
        code.extend(word(OTHER));
        code.extend([op::GAS, op::CALL, op::POP]);
        code
    };
    let kinds: [(&str, Tail<'_>); 7] = [
        ("nothing", &|_| Vec::new()),
        ("hashes", &hashing),
        ("steps", &pushing),
        ("PUSH31 POP", &dearest),
        ("transient slots", &storing),
        ("memory, returned", &memory),
        ("nested calls", &nesting),
    ];
    kinds
        .into_iter()
        .map(|(name, tail)| {
            let code = |amount| writes(tail, amount);
            let most = largest(|amount| passes(&deep_state(code(amount), SLOTS)));
            let (effect, gas) = measure(bench, &deep_state(code(most), SLOTS));
            assert!(has_passed(&effect), "{name} {most}: {effect:?}");
            (name, gas)
        })
        .collect()
}

/// About the largest number below 2^20 that passes, if 1 does and what is above one that does not, does not.
fn largest(passes: impl Fn(u64) -> bool) -> u64 {
    let (mut fits, mut too_many) = (1, 1 << 20);
    // To one part in 64: every try executes the whole.
    while too_many - fits > 1 + fits / 64 {
        let middle = u64::midpoint(fits, too_many);
        if passes(middle) {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    fits
}

fn has_passed(effect: &Effect) -> bool {
    matches!(effect, Effect::Executed(receipt) if receipt.success)
}

/// Whether the call of the target ends well under the protocol's limits, by the crate.
fn passes(state: &State) -> bool {
    let transaction = transaction(&signer(1), 0, GAS_LIMIT, Some(TARGET), vec![1; 32]);
    has_passed(
        &state
            .run(&environment(GAS_LIMIT), LIMITS, &transaction)
            .effect,
    )
}

/// A contract with so many deep slots, in a state that is as deep.
fn deep_state(code: Vec<u8>, slots: u64) -> State {
    let mut witness = Witness::default();
    let target = Account {
        nonce: 1,
        storage_root: deep::storage(&mut witness, slots),
        code_hash: keccak256(&code),
        ..Account::default()
    };
    witness.codes.push(code.into());
    let nested = Account {
        code_hash: keccak256(NESTED),
        nonce: 1,
        ..Account::default()
    };
    witness.codes.push(NESTED.into());
    let money = |balance: u64| Account {
        balance: U256::from(balance),
        ..Account::default()
    };
    let accounts = [
        (TARGET, target),
        (OTHER, nested),
        (signer(1).address(), money(u64::MAX)),
        (VAULT, money(1)),
    ];
    let root = deep::accounts(&mut witness, &accounts);
    State::of(root, witness)
}

/// Nothing may cost more.
pub(super) fn require(figures: &BTreeMap<String, u64>) {
    let over: Vec<_> = figures.iter().filter(|(_, gas)| **gas > MOST).collect();
    assert!(over.is_empty(), "{over:#?}");
}
