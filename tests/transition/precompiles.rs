//! The closed set of precompiles on the host, at the borders of their inputs: what the crate's library gives.

use alloy::primitives::{Address, B256, U256, keccak256};
use revm::bytecode::opcode as op;
use transition::{Alloc, Effect};

use crate::{
    bench::push,
    chain::Chain,
    l2::{State, contract, environment, rich, signer, transaction},
};

const FORWARDER: Address = Address::repeat_byte(0xf0);
/// An L2 gas limit that all of these are below.
const GAS: u64 = 16_000_000;

/// Code that calls an address with all its calldata; it returns whether that succeeded, and what it gave.
fn forwarder(to: u8) -> Vec<u8> {
    [
        &[op::CALLDATASIZE, op::PUSH0, op::PUSH0, op::CALLDATACOPY][..],
        &[op::PUSH0, op::PUSH0, op::CALLDATASIZE, op::PUSH0],
        &push(U256::from(to)),
        &[op::GAS, op::STATICCALL, op::PUSH0, op::MSTORE],
        &[
            op::RETURNDATASIZE,
            op::PUSH0,
            op::PUSH1,
            32,
            op::RETURNDATACOPY,
        ],
        &[
            op::RETURNDATASIZE,
            op::PUSH1,
            32,
            op::ADD,
            op::PUSH0,
            op::RETURN,
        ],
    ]
    .concat()
}

fn words<const N: usize>(numbers: [u64; N]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| U256::from(*number).to_be_bytes::<32>())
        .collect()
}

/// A power with operands of these lengths, all of them ones.
fn power(base: usize, exponent: usize, modulus: usize) -> Vec<u8> {
    let lengths = words([base as u64, exponent as u64, modulus as u64]);
    [lengths, vec![0xff; base + exponent + modulus]].concat()
}

/// The generator of the second group of the pairing, as its inputs have it.
fn second_generator() -> Vec<u8> {
    let coordinates = [
        "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
        "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
        "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b",
        "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
    ];
    let decode = |digits| alloy::hex::decode(digits).expect("hex digits");
    coordinates.into_iter().flat_map(decode).collect()
}

/// A compression of BLAKE2 with so many rounds.
fn compression(rounds: u32, last: u8) -> Vec<u8> {
    [&rounds.to_be_bytes()[..], &[7; 208], &[last]].concat()
}

/// A signature of this hash, as the recovery takes it.
fn signature() -> Vec<u8> {
    use alloy::signers::SignerSync;
    let hash = keccak256(b"to be signed");
    let signed = signer(1).sign_hash_sync(&hash).expect("a signature");
    let [r, s] = [signed.r(), signed.s()].map(|number| number.to_be_bytes::<32>());
    let v = words([27 + u64::from(signed.v())]);
    [&hash[..], &v, &r, &s].concat()
}

/// Valid, refused, empty, too short and too long inputs of the precompile of this number.
fn inputs(number: u8) -> Vec<Vec<u8>> {
    let long = vec![0x5a; 5_000];
    let mut inputs = vec![Vec::new(), vec![1], long];
    let not_on_curve = words([1, 1]);
    match number {
        1 => {
            let right = signature();
            let mut wrong = right.clone();
            wrong[63] = 29;
            let mut above_order = right.clone();
            above_order[64..96].fill(0xff);
            inputs.extend([[&right[..], &[9; 40]].concat(), right, wrong, above_order]);
        }
        5 => {
            let lengths = [0, 1, 31, 32, 33, 1_024, 1_025];
            inputs.extend(lengths.map(|length| power(length, 1, 32)));
            inputs.extend(lengths.map(|length| power(1, length, 1)));
            inputs.extend(lengths.map(|length| power(1, 1, length)));
            inputs.extend([
                power(64, 64, 64),
                words([u64::MAX, 1, 1]),
                words([1, 1, u64::MAX]),
            ]);
        }
        6 => inputs.extend([
            words([1, 2, 1, 2]),
            words([1, 2]),
            not_on_curve,
            words([1, 2, 0, 0, 9]),
        ]),
        7 => inputs.extend([
            words([1, 2, 5]),
            words([1, 2]),
            not_on_curve,
            words([1, 2, 0]),
        ]),
        8 => {
            let pair = [words([1, 2]), second_generator()].concat();
            let refused = [not_on_curve, second_generator()].concat();
            let outside = [words([1, 2]), words([1, 2, 3, 4])].concat();
            inputs.extend([pair[..191].to_vec(), pair.repeat(3), refused, outside, pair]);
        }
        9 => {
            let short = compression(1, 1)[..212].to_vec();
            let rounds = [0, 1, 12, 100_000].map(|rounds| compression(rounds, 1));
            inputs.extend([compression(12, 0), compression(12, 2), short]);
            inputs.extend(rounds);
        }
        _ => inputs.extend([vec![7; 31], vec![7; 32], vec![7; 33], vec![7; 64]]),
    }
    inputs
}

#[test]
fn precompiles_of_the_host_agree_with_the_library_at_the_borders() {
    let mut chain = Chain::open();
    for number in 1..=11_u8 {
        let alloc = [
            (signer(1).address(), rich()),
            (FORWARDER, contract(forwarder(number))),
        ];
        let state = State::new(&Alloc::from(alloc));
        let mut outputs = Vec::<B256>::new();
        for input in inputs(number) {
            let transaction = transaction(&signer(1), 0, GAS, Some(FORWARDER), input.clone());
            let run = state.run(&environment(GAS), crate::bench::LIMITS, &transaction);
            let Effect::Executed(receipt) = &run.effect else {
                panic!("{number}: {:?}", run.effect)
            };
            assert!(receipt.success);
            let (outcome, _) = chain.call_open(&run.call);
            let what = format!("{number}, {} bytes", input.len());
            assert_eq!(outcome.as_ref(), Ok(&run.outcome), "{what}");
            outputs.push(keccak256(&receipt.output));
        }
        outputs.sort();
        outputs.dedup();
        // Above 9 there is nothing, which succeeds and gives nothing.
        assert!(
            (outputs.len() == 1) == (number > 9),
            "{number}: {outputs:?}"
        );
    }
}
