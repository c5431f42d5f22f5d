//! The chain that is deployed to, over JSON-RPC.

mod bindings;
mod connection;
mod error;
mod explain;
mod program;
mod sender;

pub(crate) use bindings::StylusDeployer;
pub use connection::Chain;
pub use error::ChainError;
pub use explain::explain;
pub(crate) use sender::{Sender, Transaction};
