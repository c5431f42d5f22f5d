//! The one accepted form of a signature.

use alloy_primitives::{B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use proptest::prelude::*;

use crate::signature::{Signature, MAX_S};

fn bytes(r: B256, s: B256, v: u8) -> Vec<u8> {
    [r.as_slice(), s.as_slice(), &[v]].concat()
}

#[test]
fn read_gives_nothing_for_no_bytes() {
    assert_eq!(Signature::read(&[]), Ok(None));
}

#[test]
fn read_succeeds_up_to_half_the_order() {
    let (r, v) = (B256::repeat_byte(9), 28);
    let expected = Signature { r, s: MAX_S, v };
    assert_eq!(Signature::read(&bytes(r, MAX_S, v)), Ok(Some(expected)));
}

#[test]
fn read_reverts_BadSignatureLength() {
    for length in [1, 64, 66, 130, 70_000] {
        let expected = abi::BadSignatureLength {
            length: U256::from(length),
        };
        assert_eq!(Signature::read(&vec![27; length]), Err(expected.into()));
    }
}

#[test]
fn read_reverts_BadSignatureForm_when_s_is_in_the_upper_half() {
    for s in [
        B256::from(U256::from_be_bytes(MAX_S.0) + U256::from(1)),
        B256::repeat_byte(0xff),
    ] {
        let expected = abi::BadSignatureForm { v: 27, s };
        assert_eq!(
            Signature::read(&bytes(B256::ZERO, s, 27)),
            Err(expected.into())
        );
    }
}

#[test]
fn read_reverts_BadSignatureForm_when_v_is_neither_27_nor_28() {
    for v in (0..=255).filter(|v| !matches!(v, 27 | 28)) {
        let expected = abi::BadSignatureForm { v, s: B256::ZERO };
        assert_eq!(
            Signature::read(&bytes(B256::ZERO, B256::ZERO, v)),
            Err(expected.into())
        );
    }
}

proptest! {
    #[test]
    fn prop_read_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..140)) {
        let passed = matches!(Signature::read(&bytes), Ok(Some(_)));
        prop_assert!(!passed || bytes.len() == 65);
    }
}
