use alloy_primitives::U256;
use proptest::prelude::*;
use revm::interpreter::instructions::i256::{i256_div, i256_mod};

use super::{divide, remainder, signed_quotient, signed_remainder};
use crate::Library;

/// Numbers of every size, of both signs, and those at the borders.
fn number() -> impl Strategy<Value = U256> {
    let any =
        (any::<[u8; 32]>(), 0..256_usize, any::<bool>()).prop_map(|(bytes, shift, negate)| {
            let number = U256::from_be_bytes(bytes) >> shift;
            if negate {
                number.wrapping_neg()
            } else {
                number
            }
        });
    let least = U256::ONE << 255;
    prop_oneof![
        8 => any,
        1 => prop::sample::select(vec![U256::ZERO, U256::ONE, U256::MAX, least, least - U256::ONE]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn prop_division_agrees_with_the_evm_library(a in number(), b in number()) {
        let (quotient, rest) = match b {
            U256::ZERO => (U256::ZERO, U256::ZERO),
            b => (a / b, a % b),
        };
        prop_assert_eq!(divide(&Library, a, b), quotient);
        prop_assert_eq!(remainder(&Library, a, b), rest);
        prop_assert_eq!(signed_quotient(&Library, a, b), i256_div(a, b));
        prop_assert_eq!(signed_remainder(&Library, a, b), i256_mod(a, b));
    }
}
