//! The arithmetic by Rust libraries, those that `revm` uses.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256};
use revm::precompile::{Crypto, DefaultCrypto};

use crate::Arithmetic;

/// [`Arithmetic`] by Rust libraries, for all that runs off chain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Library;

impl Arithmetic for Library {
    fn recover(&self, hash: &B256, odd: bool, r: &B256, s: &B256) -> Option<Address> {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(r.as_slice());
        signature[32..].copy_from_slice(s.as_slice());
        DefaultCrypto
            .secp256k1_ecrecover(&signature, u8::from(odd), hash)
            .ok()
            .map(|word| Address::from_slice(&word[12..]))
    }

    fn sha256(&self, input: &[u8]) -> [u8; 32] {
        DefaultCrypto.sha256(input)
    }

    fn ripemd160(&self, input: &[u8]) -> [u8; 20] {
        let mut hash = [0; 20];
        hash.copy_from_slice(&DefaultCrypto.ripemd160(input)[12..]);
        hash
    }

    fn modexp(&self, base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut result = alloc::vec![0; modulus.len()];
        // Infallible; leading zeros are left out.
        if let Ok(power) = DefaultCrypto.modexp(base, exponent, modulus)
            && power.len() <= result.len()
        {
            let start = result.len() - power.len();
            result[start..].copy_from_slice(&power);
        }
        result
    }

    fn bn_add(&self, a: &[u8; 64], b: &[u8; 64]) -> Option<[u8; 64]> {
        DefaultCrypto.bn254_g1_add(a, b).ok()
    }

    fn bn_mul(&self, point: &[u8; 64], scalar: &[u8; 32]) -> Option<[u8; 64]> {
        DefaultCrypto.bn254_g1_mul(point, scalar).ok()
    }

    fn bn_pairing(&self, pairs: &[u8]) -> Option<bool> {
        let pairs: Vec<(&[u8], &[u8])> = pairs
            .chunks_exact(192)
            .map(|pair| pair.split_at(64))
            .collect();
        DefaultCrypto.bn254_pairing_check(&pairs).ok()
    }

    fn blake2_compress(
        &self,
        rounds: u32,
        mut state: [u64; 8],
        message: &[u64; 16],
        offset: [u64; 2],
        last: bool,
    ) -> [u64; 8] {
        DefaultCrypto.blake2_compress(rounds, &mut state, message, &offset, last);
        state
    }
}
