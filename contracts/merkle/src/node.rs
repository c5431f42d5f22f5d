//! Nodes of the tree, and for bisection the frontier some levels below one.

use core::fmt;

use crate::{FrontierError, Hash, Hasher, NodeError, node_hash};

/// A node of the tree: the leaves under it.
///
/// A tree's shape follows from its number of leaves, and what is under a node from its first leaf and
/// its size alone; so a node, once known to be one, needs no tree to be walked down from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node {
    first: u32,
    size: u32,
}

impl Node {
    /// The root of a tree of `leaves` leaves.
    ///
    /// # Errors
    ///
    /// [`NodeError`] for a tree without leaves, which has no nodes.
    pub fn root(leaves: u32) -> Result<Self, NodeError> {
        Self::new(leaves, 0, leaves)
    }

    /// The node over `size` leaves from leaf `first` on, in a tree of `leaves` leaves.
    ///
    /// # Errors
    ///
    /// [`NodeError`] when these leaves are not all of the leaves under one node.
    pub fn new(leaves: u32, first: u32, size: u32) -> Result<Self, NodeError> {
        let error = NodeError {
            first,
            size,
            leaves,
        };
        let end = u64::from(first) + u64::from(size);
        if size == 0 || end > leaves.into() {
            return Err(error);
        }
        // Nodes begin at multiples of their size; at the tree's right end they may lack leaves.
        let span = u64::from(size).next_power_of_two();
        let complete = span == size.into() || end == leaves.into();
        if u64::from(first) % span != 0 || !complete {
            return Err(error);
        }
        Ok(Self { first, size })
    }

    /// A node that the caller knows to be one.
    pub(crate) fn unchecked(first: u32, size: u32) -> Self {
        Self { first, size }
    }

    /// The first leaf under the node.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Number of leaves under the node; at least one.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Whether the node is a leaf.
    pub fn is_leaf(&self) -> bool {
        self.size == 1
    }

    /// The two nodes below: split at the largest power of two smaller than the size. `None` for a leaf.
    pub fn children(&self) -> Option<(Self, Self)> {
        let left = 1 << (self.size - 1).checked_ilog2()?;
        Some((
            Self::unchecked(self.first, left),
            Self::unchecked(self.first + left, self.size - left),
        ))
    }

    /// Length of the **frontier** `depth` levels below the node: the nodes there from left to right, a leaf
    /// met earlier standing for itself. At most 2^depth, and at most the node's size.
    pub fn frontier_len(&self, depth: u32) -> u32 {
        let mut length = 0;
        let mut node = *self;
        let mut depth = depth;
        while let Some((left, right)) = node.children()
            && depth > 0
        {
            depth -= 1;
            // The left child is perfect: every level doubles it until its leaves are reached.
            length += 1 << left.size.ilog2().min(depth);
            node = right;
        }
        length + 1
    }

    /// The node that entry `entry` (from 0) of the frontier `depth` levels below stands for.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Entry`] when the frontier has no such entry.
    pub fn frontier_entry(&self, depth: u32, entry: u32) -> Result<Self, FrontierError> {
        let length = self.frontier_len(depth);
        if entry >= length {
            return Err(FrontierError::Entry { entry, length });
        }
        let mut node = *self;
        let mut entry = entry;
        for below in (0..depth).rev() {
            let Some((left, right)) = node.children() else {
                break;
            };
            let on_the_left = left.frontier_len(below);
            if entry < on_the_left {
                node = left;
            } else {
                entry -= on_the_left;
                node = right;
            }
        }
        Ok(node)
    }

    /// The hash of the node that has this frontier `depth` levels below it.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Length`].
    pub fn fold_frontier<H: Hasher>(
        &self,
        depth: u32,
        frontier: &[Hash],
    ) -> Result<Hash, FrontierError> {
        let length = FrontierError::Length {
            expected: self.frontier_len(depth),
            actual: frontier.len(),
        };
        if frontier.len() != self.frontier_len(depth) as usize {
            return Err(length);
        }
        let mut entries = frontier.iter().copied();
        // The length was right, so neither is a hash missing nor one left.
        fold::<H>(*self, depth, &mut entries).ok_or(length)
    }

    /// Checks that the node with this hash has this frontier `depth` levels below it.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Length`], and [`FrontierError::Hash`] when it folds to another hash.
    pub fn verify_frontier<H: Hasher>(
        &self,
        hash: &Hash,
        depth: u32,
        frontier: &[Hash],
    ) -> Result<(), FrontierError> {
        let computed = self.fold_frontier::<H>(depth, frontier)?;
        if computed != *hash {
            return Err(FrontierError::Hash {
                node: *self,
                expected: *hash,
                computed,
            });
        }
        Ok(())
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = u64::from(self.first) + u64::from(self.size);
        write!(f, "node of leaves {}..{end}", self.first)
    }
}

/// The hash of `node` from the next entries; `None` when they run out. Goes at most 32 levels down, the
/// height of the largest tree.
fn fold<H: Hasher>(
    node: Node,
    depth: u32,
    entries: &mut impl Iterator<Item = Hash>,
) -> Option<Hash> {
    match node.children() {
        Some((left, right)) if depth > 0 => {
            let left = fold::<H>(left, depth - 1, entries)?;
            let right = fold::<H>(right, depth - 1, entries)?;
            Some(node_hash::<H>(&left, &right))
        }
        _ => entries.next(),
    }
}
