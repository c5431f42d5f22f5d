//! The contract on a host that is a value.

mod arithmetic;
mod calldata;
mod construction;
mod execution;
mod host;
mod l2;
