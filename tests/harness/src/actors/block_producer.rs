//! The Block Producer: orders transactions into blocks, confirms them, attests batches (seed steps 2, 2.1, 3).

use alloy::{
    primitives::{Address, B256, Signature, keccak256},
    signers::{SignerSync, local::PrivateKeySigner},
};
use merkle::{Hash, Keccak};
use std::collections::HashMap;
use transition::{Effect, Outcome, Receipt, Rules, StateDb};
use types::{Attestation, Bounds, Element, L2Block, L2Timestamp, StateClaim};

use super::{peer_network::PeerNetwork, user::SignedTransaction};
use crate::{
    error::FlowError,
    l2::{Block, mttbr},
};

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
    key: PrivateKeySigner,
    rules: Rules,
    db: StateDb,
    head: StateClaim,
    /// The state after each of its blocks.
    states: HashMap<L2Block, StateClaim>,
    queue: Vec<SignedTransaction>,
    blocks: Vec<Block>,
    confirmations: HashMap<B256, Confirmation>,
    network: PeerNetwork,
}

impl BlockProducer {
    /// A block producer at the genesis claim, which its database holds.
    pub fn new(
        key: PrivateKeySigner,
        rules: Rules,
        db: StateDb,
        genesis: StateClaim,
        network: PeerNetwork,
    ) -> Self {
        Self {
            key,
            rules,
            db,
            head: genesis,
            states: HashMap::new(),
            queue: Vec::new(),
            blocks: Vec::new(),
            confirmations: HashMap::new(),
            network,
        }
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
        let bounds = Bounds {
            last_l2_block: block.number,
            last_l2_timestamp: block.timestamp,
        };
        let outcomes = self
            .db
            .execute_batch(&self.rules, &self.head, &block.elements, &bounds)
            .map_err(anyhow::Error::from)?;
        let mut confirmations = Vec::with_capacity(outcomes.len());
        for (element, outcome) in block.elements.iter().zip(&outcomes) {
            let element = Element::decode(element).map_err(anyhow::Error::from)?;
            let confirmation = confirmed(block.number, keccak256(element.transaction), outcome)?;
            confirmations.push(confirmation);
        }
        if let Some(last) = outcomes.last() {
            self.head = last.after;
        }
        self.states.insert(block.number, self.head);
        self.confirmations.extend(confirmations);
        self.blocks.push(block.clone());
        Ok(())
    }

    /// What became of a transaction (seed step 3); `None` while it is in no block.
    pub fn confirmation(&self, transaction: B256) -> Option<&Confirmation> {
        self.confirmations.get(&transaction)
    }

    /// Signs that these are the elements after `previous`, up to one of its own blocks: r, s, v. `None` if
    /// they are not, or if the bounds are not that block's: under others, elements could be made not
    /// executable, or the L2 be carried beyond its head.
    ///
    /// # Panics
    ///
    /// Never: a local key signs any hash.
    pub fn attest(&self, attestation: &Attestation, previous: L2Block) -> Option<[u8; 65]> {
        let Bounds {
            last_l2_block: last,
            last_l2_timestamp: timestamp,
        } = attestation.bounds;
        let own = |block: &Block| block.number == last && block.timestamp == timestamp;
        if !self.blocks.iter().any(own) || self.root_of_blocks(previous, last) != attestation.mttbr
        {
            return None;
        }
        let digest = B256::from(attestation.digest::<Keccak>().0);
        let signature: Signature = self
            .key
            .sign_hash_sync(&digest)
            .expect("a local key signs any hash");
        Some(signature.as_bytes())
    }

    /// The MTTBR of its own blocks with number in (`after`, `up_to`].
    fn root_of_blocks(&self, after: L2Block, up_to: L2Block) -> Hash {
        let elements: Vec<_> = self
            .blocks_after(after)
            .filter(|block| block.number <= up_to)
            .flat_map(|block| block.elements.iter().cloned())
            .collect();
        mttbr(&elements)
    }
}

/// What the sender of a transaction is told, which must have been executed.
fn confirmed(
    block: L2Block,
    hash: B256,
    outcome: &Outcome,
) -> Result<(B256, Confirmation), FlowError> {
    match &outcome.effect {
        Effect::Executed(receipt) => {
            let receipt = receipt.clone();
            Ok((hash, Confirmation { block, receipt }))
        }
        Effect::NotExecutable(reason) => Err(FlowError::NotTaken {
            hash,
            reason: reason.to_string(),
        }),
    }
}
