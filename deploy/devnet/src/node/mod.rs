//! The chain as a running node.

mod devnet;
mod error;
mod holder;
mod keeper;
mod service;
mod shared;

pub(crate) use self::shared::Node;
pub use self::{
    devnet::Devnet,
    error::{Process, StartError},
};
