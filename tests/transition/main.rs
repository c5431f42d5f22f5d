//! StateTransition on the devnet's WASM: it agrees with the crate that it is made of, and stays within its gas.

mod bench;
mod chain;
mod l2;
#[expect(dead_code, reason = "what the crate's own test compares")]
#[path = "../../contracts/transition/tests/ethereum_state/model.rs"]
mod model;
mod precompiles;
mod random;
mod states;
