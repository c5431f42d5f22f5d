//! Faults, as decorators over honest actors.

mod memolabs;

pub use memolabs::{Down, MemolabsFault, Tampering};
