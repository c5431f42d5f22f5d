//! Bytes and modules of all kinds against activation.
#![no_main]
#![allow(dead_code, reason = "each target uses a part of what both share")]

use libfuzzer_sys::fuzz_target;

#[path = "../../../deploy/devnet/tests/fuzz/activation.rs"]
mod activation;
#[path = "../../../deploy/devnet/tests/fuzz/generator.rs"]
mod generator;
#[path = "../../../deploy/devnet/tests/fuzz/world.rs"]
mod world;

fuzz_target!(|data: &[u8]| activation::run(data));
