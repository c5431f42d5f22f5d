//! The Peer Network: passes the Block Producer's blocks to every peer (seed step 2.1).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use types::L2Block;

use crate::l2::Block;

/// A gossip network: whatever one member broadcasts, every member receives, once and in order.
#[derive(Clone, Debug, Default)]
pub struct PeerNetwork {
    gossip: Arc<Mutex<Vec<Arc<Block>>>>,
}

impl PeerNetwork {
    /// A network without blocks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Joins the network: the new peer receives every block, past ones first.
    pub fn join(&self) -> Peer {
        Peer {
            network: self.clone(),
            received: 0,
            blocks: Vec::new(),
        }
    }

    /// Sends a block to all peers (seed step 2.1).
    pub fn broadcast(&self, block: Block) {
        self.lock().push(Arc::new(block));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Block>>> {
        self.gossip.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A member of the Peer Network with the blocks that it received.
#[derive(Clone, Debug)]
pub struct Peer {
    network: PeerNetwork,
    /// How many blocks came, those too that others have replaced since.
    received: usize,
    blocks: Vec<Arc<Block>>,
}

impl Peer {
    /// Receives what was broadcast since the last call; returns how many blocks came. A block takes the place of the one
    /// with its number, and of all after that: the Block Producer has reorganised the L2.
    pub fn receive(&mut self) -> usize {
        let came = self.network.lock()[self.received..].to_vec();
        let count = came.len();
        self.received += count;
        for block in came {
            let kept = |it: &Arc<Block>| it.number < block.number;
            self.blocks.truncate(self.blocks.partition_point(kept));
            self.blocks.push(block);
        }
        count
    }

    /// The elements of the blocks with number in (`after`, `up_to`], in order.
    pub fn elements(&self, after: L2Block, up_to: L2Block) -> Vec<Vec<u8>> {
        self.blocks
            .iter()
            .filter(|block| block.number > after && block.number <= up_to)
            .flat_map(|block| block.elements.iter().cloned())
            .collect()
    }

    /// The blocks that it has received with a number above `after`, in order.
    pub fn blocks(&self, after: L2Block) -> impl Iterator<Item = &Block> {
        let blocks = self.blocks.iter().map(Arc::as_ref);
        blocks.filter(move |block| block.number > after)
    }

    /// How many blocks it has received with a number above `after`.
    pub fn blocks_after(&self, after: L2Block) -> usize {
        self.blocks(after).count()
    }

    /// The newest block received; `None` before the first.
    pub fn newest(&self) -> Option<&Block> {
        self.blocks.last().map(Arc::as_ref)
    }
}
