//! The actors of Smart L2 and the flows that they play.
//!
//! A [`World`] is a Stylus chain with the deployed suite and the actors; a [`Flow`] acts in it and tells
//! a [`Story`], whose steps are the seed's, each proved by events, views or an actor's own check.

mod actors;
mod cli;
mod coverage;
mod dispute;
mod error;
mod faults;
mod flows;
mod keys;
mod l2;
mod layer1;
mod money;
mod programs;
mod report;
mod story;
#[cfg(test)]
mod tests;
mod workload;
mod world;

pub use actors::{
    BlockProducer, Checked, Confirmation, Contest, DataError, DataStore, Difference, Execute,
    Execution, Fed, FirstDifference, Followed, Honest, Member, Memolabs, Move, Peer, PeerNetwork,
    Policy, Progress, RollupNode, Sequencer, SignedTransaction, Tactics, User, Verifier, download,
};
pub use cli::run;
pub use coverage::{Covered, MARKS, Mark, Nature, SEED, SeedStep, Telling};
pub use dispute::{
    Challenge, DisputeError, Evidence, MAX_GAS, MAX_PART, Pace, Position, ProvenClaim,
    ProvenElement, Run, Selection, Staged, stage,
};
pub use error::FlowError;
pub use faults::{
    Adding, ChallengerFault, ClaimingNothing, Down, Invalid, Lying, MemolabsFault, Reordering,
    SequencerFault, Sham, Silent, Tampering, Withholding, executable, statement,
};
pub use flows::{Flow, Part, all, choose};
pub use l2::{Accepted, Batch, Block, Chunk, MAX_TRANSACTION, OddLeaf, cut, mtsr, mttbr, unpack};
pub use layer1::{
    Addresses, DisputeStanding, Layer1, Motion, Opened, Proposition, Refusal, Standing, send,
};
pub use money::{Change, Money};
pub use programs::{Kind, Kinds, kinds};
pub use report::{
    BatchReport, FlowReport, GenesisReport, HeaderReport, MoneyReport, Report, Terminal, write_json,
};
pub use story::{Actor, Event, Listener, Proof, Step, StepInProgress, Story};
pub use workload::{Envelope, Intent, Mix, Workload};
pub use world::{BuiltContract, Fate, Host, Posted, Settings, Suite, World};
