//! The documented Solidity interfaces as Rust: one source of the ABI for contracts and clients.
