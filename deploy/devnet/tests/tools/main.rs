//! The field's own tools against the node, unmodified: cargo-stylus, cast, viem.
//!
//! Where a tool is missing, its tests say so and pass; with `DEVNET_TOOLS=required` they fail instead.

mod cargo_stylus;
mod cast;
mod clients;
mod folder;
mod skip;
mod viem;

#[expect(dead_code, reason = "shared with the tests that need more of it")]
#[path = "../rpc/program.rs"]
mod program;
#[expect(dead_code, reason = "shared with the tests that need more of it")]
#[path = "../rpc/world.rs"]
mod world;
