//! The chain: blocks, the state at the head, and what tests may do to it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use alloy::primitives::{Address, B256, U256};
use revm::state::EvmState;
use rpds::HashTrieSetSync;

use super::{
    block::{Block, Included},
    clock::Timekeeper,
    config::{BASE_FEE, Config},
    error::MineError,
    genesis,
    snapshots::Snapshot,
    state::State,
};
use crate::evm::{BlockContext, Machine, Rules};

/// Most blocks mined by one call: each is kept in memory.
const MAX_BLOCKS_AT_ONCE: u64 = 1_000_000;

/// Where a transaction is: height of the block and index in it.
pub(crate) type Position = (u64, usize);

/// The accounts that `eth_sendTransaction` sends for without their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Impersonated {
    all: bool,
    /// Shared with the snapshots.
    accounts: HashTrieSetSync<Address>,
}

/// An embedded chain. Not shared by itself: its owner locks it.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(super) config: Config,
    pub(super) machine: Machine,
    pub(super) blocks: Vec<Arc<Block>>,
    pub(super) by_hash: HashMap<B256, u64>,
    pub(super) positions: HashMap<B256, Position>,
    /// State that the next block builds on: the head's, unless a test changed it since.
    pub(super) state: State,
    pub(super) time: Timekeeper,
    pub(super) impersonated: Impersonated,
    pub(super) snapshots: BTreeMap<u64, Snapshot>,
    pub(super) next_snapshot: u64,
}

impl Chain {
    /// A chain with its genesis block.
    pub(crate) fn new(config: Config) -> Self {
        let time = Timekeeper::new(config.clock, config.parent_chain);
        let mut state = genesis::state(&config.accounts);
        let timestamp = time.next_timestamp(0);
        let l1_number = time.parent_number(timestamp, timestamp, 0);
        let context = BlockContext::new(0, l1_number, timestamp, BASE_FEE);
        let root = state.root();
        let block = Block::seal(None, B256::ZERO, &context, Vec::new(), state.clone(), root);
        let mut chain = Self::bare(config, state, time);
        chain.push(block);
        chain
    }

    /// A chain without any block, not even the genesis.
    pub(super) fn bare(config: Config, state: State, time: Timekeeper) -> Self {
        Self {
            config,
            machine: Machine::new(Rules::DEV),
            blocks: Vec::new(),
            by_hash: HashMap::new(),
            positions: HashMap::new(),
            state,
            time,
            impersonated: Impersonated::default(),
            snapshots: BTreeMap::new(),
            next_snapshot: 1,
        }
    }

    /// What the chain was started with.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The newest block.
    pub(crate) fn head(&self) -> &Arc<Block> {
        self.blocks
            .last()
            .expect("the genesis block is always there")
    }

    /// All blocks, by height.
    pub(super) fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// The block at a height.
    pub(crate) fn block(&self, number: u64) -> Option<&Arc<Block>> {
        self.blocks.get(usize::try_from(number).ok()?)
    }

    /// The block with a hash.
    pub(crate) fn block_by_hash(&self, hash: B256) -> Option<&Arc<Block>> {
        self.block(*self.by_hash.get(&hash)?)
    }

    /// Where a transaction was included.
    pub(crate) fn position(&self, transaction: B256) -> Option<Position> {
        self.positions.get(&transaction).copied()
    }

    /// The state that the next transaction meets.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// The state after a block. That after the head is what the next transaction will meet: a
    /// test may have changed it since.
    pub(crate) fn state_after<'a>(&'a self, block: &'a Block) -> &'a State {
        if block.number() == self.head().number() {
            &self.state
        } else {
            &block.state
        }
    }

    pub(super) fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Adds `count` empty blocks. Every block takes its timestamp from the clock, which moves
    /// `interval` seconds on between two of them.
    ///
    /// # Errors
    /// `count` is beyond what may be kept in memory; nothing is mined then.
    pub(crate) fn mine(&mut self, count: u64, interval: u64) -> Result<(), MineError> {
        if count > MAX_BLOCKS_AT_ONCE {
            return Err(MineError::TooMany {
                asked: count,
                limit: MAX_BLOCKS_AT_ONCE,
            });
        }
        for block in 0..count {
            if block > 0 {
                self.time.increase(interval);
            }
            self.append_empty();
        }
        Ok(())
    }

    /// Adds an empty block.
    pub(crate) fn append_empty(&mut self) {
        let context = self.next_context();
        let state = self.state_in(&context);
        self.append(&context, state, None, EvmState::default());
    }

    /// Moves the clock forward; returns by how many seconds it is ahead of its source.
    pub(crate) fn increase_time(&mut self, seconds: u64) -> i64 {
        seconds_ahead(self.time.increase(seconds))
    }

    /// Sets the clock; returns by how many seconds it is ahead of its source.
    ///
    /// # Errors
    /// The time is before the head's timestamp.
    pub(crate) fn set_time(&mut self, timestamp: u64) -> Result<i64, MineError> {
        self.check_not_past(timestamp)?;
        Ok(seconds_ahead(self.time.set(timestamp)))
    }

    /// Orders the timestamp of the next block; the clock goes on from it.
    ///
    /// # Errors
    /// It is below the head's.
    pub(crate) fn set_next_timestamp(&mut self, timestamp: u64) -> Result<(), MineError> {
        self.check_not_past(timestamp)?;
        self.time.set_next(timestamp);
        Ok(())
    }

    fn check_not_past(&self, asked: u64) -> Result<(), MineError> {
        let head = self.head().header.timestamp;
        if asked < head {
            return Err(MineError::TimeTravel { asked, head });
        }
        Ok(())
    }

    /// Lets the parent chain jump ahead; false where none is followed.
    pub(crate) fn jump_parent_chain(&mut self, blocks: u64) -> bool {
        self.time.jump_parent(blocks)
    }

    /// Sets a balance at once, as between two blocks.
    pub(crate) fn set_balance(&mut self, address: Address, balance: U256) {
        self.state.set_balance(address, balance);
    }

    /// Sets a nonce at once.
    pub(crate) fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.state.set_nonce(address, nonce);
    }

    /// Sets an account's code at once.
    pub(crate) fn set_code(&mut self, address: Address, code: alloy::primitives::Bytes) {
        self.state.set_code(address, code);
    }

    /// Sets a storage slot at once.
    pub(crate) fn set_storage(&mut self, address: Address, slot: U256, value: U256) {
        self.state.set_storage(address, [(slot, value)], false);
    }

    /// Lets `eth_sendTransaction` send for an account without its key.
    pub(crate) fn impersonate(&mut self, address: Address) {
        self.impersonated.accounts.insert_mut(address);
    }

    /// Ends that; false if it was not so.
    pub(crate) fn stop_impersonating(&mut self, address: Address) -> bool {
        self.impersonated.accounts.remove_mut(&address)
    }

    /// Does so for every account, or for the named ones only.
    pub(crate) fn impersonate_all(&mut self, all: bool) {
        self.impersonated.all = all;
    }

    pub(super) fn is_impersonated(&self, address: Address) -> bool {
        self.impersonated.all || self.impersonated.accounts.contains(&address)
    }

    /// Begins again with the genesis block. Snapshots and what was impersonated are forgotten.
    pub(crate) fn reset(&mut self) {
        let machine = self.machine.clone();
        *self = Self::new(self.config.clone());
        // What is compiled stays so.
        self.machine = machine;
    }

    /// Environment of the block that is built next.
    pub(super) fn next_context(&self) -> BlockContext {
        let head = self.head();
        let timestamp = self.time.next_timestamp(head.header.timestamp);
        let genesis = self.blocks[0].header.timestamp;
        let l1_number = self
            .time
            .parent_number(genesis, timestamp, head.l1_number());
        BlockContext::new(head.number() + 1, l1_number, timestamp, self.base_fee())
    }

    /// Seconds for which a block at `timestamp` pays off the gas used before it.
    pub(super) fn seconds_paid_off(&self, timestamp: u64) -> u64 {
        self.time.paid_off(self.head().header.timestamp, timestamp)
    }

    /// Seals the block of `context`, which [`Self::next_context`] gave, with what its transaction
    /// changed in the `state` of [`Self::state_in`].
    pub(super) fn append(
        &mut self,
        context: &BlockContext,
        state: State,
        included: Option<Included>,
        changes: EvmState,
    ) {
        let head = self.head().clone();
        self.state = state;
        self.state.commit(changes);
        let root = self.state.root();
        let transactions = Vec::from_iter(included);
        let block = Block::seal(
            Some(head.header.inner()),
            head.hash(),
            context,
            transactions,
            self.state.clone(),
            root,
        );
        self.time.built(context.timestamp);
        self.push(block);
    }

    pub(super) fn push(&mut self, block: Block) {
        let number = block.number();
        self.by_hash.insert(block.hash(), number);
        for (index, included) in block.transactions.iter().enumerate() {
            self.positions
                .insert(*included.transaction.tx_hash(), (number, index));
        }
        self.blocks.push(Arc::new(block));
    }
}

/// Seconds as clients are told them.
fn seconds_ahead(offset: i128) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}
