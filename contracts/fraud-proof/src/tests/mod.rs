//! Tests of the contract. The rules without a VM first, then each method on motsu, over peers that do as they are
//! told and keep a journal of what they were told.

#![allow(
    clippy::cast_possible_truncation,
    reason = "batches of tests are small"
)]

mod batch;
mod beginning;
mod bisection;
mod calls;
mod clock;
mod crowd;
mod dispatch;
mod dispute;
mod execution;
mod list;
mod opening;
mod part;
mod payment;
mod peers;
mod proofs;
mod proving;
mod replaying;
mod revealing;
mod selecting;
mod session;
mod settling;
mod setup;
mod shares;
mod staging;
mod suite;
mod terms;
mod timeouts;
mod transition;
mod world;
