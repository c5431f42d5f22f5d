//! Parts of a witness as contract code.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use interfaces::contracts::IFraudProof::BadPartLength;
use merkle::Hasher;

/// Most bytes of a part: the host's limit on code, without the STOP byte.
pub(crate) const MAX_PART: usize = 24_575;

/// Returns what stands behind it: PUSH2 length, DUP1, PUSH1 10, RETURNDATASIZE (zero), CODECOPY, RETURNDATASIZE, RETURN.
const PRELUDE: [u8; 10] = [0x61, 0, 0, 0x80, 0x60, 10, 0x3d, 0x39, 0x3d, 0xf3];

/// What makes the code run as nothing, whatever the part is.
const STOP: u8 = 0;

/// The init code that leaves a STOP byte and the part.
///
/// # Errors
///
/// `BadPartLength`.
pub(crate) fn init_code(part: &[u8]) -> Result<Vec<u8>, BadPartLength> {
    let length = u16::try_from(part.len()).ok();
    let fits = |length: &u16| (1..=MAX_PART).contains(&usize::from(*length));
    let length = length.filter(fits).ok_or(BadPartLength {
        length: U256::from(part.len()),
    })?;
    let mut code = Vec::with_capacity(PRELUDE.len() + 1 + part.len());
    code.extend_from_slice(&PRELUDE);
    code[1..3].copy_from_slice(&(length + 1).to_be_bytes());
    code.push(STOP);
    code.extend_from_slice(part);
    Ok(code)
}

/// Where `creator` puts this init code with CREATE2 and salt 0.
pub(crate) fn address<H: Hasher>(creator: Address, init_code: &[u8]) -> Address {
    let mut bytes = [0; 85];
    bytes[0] = 0xff;
    bytes[1..21].copy_from_slice(creator.as_slice());
    bytes[53..].copy_from_slice(&H::hash(init_code).0);
    Address::from_word(B256::from(H::hash(&bytes).0))
}
