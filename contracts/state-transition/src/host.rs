//! What the contract asks of its host.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};

/// The host chain, as far as this contract uses it.
pub trait Host {
    /// Native currency that came with the call, in wei.
    fn value(&self) -> U256;

    /// The contract's storage word at slot 0.
    fn load(&self) -> B256;

    /// Writes the storage word at slot 0.
    fn store(&mut self, word: &B256);

    /// Emits an event.
    fn emit(&mut self, topics: &[B256], data: &[u8]);

    /// Length of an account's code in bytes.
    fn code_length(&self, account: &Address) -> usize;

    /// An account's code from `offset` on; as long as `out`, which lies within the code.
    fn read_code(&self, account: &Address, offset: usize, out: &mut [u8]);

    /// Calls a precompile of the host with at most this much gas; `None` if it failed, for want of gas or by its
    /// input.
    fn precompile(&self, number: u8, input: &[u8], gas: u64) -> Option<Vec<u8>>;

    /// `value / divisor`, zero by zero; numbers are big-endian here and below.
    fn div(&self, value: &mut [u8; 32], divisor: &[u8; 32]);

    /// `value mod modulus`, zero by zero.
    fn rem(&self, value: &mut [u8; 32], modulus: &[u8; 32]);

    /// `(value + addend) mod modulus`, zero by zero.
    fn add_mod(&self, value: &mut [u8; 32], addend: &[u8; 32], modulus: &[u8; 32]);

    /// `(value × factor) mod modulus`, zero by zero.
    fn mul_mod(&self, value: &mut [u8; 32], factor: &[u8; 32], modulus: &[u8; 32]);

    /// `value ^ exponent` modulo 2^256.
    fn pow(&self, value: &mut [u8; 32], exponent: &[u8; 32]);

    /// Ends the call as one that has run out of gas.
    fn out_of_gas(&self) -> !;
}
