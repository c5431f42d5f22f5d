//! Construction, the views, and what is refused before and after.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolEvent};
use transition::{GAS_LIMIT, weights::WORK_LIMIT};

use super::host::{CHAIN_ID, TestHost, VAULT, VERSION, assert_reverts, construction};
use crate::{
    IStateTransition::{
        Constructed, MalformedCalldata, NotConstructed, ValueRefused, ZeroAddress, chainIdCall,
        feeVaultCall, gasLimitCall, versionCall, workLimitCall,
    },
    call::CONSTRUCTOR,
    dispatch,
};

#[test]
fn constructor_emits_constructed() {
    let host = TestHost::constructed();
    let [(topics, data)] = &host.logs[..] else {
        panic!("{:?}", host.logs)
    };
    let event = Constructed::decode_raw_log(topics.iter().copied(), data).expect("the event");
    let expected = Constructed {
        chainId: CHAIN_ID,
        feeVault: VAULT,
        version: VERSION,
    };
    assert_eq!(event, expected);
}

#[test]
fn views_return_what_was_constructed() {
    let mut host = TestHost::constructed();
    let number = |answer: Result<Vec<u8>, Vec<u8>>| U256::from_be_slice(&answer.expect("a word"));
    assert_eq!(number(host.call(&chainIdCall {})), U256::from(CHAIN_ID));
    assert_eq!(number(host.call(&versionCall {})), U256::from(VERSION));
    assert_eq!(number(host.call(&gasLimitCall {})), U256::from(GAS_LIMIT));
    assert_eq!(number(host.call(&workLimitCall {})), U256::from(WORK_LIMIT));
    assert_eq!(host.vault(), Ok(VAULT));
}

#[test]
fn constructor_succeeds_with_the_greatest_numbers() {
    let mut host = TestHost::default();
    dispatch(&mut host, &construction(u64::MAX, VAULT, u32::MAX)).expect("constructed");
    let answer = host.call(&chainIdCall {}).expect("a word");
    assert_eq!(chainIdCall::abi_decode_returns(&answer), Ok(u64::MAX));
    let answer = host.call(&versionCall {}).expect("a word");
    assert_eq!(versionCall::abi_decode_returns(&answer), Ok(u32::MAX));
}

#[test]
fn constructor_reverts_malformed_calldata_when_constructed_already() {
    let mut host = TestHost::constructed();
    let other = construction(CHAIN_ID, Address::repeat_byte(1), VERSION);
    let selector = CONSTRUCTOR.into();
    assert_reverts(
        &dispatch(&mut host, &other),
        &MalformedCalldata { selector },
    );
    assert_eq!(host.vault(), Ok(VAULT));
}

#[test]
fn constructor_reverts_zero_address_when_there_is_no_vault() {
    let mut host = TestHost::default();
    let answer = dispatch(&mut host, &construction(CHAIN_ID, Address::ZERO, VERSION));
    assert_reverts(&answer, &ZeroAddress { position: 1 });
    assert_eq!(host.word, B256::ZERO);
}

#[test]
fn constructor_reverts_malformed_calldata_when_a_number_is_too_large() {
    for (argument, byte) in [(0, 23), (1, 11), (2, 27)] {
        let mut calldata = construction(CHAIN_ID, VAULT, VERSION);
        calldata[4 + 32 * argument + byte] = 1;
        let answer = dispatch(&mut TestHost::default(), &calldata);
        let selector = CONSTRUCTOR.into();
        assert_reverts(&answer, &MalformedCalldata { selector });
    }
}

#[test]
fn calls_revert_not_constructed_before_construction() {
    let mut host = TestHost::default();
    assert_reverts(&host.call(&feeVaultCall {}), &NotConstructed {});
    assert_reverts(&host.call(&gasLimitCall {}), &NotConstructed {});
}

#[test]
fn calls_revert_value_refused_when_they_bring_value() {
    let mut host = TestHost::constructed();
    let value = U256::from(3);
    host.value = value;
    assert_reverts(&host.call(&feeVaultCall {}), &ValueRefused { value });
    let again = construction(CHAIN_ID, VAULT, VERSION);
    assert_reverts(&dispatch(&mut host, &again), &ValueRefused { value });
}
