//! Typed calls to other contracts, by the call types that `sol!` makes from the interfaces.

use alloc::vec::Vec;

use stylus_primitives::{Address, U256};
use stylus_sdk::call::MethodError;
use stylus_sdk::stylus_core::Host;
use stylus_sdk::stylus_core::calls::errors::Error;
use stylus_sdk::stylus_core::calls::{CallContext, MutatingCallContext, StaticCallContext};
use stylus_sol_types::{SolCall, SolError};

use crate::contracts::ISequencerPool::PeerFailed;

/// Why a call to a peer, or to the token, gave nothing. As a contract's own error it is what the peer said,
/// or `PeerFailed` of the interfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerError {
    /// The peer refused: its own encoded error, to be passed on unchanged.
    Refused(Vec<u8>),
    /// The peer failed without an error, or answered what does not decode.
    Failed(Address),
}

impl MethodError for PeerError {
    fn encode(self) -> Vec<u8> {
        match self {
            Self::Refused(data) => data,
            Self::Failed(peer) => PeerFailed { peer }.abi_encode(),
        }
    }
}

/// A call with all gas and no value.
pub(super) struct Plain;

impl CallContext for Plain {
    fn gas(&self) -> u64 {
        u64::MAX
    }
}

impl StaticCallContext for Plain {}

// SAFETY: the SDK asks for the whole storage to be borrowed, lest a callee that calls back change what the caller
// has cached. Values of storage are cached by the host alone, which the SDK makes write and forget them before a
// call: whatever is read after it is what is there.
unsafe impl MutatingCallContext for Plain {
    fn value(&self) -> U256 {
        U256::ZERO
    }
}

/// Calls a writing function of a peer, with all gas and no value.
///
/// A function without return values also "succeeds" on an account without code: check
/// [`require_contract`](super::require_contract) when the peer is set.
///
/// # Errors
///
/// [`PeerError`].
pub fn call<C: SolCall>(vm: &dyn Host, peer: Address, call: &C) -> Result<C::Return, PeerError> {
    decode::<C>(peer, &call_raw(vm, peer, &call.abi_encode())?)
}

/// Calls a view of a peer, statically.
///
/// # Errors
///
/// [`PeerError`].
pub fn view<C: SolCall>(vm: &dyn Host, peer: Address, call: &C) -> Result<C::Return, PeerError> {
    decode::<C>(peer, &view_raw(vm, peer, &call.abi_encode())?)
}

/// As [`call`], with encoded calldata; gives the answer as it came.
///
/// # Errors
///
/// [`PeerError`].
pub fn call_raw(vm: &dyn Host, peer: Address, calldata: &[u8]) -> Result<Vec<u8>, PeerError> {
    answer(peer, vm.call(&Plain, peer, calldata))
}

/// As [`view`], with encoded calldata; gives the answer as it came.
///
/// # Errors
///
/// [`PeerError`].
pub fn view_raw(vm: &dyn Host, peer: Address, calldata: &[u8]) -> Result<Vec<u8>, PeerError> {
    answer(peer, vm.static_call(&Plain, peer, calldata))
}

fn answer(peer: Address, answer: Result<Vec<u8>, Error>) -> Result<Vec<u8>, PeerError> {
    answer.map_err(|error| match error {
        Error::Revert(data) if !data.is_empty() => PeerError::Refused(data),
        _ => PeerError::Failed(peer),
    })
}

fn decode<C: SolCall>(peer: Address, answer: &[u8]) -> Result<C::Return, PeerError> {
    C::abi_decode_returns(answer, true).map_err(|_| PeerError::Failed(peer))
}

#[cfg(test)]
mod tests {
    use stylus_primitives::Address;
    use stylus_sdk::call::MethodError;
    use stylus_sol_types::SolError;

    use super::PeerError;
    use crate::contracts::{IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury};

    #[test]
    fn encode_gives_what_the_peer_said() {
        assert_eq!(PeerError::Refused(vec![1, 2, 3]).encode(), vec![1, 2, 3]);
    }

    #[test]
    fn encode_gives_the_error_of_every_interface_when_the_peer_said_nothing() {
        let peer = Address::repeat_byte(7);
        let encoded = PeerError::Failed(peer).encode();
        assert_eq!(encoded, IBatchRegistry::PeerFailed { peer }.abi_encode());
        assert_eq!(encoded, IDataAvailability::PeerFailed { peer }.abi_encode());
        assert_eq!(encoded, ISequencerPool::PeerFailed { peer }.abi_encode());
        assert_eq!(encoded, ITreasury::PeerFailed { peer }.abi_encode());
    }
}
