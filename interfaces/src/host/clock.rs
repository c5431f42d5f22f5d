//! The clock of a contract, fixed at its construction (spec 4, "Time").

use stylus_primitives::{Address, address};
use stylus_sdk::stylus_core::Host;
use stylus_sol_types::sol;

use super::{
    peer::{PeerError, view},
    setup::SetupError,
};

/// The precompile that knows the chain's own height.
pub const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");

sol! {
    #![sol(alloy_sol_types = stylus_sol_types)]
    function arbBlockNumber() external view returns (uint256);
}

/// Which block number a contract counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `block.number`; on Arbitrum an estimate of the parent chain's.
    Host,
    /// `ArbSys.arbBlockNumber`, for chains where `block.number` stands still.
    ArbSys,
}

impl Clock {
    /// Reads the constructor's argument: 0 or 1.
    ///
    /// # Errors
    ///
    /// [`SetupError::UnknownClock`] for anything else.
    pub fn from_u8(clock: u8) -> Result<Self, SetupError> {
        match clock {
            0 => Ok(Self::Host),
            1 => Ok(Self::ArbSys),
            _ => Err(SetupError::UnknownClock(clock)),
        }
    }

    /// The clock that a constructor has stored, after [`Clock::from_u8`].
    pub fn stored(clock: u8) -> Self {
        Self::from_u8(clock).unwrap_or(Self::Host)
    }

    /// The block now.
    ///
    /// # Errors
    ///
    /// [`PeerError`] if `ArbSys` does not answer with a number that fits 64 bits.
    pub fn now(self, vm: &dyn Host) -> Result<u64, PeerError> {
        match self {
            Self::Host => Ok(vm.block_number()),
            Self::ArbSys => view(vm, ARB_SYS, &arbBlockNumberCall {})?
                ._0
                .try_into()
                .map_err(|_| PeerError::Failed(ARB_SYS)),
        }
    }
}
