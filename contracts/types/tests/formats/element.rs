//! Elements.

use proptest::prelude::*;
use types::{DecodeError, Element, L2Block, L2Timestamp, MAX_ELEMENT_LEN};

fn element(transaction: &[u8]) -> Element<'_> {
    Element {
        l2_block: L2Block(0x0102_0304_0506_0708),
        l2_timestamp: L2Timestamp(0x090a_0b0c_0d0e_0f10),
        transaction,
    }
}

#[test]
fn encode_gives_the_documented_bytes() {
    let mut bytes: Vec<u8> = (0x01..=0x10).collect();
    bytes.extend([0xaa, 0xbb]);
    assert_eq!(element(&[0xaa, 0xbb]).encode(), Ok(bytes));
}

#[test]
fn encode_reverts_too_long_above_the_cap() {
    let transaction = vec![0; MAX_ELEMENT_LEN - Element::PREFIX_LEN + 1];
    let error = DecodeError::TooLong {
        maximum: 65_536,
        actual: 65_537,
    };
    assert_eq!(element(&transaction).encode(), Err(error));
    let largest = element(&transaction[1..]).encode().unwrap();
    assert_eq!(Element::decode(&largest), Ok(element(&transaction[1..])));
    assert_eq!(Element::decode(&vec![0; 65_537]), Err(error));
}

#[test]
fn decode_reverts_too_short_below_the_prefix() {
    for actual in 0..16 {
        let error = DecodeError::TooShort {
            minimum: 16,
            actual,
        };
        assert_eq!(Element::decode(&[0; 16][..actual]), Err(error));
    }
}

#[test]
fn decode_succeeds_when_the_transaction_is_empty() {
    assert_eq!(Element::decode(&[0; 16]).unwrap().transaction, [0; 0]);
}

proptest! {
    #[test]
    fn prop_decode_inverts_encode(block: u64, timestamp: u64, transaction: Vec<u8>) {
        let element = Element {
            l2_block: L2Block(block),
            l2_timestamp: L2Timestamp(timestamp),
            transaction: &transaction,
        };
        let bytes = element.encode().unwrap();
        prop_assert_eq!(bytes.len(), element.encoded_len());
        prop_assert_eq!(Element::decode(&bytes), Ok(element));
    }

    #[test]
    fn prop_element_has_one_encoding(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(element) = Element::decode(&bytes) {
            prop_assert_eq!(element.encode(), Ok(bytes));
        } else {
            prop_assert!(bytes.len() < Element::PREFIX_LEN);
        }
    }
}
