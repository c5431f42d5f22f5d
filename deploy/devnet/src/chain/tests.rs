//! Programs are translated for the interpreter once, and only when they are needed.

use std::thread;

use alloy::{
    primitives::{Address, B256, Bytes, U256, hex, keccak256},
    rpc::types::TransactionRequest,
};

use super::*;
use crate::arbos::ARB_WASM;

/// `activateProgram(address)`.
const ACTIVATE: [u8; 4] = hex!("58c780c2");

/// More than the data fee of a small program, in wei.
const ENOUGH: u64 = 10_000_000_000_000_000;

/// The register of the tests as it is stored on chain.
fn register() -> Bytes {
    let text = include_str!("../../tests/contracts/register.wat");
    let module = wat::parse_str(text).expect("valid text");
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut module.as_slice(), &mut compressed, &params).expect("in memory");
    [&hex!("eff00000")[..], &compressed].concat().into()
}

fn config() -> Config {
    Config {
        clock: Clock::Fixed(1_800_000_000),
        ..Config::default()
    }
}

/// A chain with the same program at two addresses, not activated.
fn chain() -> (Chain, [Address; 2]) {
    let mut chain = Chain::new(config());
    let programs = [Address::repeat_byte(1), Address::repeat_byte(2)];
    for program in programs {
        chain.set_code(program, register());
    }
    (chain, programs)
}

fn request(chain: &Chain, to: Address, input: &[u8]) -> TransactionRequest {
    TransactionRequest::default()
        .from(chain.config().accounts[0].address)
        .to(to)
        .input(Bytes::copy_from_slice(input).into())
}

fn activate(chain: &mut Chain, program: Address) -> bool {
    let input = [&ACTIVATE[..], program.into_word().as_slice()].concat();
    let request = request(chain, ARB_WASM, &input)
        .value(U256::from(ENOUGH))
        .gas_limit(10_000_000);
    chain.send(request).expect("the account can pay");
    let included = &chain.head().transactions[0];
    included.receipt.status()
}

fn prepared(chain: &Chain, to: Address, input: &[u8]) -> PreparedCall {
    let request = request(chain, to, input);
    chain
        .prepare(chain.head(), &request, &Overrides::default())
        .expect("a call")
}

#[test]
fn programs_succeed_translated_once_for_any_number_of_calls_and_addresses() {
    let (mut chain, programs) = chain();
    assert_eq!(chain.machine().translations(), 0);
    assert!(activate(&mut chain, programs[0]));
    for program in programs {
        for byte in 1..5 {
            let word = B256::repeat_byte(byte);
            let write = request(&chain, program, word.as_slice());
            chain.send(write).expect("the account can pay");
            let read = prepared(&chain, program, &[]).run().expect("a word");
            assert_eq!(read.output[..], word[..]);
        }
    }
    // Refused, since it is activated by its code hash.
    assert!(!activate(&mut chain, programs[1]));
    assert_eq!(chain.machine().translations(), 1);
}

#[test]
fn programs_succeed_translated_once_after_a_restart_and_not_before_they_are_called() {
    let (mut chain, programs) = chain();
    assert!(activate(&mut chain, programs[0]));
    let word = keccak256([0]);
    let write = request(&chain, programs[1], word.as_slice());
    chain.send(write).expect("the account can pay");
    let again = Chain::restore(config(), &chain.moment().encode()).expect("what was written");
    assert_eq!(again.machine().translations(), 0);
    for _ in 0..3 {
        let read = prepared(&again, programs[1], &[]).run().expect("a word");
        assert_eq!(read.output[..], word[..]);
        prepared(&again, programs[0], &[]).run().expect("a word");
    }
    assert_eq!(again.machine().translations(), 1);
}

#[test]
fn programs_succeed_translated_once_when_many_call_at_a_time() {
    let (mut chain, programs) = chain();
    assert!(activate(&mut chain, programs[0]));
    let again = Chain::restore(config(), &chain.moment().encode()).expect("what was written");
    let call = prepared(&again, programs[0], &[]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| call.run().expect("a word"));
        }
    });
    assert_eq!(again.machine().translations(), 1);
}
