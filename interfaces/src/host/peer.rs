//! Typed calls to other contracts, by the call types that `sol!` makes from the interfaces.

use alloc::vec::Vec;

use merkle::EMPTY_ROOT;
use stylus_primitives::{Address, B256};
use stylus_sdk::stylus_core::Host;
use stylus_sdk::stylus_core::calls::context::Call;
use stylus_sdk::stylus_core::calls::errors::Error;
use stylus_sol_types::SolCall;

/// Why a call to a peer gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerError {
    /// The peer refused: its own encoded error, to be passed on unchanged.
    Refused(Vec<u8>),
    /// The peer failed without an error, or answered what does not decode.
    Failed(Address),
}

/// Calls a writing function of a peer, with all gas and no value.
///
/// A function without return values also "succeeds" on an account without code: check [`has_code`]
/// when the peer is set.
///
/// # Errors
///
/// [`PeerError`].
pub fn call<C: SolCall>(vm: &dyn Host, peer: Address, call: &C) -> Result<C::Return, PeerError> {
    decode::<C>(peer, vm.call(&Call::new(), peer, &call.abi_encode()))
}

/// Calls a view of a peer, statically.
///
/// # Errors
///
/// [`PeerError`].
pub fn view<C: SolCall>(vm: &dyn Host, peer: Address, call: &C) -> Result<C::Return, PeerError> {
    decode::<C>(peer, vm.static_call(&Call::new(), peer, &call.abi_encode()))
}

/// Whether there is code at an address.
pub fn has_code(vm: &dyn Host, account: Address) -> bool {
    let hash = vm.code_hash(account);
    // keccak-256 of nothing is what an account without code has.
    hash != B256::ZERO && hash.0 != EMPTY_ROOT.0
}

fn decode<C: SolCall>(
    peer: Address,
    answer: Result<Vec<u8>, Error>,
) -> Result<C::Return, PeerError> {
    match answer {
        Ok(data) => C::abi_decode_returns(&data, true).map_err(|_| PeerError::Failed(peer)),
        Err(Error::Revert(data)) if !data.is_empty() => Err(PeerError::Refused(data)),
        Err(_) => Err(PeerError::Failed(peer)),
    }
}
