//! Flows and refusals on the real WASM: the contracts are built, deployed over JSON-RPC and called.

mod contests;
mod data;
mod disputes;
mod flows;
mod gas;
mod mutation;
mod races;
mod refusals;
mod rotation;
mod support;
