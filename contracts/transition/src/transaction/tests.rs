use alloc::vec::Vec;
use alloy_consensus::{
    TxEip1559, TxEip2930, TxLegacy,
    transaction::{RlpEcdsaDecodableTx, RlpEcdsaEncodableTx},
};
use alloy_primitives::{Address, Bytes, TxKind, U256};
use proptest::{collection, prelude::*};

use super::decode;
use crate::{
    Library,
    testing::{address, eip1559, eip2930, encode, legacy, signed, signer},
};

fn transaction() -> impl Strategy<Value = Vec<u8>> {
    let input = collection::vec(any::<u8>(), 0..70);
    (0..3_u8, 0..300_u64, any::<u64>(), any::<bool>(), input).prop_map(
        |(form, nonce, value, creates, input)| {
            let (key, to) = (signer(1), Address::repeat_byte(7));
            match form {
                0 => {
                    let to = if creates { TxKind::Create } else { to.into() };
                    signed(
                        &key,
                        &legacy(nonce, to, U256::from(value), Bytes::from(input)),
                    )
                }
                1 => signed(&key, &eip2930(nonce, to)),
                _ => {
                    let mut transaction = eip1559(nonce, to);
                    transaction.input = input.into();
                    signed(&key, &transaction)
                }
            }
        },
    )
}

/// The bytes of what these bytes decode to.
fn decoded_and_encoded(bytes: &[u8]) -> Vec<u8> {
    fn again<T: RlpEcdsaDecodableTx + RlpEcdsaEncodableTx>(mut rlp: &[u8]) -> Vec<u8> {
        let (transaction, signature) = T::rlp_decode_with_signature(&mut rlp).expect("decodes");
        encode(&transaction, &signature)
    }
    match bytes[0] {
        1 => again::<TxEip2930>(&bytes[1..]),
        2 => again::<TxEip1559>(&bytes[1..]),
        _ => again::<TxLegacy>(bytes),
    }
}

proptest! {
    #[test]
    fn prop_decode_gives_the_signer(bytes in transaction()) {
        let decoded = decode(&bytes, &Library).unwrap();
        prop_assert_eq!(decoded.caller, address(&signer(1)));
    }

    /// One transaction has one encoding: whatever else decodes is another transaction.
    #[test]
    fn prop_decode_accepts_canonical_bytes_only(
        mut bytes in transaction(),
        changes in collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3),
    ) {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if decode(&bytes, &Library).is_ok() {
            prop_assert_eq!(decoded_and_encoded(&bytes), bytes);
        }
    }

    #[test]
    fn prop_decode_refuses_another_length(bytes in transaction(), cut in any::<prop::sample::Index>()) {
        prop_assert!(decode(&bytes[..cut.index(bytes.len())], &Library).is_err());
        let mut longer = bytes;
        longer.push(0);
        prop_assert!(decode(&longer, &Library).is_err());
    }

    #[test]
    fn prop_decode_is_total(bytes in collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes, &Library);
    }
}
