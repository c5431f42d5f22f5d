//! The clock of a contract, fixed at its construction (spec 4, "Time").

use stylus_primitives::{Address, address};
use stylus_sdk::stylus_core::Host;
use stylus_sol_types::sol;

use super::peer::{PeerError, view};

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
    /// Reads the constructor's argument: 0 or 1, `None` for anything else.
    pub fn from_u8(clock: u8) -> Option<Self> {
        match clock {
            0 => Some(Self::Host),
            1 => Some(Self::ArbSys),
            _ => None,
        }
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
