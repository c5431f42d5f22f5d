//! The whole tree in memory, off chain: where proofs and frontiers come from.

use alloc::{vec, vec::Vec};

use crate::{EMPTY_ROOT, Hash, Hasher, Node, NodeError, Run, RunError, leaf_hash, node_hash};

/// More leaves than a header can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{leaves} leaves are more than a tree can have")]
pub struct TooManyLeaves {
    /// The number of leaves that was given.
    pub leaves: usize,
}

/// A tree with all its nodes: about twice as many hashes as leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// From the leaves up. A node without a right neighbour to pair with stands for itself one level up.
    levels: Vec<Vec<Hash>>,
    leaves: u32,
}

impl Tree {
    /// The tree over these leaf hashes, in linear time.
    ///
    /// # Errors
    ///
    /// [`TooManyLeaves`] above 2^32 − 1.
    pub fn new<H: Hasher>(leaf_hashes: Vec<Hash>) -> Result<Self, TooManyLeaves> {
        let leaves = u32::try_from(leaf_hashes.len()).map_err(|_| TooManyLeaves {
            leaves: leaf_hashes.len(),
        })?;
        let mut levels = vec![leaf_hashes];
        while let Some(above) = level_above::<H>(&levels[levels.len() - 1]) {
            levels.push(above);
        }
        Ok(Self { levels, leaves })
    }

    /// The tree over this leaf data.
    ///
    /// # Errors
    ///
    /// [`TooManyLeaves`] above 2^32 − 1.
    pub fn of_data<H: Hasher, D: AsRef<[u8]>>(
        leaves: impl IntoIterator<Item = D>,
    ) -> Result<Self, TooManyLeaves> {
        let leaves = leaves.into_iter();
        Self::new::<H>(leaves.map(|data| leaf_hash::<H>(data.as_ref())).collect())
    }

    /// Number of leaves.
    pub fn leaves(&self) -> u32 {
        self.leaves
    }

    /// The root; [`EMPTY_ROOT`] without leaves.
    pub fn root(&self) -> Hash {
        self.levels
            .last()
            .and_then(|top| top.first())
            .copied()
            .unwrap_or(EMPTY_ROOT)
    }

    /// The leaf hashes, in order.
    pub fn leaf_hashes(&self) -> &[Hash] {
        &self.levels[0]
    }

    /// The hash of a node.
    ///
    /// # Errors
    ///
    /// [`NodeError`] when the node is one of another tree.
    pub fn hash(&self, node: Node) -> Result<Hash, NodeError> {
        Node::new(self.leaves, node.first(), node.size())?;
        Ok(self.node(node))
    }

    /// The range proof of `length` leaves from leaf `first` on, in the order of [`Run`].
    ///
    /// # Errors
    ///
    /// [`RunError`] when the tree has no such run.
    pub fn prove(&self, first: u32, length: u32) -> Result<Vec<Hash>, RunError> {
        let run = Run::new(self.leaves, first, length)?;
        let nodes = run.before().chain(run.behind());
        Ok(nodes.map(|node| self.node(node)).collect())
    }

    /// The inclusion proof of one leaf: the range proof of the run of length one.
    ///
    /// # Errors
    ///
    /// [`RunError`] when the tree has no such leaf.
    pub fn prove_leaf(&self, index: u32) -> Result<Vec<Hash>, RunError> {
        self.prove(index, 1)
    }

    /// The frontier `depth` levels below a node, from left to right.
    ///
    /// # Errors
    ///
    /// [`NodeError`] when the node is one of another tree.
    pub fn frontier(&self, node: Node, depth: u32) -> Result<Vec<Hash>, NodeError> {
        Node::new(self.leaves, node.first(), node.size())?;
        let mut frontier = Vec::with_capacity(node.frontier_len(depth) as usize);
        self.collect_frontier(node, depth, &mut frontier);
        Ok(frontier)
    }

    fn collect_frontier(&self, node: Node, depth: u32, frontier: &mut Vec<Hash>) {
        match node.children() {
            Some((left, right)) if depth > 0 => {
                self.collect_frontier(left, depth - 1, frontier);
                self.collect_frontier(right, depth - 1, frontier);
            }
            _ => frontier.push(self.node(node)),
        }
    }

    /// The hash of a node that is one of this tree.
    fn node(&self, node: Node) -> Hash {
        let level = u64::from(node.size()).next_power_of_two().ilog2();
        self.levels[level as usize][(node.first() >> level) as usize]
    }
}

/// The next level up; `None` above the root.
fn level_above<H: Hasher>(level: &[Hash]) -> Option<Vec<Hash>> {
    if level.len() < 2 {
        return None;
    }
    let above = level.chunks(2).map(|nodes| match nodes {
        [left, right] => node_hash::<H>(left, right),
        alone => alone[0],
    });
    Some(above.collect())
}
