//! Plan, apply and verify on the embedded devnet, with the real contracts.

mod apply;
mod refusals;
mod sizes;
mod world;
