//! The Block Producer: orders transactions into blocks, and confirms them (seed steps 2, 2.1, 3). How it signs batches,
//! and compares its order with Layer 1's, stands in `ordering`.

use alloy::{
    primitives::{Address, B256, keccak256},
    signers::local::PrivateKeySigner,
};
use anyhow::Context;
use std::collections::HashMap;
use transition::{Effect, Outcome, Receipt, Rules, StateDb};
use types::{Attestation, Bounds, Element, HeaderHash, L2Block, L2Timestamp, StateClaim};

use super::{
    peer_network::{Peer, PeerNetwork},
    user::SignedTransaction,
};
use crate::{error::FlowError, l2::Block, layer1::Layer1};

/// What a user is told about its transaction (seed step 3).
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The L2 block that holds it.
    pub block: L2Block,
    /// What it did.
    pub receipt: Receipt,
}

/// The actor that decides the order.
#[derive(Debug)]
pub struct BlockProducer {
    layer1: Layer1,
    pub(super) key: PrivateKeySigner,
    rules: Rules,
    db: StateDb,
    head: StateClaim,
    /// The state after each of its blocks, and the one that the first goes on from.
    states: HashMap<L2Block, StateClaim>,
    queue: Vec<SignedTransaction>,
    blocks: Vec<Block>,
    confirmations: HashMap<B256, Confirmation>,
    network: PeerNetwork,
    /// What it receives itself.
    pub(super) peer: Peer,
    /// What it has signed to follow each header: one order, for good.
    pub(super) signed: HashMap<HeaderHash, Attestation>,
}

impl BlockProducer {
    /// A block producer at the genesis claim, which its database holds; `layer1` signs with the same key.
    pub fn new(
        layer1: Layer1,
        key: PrivateKeySigner,
        rules: Rules,
        db: StateDb,
        genesis: StateClaim,
        network: PeerNetwork,
    ) -> Self {
        Self {
            layer1,
            key,
            rules,
            db,
            head: genesis,
            states: HashMap::from([(genesis.l2_block, genesis)]),
            queue: Vec::new(),
            blocks: Vec::new(),
            confirmations: HashMap::new(),
            peer: network.join(),
            network,
            signed: HashMap::new(),
        }
    }

    /// Its connection to Layer 1.
    pub const fn layer1(&self) -> &Layer1 {
        &self.layer1
    }

    /// The Layer 1 account that stakes and signs attestations.
    pub const fn address(&self) -> Address {
        self.key.address()
    }

    /// The state after its newest block.
    pub const fn head(&self) -> StateClaim {
        self.head
    }

    /// The state after one of its blocks.
    pub fn state_after(&self, block: L2Block) -> Option<&StateClaim> {
        self.states.get(&block)
    }

    /// Its blocks with a number above `after`, in order.
    pub fn blocks_after(&self, after: L2Block) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.number > after)
    }

    /// Takes a transaction for the next block (seed step 1).
    pub fn submit(&mut self, transaction: SignedTransaction) {
        self.queue.push(transaction);
    }

    /// Executes what is queued as one block at this time and passes it to the Peer Network
    /// (seed steps 2 and 2.1).
    ///
    /// # Errors
    ///
    /// [`FlowError::NotTaken`] for the first transaction that is not executable: it stays out of
    /// the block, as do all others of the queue, which is emptied. [`FlowError::Other`] if the
    /// database fails.
    pub fn produce_block(&mut self, timestamp: u64) -> Result<Block, FlowError> {
        let number = L2Block(self.head.l2_block.0 + 1);
        let timestamp = L2Timestamp(timestamp.max(self.head.l2_timestamp.0));
        let queued = self.queue.drain(..);
        let transactions: Vec<_> = queued.map(|transaction| transaction.bytes).collect();
        let block = Block::new(number, timestamp, &transactions)?;
        self.append(&block)?;
        self.network.broadcast(block.clone());
        Ok(block)
    }

    /// Takes over from another one: all blocks of the Peer Network after its own head, executed by itself, are its own
    /// from now on. Returns how many.
    ///
    /// # Errors
    ///
    /// As [`Self::produce_block`], for the first block that it would not have made.
    pub fn take_over(&mut self) -> Result<usize, FlowError> {
        let mut peer = self.network.join();
        peer.receive();
        let blocks: Vec<_> = peer.blocks(self.head.l2_block).cloned().collect();
        for block in &blocks {
            self.append(block)?;
        }
        Ok(blocks.len())
    }

    /// Executes a block on its head, and goes on from it.
    fn append(&mut self, block: &Block) -> Result<(), FlowError> {
        let outcomes = self.execute(block)?;
        for (element, outcome) in block.elements.iter().zip(&outcomes) {
            if let Effect::NotExecutable(reason) = &outcome.effect {
                let (hash, reason) = (hash_of(element)?, reason.to_string());
                return Err(FlowError::NotTaken { hash, reason });
            }
        }
        self.go_on_from(block, &outcomes)
    }

    fn execute(&self, block: &Block) -> Result<Vec<Outcome>, FlowError> {
        let bounds = Bounds {
            last_l2_block: block.number,
            last_l2_timestamp: block.timestamp,
        };
        let (rules, elements) = (&self.rules, &block.elements);
        let outcomes = self.db.execute_batch(rules, &self.head, elements, &bounds);
        Ok(outcomes.map_err(anyhow::Error::from)?)
    }

    fn go_on_from(&mut self, block: &Block, outcomes: &[Outcome]) -> Result<(), FlowError> {
        for (element, outcome) in block.elements.iter().zip(outcomes) {
            if let Effect::Executed(receipt) = &outcome.effect {
                let (block, receipt) = (block.number, receipt.clone());
                let confirmation = Confirmation { block, receipt };
                self.confirmations.insert(hash_of(element)?, confirmation);
            }
        }
        if let Some(last) = outcomes.last() {
            self.head = last.after;
        }
        self.states.insert(block.number, self.head);
        self.blocks.push(block.clone());
        Ok(())
    }

    /// Gives up its blocks after this one, with what they have confirmed; returns them.
    pub(super) fn give_up_after(&mut self, block: L2Block) -> Result<Vec<Block>, FlowError> {
        let state = self.states.get(&block);
        self.head = *state.with_context(|| format!("it has no state after block {block}"))?;
        let kept = self.blocks.iter().filter(|it| it.number <= block).count();
        self.states.retain(|number, _| *number <= block);
        self.confirmations.retain(|_, it| it.block <= block);
        Ok(self.blocks.split_off(kept))
    }

    /// Takes a block for its next one, whatever can be executed of it, and passes it on.
    pub(super) fn adopt(&mut self, block: Block) -> Result<(), FlowError> {
        let outcomes = self.execute(&block)?;
        self.go_on_from(&block, &outcomes)?;
        self.network.broadcast(block);
        Ok(())
    }

    /// What became of a transaction (seed step 3); `None` while it is in no block.
    pub fn confirmation(&self, transaction: B256) -> Option<&Confirmation> {
        self.confirmations.get(&transaction)
    }
}

/// The hash of an element's transaction.
fn hash_of(element: &[u8]) -> Result<B256, FlowError> {
    let element = Element::decode(element).map_err(anyhow::Error::from)?;
    Ok(keccak256(element.transaction))
}
