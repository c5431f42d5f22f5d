use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U256};
use revm::{bytecode::opcode as op, context_interface::transaction::AccessListItem};

use crate::{
    Effect, NotExecutable, Receipt,
    testing::{Chain, address, contract, eip2930, legacy, signed},
    weights::{
        CODE_WORD, COPIED_WORD, DEPTH, EXPONENT_BYTE, FRAME, FREE_DEPTH, HASHED_WORD, KEPT_WORD,
        KEY, LOOKUPS, MEMORY_WORD, NEW_ACCOUNT, OPCODES, TRANSACTION, TRANSACTION_WORD,
    },
};

const AT: Address = Address::repeat_byte(0xc0);

/// Executes a call of this code without input.
fn execute(code: Vec<u8>) -> Receipt {
    let chain = Chain::new().with(AT, contract(code));
    match chain.call(AT, Vec::new()).effect {
        Effect::Executed(receipt) => receipt,
        Effect::NotExecutable(reason) => panic!("{reason}"),
    }
}

/// Work of the transaction of [`execute`] beside that of its opcodes and data.
fn base() -> u64 {
    let chain = Chain::new();
    let mut transaction = legacy(0, AT.into(), U256::ZERO, Vec::new());
    transaction.gas_limit = chain.rules.gas_limit;
    let words = signed(&chain.key, &transaction).len().div_ceil(32) as u64;
    TRANSACTION + TRANSACTION_WORD * words + FRAME
}

/// Sum of the weights of these opcodes.
fn opcodes(executed: &[u8]) -> u64 {
    executed
        .iter()
        .map(|opcode| u64::from(OPCODES[usize::from(*opcode)]))
        .sum()
}

/// Accounts of the transaction of [`execute`] when its code begins: sender and recipient.
const ACCOUNTS: u64 = 2;

/// Work of the lookups of an opcode, with so many accounts and slots there.
fn lookups(opcode: u8, accounts: u64, slots: u64) -> u64 {
    let lookups = LOOKUPS[usize::from(opcode)];
    KEY * (u64::from(lookups.accounts) * accounts + u64::from(lookups.slots) * slots)
}

/// Work of an account that is the transaction's last one so far.
fn new_account(accounts: u64, slots: u64) -> u64 {
    KEY * (u64::from(NEW_ACCOUNT.accounts) * accounts + u64::from(NEW_ACCOUNT.slots) * slots)
}

#[test]
fn lookups_are_charged_as_if_all_keys_collided() {
    let (zero, push) = (op::PUSH0, op::PUSH1);
    let (mut code, mut executed, mut expected) = (Vec::new(), Vec::new(), 0);
    for slot in 0..3 {
        code.extend([push, 1, push, slot, op::TSTORE]);
        executed.extend([push, push, op::TSTORE]);
        expected += lookups(op::TSTORE, ACCOUNTS, slot.into());
    }
    // Slots that are there already add nothing.
    code.extend([push, 2, push, 1, op::TSTORE, zero, op::TLOAD, op::POP]);
    executed.extend([push, push, op::TSTORE, zero, op::TLOAD, op::POP]);
    expected += lookups(op::TSTORE, ACCOUNTS, 3) + lookups(op::TLOAD, ACCOUNTS, 3);
    code.extend([zero, op::SLOAD, op::POP, zero, op::SLOAD, op::POP]);
    executed.extend([zero, op::SLOAD, op::POP, zero, op::SLOAD, op::POP]);
    expected += lookups(op::SLOAD, ACCOUNTS, 3) + lookups(op::SLOAD, ACCOUNTS, 4);
    code.extend([
        push,
        0xdd,
        op::BALANCE,
        op::POP,
        push,
        0xdd,
        op::BALANCE,
        op::STOP,
    ]);
    executed.extend([push, op::BALANCE, op::POP, push, op::BALANCE, op::STOP]);
    expected += lookups(op::BALANCE, ACCOUNTS, 4) + new_account(ACCOUNTS + 1, 4);
    expected += lookups(op::BALANCE, ACCOUNTS + 1, 4);
    let work = execute(code).work;
    assert_eq!(work, base() + opcodes(&executed) + expected);
}

#[test]
fn lookups_are_not_forgotten_by_a_revert() {
    // Calls itself with a byte of input to fill ten slots and revert, then loads one.
    let fill: Vec<u8> = (0..10)
        .flat_map(|slot| [op::PUSH1, 1, op::PUSH1, slot, op::TSTORE])
        .collect();
    let code = |filled: &[u8]| {
        let mut code = vec![op::CALLDATASIZE, op::PUSH1, 20, op::JUMPI];
        code.extend([op::PUSH0, op::PUSH0, op::PUSH1, 1, op::PUSH0, op::PUSH0]);
        code.extend([
            op::ADDRESS,
            op::GAS,
            op::CALL,
            op::PUSH0,
            op::TLOAD,
            op::POP,
        ]);
        code.extend([op::STOP, op::STOP, op::JUMPDEST]);
        code[2] = u8::try_from(code.len() - 1).unwrap();
        [&code[..], filled, &[op::PUSH0, op::PUSH0, op::REVERT]].concat()
    };
    let (empty, filled) = (execute(code(&[])).work, execute(code(&fill)).work);
    let stores: u64 = (0..10)
        .map(|slot| lookups(op::TSTORE, ACCOUNTS, slot))
        .sum();
    let executed = [op::PUSH1, op::PUSH1, op::TSTORE].repeat(10);
    let of_the_load = lookups(op::TLOAD, ACCOUNTS, 10) - lookups(op::TLOAD, ACCOUNTS, 0);
    assert_eq!(filled - empty, opcodes(&executed) + stores + of_the_load);
}

#[test]
fn access_list_is_charged_by_its_pairs() {
    let chain = Chain::new().with(AT, contract(vec![op::STOP]));
    for slots in [0, 1, 200] {
        let mut transaction = eip2930(0, AT);
        transaction.gas_limit = chain.rules.gas_limit;
        let storage_keys = (0..slots).map(B256::with_last_byte).collect();
        let address = Address::ZERO;
        transaction.access_list.0.push(AccessListItem {
            address,
            storage_keys,
        });
        let bytes = signed(&chain.key, &transaction);
        let Effect::Executed(receipt) = chain.run(&bytes).effect else {
            panic!("it can be executed")
        };
        let entries = u64::from(slots) + 1;
        let words = TRANSACTION_WORD * bytes.len().div_ceil(32) as u64;
        let rest = receipt.work - TRANSACTION - words - FRAME - opcodes(&[op::STOP]);
        assert_eq!(rest, KEY * (entries * entries / 2));
    }
}

#[test]
fn work_is_the_sum_of_opcodes_hashed_copied_and_memory_words() {
    let (push, zero) = (op::PUSH1, op::PUSH0);
    let cases = [
        (
            vec![push, 33, zero, op::KECCAK256, op::POP, op::STOP],
            vec![push, zero, op::KECCAK256, op::POP, op::STOP],
            2 * HASHED_WORD + 2 * MEMORY_WORD,
        ),
        (
            vec![push, 96, zero, zero, op::CALLDATACOPY, op::STOP],
            vec![push, zero, zero, op::CALLDATACOPY, op::STOP],
            3 * COPIED_WORD + 3 * MEMORY_WORD,
        ),
        (
            vec![push, 64, zero, zero, op::MCOPY, op::STOP],
            vec![push, zero, zero, op::MCOPY, op::STOP],
            2 * COPIED_WORD + 2 * MEMORY_WORD,
        ),
        (
            vec![push, 32, zero, zero, op::ADDRESS, op::EXTCODECOPY, op::STOP],
            vec![push, zero, zero, op::ADDRESS, op::EXTCODECOPY, op::STOP],
            COPIED_WORD + MEMORY_WORD + lookups(op::EXTCODECOPY, ACCOUNTS, 0),
        ),
        (
            vec![push, 32, zero, op::LOG0, op::STOP],
            vec![push, zero, op::LOG0, op::STOP],
            KEPT_WORD + MEMORY_WORD,
        ),
        (
            vec![op::PUSH2, 1, 0, push, 2, op::EXP, op::POP, op::STOP],
            vec![op::PUSH2, push, op::EXP, op::POP, op::STOP],
            2 * EXPONENT_BYTE,
        ),
        (
            vec![push, 64, zero, op::RETURN],
            vec![push, zero, op::RETURN],
            2 * KEPT_WORD + 2 * MEMORY_WORD,
        ),
        (
            vec![push, 64, zero, op::REVERT],
            vec![push, zero, op::REVERT],
            2 * KEPT_WORD + 2 * MEMORY_WORD,
        ),
        (
            // A call of an account without code opens a frame all the same.
            vec![
                zero,
                zero,
                zero,
                zero,
                push,
                0xdd,
                op::GAS,
                op::STATICCALL,
                op::STOP,
            ],
            vec![
                zero,
                zero,
                zero,
                zero,
                push,
                op::GAS,
                op::STATICCALL,
                op::STOP,
            ],
            FRAME + lookups(op::STATICCALL, ACCOUNTS, 0) + new_account(ACCOUNTS + 1, 0),
        ),
        (
            // Init code of 33 zero bytes: STOP.
            vec![push, 33, zero, zero, op::CREATE, op::STOP],
            vec![push, zero, zero, op::CREATE, op::STOP, op::STOP],
            FRAME
                + 2 * MEMORY_WORD
                + 2 * (CODE_WORD + HASHED_WORD)
                + lookups(op::CREATE, ACCOUNTS, 0),
        ),
    ];
    for (code, executed, data) in cases {
        let work = execute(code.clone()).work;
        assert_eq!(work, base() + opcodes(&executed) + data, "{code:x?}");
    }
}

#[test]
fn work_counts_deployed_code_as_kept_hashed_and_searched() {
    // Puts the init code PUSH1 64, PUSH0, RETURN into memory and creates with it.
    let init = [op::PUSH1, 64, op::PUSH0, op::RETURN];
    let mut code = vec![op::PUSH4];
    code.extend(init);
    code.extend([
        op::PUSH0,
        op::MSTORE,
        op::PUSH1,
        4,
        op::PUSH1,
        28,
        op::PUSH0,
        op::CREATE,
        op::STOP,
    ]);
    let executed = [
        op::PUSH4,
        op::PUSH0,
        op::MSTORE,
        op::PUSH1,
        op::PUSH1,
        op::PUSH0,
        op::CREATE,
        op::STOP,
        op::PUSH1,
        op::PUSH0,
        op::RETURN,
    ];
    let data = FRAME
        + (1 + 2) * MEMORY_WORD
        + (CODE_WORD + HASHED_WORD)
        + 2 * (KEPT_WORD + HASHED_WORD + CODE_WORD)
        + lookups(op::CREATE, ACCOUNTS, 0);
    assert_eq!(execute(code).work, base() + opcodes(&executed) + data);
}

#[test]
fn work_leaves_out_data_that_gas_does_not_pay_for() {
    // The hash of 2^64 - 1 bytes runs out of gas.
    let mut code = vec![op::PUSH8];
    code.extend([0xff; 8]);
    code.extend([op::PUSH0, op::KECCAK256]);
    let receipt = execute(code);
    assert!(!receipt.success);
    assert_eq!(
        receipt.work,
        base() + opcodes(&[op::PUSH8, op::PUSH0, op::KECCAK256])
    );
}

/// Calls itself with one byte less of calldata, until there is none.
const NESTED: [u8; 20] = [
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

#[test]
fn work_counts_each_frame_deeper_than_all_before_once() {
    let work = |calls: usize| {
        let chain = Chain::new().with(AT, contract(NESTED.to_vec()));
        match chain.call(AT, vec![0; calls]).effect {
            Effect::Executed(receipt) => receipt.work,
            Effect::NotExecutable(reason) => panic!("{reason}"),
        }
    };
    let calls = FREE_DEPTH;
    let per_call = work(calls) - work(calls - 1);
    assert!(per_call < DEPTH);
    assert_eq!(work(calls + 1) - work(calls), per_call + DEPTH);
    assert_eq!(work(calls + 2) - work(calls + 1), per_call + DEPTH);
    // Twice as deep as is free, one after the other: paid once.
    let again = [
        op::PUSH0,
        op::PUSH0,
        op::PUSH1,
        11,
        op::PUSH0,
        op::PUSH0,
        op::PUSH1,
        0xdd,
    ];
    let again = [&again[..], &[op::GAS, op::CALL, op::POP]].concat();
    let twice = [&again[..], &again].concat();
    let nested = Address::with_last_byte(0xdd);
    let [once, twice] = [again, twice].map(|code| {
        let chain = Chain::new()
            .with(AT, contract(code))
            .with(nested, contract(NESTED.to_vec()));
        match chain.call(AT, Vec::new()).effect {
            Effect::Executed(receipt) => receipt.work,
            Effect::NotExecutable(reason) => panic!("{reason}"),
        }
    });
    assert!(once > 3 * DEPTH && twice - once < DEPTH, "{once} {twice}");
}

#[test]
fn work_refuses_memory_before_it_grows() {
    let store = |end: u32| {
        [
            &[op::PUSH0, op::PUSH4],
            &end.to_be_bytes()[..],
            &[op::MSTORE],
        ]
        .concat()
    };
    let copy = |end: u32| {
        let length = [&[op::PUSH4], &end.to_be_bytes()[..]].concat();
        [&length[..], &[op::PUSH0, op::PUSH0, op::CALLDATACOPY]].concat()
    };
    for code in [store(2_500_000), copy(2_500_000)] {
        let chain = Chain::new().with(AT, contract(code.clone()));
        let effect = chain.call(AT, Vec::new()).effect;
        let Effect::NotExecutable(NotExecutable::WorkMeter { needed, .. }) = effect else {
            panic!("{code:x?}: {effect:?}");
        };
        assert!(needed > 78_000 * MEMORY_WORD);
    }
    // What gas does not pay for is a failed frame, as everywhere.
    for code in [store(u32::MAX), copy(u32::MAX)] {
        let receipt = execute(code);
        assert!(!receipt.success);
        assert!(receipt.work < base() + 1_000);
    }
}

#[test]
fn frame_init_refuses_creation_on_an_account_with_storage() {
    // CREATE of nothing from a contract with nonce 1, whose target is known; stores what it returned.
    let target = AT.create(1);
    let code = vec![
        op::PUSH0,
        op::PUSH0,
        op::PUSH0,
        op::CREATE,
        op::PUSH0,
        op::MSTORE,
        op::PUSH1,
        32,
        op::PUSH0,
        op::RETURN,
    ];
    let free = execute(code.clone());
    assert_eq!(Address::from_slice(&free.output[12..]), target);

    let mut chain = Chain::new().with(AT, contract(code));
    let occupied = chain.alloc.entry(target).or_default();
    occupied.balance = U256::from(1);
    occupied.storage.insert(U256::ZERO, U256::from(1));
    let outcome = chain.call(AT, Vec::new());
    let Effect::Executed(receipt) = outcome.effect else {
        panic!("not executed");
    };
    assert_eq!(U256::from_be_slice(&receipt.output), U256::ZERO);
    // The gas passed on is lost, the nonce used, the storage as it was.
    assert!(receipt.gas_used > crate::GAS_LIMIT / 10 * 9);
    let mut expected = chain.alloc.clone();
    expected.get_mut(&AT).unwrap().nonce = 2;
    let sender = expected.get_mut(&address(&chain.key)).unwrap();
    sender.nonce = 1;
    sender.balance -= U256::from(receipt.gas_used);
    expected.entry(crate::testing::VAULT).or_default().balance = U256::from(receipt.gas_used);
    assert_eq!(
        outcome.after.state_root.0,
        crate::genesis_state(&expected).0.0
    );
}
