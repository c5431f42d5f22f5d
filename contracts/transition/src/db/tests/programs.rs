//! Random transactions on random programs: batch and witness agree.

use alloc::{vec, vec::Vec};
use alloy_primitives::{Address, Bytes, TxKind, U256, keccak256};
use proptest::{collection, prelude::*};

use super::StateDb;
use crate::{
    Effect, Library, StateError, Witness, execute,
    testing::{Chain, address, contract, eip1559, element, legacy, rich, signed, signer},
};

/// Senders of the transactions.
const SENDERS: u8 = 3;
/// Contracts with random code, at the addresses 0x1000..01 and following.
const CONTRACTS: u8 = 4;

fn contract_at(index: u8) -> Address {
    let mut at = Address::ZERO;
    at[0] = 0x10;
    at[19] = index + 1;
    at
}

/// Addresses worth meeting: the contracts, precompiles, an account that is not there.
fn target() -> impl Strategy<Value = Address> {
    prop_oneof![
        4 => (0..CONTRACTS).prop_map(contract_at),
        1 => (1..11_u8).prop_map(Address::with_last_byte),
        1 => Just(Address::repeat_byte(0xdd)),
    ]
}

fn push_address(at: Address) -> Vec<u8> {
    let mut code = vec![0x73];
    code.extend_from_slice(at.as_slice());
    code
}

/// Init code that stores a value and deploys one byte of code, STOP or SELFDESTRUCT.
fn init_code(slot: u8, value: u8, destructs: bool) -> Vec<u8> {
    // SSTORE(slot, value); or, at once, SELFDESTRUCT(CALLER)
    let mut code = vec![0x60, value, 0x60, slot, 0x55];
    if destructs {
        code.extend([0x33, 0xff]);
    } else {
        code.extend([0x60, 1, 0x5f, 0xf3]);
    }
    code
}

/// One statement; leaves the stack as it was.
fn statement() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        // SSTORE of a small value, zero among them, in few slots.
        4 => (0..4_u8, 0..3_u8).prop_map(|(slot, value)| vec![0x60, value, 0x60, slot, 0x55]),
        2 => (0..4_u8).prop_map(|slot| vec![0x60, slot, 0x54, 0x50]),
        // A call with a little value and a limit of gas; its outcome is stored.
        4 => (target(), 0..2_u8, 0..4_u8).prop_map(|(to, value, slot)| {
            let mut code = vec![0x5f, 0x5f, 0x60, 64, 0x5f, 0x60, value];
            code.extend(push_address(to));
            code.extend([0x61, 0x75, 0x30, 0xf1, 0x60, slot, 0x55]);
            code
        }),
        2 => target().prop_map(|to| {
            let mut code = vec![0x5f, 0x5f, 0x5f, 0x5f];
            code.extend(push_address(to));
            code.extend([0x61, 0x75, 0x30, 0xf4, 0x50]);
            code
        }),
        // CREATE or CREATE2 of an init code put into memory.
        2 => (0..4_u8, 0..3_u8, any::<bool>(), any::<bool>()).prop_map(|(slot, value, destructs, two)| {
            let init = init_code(slot, value, destructs);
            let mut word = [0; 32];
            word[..init.len()].copy_from_slice(&init);
            let length = u8::try_from(init.len()).unwrap();
            let mut code = vec![0x7f];
            code.extend(word);
            code.extend([0x5f, 0x52]);
            if two {
                code.extend([0x60, slot, 0x60, length, 0x5f, 0x5f, 0xf5, 0x50]);
            } else {
                code.extend([0x60, length, 0x5f, 0x5f, 0xf0, 0x50]);
            }
            code
        }),
        // BALANCE, EXTCODEHASH, EXTCODESIZE.
        2 => (target(), prop_oneof![Just(0x31), Just(0x3f), Just(0x3b)]).prop_map(|(at, read)| {
            let mut code = push_address(at);
            code.extend([read, 0x50]);
            code
        }),
        1 => target().prop_map(|heir| {
            let mut code = push_address(heir);
            code.push(0xff);
            code
        }),
        1 => Just(vec![0x5f, 0x5f, 0xfd]),
        1 => Just(vec![0xfe]),
    ]
}

fn program() -> impl Strategy<Value = Vec<u8>> {
    collection::vec(statement(), 1..8).prop_map(|statements| statements.concat())
}

/// Sender, receiver or creation, whether by the newer type, value.
type Plan = (u8, Option<Address>, bool, u8);

fn plan() -> impl Strategy<Value = Plan> {
    (
        0..SENDERS,
        proptest::option::weighted(0.85, target()),
        any::<bool>(),
        0..3_u8,
    )
}

fn transaction(nonce: u64, (sender, to, newer, value): Plan, init: &[u8]) -> Vec<u8> {
    let (key, value) = (signer(sender + 1), U256::from(value));
    match to {
        Some(to) if newer => {
            let mut transaction = eip1559(nonce, to);
            transaction.value = value;
            transaction.gas_limit = 400_000;
            signed(&key, &transaction)
        }
        _ => {
            let input = to.map_or_else(|| init.to_vec(), |_| Vec::new());
            let kind = to.map_or(TxKind::Create, TxKind::Call);
            let mut transaction = legacy(nonce, kind, value, Bytes::from(input));
            transaction.gas_limit = 400_000;
            signed(&key, &transaction)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn prop_batch_and_witness_agree_on_random_programs(
        programs in collection::vec(program(), usize::from(CONTRACTS)),
        init in program(),
        plans in collection::vec((plan(), 0..8_u8), 1..10),
    ) {
        let mut chain = Chain::new();
        for sender in 1..=SENDERS {
            chain.alloc.insert(address(&signer(sender)), rich());
        }
        for (index, code) in (0..).zip(&programs) {
            let mut account = contract(code.clone());
            account.balance = U256::from(10);
            account.storage.insert(U256::from(index), U256::from(1));
            account.storage.insert(U256::from(3), U256::from(7));
            chain.alloc.insert(contract_at(index), account);
        }
        let db = StateDb::in_memory().unwrap();
        let mut before = db.genesis(&chain.alloc, 100).unwrap();

        let mut nonces = [0_u64; SENDERS as usize];
        let elements: Vec<Vec<u8>> = plans
            .into_iter()
            .map(|(plan, slip)| {
                let nonce = &mut nonces[usize::from(plan.0)];
                // Now and then a nonce that is not the next one.
                let used = *nonce + u64::from(slip == 0);
                *nonce += u64::from(slip != 0);
                element(1, 101, &transaction(used, plan, &init))
            })
            .collect();
        let outcomes = db.execute_batch(&chain.rules, &before, &elements, &chain.bounds).unwrap();
        for (element, outcome) in elements.iter().zip(outcomes) {
            let witness = db.witness(&chain.rules, &before, element, &chain.bounds).unwrap();
            let run = |witness: &Witness| {
                execute(&chain.rules, &before, element, &chain.bounds, witness, &Library)
            };
            prop_assert_eq!(run(&witness), Ok(outcome.clone()));
            // Every node of an executed element's witness is needed.
            for missing in 0..witness.nodes.len() {
                let mut partial = witness.clone();
                let hash = keccak256(partial.nodes.remove(missing));
                prop_assert_eq!(run(&partial), Err(StateError::MissingNode(hash)));
            }
            if let Effect::Executed(receipt) = &outcome.effect {
                prop_assert!(receipt.witness >= 2 * 4_096);
            }
            before = outcome.after;
        }
    }
}
