//! What every contract needs from its host and no contract may take from another contract: the clock, calls to
//! peers, guards, set-up, the entry point.

mod clock;
mod entrypoint;
mod keccak;
mod macros;
mod panic;
mod peer;
mod recover;
mod setup;

pub use clock::{ARB_SYS, Clock};
pub use entrypoint::selector;
pub use keccak::HostKeccak;
pub use peer::{PeerError, call, call_raw, view, view_raw};
pub use recover::recover;
pub use setup::{
    SetupError, require_address, require_contract, require_peer, require_wirable, require_wired,
};
