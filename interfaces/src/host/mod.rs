//! What every contract needs from its host and no contract may take from another contract: the clock,

mod clock;
mod entrypoint;
mod keccak;
mod panic;
mod peer;
mod recover;

pub use clock::{ARB_SYS, Clock};
pub use entrypoint::selector;
pub use keccak::HostKeccak;
pub use peer::{PeerError, call, has_code, view};
pub use recover::recover;
