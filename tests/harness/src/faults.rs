//! Faults, as decorators over honest actors.

mod challenger;
mod invalid;
mod liar;
mod memolabs;
mod producer;
mod reordering;
mod sequencer;

pub use challenger::{ChallengerFault, Sham, Silent};
pub use invalid::{Adding, Invalid, executable};
pub use liar::{ClaimingNothing, Lying};
pub use memolabs::{Down, MemolabsFault, Tampering};
pub use producer::statement;
pub use reordering::Reordering;
pub use sequencer::{SequencerFault, Withholding};
