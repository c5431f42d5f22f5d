//! Tests of the contract: the rules without a VM first, then each method, and attacks, over the real DataAvailability,
//! registry, pool, Treasury and token. FraudProof is an address that says what it will.

#![allow(
    clippy::cast_possible_truncation,
    reason = "batches of tests are small"
)]

mod attacks;
mod batch;
mod compensating;
mod compensation;
mod equivocation;
mod evidence;
mod executing;
mod griefing;
mod model;
mod money;
mod motion;
mod parameters;
mod proposing;
mod reentrancy;
mod removals;
mod schedule;
mod setup;
mod spending;
mod tally;
mod timetable;
mod voting;
mod words;
mod world;
