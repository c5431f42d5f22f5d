//! Programs with host calls against the rules of execution.
#![no_main]
#![allow(dead_code, reason = "each target uses a part of what both share")]

use libfuzzer_sys::fuzz_target;

#[path = "../../../deploy/devnet/tests/fuzz/execution.rs"]
mod execution;
#[path = "../../../deploy/devnet/tests/fuzz/generator.rs"]
mod generator;
#[path = "../../../deploy/devnet/tests/fuzz/world.rs"]
mod world;

fuzz_target!(|data: &[u8]| execution::run(data));
