//! The chain as a running node.

mod devnet;
mod error;
mod service;
mod shared;

pub(crate) use self::shared::Node;
pub use self::{devnet::Devnet, error::StartError};
