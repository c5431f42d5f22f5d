//! The contract over the real registry, pool, Treasury and token: what disputes and replays, their ends and their money do
//! to all of them. DataAvailability and Governance are addresses that say what they will; StateTransition is the chain
//! of hashes.

mod acting;
mod ancestry;
mod attacks;
mod attempt;
mod challenger;
mod defence;
mod ends;
mod ledger;
mod made_up;
mod malformed;
mod model;
mod noise;
mod objects;
mod play;
mod races;
mod reentrancy;
mod refusals;
mod schedule;
mod snapshot;
mod strategies;
mod ways;
mod world;
