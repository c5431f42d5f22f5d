//! The one accepted form of a block producer's signature.

use alloy_primitives::{b256, B256, U256};
use interfaces::contracts::IBatchRegistry as abi;

use crate::error::Error;

/// Length of r, s and v.
const LENGTH: usize = 65;

/// Half the order of secp256k1, rounded down. For every signature with a larger s there is one with a
/// smaller s of the same message and key: only that one counts, so that a signature has one form.
pub(crate) const MAX_S: B256 =
    b256!("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

/// A signature in its one accepted form; by whom is not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) r: B256,
    pub(crate) s: B256,
    pub(crate) v: u8,
}

impl Signature {
    /// Reads r, s, v; nothing for no bytes at all.
    ///
    /// # Errors
    ///
    /// `BadSignatureLength` for any length but 0 and 65; `BadSignatureForm` for a v other than 27 and 28,
    /// or an s in the upper half.
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<Self>, Error> {
        if bytes.is_empty() {
            return Ok(None);
        }
        let bytes: &[u8; LENGTH] = bytes.try_into().map_err(|_| abi::BadSignatureLength {
            length: U256::from(bytes.len()),
        })?;
        let (r, s) = (
            B256::from_slice(&bytes[..32]),
            B256::from_slice(&bytes[32..64]),
        );
        let v = bytes[64];
        if !matches!(v, 27 | 28) || s > MAX_S {
            return Err(abi::BadSignatureForm { v, s }.into());
        }
        Ok(Some(Self { r, s, v }))
    }
}
