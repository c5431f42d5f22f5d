//! Construction and wiring, which every contract goes through once.

use alloc::vec::Vec;

use merkle::EMPTY_ROOT;
use stylus_primitives::{Address, B256};
use stylus_sdk::call::MethodError;
use stylus_sdk::stylus_core::Host;
use stylus_sol_types::SolError;

use crate::contracts::ISequencerPool as abi;

/// Why a contract cannot be set up like this, or is not ready; each has the error of that name in the
/// interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupError {
    /// The peers are not set yet.
    NotWired,
    /// The peers are set already.
    AlreadyWired,
    /// This caller is not the recorded deployer.
    NotDeployer(Address),
    /// The address at this position among the arguments is zero.
    ZeroAddress(u8),
    /// There is no contract at this address.
    NotAContract(Address),
    /// This number names no clock.
    UnknownClock(u8),
}

impl MethodError for SetupError {
    fn encode(self) -> Vec<u8> {
        match self {
            Self::NotWired => abi::NotWired {}.abi_encode(),
            Self::AlreadyWired => abi::AlreadyWired {}.abi_encode(),
            Self::NotDeployer(caller) => abi::NotDeployer { caller }.abi_encode(),
            Self::ZeroAddress(position) => abi::ZeroAddress { position }.abi_encode(),
            Self::NotAContract(account) => abi::NotAContract { account }.abi_encode(),
            Self::UnknownClock(clock) => abi::UnknownClock { clock }.abi_encode(),
        }
    }
}

/// Checks that an address is not zero; `position` is its place among the arguments of the call.
///
/// # Errors
///
/// [`SetupError::ZeroAddress`].
pub fn require_address(account: Address, position: u8) -> Result<(), SetupError> {
    if account.is_zero() {
        return Err(SetupError::ZeroAddress(position));
    }
    Ok(())
}

/// Checks that there is code at an address.
///
/// # Errors
///
/// [`SetupError::NotAContract`].
pub fn require_contract(vm: &dyn Host, account: Address) -> Result<(), SetupError> {
    let hash = vm.code_hash(account);
    // keccak-256 of nothing is what an account without code has.
    if hash == B256::ZERO || hash.0 == EMPTY_ROOT.0 {
        return Err(SetupError::NotAContract(account));
    }
    Ok(())
}

/// Checks that the peers are set.
///
/// # Errors
///
/// [`SetupError::NotWired`].
pub fn require_wired(wired: bool) -> Result<(), SetupError> {
    if wired {
        Ok(())
    } else {
        Err(SetupError::NotWired)
    }
}

/// Checks that the caller is the recorded deployer, and the peers are not set yet.
///
/// # Errors
///
/// [`SetupError::NotDeployer`], [`SetupError::AlreadyWired`].
pub fn require_wirable(vm: &dyn Host, deployer: Address, wired: bool) -> Result<(), SetupError> {
    require_peer(vm, deployer).map_err(SetupError::NotDeployer)?;
    if wired {
        return Err(SetupError::AlreadyWired);
    }
    Ok(())
}

/// Checks that the caller is a peer, and gives it. A peer of zero is nobody.
///
/// # Errors
///
/// The caller that is not.
pub fn require_peer(vm: &dyn Host, peer: Address) -> Result<Address, Address> {
    let caller = vm.msg_sender();
    if peer.is_zero() || caller != peer {
        return Err(caller);
    }
    Ok(caller)
}

#[cfg(test)]
mod tests {
    use stylus_primitives::Address;
    use stylus_sdk::call::MethodError;
    use stylus_sol_types::SolError;

    use super::SetupError;
    use crate::contracts::{IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury};

    /// That an error is encoded as the one of its name in each of these interfaces.
    macro_rules! assert_encodes {
        ($error:expr, $name:ident $fields:tt in $($interface:ident),*) => {
            $(assert_eq!($error.encode(), $interface::$name $fields.abi_encode());)*
        };
    }

    #[test]
    fn encode_gives_the_error_of_every_interface() {
        let account = Address::repeat_byte(7);
        assert_encodes!(SetupError::NotWired, NotWired {} in IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury);
        assert_encodes!(
            SetupError::AlreadyWired, AlreadyWired {} in IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury
        );
        assert_encodes!(
            SetupError::NotDeployer(account), NotDeployer { caller: account }
            in IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury
        );
        assert_encodes!(
            SetupError::ZeroAddress(3), ZeroAddress { position: 3 }
            in IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury
        );
        assert_encodes!(
            SetupError::NotAContract(account), NotAContract { account }
            in IBatchRegistry, IDataAvailability, ISequencerPool, ITreasury
        );
        assert_encodes!(
            SetupError::UnknownClock(2), UnknownClock { clock: 2 } in IBatchRegistry, IDataAvailability, ISequencerPool
        );
    }
}
