//! The host's precompiles: what they answer, and the gas that they may lack.

use std::panic::{AssertUnwindSafe, catch_unwind};

use alloy_primitives::{B256, U256, b256, hex};
use proptest::prelude::*;
use transition::{Arithmetic, Library};

use super::host::TestHost;
use crate::HostArithmetic;

const HASH: B256 = b256!("456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3");
const R: B256 = b256!("9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608");
const S: B256 = b256!("4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada");

/// A generator of the curve.
fn generator() -> [u8; 64] {
    let mut point = [0; 64];
    (point[31], point[63]) = (1, 2);
    point
}

/// A pair whose second point is on the twist, but not in the group.
fn outside_the_group() -> Vec<u8> {
    let mut pair = generator().to_vec();
    pair.extend(hex!(
        "0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000001"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000001"
    ));
    pair
}

#[test]
fn host_arithmetic_agrees_with_the_library() {
    let host = TestHost::default();
    let chain = HostArithmetic(&host);
    for odd in [false, true] {
        assert_eq!(
            chain.recover(&HASH, odd, &R, &S),
            Library.recover(&HASH, odd, &R, &S)
        );
    }
    // No key made this one.
    let bad = B256::with_last_byte(5);
    assert_eq!(
        chain.recover(&HASH, false, &bad, &S),
        Library.recover(&HASH, false, &bad, &S)
    );
    for input in [&b""[..], b"input", &[7; 200]] {
        assert_eq!(chain.sha256(input), Library.sha256(input));
        assert_eq!(chain.ripemd160(input), Library.ripemd160(input));
    }
    let (base, exponent, modulus) = (&[9; 40], &[3; 33], &[0xf1; 300]);
    let power = Library.modexp(base, exponent, modulus);
    assert_eq!(chain.modexp(base, exponent, modulus), power);
    let point = generator();
    assert_eq!(chain.bn_add(&point, &point), Library.bn_add(&point, &point));
    assert_eq!(
        chain.bn_mul(&point, &[3; 32]),
        Library.bn_mul(&point, &[3; 32])
    );
    let (state, message) = ([5; 8], [6; 16]);
    let compressed = Library.blake2_compress(12, state, &message, [3, 0], true);
    assert_eq!(
        chain.blake2_compress(12, state, &message, [3, 0], true),
        compressed
    );
}

#[test]
fn bn_pairing_tells_a_refused_point_from_one_that_is_not_the_product() {
    let host = TestHost::default();
    let chain = HostArithmetic(&host);
    assert_eq!(chain.bn_pairing(&[0; 192]), Some(true));
    assert_eq!(chain.bn_pairing(&outside_the_group()), None);
    assert_eq!(Library.bn_pairing(&outside_the_group()), None);
}

#[test]
fn no_precompile_gives_an_answer_when_it_lacks_gas() {
    let host = TestHost {
        starved: true,
        ..TestHost::default()
    };
    let chain = AssertUnwindSafe(HostArithmetic(&host));
    let calls: [&dyn Fn(); 8] = [
        &|| {
            let _ = chain.recover(&HASH, false, &R, &S);
        },
        &|| {
            let _ = chain.sha256(b"input");
        },
        &|| {
            let _ = chain.ripemd160(b"input");
        },
        &|| {
            let _ = chain.modexp(&[1], &[2], &[3]);
        },
        &|| {
            let _ = chain.bn_add(&generator(), &generator());
        },
        &|| {
            let _ = chain.bn_mul(&generator(), &[1; 32]);
        },
        &|| {
            let _ = chain.bn_pairing(&outside_the_group());
        },
        &|| {
            let _ = chain.blake2_compress(1, [0; 8], &[0; 16], [0; 2], false);
        },
    ];
    for (number, call) in calls.iter().enumerate() {
        let ended = catch_unwind(AssertUnwindSafe(call)).expect_err("the call ends");
        let message = ended.downcast_ref::<&str>();
        assert_eq!(message, Some(&"out of gas"), "call {number}");
    }
}

proptest! {
    #[test]
    fn prop_division_agrees_with_the_library(
        a in any::<[u8; 32]>(), b in any::<[u8; 32]>(), n in any::<[u8; 32]>(), shift in 0..256_usize,
    ) {
        let host = TestHost::default();
        let chain = HostArithmetic(&host);
        let [a, b, n] = [a, b, n].map(U256::from_be_bytes);
        for n in [n >> shift, U256::ZERO] {
            prop_assert_eq!(chain.div(a, n), Library.div(a, n));
            prop_assert_eq!(chain.rem(a, n), Library.rem(a, n));
            prop_assert_eq!(chain.add_mod(a, b, n), Library.add_mod(a, b, n));
            prop_assert_eq!(chain.mul_mod(a, b, n), Library.mul_mod(a, b, n));
            prop_assert_eq!(chain.pow(a, n), Library.pow(a, n));
        }
    }
}
