//! Ethereum's JSON-RPC over HTTP and WebSocket.
#![expect(
    clippy::unnecessary_wraps,
    reason = "the table of methods asks all for one signature"
)]

mod blocks;
mod calls;
mod debug;
mod error;
mod filters;
mod logs;
mod methods;
mod params;
mod server;
mod state;
mod subscribe;
mod testing;
mod transactions;
mod view;

pub(crate) use self::{filters::Filters, methods::module, server::config};
