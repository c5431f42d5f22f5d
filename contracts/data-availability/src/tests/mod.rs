//! Tests of the contract. The rules without a VM first, then each method on motsu, over peers that do as they are
//! told and keep a journal of what they were told.

#![allow(
    clippy::cast_possible_truncation,
    reason = "batches of tests are small"
)]

mod batch;
mod blame;
mod calls;
mod chunk;
mod expiry;
mod faults;
mod halted;
mod packed;
mod peers;
mod producers;
mod progress;
mod publishing;
mod requests;
mod settling;
mod setup;
mod suite;
mod terms;
mod verdicts;
mod world;
