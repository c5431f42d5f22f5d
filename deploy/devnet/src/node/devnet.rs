//! The chain as a value.

use std::{net::SocketAddr, sync::Arc};

use alloy::primitives::{Address, U256};

use super::{error::StartError, keeper::Keeper, service::Service, shared::Node};
use crate::{
    chain::{CHAIN_ID, Chain, Config, DevAccount, MineError},
    persistence::{StateError, StateFile},
};

/// A running Stylus chain with its JSON-RPC server on 127.0.0.1.
///
/// It has its own threads, so that it can be used from synchronous and asynchronous code alike.
/// Dropping it stops the server, frees the port and, if the chain is kept in a file, writes it;
/// [`Devnet::stop`] also tells whether that succeeded.
#[derive(Debug)]
pub struct Devnet {
    node: Arc<Node>,
    // In the order in which they stop: what is written last is what was answered last.
    service: Service,
    keeper: Option<Keeper>,
}

impl Devnet {
    /// Starts a chain, or goes on with the one in the state file; it answers requests when this
    /// returns.
    ///
    /// # Errors
    /// The port is taken, the system refuses sockets or threads, or the state file cannot be
    /// used: it is then unchanged.
    pub fn start(config: Config) -> Result<Self, StartError> {
        let (port, block_time) = (config.port, config.block_time);
        let file = match &config.state {
            Some(persistence) => Some((StateFile::take(&persistence.file)?, persistence.interval)),
            None => None,
        };
        let loaded = match &file {
            Some((file, _)) => file.load(&config)?,
            None => None,
        };
        let is_written = loaded.is_some();
        let chain = loaded.unwrap_or_else(|| Chain::new(config));
        let node = Arc::new(Node::new(chain));
        let service = Service::start(&node, port, block_time)?;
        let keeper = match file {
            Some((file, interval)) => {
                let keeper = Keeper::start(node.clone(), file, interval, is_written);
                Some(keeper.map_err(StartError::Server)?)
            }
            None => None,
        };
        Ok(Self {
            node,
            service,
            keeper,
        })
    }

    /// Stops the server, frees the port and writes the state file, if there is one.
    ///
    /// # Errors
    /// The state file cannot be written: it is what it was before.
    pub fn stop(self) -> Result<(), StateError> {
        drop(self.service);
        self.keeper.map_or(Ok(()), Keeper::stop)
    }

    /// The chain behind the server.
    #[cfg(test)]
    pub(crate) fn node(&self) -> &Arc<Node> {
        &self.node
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.service.address()
    }

    /// URL of JSON-RPC over HTTP.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// URL of JSON-RPC over WebSocket, with subscriptions.
    pub fn ws_url(&self) -> String {
        format!("ws://{}", self.address())
    }

    /// EIP-155 chain id.
    pub fn chain_id(&self) -> u64 {
        CHAIN_ID
    }

    /// The funded accounts, with their keys.
    pub fn accounts(&self) -> Vec<DevAccount> {
        self.node.read(|chain| chain.config().accounts.clone())
    }

    /// Height of the newest block, which is what `ArbSys.arbBlockNumber` answers in it.
    pub fn block_number(&self) -> u64 {
        self.node.read(|chain| chain.head().number())
    }

    /// Timestamp of the newest block, in seconds since the Unix epoch.
    pub fn timestamp(&self) -> u64 {
        self.node.read(|chain| chain.head().header.timestamp)
    }

    /// Adds `blocks` empty blocks, all at the clock's time.
    ///
    /// # Errors
    /// More than a million at once: every block is kept in memory.
    pub fn mine(&self, blocks: u64) -> Result<(), MineError> {
        self.node.change(|chain| chain.mine(blocks, 0))
    }

    /// Moves the clock forward. Blocks built from now on show it.
    pub fn increase_time(&self, seconds: u64) {
        self.node.change(|chain| chain.increase_time(seconds));
    }

    /// Orders the timestamp of the next block, in seconds since the Unix epoch; the clock goes on
    /// from there.
    ///
    /// # Errors
    /// It is below that of the newest block.
    pub fn set_next_block_timestamp(&self, timestamp: u64) -> Result<(), MineError> {
        self.node
            .change(|chain| chain.set_next_timestamp(timestamp))
    }

    /// Lets the parent chain jump ahead by `blocks`, as contracts see from the next block on;
    /// false if the chain was started without one.
    pub fn jump_parent_chain(&self, blocks: u64) -> bool {
        self.node.change(|chain| chain.jump_parent_chain(blocks))
    }

    /// Sets the balance of an account, in wei.
    pub fn set_balance(&self, address: Address, balance: U256) {
        self.node
            .change(|chain| chain.set_balance(address, balance));
    }

    /// Notes this moment and returns its number.
    pub fn snapshot(&self) -> u64 {
        self.node.change(Chain::snapshot)
    }

    /// Goes back to a noted moment; it and all noted later are then forgotten. False if there is
    /// none of this number.
    pub fn revert(&self, snapshot: u64) -> bool {
        self.node.change(|chain| chain.revert(snapshot))
    }
}
