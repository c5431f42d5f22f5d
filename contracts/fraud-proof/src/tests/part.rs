//! Init code and address of a part.

use alloy_primitives::{keccak256, Address, B256, U256};
use interfaces::contracts::IFraudProof::BadPartLength;
use merkle::Keccak;

use crate::part::{address, init_code, MAX_PART};

/// What the init code of a part returns, by a reading of its few instructions.
fn run(code: &[u8]) -> Vec<u8> {
    let (mut stack, mut memory, mut at) = (Vec::new(), Vec::new(), 0);
    loop {
        let instruction = code[at];
        at += 1;
        match instruction {
            0x60 | 0x61 => {
                let width = usize::from(instruction) - 0x5f;
                let bytes = &code[at..at + width];
                stack.push(
                    bytes
                        .iter()
                        .fold(0, |value, byte| value << 8 | usize::from(*byte)),
                );
                at += width;
            }
            0x80 => stack.push(*stack.last().unwrap()),
            // Nothing was called yet: there is no return data.
            0x3d => stack.push(0),
            0x39 => {
                let [to, from, size] = [(); 3].map(|()| stack.pop().unwrap());
                memory.resize(to + size, 0);
                memory[to..].copy_from_slice(&code[from..from + size]);
            }
            0xf3 => {
                let [from, size] = [(); 2].map(|()| stack.pop().unwrap());
                assert!(stack.is_empty());
                return memory[from..from + size].to_vec();
            }
            other => panic!("instruction {other:#x}"),
        }
    }
}

#[test]
fn init_code_returns_a_stop_byte_and_the_part() {
    for length in [1, 2, 254, 255, 256, 1_000, MAX_PART] {
        let part: Vec<u8> = (0..length).map(|index| (index * 7 + 1) as u8).collect();
        let code = run(&init_code(&part).unwrap());
        assert_eq!(code[0], 0);
        assert_eq!(&code[1..], &part[..]);
        assert!(code.len() <= 24_576);
    }
}

#[test]
fn init_code_reverts_BadPartLength() {
    for length in [0, MAX_PART + 1, 65_535, 65_536, 70_000] {
        let length_given = U256::from(length);
        let expected = BadPartLength {
            length: length_given,
        };
        assert_eq!(init_code(&vec![1; length]), Err(expected));
    }
}

#[test]
fn address_is_that_of_create2_with_salt_zero() {
    let creator = Address::repeat_byte(0x42);
    let code = init_code(&[1, 2, 3]).unwrap();
    let expected = creator.create2(B256::ZERO, keccak256(&code));
    assert_eq!(address::<Keccak>(creator, &code), expected);
}
