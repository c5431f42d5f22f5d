//! A host in memory: its precompiles are the Rust libraries.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use transition::{Arithmetic, Library};

use crate::{Host, IStateTransition::feeVaultCall, call::CONSTRUCTOR, dispatch};

pub(super) const CHAIN_ID: u64 = 1_088;
pub(super) const VAULT: Address = Address::repeat_byte(0xfe);
pub(super) const VERSION: u32 = 7;

#[derive(Debug, Default)]
pub(super) struct TestHost {
    pub(super) value: U256,
    pub(super) word: B256,
    pub(super) logs: Vec<(Vec<B256>, Vec<u8>)>,
    pub(super) codes: BTreeMap<Address, Vec<u8>>,
    /// Every precompile runs out of gas.
    pub(super) starved: bool,
}

impl TestHost {
    /// A host with the contract constructed on it.
    pub(super) fn constructed() -> Self {
        let mut host = Self::default();
        let answer = dispatch(&mut host, &construction(CHAIN_ID, VAULT, VERSION));
        assert_eq!(answer, Ok(Vec::new()));
        host
    }

    /// What a call answers.
    pub(super) fn call(&mut self, call: &impl SolCall) -> Result<Vec<u8>, Vec<u8>> {
        dispatch(self, &call.abi_encode())
    }

    /// The fee vault, which tells whether there was a construction.
    pub(super) fn vault(&mut self) -> Result<Address, Vec<u8>> {
        let answer = self.call(&feeVaultCall {})?;
        Ok(feeVaultCall::abi_decode_returns(&answer).expect("an address"))
    }
}

/// Calldata of the constructor.
pub(super) fn construction(chain_id: u64, vault: Address, version: u32) -> Vec<u8> {
    let words = [
        U256::from(chain_id).into(),
        vault.into_word(),
        U256::from(version).into(),
    ];
    let arguments = words.iter().flat_map(|word: &B256| word.0);
    CONSTRUCTOR.into_iter().chain(arguments).collect()
}

/// Fails unless the answer is this error.
#[track_caller]
pub(super) fn assert_reverts<E: SolError>(answer: &Result<Vec<u8>, Vec<u8>>, error: &E) {
    assert_eq!(answer.as_ref(), Err(&error.abi_encode()));
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().expect("as long as the array")
}

fn word(bytes: &[u8]) -> Vec<u8> {
    let mut word = vec![0; 32 - bytes.len()];
    word.extend_from_slice(bytes);
    word
}

impl Host for TestHost {
    fn value(&self) -> U256 {
        self.value
    }

    fn load(&self) -> B256 {
        self.word
    }

    fn store(&mut self, word: &B256) {
        self.word = *word;
    }

    fn emit(&mut self, topics: &[B256], data: &[u8]) {
        self.logs.push((topics.to_vec(), data.to_vec()));
    }

    fn code_length(&self, account: &Address) -> usize {
        self.codes.get(account).map_or(0, Vec::len)
    }

    fn read_code(&self, account: &Address, offset: usize, out: &mut [u8]) {
        let code = &self.codes[account];
        out.copy_from_slice(&code[offset..offset + out.len()]);
    }

    fn precompile(&self, number: u8, input: &[u8], gas: u64) -> Option<Vec<u8>> {
        if self.starved {
            return None;
        }
        Some(match number {
            1 => {
                let part = |at: usize| B256::from_slice(&input[at..at + 32]);
                let signer = Library.recover(&part(0), input[63] == 28, &part(64), &part(96));
                signer.map_or_else(Vec::new, |signer| signer.into_word().to_vec())
            }
            2 => Library.sha256(input).to_vec(),
            3 => word(&Library.ripemd160(input)),
            5 => {
                let length =
                    |at: usize| usize::from(input[at + 31]) + 256 * usize::from(input[at + 30]);
                let (base, rest) = input[96..].split_at(length(0));
                let (exponent, modulus) = rest.split_at(length(32));
                Library.modexp(base, exponent, modulus)
            }
            6 => Library
                .bn_add(&array(&input[..64]), &array(&input[64..]))?
                .to_vec(),
            7 => Library
                .bn_mul(&array(&input[..64]), &array(&input[64..]))?
                .to_vec(),
            8 => {
                if gas < 45_000 + 34_000 * (input.len() / 192) as u64 {
                    return None;
                }
                word(&[Library.bn_pairing(input)?.into()])
            }
            9 => {
                let number = |at: usize| u64::from_le_bytes(array(&input[at..at + 8]));
                let numbers: Vec<u64> = (4..212).step_by(8).map(number).collect();
                let state = Library.blake2_compress(
                    u32::from_be_bytes(array(&input[..4])),
                    numbers[..8].try_into().expect("eight"),
                    numbers[8..24].try_into().expect("sixteen"),
                    [numbers[24], numbers[25]],
                    input[212] == 1,
                );
                state.iter().flat_map(|word| word.to_le_bytes()).collect()
            }
            _ => unreachable!("{number} is not called"),
        })
    }

    fn div(&self, value: &mut [u8; 32], divisor: &[u8; 32]) {
        let [value_, divisor] = [*value, *divisor].map(U256::from_be_bytes);
        *value = Library.div(value_, divisor).to_be_bytes();
    }

    fn rem(&self, value: &mut [u8; 32], modulus: &[u8; 32]) {
        let [value_, modulus] = [*value, *modulus].map(U256::from_be_bytes);
        *value = Library.rem(value_, modulus).to_be_bytes();
    }

    fn add_mod(&self, value: &mut [u8; 32], addend: &[u8; 32], modulus: &[u8; 32]) {
        let [value_, addend, modulus] = [*value, *addend, *modulus].map(U256::from_be_bytes);
        *value = Library.add_mod(value_, addend, modulus).to_be_bytes();
    }

    fn mul_mod(&self, value: &mut [u8; 32], factor: &[u8; 32], modulus: &[u8; 32]) {
        let [value_, factor, modulus] = [*value, *factor, *modulus].map(U256::from_be_bytes);
        *value = Library.mul_mod(value_, factor, modulus).to_be_bytes();
    }

    fn pow(&self, value: &mut [u8; 32], exponent: &[u8; 32]) {
        let [value_, exponent] = [*value, *exponent].map(U256::from_be_bytes);
        *value = Library.pow(value_, exponent).to_be_bytes();
    }

    fn out_of_gas(&self) -> ! {
        panic!("out of gas")
    }
}
