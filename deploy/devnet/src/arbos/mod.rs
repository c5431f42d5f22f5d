//! ArbOS: parameters, program table, precompiles.

mod address;
mod address_set;
mod gas_pricer;
mod genesis;
mod params;
mod precompiles;
mod pricer;
mod program;
mod series;
mod slots;
mod state;
mod version;

pub use address::{
    ARB_DEBUG, ARB_GAS_INFO, ARB_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_STATISTICS, ARB_SYS,
    ARB_WASM, ARB_WASM_CACHE, ARBOS_STATE,
};
pub use genesis::{ArbosGenesis, GenesisAccount};
pub use params::StylusParams;
pub use program::Unusable;
pub use version::{ArbosVersion, UnsupportedArbosVersion};

pub(crate) use precompiles::ArbPrecompiles;
pub(crate) use program::ProgramRecord;
pub(crate) use slots::Slots;
pub(crate) use state::ArbosState;
