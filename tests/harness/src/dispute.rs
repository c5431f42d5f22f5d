//! Disputes on a state root, without a chain: what each side does next, and what proves it (spec section 4.4).
//!
//! | file | what it decides |
//! |---|---|
//! | `position` | where a dispute stands in the author's tree |
//! | `challenge` | the first hash of a frontier that is not one's own, and proofs in a tree that one has never seen whole |
//! | `evidence` | what Layer 1 needs to execute the disputed element |
//! | `staging` | a witness in pieces that transactions take |
//! | `runs`, `pace` | a batch in runs, each small and cheap enough for one transaction of a replay |

mod challenge;
mod error;
mod evidence;
mod pace;
mod position;
mod runs;
mod staging;
#[cfg(test)]
mod tests;

pub use challenge::{Challenge, Selection};
pub use error::DisputeError;
pub use evidence::{Evidence, ProvenClaim, ProvenElement};
pub use pace::{MAX_GAS, Pace};
pub use position::Position;
pub use runs::Run;
pub use staging::{MAX_PART, Staged, stage};

pub(crate) use runs::longest_run;
