//! Faults, as decorators over honest actors.

mod challenger;
mod liar;
mod memolabs;
mod sequencer;

pub use challenger::{ChallengerFault, Sham, Silent};
pub use liar::{ClaimingNothing, Lying};
pub use memolabs::{Down, MemolabsFault, Tampering};
pub use sequencer::{SequencerFault, Withholding};
