//! Blocks, state and transactions of the chain: everything but the wire.

mod access_list;
mod accounts;
mod block;
mod calls;
mod clock;
mod config;
mod error;
mod estimate;
mod execute;
mod genesis;
mod image;
mod include;
mod ledger;
mod logs;
mod pricing;
mod replay;
mod snapshots;
mod state;
#[cfg(test)]
mod tests;

pub use self::{
    accounts::DevAccount,
    clock::{Clock, ParentChain},
    config::{BASE_FEE, CHAIN_ID, Config, Persistence},
    error::MineError,
    genesis::{CACHE_MANAGER, CREATE2_FACTORY, STYLUS_DEPLOYER},
};
pub(crate) use self::{
    block::{Block, Included},
    calls::{Overrides, PreparedCall},
    error::{CallError, TransactionError},
    image::{ImageError, Moment},
    ledger::Chain,
    state::State,
};
