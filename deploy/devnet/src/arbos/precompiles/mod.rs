//! The precompiled contracts: Ethereum's and ArbOS's.

mod activate;
mod cache;
mod call;
mod debug;
mod gas_info;
mod info;
mod owner;
mod owner_public;
mod provider;
mod statistics;
mod sys;
mod wasm;

pub(crate) use provider::ArbPrecompiles;
