//! The node as its clients meet it: alloy's provider, raw HTTP and WebSocket.

mod blocks;
mod cache;
mod calls;
mod contracts;
mod deployer;
mod load;
mod logs;
mod persistence;
mod pricing;
mod program;
mod server;
mod stylus;
mod subscriptions;
mod testing;
mod tracing;
mod transactions;
mod world;
