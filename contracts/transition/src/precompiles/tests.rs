use alloc::{vec, vec::Vec};
use alloy_primitives::{Address, B256, U256, hex, keccak256};
use proptest::{collection, prelude::*};
use revm::precompile::{PrecompileStatus, Precompiles};

use super::{Answer, Failure, number, run};
use crate::{
    Effect, Library,
    error::Stop,
    meter::WorkMeter,
    testing::{Chain, address, contract, forwarder, sign, signer},
    weights::PRECOMPILES,
};

/// Generator of alt_bn128.
const GENERATOR: ([u8; 32], [u8; 32]) = {
    let (mut x, mut y) = ([0; 32], [0; 32]);
    x[31] = 1;
    y[31] = 2;
    (x, y)
};

fn call(number: u8, input: &[u8], gas: u64) -> Answer {
    run::<_, ()>(number, input, gas, &mut WorkMeter::new(u64::MAX), &Library).expect("no limit")
}

/// The same call of Cancun's own precompile.
fn of_cancun(number: u8, input: &[u8], gas: u64) -> Answer {
    let precompile = Precompiles::cancun()
        .get(&Address::with_last_byte(number))
        .expect("a precompile");
    let output = precompile.execute(input, gas, 0).expect("not fatal");
    match output.status {
        PrecompileStatus::Success => Ok((output.bytes.to_vec(), output.gas_used)),
        _ => Err(Failure),
    }
}

fn word(value: u64) -> [u8; 32] {
    U256::from(value).to_be_bytes()
}

/// A point: some multiple of the generator, infinity, or a pair of numbers that is mostly no point.
fn point() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => any::<[u8; 32]>().prop_map(|scalar| {
            let input = [GENERATOR.0, GENERATOR.1, scalar].concat();
            of_cancun(7, &input, u64::MAX).expect("a point").0
        }),
        1 => Just(vec![0; 64]),
        1 => any::<[u8; 64]>().prop_map(|bytes| bytes.to_vec()),
        // Coordinates above the field's modulus.
        1 => Just([[0xff; 32], GENERATOR.1].concat()),
    ]
}

fn recovery() -> impl Strategy<Value = Vec<u8>> {
    let v = prop_oneof![4 => 27..29_u64, 1 => any::<u64>()];
    (any::<[u8; 32]>(), 1..9_u8, v, any::<bool>()).prop_map(|(hash, key, v, high)| {
        let signature = sign(&signer(key), hash.into());
        let s = if high {
            super::ORDER - signature.s()
        } else {
            signature.s()
        };
        [hash, word(v), signature.r().to_be_bytes(), s.to_be_bytes()].concat()
    })
}

fn exponentiation() -> impl Strategy<Value = Vec<u8>> {
    (
        0..70_usize,
        0..70_usize,
        0..70_usize,
        collection::vec(any::<u8>(), 0..220),
    )
        .prop_map(|(base, exponent, modulus, operands)| {
            let mut input = Vec::new();
            for length in [base, exponent, modulus] {
                input.extend(word(length as u64));
            }
            input.extend(operands);
            input
        })
}

fn compression() -> impl Strategy<Value = Vec<u8>> {
    (0..20_u32, collection::vec(any::<u8>(), 208), 0..3_u8).prop_map(|(rounds, words, last)| {
        let mut input = rounds.to_be_bytes().to_vec();
        input.extend(words);
        input.push(last);
        input
    })
}

/// A call with an input that means something to it, or does not.
fn calls() -> impl Strategy<Value = (u8, Vec<u8>)> {
    prop_oneof![
        (1..10_u8, collection::vec(any::<u8>(), 0..260)),
        recovery().prop_map(|input| (1, input)),
        exponentiation().prop_map(|input| (5, input)),
        (point(), point(), 0..129_usize)
            .prop_map(|(a, b, length)| { (6, [a, b].concat()[..length.min(128)].to_vec()) }),
        (point(), any::<[u8; 32]>()).prop_map(|(a, scalar)| (7, [a, scalar.to_vec()].concat())),
        (point(), any::<bool>()).prop_map(|(a, zero)| {
            let twist = if zero { [0; 128] } else { [1; 128] };
            (8, [a, twist.to_vec()].concat())
        }),
        compression().prop_map(|input| (9, input)),
    ]
}

proptest! {
    #[test]
    fn prop_set_agrees_with_cancun((number, input) in calls(), gas in 0..400_000_u64) {
        prop_assert_eq!(call(number, &input, gas), of_cancun(number, &input, gas));
        prop_assert_eq!(call(number, &input, u64::MAX), of_cancun(number, &input, u64::MAX));
    }
}

#[test]
fn number_is_1_to_9_and_no_other_address() {
    assert_eq!(number(&Address::ZERO), None);
    for last in 1..=9 {
        assert_eq!(number(&Address::with_last_byte(last)), Some(last));
        let mut other = Address::with_last_byte(last);
        other[0] = 1;
        assert_eq!(number(&other), None);
    }
    assert_eq!(number(&Address::with_last_byte(10)), None);
    assert_eq!(number(&Address::with_last_byte(0xff)), None);
}

#[test]
fn recover_succeeds_and_accepts_both_forms_of_a_signature() {
    let hash = keccak256("message");
    let signature = sign(&signer(3), hash);
    let input = |v: u64, s: U256| {
        [
            hash.0,
            word(v),
            signature.r().to_be_bytes(),
            s.to_be_bytes(),
        ]
        .concat()
    };
    let expected = address(&signer(3)).into_word().to_vec();
    let v = 27 + u64::from(signature.v());
    assert_eq!(
        call(1, &input(v, signature.s()), 3_000),
        Ok((expected.clone(), 3_000))
    );
    let other = super::ORDER - signature.s();
    assert_eq!(call(1, &input(55 - v, other), 3_000), Ok((expected, 3_000)));
    // A bad signature is no failure: there is no output.
    assert_eq!(
        call(1, &input(v, super::ORDER), 3_000),
        Ok((Vec::new(), 3_000))
    );
    assert_eq!(call(1, &[], 3_000), Ok((Vec::new(), 3_000)));
    assert_eq!(call(1, &[], 2_999), Err(Failure));
}

#[test]
fn hashes_give_the_published_values() {
    let sha = hex!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(call(2, b"abc", 72), Ok((sha.to_vec(), 72)));
    let ripemd = hex!("0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    assert_eq!(call(3, b"abc", 720), Ok((ripemd.to_vec(), 720)));
    assert_eq!(call(4, b"abc", 18), Ok((b"abc".to_vec(), 18)));
    // EIP-152, test vector 5.
    let input = hex!(
        "0000000c48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b"
        "8c68059b6bbd41fbabd9831f79217e1319cde05b61626300000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "000000000300000000000000000000000000000001"
    );
    let output = hex!(
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    );
    assert_eq!(call(9, &input, 12), Ok((output.to_vec(), 12)));
    assert_eq!(call(9, &input, 11), Err(Failure));
    assert_eq!(call(9, &input[..212], u64::MAX), Err(Failure));
}

#[test]
fn modexp_is_bounded_at_1024_bytes() {
    let input = |base: u64, exponent: u64, modulus: u64| {
        let mut input = [word(base), word(exponent), word(modulus)].concat();
        input.resize(96 + 3_000, 3);
        input
    };
    for lengths in [
        (1_024, 1, 1),
        (1, 1_024, 1),
        (1, 1, 1_024),
        (1_024, 2, 1_024),
    ] {
        let input = input(lengths.0, lengths.1, lengths.2);
        let expected = of_cancun(5, &input, u64::MAX);
        assert!(expected.is_ok());
        assert_eq!(call(5, &input, u64::MAX), expected, "{lengths:?}");
    }
    for lengths in [
        (1_025, 1, 1),
        (1, 1_025, 1),
        (1, 1, 1_025),
        (1_025, 1_025, 1_025),
    ] {
        let input = input(lengths.0, lengths.1, lengths.2);
        assert!(of_cancun(5, &input, u64::MAX).is_ok());
        assert_eq!(call(5, &input, u64::MAX), Err(Failure), "{lengths:?}");
    }
    let mut endless = [[0xff; 32]; 3].concat();
    endless.push(1);
    assert_eq!(call(5, &endless, u64::MAX), Err(Failure));
}

#[test]
fn modexp_gives_the_power() {
    let mut input = [word(1), word(1), word(2)].concat();
    // 3 ^ 5 mod 1,000 = 243
    input.extend([3, 5, 0x03, 0xe8]);
    assert_eq!(call(5, &input, 200), Ok((vec![0, 243], 200)));
    assert_eq!(call(5, &input, 199), Err(Failure));
}

#[test]
fn power_counts_the_work_that_hosts_charge_for() {
    let work = |base: u64, exponent: u64, modulus: u64| {
        let mut input = [base, exponent, modulus].map(word).concat();
        let length = usize::try_from(base + exponent + modulus).expect("short");
        input.resize(96 + length, 0xff);
        super::modexp::work(&input)
    };
    // EIP-7883: at least 500; complexity 16 to 32 bytes, above it twice the squared words.
    assert_eq!(work(1, 1, 1), Ok(500));
    assert_eq!(work(32, 32, 32), Ok(16 * 255));
    assert_eq!(work(33, 32, 1), Ok(2 * 25 * 255));
    assert_eq!(work(1, 1_024, 1), Ok(16 * (16 * 992 + 255)));
    assert_eq!(work(1, 1_025, 1), Err(Failure));
}

#[test]
fn curve_doubles_its_generator() {
    let (x, y) = GENERATOR;
    let sum = call(6, &[x, y, x, y].concat(), 150).expect("points");
    let product = call(7, &[x, y, word(2)].concat(), 6_000).expect("a point");
    assert_eq!(sum.0, product.0);
    let double = hex!(
        "030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3"
        "15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4"
    );
    assert_eq!(sum.0, double);
    assert_eq!(
        call(6, &[x, x].concat(), 150),
        Err(Failure),
        "not on the curve"
    );
    assert_eq!(call(8, &[], 45_000), Ok((word(1).to_vec(), 45_000)));
    assert_eq!(call(8, &[0; 191], u64::MAX), Err(Failure));
}

#[test]
fn run_charges_work_before_it_computes_and_stops_at_the_limit() {
    let mut input = vec![0, 0, 0x01, 0];
    input.resize(213, 0);
    let weight = PRECOMPILES[8];
    let work = weight.base + 256 * weight.unit;
    let mut meter = WorkMeter::new(work);
    assert!(run::<_, ()>(9, &input, 1_000, &mut meter, &Library).is_ok());
    assert_eq!(meter.used(), work);
    let mut meter = WorkMeter::new(work - 1);
    let stopped = run::<_, ()>(9, &input, 1_000, &mut meter, &Library);
    assert!(
        matches!(stopped, Err(Stop::Work { needed, limit }) if needed == work && limit == work - 1)
    );
    // A call that cannot pay costs its base only.
    let mut meter = WorkMeter::new(u64::MAX);
    assert!(matches!(
        run::<_, ()>(9, &input, 255, &mut meter, &Library),
        Ok(Err(Failure))
    ));
    assert_eq!(meter.used(), weight.base);
}

const CALLER: Address = Address::repeat_byte(0xca);

/// Success and output of a call to `at` from a contract.
fn forwarded(at: u8, input: Vec<u8>) -> (bool, Vec<u8>) {
    let chain = Chain::new().with(CALLER, contract(forwarder(at)));
    match chain.call(CALLER, input).effect {
        Effect::Executed(receipt) => (receipt.output[31] == 1, receipt.output[32..].to_vec()),
        Effect::NotExecutable(reason) => panic!("{reason}"),
    }
}

#[test]
fn call_reaches_the_precompile() {
    assert_eq!(forwarded(4, vec![1, 2, 3]), (true, vec![1, 2, 3]));
    assert_eq!(forwarded(8, vec![0]), (false, Vec::new()));
}

#[test]
fn call_to_10_and_above_meets_an_empty_account() {
    for at in [10, 11, 0x13] {
        assert_eq!(forwarded(at, vec![1; 192]), (true, Vec::new()), "{at}");
    }
}

#[test]
fn call_stops_the_transaction_when_a_precompile_exceeds_the_work_meter() {
    let mut chain = Chain::new().with(CALLER, contract(forwarder(9)));
    let mut input = vec![0, 0x0f, 0, 0];
    input.resize(213, 0);
    chain.rules.limits.work = 100_000;
    let effect = chain.call(CALLER, input.clone()).effect;
    assert!(matches!(
        effect,
        Effect::NotExecutable(crate::NotExecutable::WorkMeter { limit: 100_000, .. })
    ));
    // Also as the transaction's own target.
    let effect = chain.call(Address::with_last_byte(9), input).effect;
    assert!(matches!(
        effect,
        Effect::NotExecutable(crate::NotExecutable::WorkMeter { .. })
    ));
}

#[test]
fn warm_set_is_1_to_9() {
    // GAS BALANCE(at) POP GAS SWAP SUB: what the reading cost.
    let cost = |at: u8| {
        let code = vec![
            0x5a, 0x60, at, 0x31, 0x50, 0x5a, 0x90, 0x03, 0x5f, 0x52, 0x60, 32, 0x5f, 0xf3,
        ];
        let chain = Chain::new().with(CALLER, contract(code));
        match chain.call(CALLER, Vec::new()).effect {
            Effect::Executed(receipt) => U256::from_be_slice(&receipt.output).to::<u64>(),
            Effect::NotExecutable(reason) => panic!("{reason}"),
        }
    };
    for at in 1..=9 {
        assert_eq!(cost(at), 107, "{at}");
    }
    for at in [0, 10, 11] {
        assert_eq!(cost(at), 2_607, "{at}");
    }
}

#[test]
fn order_is_that_of_secp256k1() {
    use k256::elliptic_curve::{Curve, bigint::ArrayEncoding};
    let order = B256::from_slice(&k256::Secp256k1::ORDER.to_be_byte_array());
    assert_eq!(U256::from_be_bytes(order.0), super::ORDER);
}
