//! Tests of the registry. The rules without a VM first, then each method on motsu, in a world of mocks.
#![allow(
    non_snake_case,
    reason = "the names of tests hold the names of errors and events"
)]

mod attestations;
mod bitmap;
mod chain;
mod closing;
mod construction;
mod contest;
mod disputes;
mod entrypoint;
mod finality;
mod halted;
mod invalidation;
mod mirror;
mod mocks;
mod model;
mod parameters;
mod proving;
mod publication;
mod requests;
mod schedule;
mod signature;
mod storage;
mod submission;
mod verdicts;
mod views;
mod wiring;
mod world;
