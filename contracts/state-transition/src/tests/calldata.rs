//! Calldata that is no call, or another encoding of one.

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::SolCall;
use proptest::prelude::*;

use super::{
    host::{TestHost, assert_reverts, construction},
    l2::{COUNTER, call, element, state},
};
use crate::{
    IStateTransition::{MalformedCalldata, executeCall, versionCall},
    dispatch,
};

/// A call of which every part is there.
fn valid() -> executeCall {
    let (before, witness) = state();
    let mut call = call(&before, &[element(0, COUNTER, Bytes::new())], &witness);
    call.staged = vec![Address::repeat_byte(1)];
    call
}

/// A host that has the staged part of [`valid`].
fn host() -> TestHost {
    let mut host = TestHost::constructed();
    host.codes.insert(Address::repeat_byte(1), vec![0]);
    host
}

#[test]
fn execute_succeeds_with_the_canonical_encoding() {
    assert!(host().call(&valid()).is_ok());
}

#[test]
fn calls_revert_malformed_calldata_when_the_selector_is_unknown_or_cut_short() {
    for (calldata, selector) in [
        (&[][..], [0; 4]),
        (&[0x85, 0xb5][..], [0x85, 0xb5, 0, 0]),
        (&[1, 2, 3, 4, 5][..], [1, 2, 3, 4]),
    ] {
        let answer = dispatch(&mut host(), calldata);
        let selector = selector.into();
        assert_reverts(&answer, &MalformedCalldata { selector });
    }
}

#[test]
fn views_revert_malformed_calldata_when_more_follows() {
    let mut calldata = versionCall {}.abi_encode();
    calldata.push(0);
    let selector = versionCall::SELECTOR.into();
    let answer = dispatch(&mut host(), &calldata);
    assert_reverts(&answer, &MalformedCalldata { selector });
}

#[test]
fn execute_reverts_malformed_calldata_when_cut_or_prolonged_anywhere() {
    let whole = valid().abi_encode();
    let selector = executeCall::SELECTOR.into();
    for length in 4..whole.len() {
        let answer = dispatch(&mut host(), &whole[..length]);
        assert_reverts(&answer, &MalformedCalldata { selector });
    }
    for more in [1, 31, 32] {
        let longer = [&whole[..], &vec![0; more]].concat();
        let answer = dispatch(&mut host(), &longer);
        assert_reverts(&answer, &MalformedCalldata { selector });
    }
}

#[test]
fn execute_reverts_malformed_calldata_when_a_word_of_the_head_is_dirty() {
    let whole = valid().abi_encode();
    let selector = executeCall::SELECTOR.into();
    // All words but the state root, which may be anything.
    for word in 1..9 {
        for byte in [0, 23] {
            let mut dirty = whole.clone();
            dirty[4 + 32 * word + byte] ^= 0x80;
            let answer = dispatch(&mut host(), &dirty);
            assert_reverts(&answer, &MalformedCalldata { selector });
        }
    }
}

#[test]
fn execute_reverts_malformed_calldata_when_padding_is_dirty() {
    let call = valid();
    let mut dirty = call.abi_encode();
    assert_ne!(call.witness.len() % 32, 0, "there is padding at the end");
    *dirty.last_mut().expect("calldata") = 1;
    let selector = executeCall::SELECTOR.into();
    let answer = dispatch(&mut host(), &dirty);
    assert_reverts(&answer, &MalformedCalldata { selector });
}

#[test]
fn execute_reverts_malformed_calldata_when_arguments_share_their_bytes() {
    let mut calldata = valid().abi_encode();
    // The witness points to where the elements are.
    let elements: [u8; 32] = calldata[4 + 32 * 6..4 + 32 * 7].try_into().expect("a word");
    calldata[4 + 32 * 8..4 + 32 * 9].copy_from_slice(&elements);
    let selector = executeCall::SELECTOR.into();
    let answer = dispatch(&mut host(), &calldata);
    assert_reverts(&answer, &MalformedCalldata { selector });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn prop_dispatch_answers_any_calldata(
        calldata in proptest::collection::vec(any::<u8>(), 0..400),
        which in 0..3_u8,
    ) {
        let selector = match which {
            0 => executeCall::SELECTOR.to_vec(),
            1 => construction(0, Address::ZERO, 0)[..4].to_vec(),
            _ => Vec::new(),
        };
        let calldata = [selector, calldata].concat();
        let _ = dispatch(&mut host(), &calldata);
        let _ = dispatch(&mut TestHost::default(), &calldata);
    }

    #[test]
    fn prop_dispatch_answers_any_change_of_a_call(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut calldata = valid().abi_encode();
        for (index, byte) in changes {
            let at = index.index(calldata.len());
            calldata[at] = byte;
        }
        let _ = dispatch(&mut host(), &calldata);
    }
}
