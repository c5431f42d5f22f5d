//! The arithmetic behind signatures and precompiles.
//!
//! Which inputs are valid, what they cost and when they fail is decided in this crate; implementors only
//! compute. On chain the host's precompiles and functions do it, off chain [`crate::Library`].

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};

/// Computes what the closed precompile set, the recovery of senders and the opcodes of division need.
pub trait Arithmetic {
    /// The address whose key signed `hash`, `None` if there is no such key.
    ///
    /// `r` and `s` are in `1..n`, the order of secp256k1; `odd` is the parity of the point's y.
    fn recover(&self, hash: &B256, odd: bool, r: &B256, s: &B256) -> Option<Address>;

    /// SHA-256 of `input`.
    fn sha256(&self, input: &[u8]) -> [u8; 32];

    /// RIPEMD-160 of `input`.
    fn ripemd160(&self, input: &[u8]) -> [u8; 20];

    /// `base ^ exponent mod modulus`, big-endian, as long as `modulus`.
    ///
    /// Each operand has at most 1,024 bytes and `modulus` at least one; modulo zero everything is zero.
    fn modexp(&self, base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8>;

    /// `a / b`, rounded down; zero if `b` is zero.
    fn div(&self, a: U256, b: U256) -> U256 {
        a.checked_div(b).unwrap_or_default()
    }

    /// `a mod b`; zero if `b` is zero.
    fn rem(&self, a: U256, b: U256) -> U256 {
        a.checked_rem(b).unwrap_or_default()
    }

    /// `(a + b) mod n` on numbers of any length; zero if `n` is zero.
    fn add_mod(&self, a: U256, b: U256, n: U256) -> U256 {
        a.add_mod(b, n)
    }

    /// `(a × b) mod n` on numbers of any length; zero if `n` is zero.
    fn mul_mod(&self, a: U256, b: U256, n: U256) -> U256 {
        a.mul_mod(b, n)
    }

    /// `base ^ exponent` modulo 2^256.
    fn pow(&self, base: U256, exponent: U256) -> U256 {
        base.wrapping_pow(exponent)
    }

    /// Sum of two points of alt_bn128, `x ‖ y` each. The points are on the curve.
    fn bn_add(&self, a: &[u8; 64], b: &[u8; 64]) -> Option<[u8; 64]>;

    /// A point of alt_bn128 times a 256-bit scalar. The point is on the curve.
    fn bn_mul(&self, point: &[u8; 64], scalar: &[u8; 32]) -> Option<[u8; 64]>;

    /// Whether the product of the pairings is one; `None` if a point of the twist is not in its group.
    ///
    /// `pairs` is a run of 192-byte pairs; the coordinates are below the field's modulus and the first
    /// points are on the curve.
    fn bn_pairing(&self, pairs: &[u8]) -> Option<bool>;

    /// The compression function F of BLAKE2b: its new state.
    fn blake2_compress(
        &self,
        rounds: u32,
        state: [u64; 8],
        message: &[u64; 16],
        offset: [u64; 2],
        last: bool,
    ) -> [u64; 8];
}
