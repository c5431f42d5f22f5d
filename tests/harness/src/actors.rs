//! The actors of the seed, honest ones; how they fail stands in `faults`.

pub(crate) mod block_producer;
pub(crate) mod contest;
mod defence;
mod evidence;
pub(crate) mod member;
pub(crate) mod memolabs;
mod ordering;
pub(crate) mod peer_network;
pub(crate) mod policy;
pub(crate) mod replay;
pub(crate) mod rollup_node;
pub(crate) mod sequencer;
pub(crate) mod user;
pub(crate) mod verifier;

pub use block_producer::{BlockProducer, Confirmation};
pub use contest::{Contest, Move};
pub use member::Member;
pub use memolabs::{DataError, DataStore, Memolabs, download};
pub use peer_network::{Peer, PeerNetwork};
pub use policy::{Execute, FirstDifference, Honest, Policy, Tactics};
pub use replay::{Execution, Fed, Progress};
pub use rollup_node::{Checked, Difference, Followed, RollupNode};
pub use sequencer::Sequencer;
pub use user::{SignedTransaction, User};
pub use verifier::Verifier;
