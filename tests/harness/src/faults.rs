//! Faults, as decorators over honest actors.

mod memolabs;
mod sequencer;

pub use memolabs::{Down, MemolabsFault, Tampering};
pub use sequencer::{SequencerFault, Withholding};
