//! RIPEMD-160 (3) and BLAKE2b's compression (9, EIP-152).

use alloc::vec::Vec;

use super::Failure;
use crate::Arithmetic;

/// The hash, padded to a word.
pub(super) fn ripemd160<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Vec<u8> {
    let mut output = alloc::vec![0; 12];
    output.extend_from_slice(&arithmetic.ripemd160(input));
    output
}

/// `rounds u32 ‖ state 64 ‖ message 128 ‖ offset 16 ‖ last 1`, the counters big-endian, the words little.
const BLAKE2_BYTES: usize = 213;

/// Rounds that are asked for: the gas. Fails unless the input has its length and a boolean flag.
pub(super) fn blake2_rounds(input: &[u8]) -> Result<u64, Failure> {
    match (input.len(), input.split_first_chunk::<4>(), input.last()) {
        (BLAKE2_BYTES, Some((rounds, _)), Some(0 | 1)) => {
            Ok(u64::from(u32::from_be_bytes(*rounds)))
        }
        _ => Err(Failure),
    }
}

pub(super) fn blake2<A: Arithmetic>(input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    let (rounds, rest) = input.split_first_chunk::<4>().ok_or(Failure)?;
    let rounds = u32::from_be_bytes(*rounds);
    let mut words = [0_u64; 26];
    for (word, bytes) in words.iter_mut().zip(rest.chunks_exact(8)) {
        let mut little = [0; 8];
        little.copy_from_slice(bytes);
        *word = u64::from_le_bytes(little);
    }
    let mut state = [0; 8];
    state.copy_from_slice(&words[..8]);
    let mut message = [0; 16];
    message.copy_from_slice(&words[8..24]);
    let last = rest.last() == Some(&1);
    let state = arithmetic.blake2_compress(rounds, state, &message, [words[24], words[25]], last);
    Ok(state.iter().flat_map(|word| word.to_le_bytes()).collect())
}
