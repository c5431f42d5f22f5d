//! `execute`: its claims against the crate's, staging, and its refusals.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolCall;
use transition::{Alloc, GenesisAccount, Library, Witness, execute, genesis_state};
use types::{Hash, StateClaim};

use super::{
    host::{TestHost, assert_reverts},
    l2::{COUNTER, bounds, call, element, rules, sender, state},
};
use crate::IStateTransition::{
    MalformedElements, MalformedState, MalformedWitness, MissingCode, MissingNode, NotStaged,
    NothingToExecute, executeCall,
};

fn claims(host: &mut TestHost, call: &executeCall) -> Vec<StateClaim> {
    let answer = host.call(call).expect("claims");
    let packed = executeCall::abi_decode_returns_validate(&answer).expect("bytes");
    let claims = packed.chunks(StateClaim::ENCODED_LEN);
    claims
        .map(|claim| StateClaim::decode(claim).expect("a claim"))
        .collect()
}

/// The claims by the crate, each element on the whole state after the one before it.
fn expected(before: StateClaim, elements: &[Vec<u8>], witness: &Witness) -> StateClaim {
    let [element] = elements else {
        panic!("one element")
    };
    let outcome = execute(&rules(), &before, element, &bounds(), witness, &Library);
    outcome.expect("the whole state").after
}

fn word(number: u64) -> Bytes {
    B256::from(U256::from(number)).to_vec().into()
}

/// Calls of the counter, which writes a slot in each block, with garbage between them.
fn run() -> Vec<Vec<u8>> {
    vec![
        element(0, COUNTER, word(7)),
        b"garbage".to_vec(),
        element(1, COUNTER, word(8)),
        element(1, COUNTER, word(9)),
        element(2, Address::repeat_byte(3), Bytes::new()),
    ]
}

#[test]
fn execute_returns_the_claim_of_the_crate() {
    let (before, witness) = state();
    let elements = [element(0, COUNTER, word(7))];
    let claims = claims(
        &mut TestHost::constructed(),
        &call(&before, &elements, &witness),
    );
    assert_eq!(claims, [expected(before, &elements, &witness)]);
    assert_ne!(claims[0].state_root, before.state_root);
}

#[test]
fn execute_returns_a_claim_after_each_element() {
    let (before, witness) = state();
    let (mut host, elements) = (TestHost::constructed(), run());
    let all = claims(&mut host, &call(&before, &elements, &witness));
    assert_eq!(all.len(), elements.len());
    // Garbage and the nonce that was used already change nothing.
    assert_eq!((all[1], all[3]), (all[0], all[2]));
    assert!(all[0] != all[2] && all[2] != all[4]);
    for count in 1..elements.len() {
        let first = claims(&mut host, &call(&before, &elements[..count], &witness));
        assert_eq!(first, all[..count]);
    }
}

#[test]
fn execute_ends_in_the_state_that_its_elements_make() {
    let (before, witness) = state();
    let all = claims(
        &mut TestHost::constructed(),
        &call(&before, &run(), &witness),
    );
    let account = |nonce, balance, code: &'static [u8], storage: &[(u64, u64)]| GenesisAccount {
        nonce,
        balance: U256::from(balance),
        code: Bytes::from_static(code),
        storage: storage
            .iter()
            .map(|(k, v)| (U256::from(*k), U256::from(*v)))
            .collect(),
    };
    let fees = expected_fees();
    let mut alloc = Alloc::from([
        (
            COUNTER,
            account(
                1,
                1 + 2,
                &[0x5f, 0x35, 0x43, 0x55, 0x43, 0x54, 0x50, 0, 0],
                &[(11, 7), (12, 8)],
            ),
        ),
        (Address::repeat_byte(3), account(0, 3, &[], &[])),
        (rules().fee_vault, account(0, fees, &[], &[])),
    ]);
    let mut sender_account = account(3, 0, &[], &[]);
    sender_account.balance = U256::from(10).pow(U256::from(24)) - U256::from(1 + 2 + 3 + fees);
    alloc.insert(sender(), sender_account);
    assert_eq!(all[4].state_root, Hash(genesis_state(&alloc).0.0));
}

/// Gas of the three calls, at a price of 1.
fn expected_fees() -> u64 {
    // A word of calldata with one byte; PUSH0 CALLDATALOAD NUMBER SSTORE NUMBER SLOAD POP.
    let counter = 21_000 + 31 * 4 + 16 + 2 + 3 + 2 + 22_100 + 2 + 100 + 2;
    2 * counter + 21_000
}

#[test]
fn execute_takes_the_witness_from_staged_parts_and_calldata() {
    let (before, witness) = state();
    let elements = run();
    let plain = call(&before, &elements, &witness);
    let mut host = TestHost::constructed();
    let expected = claims(&mut host, &plain);
    let bytes = witness.encode();
    for cut in [0, 1, bytes.len() / 2, bytes.len()] {
        let parts = [
            Address::repeat_byte(1),
            Address::repeat_byte(2),
            Address::repeat_byte(3),
        ];
        host.codes
            .insert(parts[0], [&[0], &bytes[..cut / 2]].concat());
        // An empty part in between.
        host.codes.insert(parts[1], vec![0]);
        host.codes
            .insert(parts[2], [&[0], &bytes[cut / 2..cut]].concat());
        let mut staged = plain.clone();
        (staged.staged, staged.witness) = (parts.to_vec(), bytes[cut..].to_vec().into());
        assert_eq!(claims(&mut host, &staged), expected, "cut at {cut}");
    }
}

#[test]
fn execute_reverts_not_staged_when_the_code_does_not_stop() {
    let (before, witness) = state();
    let mut call = call(&before, &run(), &witness);
    let part = Address::repeat_byte(5);
    for code in [None, Some(vec![0x01, 0x00]), Some(vec![0xef])] {
        let mut host = TestHost::constructed();
        host.codes.extend(code.map(|code| (part, code)));
        call.staged = vec![part];
        assert_reverts(&host.call(&call), &NotStaged { part });
    }
}

#[test]
fn execute_reverts_nothing_to_execute_without_elements() {
    let (before, witness) = state();
    let answer = TestHost::constructed().call(&call(&before, &[], &witness));
    assert_reverts(&answer, &NothingToExecute {});
}

#[test]
fn execute_reverts_malformed_elements_where_the_run_breaks() {
    let (before, witness) = state();
    let whole = call(&before, &run(), &witness);
    let first = 4 + run()[0].len();
    for (length, position) in [
        (3, 0),
        (first - 1, 0),
        (first + 2, first),
        (first + 5, first),
    ] {
        let mut cut = whole.clone();
        cut.elements = whole.elements.slice(..length);
        let position = U256::from(position);
        let answer = TestHost::constructed().call(&cut);
        assert_reverts(&answer, &MalformedElements { position });
    }
}

#[test]
fn execute_reverts_malformed_witness_when_it_is_no_list_of_two_lists() {
    let (before, witness) = state();
    let mut call = call(&before, &run(), &witness);
    let whole = witness.encode();
    let short: [&[u8]; 5] = [
        &[],
        &[0xc0],
        &[0xc1, 0xc0],
        &[0x82, 0xc0, 0xc0],
        &[0xc2, 0x80, 0xc0],
    ];
    let mut cases: Vec<Vec<u8>> = short.map(<[u8]>::to_vec).to_vec();
    cases.push([&whole[..], &[0]].concat());
    cases.push(whole[..whole.len() - 1].to_vec());
    // A node that is a list, not its bytes.
    cases.push(vec![0xc4, 0xc2, 0xc1, 0x80, 0xc0]);
    for bytes in cases {
        call.witness = bytes.into();
        let answer = TestHost::constructed().call(&call);
        assert_reverts(&answer, &MalformedWitness {});
    }
}

#[test]
fn execute_reverts_missing_node_and_names_element_and_node() {
    let (before, witness) = state();
    let elements = [b"garbage".to_vec(), element(0, COUNTER, word(7))];
    for node in &witness.nodes {
        let mut partial = witness.clone();
        partial.nodes.retain(|other| other != node);
        let answer = TestHost::constructed().call(&call(&before, &elements, &partial));
        let node = keccak256(node);
        assert_reverts(&answer, &MissingNode { element: 1, node });
    }
}

#[test]
fn execute_reverts_missing_code_and_names_it() {
    let (before, mut witness) = state();
    let code = keccak256(witness.codes.pop().expect("the counter's code"));
    let answer = TestHost::constructed().call(&call(&before, &run(), &witness));
    assert_reverts(&answer, &MissingCode { element: 0, code });
}

#[test]
fn execute_reverts_malformed_state_when_the_root_is_no_states() {
    let (mut before, _) = state();
    let node: Bytes = vec![0xc1, 0x80].into();
    before.state_root = Hash(keccak256(&node).0);
    let witness = Witness {
        nodes: vec![node],
        codes: Vec::new(),
    };
    let answer = TestHost::constructed().call(&call(&before, &run(), &witness));
    assert_reverts(&answer, &MalformedState { element: 0 });
}

#[test]
fn execute_uses_the_witness_meter_of_the_call() {
    let (before, witness) = state();
    let mut call = call(&before, &run()[..1], &witness);
    // Sender, contract, vault and slot; the code.
    call.bounds.witnessMeter = 4 * 4_096 + 9;
    let mut host = TestHost::constructed();
    assert_ne!(claims(&mut host, &call), [before]);
    call.bounds.witnessMeter -= 1;
    assert_eq!(claims(&mut host, &call), [before]);
}
