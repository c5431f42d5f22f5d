//! Elements per second: batches over the state database, witnesses, and execution on a witness.

use alloy_consensus::{SignableTransaction, TxLegacy, transaction::RlpEcdsaEncodableTx};
use alloy_primitives::{Address, Signature, TxKind, U256, keccak256};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use k256::ecdsa::SigningKey;
use types::{Bounds, Element, L2Block, L2Timestamp};

use transition::{Alloc, GenesisAccount, Library, Rules, StateDb, execute};

const CHAIN_ID: u64 = 1_088;
const CONTRACT: Address = Address::repeat_byte(0xc0);
const ELEMENTS: u64 = 500;
const BOUNDS: Bounds = Bounds {
    last_l2_block: L2Block(1),
    last_l2_timestamp: L2Timestamp(1),
};

fn element(key: &SigningKey, nonce: u64, to: Address, input: Vec<u8>) -> Vec<u8> {
    let transaction = TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce,
        gas_price: 1,
        gas_limit: 100_000,
        to: TxKind::Call(to),
        value: U256::ZERO,
        input: input.into(),
    };
    let hash = transaction.signature_hash();
    let (signature, id) = key
        .sign_prehash_recoverable(hash.as_slice())
        .expect("a signature");
    let signature = Signature::new(
        U256::from_be_slice(&signature.r().to_bytes()),
        U256::from_be_slice(&signature.s().to_bytes()),
        id.is_y_odd(),
    );
    let mut bytes = Vec::new();
    transaction.eip2718_encode(&signature, &mut bytes);
    Element {
        l2_block: L2Block(1),
        l2_timestamp: L2Timestamp(1),
        transaction: &bytes,
    }
    .encode()
    .expect("within the cap")
}

/// A sender, and a contract that stores 1 in the slot that its input names; 10,000 other accounts and
/// slots give the tries their depth.
fn alloc(sender: Address) -> Alloc {
    let rich = GenesisAccount {
        balance: U256::from(u128::MAX),
        ..GenesisAccount::default()
    };
    let mut contract = GenesisAccount {
        nonce: 1,
        // SSTORE(CALLDATALOAD(0), 1)
        code: vec![0x60, 1, 0x5f, 0x35, 0x55].into(),
        ..GenesisAccount::default()
    };
    let mut alloc = Alloc::from([(sender, rich.clone())]);
    for other in 0..10_000_u64 {
        let hash = keccak256(other.to_be_bytes());
        alloc.insert(Address::from_slice(&hash[12..]), rich.clone());
        contract.storage.insert(hash.into(), U256::from(1));
    }
    alloc.insert(CONTRACT, contract);
    alloc
}

fn batches(criterion: &mut Criterion) {
    let key = SigningKey::from_slice(&[1; 32]).expect("a valid key");
    let point = key.verifying_key().to_encoded_point(false);
    let sender = Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..]);
    let rules = Rules::new(CHAIN_ID, Address::repeat_byte(0xfe));
    let folder = tempfile::tempdir().expect("a folder");
    let db = StateDb::open(folder.path().join("state.redb")).expect("a database");
    let before = db.genesis(&alloc(sender), 1).expect("a genesis");

    let input = |nonce: u64| keccak256(nonce.to_le_bytes()).to_vec();
    let calls: Vec<Vec<u8>> = (0..ELEMENTS)
        .map(|nonce| element(&key, nonce, CONTRACT, input(nonce)))
        .collect();
    let transfers: Vec<Vec<u8>> = (0..ELEMENTS)
        .map(|nonce| {
            element(
                &key,
                nonce,
                Address::from_slice(&input(nonce)[12..]),
                Vec::new(),
            )
        })
        .collect();

    let mut group = criterion.benchmark_group("batch");
    group
        .throughput(Throughput::Elements(ELEMENTS))
        .sample_size(10);
    group.bench_function("transfers", |bench| {
        bench.iter(|| {
            db.execute_batch(&rules, &before, &transfers, &BOUNDS)
                .expect("executed")
        });
    });
    group.bench_function("storage writes", |bench| {
        bench.iter(|| {
            db.execute_batch(&rules, &before, &calls, &BOUNDS)
                .expect("executed")
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("element");
    let first = &calls[0];
    group.bench_function("extract the witness of a storage write", |bench| {
        bench.iter(|| {
            db.witness(&rules, &before, first, &BOUNDS)
                .expect("a witness")
        });
    });
    let witness = db
        .witness(&rules, &before, first, &BOUNDS)
        .expect("a witness");
    group.bench_function("execute a storage write on its witness", |bench| {
        bench.iter(|| {
            execute(&rules, &before, first, &BOUNDS, &witness, &Library).expect("complete")
        });
    });
    group.finish();
}

criterion_group!(benches, batches);
criterion_main!(benches);
