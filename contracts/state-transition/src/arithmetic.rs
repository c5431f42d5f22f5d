//! The arithmetic of `transition` by the host's precompiles.
//!
//! A host answers a precompile that ran out of gas and one that refused its input alike. The inputs that come here
//! are valid, so that failure means want of gas, which ends the call; only the pairing may refuse its input, and
//! there a second call tells the two apart.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use transition::Arithmetic;

use crate::Host;

const RECOVER: u8 = 1;
const SHA256: u8 = 2;
const RIPEMD160: u8 = 3;
const MODEXP: u8 = 5;
const BN_ADD: u8 = 6;
const BN_MUL: u8 = 7;
const BN_PAIRING: u8 = 8;
const BLAKE2: u8 = 9;

/// All gas that there is.
const ALL: u64 = u64::MAX;

/// [`Arithmetic`] by the precompiles of a host.
#[derive(Debug)]
pub struct HostArithmetic<'a, H>(pub &'a H);

impl<H: Host> HostArithmetic<'_, H> {
    /// Calls a precompile whose input is valid.
    fn call(&self, number: u8, input: &[u8]) -> Vec<u8> {
        match self.0.precompile(number, input, ALL) {
            Some(output) => output,
            None => self.0.out_of_gas(),
        }
    }

    /// Calls a precompile whose output has a fixed length.
    fn fixed<const N: usize>(&self, number: u8, input: &[u8]) -> [u8; N] {
        match self.call(number, input).try_into() {
            Ok(output) => output,
            // An account without code answers any call with nothing: not the host that this is made for.
            Err(_) => self.0.out_of_gas(),
        }
    }
}

/// Lets a host function work on the bytes of a number.
fn in_place(number: U256, function: impl FnOnce(&mut [u8; 32])) -> U256 {
    let mut bytes = number.to_be_bytes();
    function(&mut bytes);
    U256::from_be_bytes(bytes)
}

/// Most gas that a pairing gets: a quarter above its price, because a refused input costs all of it.
fn pairing_gas(pairs: &[u8]) -> u64 {
    let price = 45_000 + 34_000 * (pairs.len() / 192) as u64;
    price + price / 4
}

impl<H: Host> Arithmetic for HostArithmetic<'_, H> {
    fn recover(&self, hash: &B256, odd: bool, r: &B256, s: &B256) -> Option<Address> {
        let v = B256::with_last_byte(27 + u8::from(odd));
        let input = [hash.0, v.0, r.0, s.0].concat();
        let output = self.call(RECOVER, &input);
        if output.is_empty() {
            return None;
        }
        let Ok(word) = <[u8; 32]>::try_from(output) else {
            self.0.out_of_gas()
        };
        Some(Address::from_word(word.into()))
    }

    fn sha256(&self, input: &[u8]) -> [u8; 32] {
        self.fixed(SHA256, input)
    }

    fn ripemd160(&self, input: &[u8]) -> [u8; 20] {
        let word = self.fixed(RIPEMD160, input);
        Address::from_word(B256::new(word)).0.0
    }

    fn modexp(&self, base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut input = Vec::with_capacity(96 + base.len() + exponent.len() + modulus.len());
        for operand in [base, exponent, modulus] {
            input.extend(crate::abi::encode_number(operand.len() as u64));
        }
        for operand in [base, exponent, modulus] {
            input.extend_from_slice(operand);
        }
        let output = self.call(MODEXP, &input);
        if output.len() == modulus.len() {
            output
        } else {
            self.0.out_of_gas()
        }
    }

    fn div(&self, a: U256, b: U256) -> U256 {
        in_place(a, |a| self.0.div(a, &b.to_be_bytes()))
    }

    fn rem(&self, a: U256, b: U256) -> U256 {
        in_place(a, |a| self.0.rem(a, &b.to_be_bytes()))
    }

    fn add_mod(&self, a: U256, b: U256, n: U256) -> U256 {
        in_place(a, |a| self.0.add_mod(a, &b.to_be_bytes(), &n.to_be_bytes()))
    }

    fn mul_mod(&self, a: U256, b: U256, n: U256) -> U256 {
        in_place(a, |a| self.0.mul_mod(a, &b.to_be_bytes(), &n.to_be_bytes()))
    }

    fn pow(&self, base: U256, exponent: U256) -> U256 {
        in_place(base, |base| self.0.pow(base, &exponent.to_be_bytes()))
    }

    fn bn_add(&self, a: &[u8; 64], b: &[u8; 64]) -> Option<[u8; 64]> {
        Some(self.fixed(BN_ADD, &[*a, *b].concat()))
    }

    fn bn_mul(&self, point: &[u8; 64], scalar: &[u8; 32]) -> Option<[u8; 64]> {
        let mut input = point.to_vec();
        input.extend_from_slice(scalar);
        Some(self.fixed(BN_MUL, &input))
    }

    fn bn_pairing(&self, pairs: &[u8]) -> Option<bool> {
        let gas = pairing_gas(pairs);
        if let Some(output) = self.0.precompile(BN_PAIRING, pairs, gas) {
            return match output.split_last() {
                Some((one, _)) if output.len() == 32 => Some(*one == 1),
                _ => self.0.out_of_gas(),
            };
        }
        // As many pairs at infinity cost the same and are valid. There is less gas now than before: if it suffices
        // for them, the input was at fault.
        let infinity = alloc::vec![0; pairs.len()];
        match self.0.precompile(BN_PAIRING, &infinity, gas) {
            Some(_) => None,
            None => self.0.out_of_gas(),
        }
    }

    fn blake2_compress(
        &self,
        rounds: u32,
        state: [u64; 8],
        message: &[u64; 16],
        offset: [u64; 2],
        last: bool,
    ) -> [u64; 8] {
        let mut input = rounds.to_be_bytes().to_vec();
        let words = state.iter().chain(message).chain(&offset);
        input.extend(words.flat_map(|word| word.to_le_bytes()));
        input.push(last.into());
        let output: [u8; 64] = self.fixed(BLAKE2, &input);
        let (words, _) = output.as_chunks::<8>();
        let mut state = [0; 8];
        for (word, bytes) in state.iter_mut().zip(words) {
            *word = u64::from_le_bytes(*bytes);
        }
        state
    }
}
