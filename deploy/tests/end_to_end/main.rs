//! Plan, apply and verify on the embedded devnet, with the real contracts.

mod apply;
mod cargo_stylus;
mod refusals;
mod sizes;
mod world;

#[path = "../../devnet/tests/tools/skip.rs"]
mod skip;
#[path = "../../devnet/tests/tools/cargo_stylus/tool.rs"]
mod tool;
