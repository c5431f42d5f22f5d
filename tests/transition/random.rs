//! Random transactions on random contracts, on the WASM as it is deployed: the claims are those of the crate.
//!
//! By default 600 transactions; `RANDOM_TRANSACTIONS=10000` runs as many.

mod programs;

pub(crate) use programs::push;

use std::env;

use alloy::{
    consensus::{TxEip1559, TxEip2930, TxLegacy},
    eips::eip2930::{AccessList, AccessListItem},
    primitives::{B256, Bytes, TxKind, U256},
    sol_types::SolCall,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use state_transition::IStateTransition::{self, executeCall};
use transition::{Alloc, Effect, Executor, GAS_LIMIT, IndexedWitness, Library, Rules};
use types::{Bounds, Hash, L2Block, L2Timestamp, MAX_WITNESS_METER, StateClaim};

use crate::{
    bench::assert_committed,
    chain::{CHAIN_ID, Chain, VAULT},
    l2::{State, contract, rich, sign, signer},
};

/// Transactions that are run by default.
const DEFAULT: usize = 600;
/// From so many on, what came of them is committed.
const MANY: usize = 10_000;
/// Elements of one call, at most.
const RUN: usize = 4;
/// What one element may take on Layer 1.
const ELEMENT_GAS: u64 = 20_000_000;

const KEYS: u8 = 3;
const BEFORE: (u64, u64) = (100, 1_000);
const LAST: (u64, u64) = (120, 1_200);

/// What came of the elements.
#[derive(Debug, Default)]
struct Totals {
    succeeded: usize,
    failed: usize,
    refused: usize,
    most_gas: u64,
}

#[test]
fn contract_agrees_with_the_crate_on_random_transactions() {
    let count =
        env::var("RANDOM_TRANSACTIONS").map_or(DEFAULT, |count| count.parse().expect("a number"));
    let mut chain = Chain::deployed();
    let mut totals = Totals::default();
    let mut done = 0;
    for seed in 0.. {
        if done >= count {
            break;
        }
        done += run(&mut chain, seed, &mut totals);
    }
    println!("{done} transactions: {totals:?}");
    // The generator reaches all three; a change that makes it blind shows here.
    let least = done / 10;
    assert!(totals.succeeded > least && totals.failed > least && totals.refused > least);
    assert!(totals.most_gas <= ELEMENT_GAS);
    if done >= MANY {
        let figures = [
            ("transactions", done as u64),
            ("succeeded", totals.succeeded as u64),
            ("failed", totals.failed as u64),
            ("not executable", totals.refused as u64),
            ("most gas of one", totals.most_gas),
        ];
        let figures = figures.map(|(name, figure)| (name.to_owned(), figure));
        assert_committed("state-transition-random", &figures.into());
    }
}

/// One state, and a run of elements on it; how many.
fn run(chain: &mut Chain, seed: u64, totals: &mut Totals) -> usize {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let state = State::new(&alloc(&mut rng));
    let witness_meter = match rng.random_range(0..10) {
        0 => rng.random_range(0..100_000),
        _ => MAX_WITNESS_METER,
    };
    let mut rules = Rules::new(CHAIN_ID, VAULT);
    rules.limits.witness = witness_meter.into();
    let before = StateClaim {
        state_root: Hash(state.root.0),
        l2_block: L2Block(BEFORE.0),
        l2_timestamp: L2Timestamp(BEFORE.1),
    };
    let bounds = Bounds {
        last_l2_block: L2Block(LAST.0),
        last_l2_timestamp: L2Timestamp(LAST.1),
    };
    let source = IndexedWitness::new(&state.all);
    let mut executor = Executor::new(&rules, before, source, &Library);
    let (mut packed, mut claims) = (Vec::new(), Vec::new());
    let mut nonces = [0; KEYS as usize];
    let elements = rng.random_range(1..=RUN);
    for number in 0..elements {
        let element = element(&mut rng, number as u64, &mut nonces);
        let outcome = executor
            .execute(&element, &bounds)
            .expect("the whole state");
        match outcome.effect {
            Effect::Executed(receipt) if receipt.success => totals.succeeded += 1,
            Effect::Executed(_) => totals.failed += 1,
            Effect::NotExecutable(_) => totals.refused += 1,
        }
        claims.extend_from_slice(&outcome.after.encode());
        let length = u32::try_from(element.len()).expect("a short element");
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(&element);
    }
    let (staged, witness) = chain.stage(state.all.encode());
    let call = executeCall {
        before: IStateTransition::StateClaim {
            stateRoot: state.root,
            l2Block: BEFORE.0,
            l2Timestamp: BEFORE.1,
        },
        bounds: IStateTransition::Bounds {
            lastL2Block: LAST.0,
            lastL2Timestamp: LAST.1,
            witnessMeter: witness_meter,
        },
        elements: packed.into(),
        staged,
        witness: witness.into(),
    };
    let answer = chain.call(call.abi_encode());
    let output = answer
        .result
        .unwrap_or_else(|why| panic!("seed {seed}: {why:?}"));
    let found = executeCall::abi_decode_returns(&output).expect("claims");
    assert_eq!(found, Bytes::from(claims), "seed {seed}");
    totals.most_gas = totals.most_gas.max(answer.gas / elements as u64);
    elements
}

/// Accounts of keys and random contracts.
fn alloc(rng: &mut ChaCha8Rng) -> Alloc {
    let mut alloc: Alloc = (0..KEYS)
        .map(|key| (signer(key).address(), rich()))
        .collect();
    for number in 0..programs::CONTRACTS {
        let mut account = contract(programs::code(rng));
        account.balance = U256::from(rng.random_range(0..1_000));
        for slot in 0..rng.random_range(0..6_u64) {
            let value = U256::from(rng.random_range(1..5_u64));
            account.storage.insert(U256::from(slot), value);
        }
        alloc.insert(programs::address(number), account);
    }
    alloc
}

/// An element: mostly a transaction that can be executed, now and then none.
fn element(rng: &mut ChaCha8Rng, number: u64, nonces: &mut [u64]) -> Vec<u8> {
    let (block, timestamp) = match rng.random_range(0..30) {
        0 => (BEFORE.0 - 1, BEFORE.1),
        1 => (LAST.0 + 1, LAST.1),
        2 => (BEFORE.0, BEFORE.1 + 1),
        _ => (BEFORE.0 + 1 + number, BEFORE.1 + 1 + number),
    };
    let mut element = [block.to_be_bytes(), timestamp.to_be_bytes()].concat();
    if rng.random_ratio(1, 20) {
        let garbage: Vec<u8> = (0..rng.random_range(0..200))
            .map(|_| rng.random())
            .collect();
        element.extend_from_slice(&garbage);
        return element;
    }
    element.extend_from_slice(&transaction(rng, nonces));
    if rng.random_ratio(1, 25) {
        let at = rng.random_range(0..element.len());
        element[at] ^= 1 << rng.random_range(0..8);
    }
    element
}

fn transaction(rng: &mut ChaCha8Rng, nonces: &mut [u64]) -> Vec<u8> {
    let who = rng.random_range(0..KEYS);
    let nonce = &mut nonces[usize::from(who)];
    let off = u64::from(rng.random_ratio(1, 25));
    let (key, own) = (signer(who), *nonce + off);
    *nonce += 1;
    let to = match rng.random_range(0..10) {
        0 => TxKind::Create,
        1 => TxKind::Call(programs::somebody(rng)),
        _ => TxKind::Call(programs::address(rng.random_range(0..programs::CONTRACTS))),
    };
    let input: Bytes = match to {
        TxKind::Create => programs::init_code(rng).into(),
        TxKind::Call(_) => {
            let length = rng.random_range(0..80);
            (0..length)
                .map(|_| rng.random::<u8>())
                .collect::<Vec<_>>()
                .into()
        }
    };
    let gas_limit = match rng.random_range(0..40) {
        0 => GAS_LIMIT + 1,
        1 => 20_000,
        2..10 => rng.random_range(53_000..120_000),
        _ => 600_000,
    };
    let value = U256::from(rng.random_range(0..3_u64));
    let chain_id = CHAIN_ID + u64::from(rng.random_ratio(1, 50));
    let slots = (0..rng.random_range(0..3)).map(|slot| B256::from(U256::from(slot)));
    let access_list = AccessList(vec![AccessListItem {
        address: programs::address(0),
        storage_keys: slots.collect(),
    }]);
    match rng.random_range(0..3) {
        0 => sign(
            &key,
            &TxLegacy {
                chain_id: Some(chain_id),
                nonce: own,
                gas_price: 1,
                gas_limit,
                to,
                value,
                input,
            },
        ),
        1 => sign(
            &key,
            &TxEip2930 {
                chain_id,
                nonce: own,
                gas_price: 1,
                gas_limit,
                to,
                value,
                access_list,
                input,
            },
        ),
        _ => sign(
            &key,
            &TxEip1559 {
                chain_id,
                nonce: own,
                gas_limit,
                max_fee_per_gas: 2,
                max_priority_fee_per_gas: 1,
                to,
                value,
                access_list,
                input,
            },
        ),
    }
}
