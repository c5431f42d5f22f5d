//! Recovery of a signer by the host's precompile.

use stylus_primitives::{Address, B256, address};
use stylus_sdk::stylus_core::Host;

use super::peer::{PeerError, Plain};

/// The precompile `ecrecover`.
const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");

/// Who signed `digest`; zero if nobody did. Any s is accepted: a caller that wants one form checks it.
///
/// # Errors
///
/// [`PeerError::Failed`] if the precompile does not answer.
pub fn recover(vm: &dyn Host, digest: B256, v: u8, r: B256, s: B256) -> Result<Address, PeerError> {
    let mut input = [0; 128];
    input[..32].copy_from_slice(digest.as_slice());
    input[63] = v;
    input[64..96].copy_from_slice(r.as_slice());
    input[96..].copy_from_slice(s.as_slice());
    let answer = vm
        .static_call(&Plain, ECRECOVER, &input)
        .map_err(|_| PeerError::Failed(ECRECOVER))?;
    // No signer: the precompile answers nothing.
    Ok(match B256::try_from(answer.as_slice()) {
        Ok(word) => Address::from_word(word),
        Err(_) => Address::ZERO,
    })
}
