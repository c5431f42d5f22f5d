//! What the tests of several contracts play with: names for addresses, a clock that stands where it is told to, raw
//! calls. Only a development dependency.
#![cfg(not(target_arch = "wasm32"))]

extern crate alloc;

mod accounts;
mod calls;
mod clock;
mod layout;
mod routes;

pub use accounts::{
    ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, FRAUD_PROOF, GOVERNANCE, POOL, REGISTRY,
};
pub use calls::{send, Dispatch};
pub use clock::ArbSys;
pub use layout::assert_slots;
pub use routes::assert_routes;
